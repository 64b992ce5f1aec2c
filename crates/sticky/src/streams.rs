//! The stream that comes in, and what goes out. Both may be non-blocking, as a shell or a parent process can leave them.

use clap::{Arg, ArgMatches, value_parser};
use command_line::{Failure, Stop};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

/// The longest pause before a file that was not ready is tried again.
const LONGEST_PAUSE: Duration = Duration::from_millis(16);

/// A file that is waited for where it is non-blocking and not ready. std has no poll, so it is tried again after a pause.
pub(crate) struct Patient<T>(T);

impl<T> Patient<T> {
    fn retry<R>(&mut self, mut call: impl FnMut(&mut T) -> io::Result<R>) -> io::Result<R> {
        let mut pause = Duration::from_millis(1);
        loop {
            match call(&mut self.0) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    thread::sleep(pause);
                    pause = LONGEST_PAUSE.min(2 * pause);
                }
                result => return result,
            }
        }
    }
}

impl<T: Read> Read for Patient<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.retry(|inner| inner.read(buffer))
    }
}

impl<T: Write> Write for Patient<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.retry(|inner| inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.retry(T::flush)
    }
}

/// The bytes to work on.
pub(crate) type Input = Patient<Box<dyn Read>>;

/// `FILE`.
pub(crate) fn file() -> Arg {
    let file = Arg::new("file").value_name("FILE").value_parser(value_parser!(PathBuf));
    file.help("File to read [default: standard input]")
}

pub(crate) fn open(matches: &ArgMatches) -> Result<Input, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("file") else { return Ok(Patient(Box::new(io::stdin().lock()))) };
    let file = File::open(path).map_err(|error| {
        let message = format!("{} cannot be opened: {error}", path.display());
        Failure::cannot(message, "check the name, or leave it out to read standard input")
    })?;
    Ok(Patient(Box::new(file)))
}

pub(crate) fn cannot_read(error: &io::Error) -> Stop {
    Failure::cannot(format!("the input cannot be read: {error}"), "give it a file or a pipe: … < stream.bin").into()
}

/// Standard output, written in large pieces.
pub(crate) struct Output(io::BufWriter<Patient<io::StdoutLock<'static>>>);

impl Output {
    pub(crate) fn new() -> Self {
        Self(io::BufWriter::with_capacity(64 * 1024, Patient(io::stdout().lock())))
    }

    pub(crate) fn print(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), Stop> {
        self.0.write_all(bytes.as_ref()).map_err(cannot_write)
    }

    /// Makes everything printed so far visible.
    pub(crate) fn flush(&mut self) -> Result<(), Stop> {
        self.0.flush().map_err(cannot_write)
    }
}

fn cannot_write(error: io::Error) -> Stop {
    if error.kind() == ErrorKind::BrokenPipe {
        return Stop::OutputGone;
    }
    Failure::cannot(format!("the output cannot be written: {error}"), "check where standard output goes").into()
}

/// Prints a line on stderr that begins with `label`. With stderr gone there is nobody left to read it.
pub(crate) fn say(label: &str, text: &str) {
    let _ = Patient(io::stderr()).write_all(render::wrap(text, label, label.len()).as_bytes());
}
