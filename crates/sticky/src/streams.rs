//! The stream that comes in, and what goes out.

use clap::{Arg, ArgMatches, value_parser};
use command_line::{Failure, Patient, Stop};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::PathBuf;

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
