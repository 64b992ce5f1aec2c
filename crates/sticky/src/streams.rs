//! Opens the input, and writes the output.

use clap::{Arg, ArgMatches, value_parser};
use command_line::{Failure, Patient, Stop};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::PathBuf;

/// The input stream.
pub(crate) type Input = Patient<Box<dyn Read>>;

/// `FILE`.
pub(crate) fn file() -> Arg {
    let file = Arg::new("file").value_name("FILE").value_parser(value_parser!(PathBuf));
    file.help("File to read [default: standard input]")
}

pub(crate) fn open(matches: &ArgMatches) -> Result<Input, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("file") else { return Ok(Patient(Box::new(io::stdin().lock()))) };
    let file = File::open(path).map_err(|error| {
        let message = format!("cannot open {}: {error}", path.display());
        Failure::cannot(message, "check the name, or leave it out to read standard input")
    })?;
    Ok(Patient(Box::new(file)))
}

pub(crate) fn cannot_read(error: &io::Error) -> Stop {
    Failure::cannot(format!("cannot read the input: {error}"), "give it a file or a pipe, such as < stream.bin").into()
}

/// Standard output, buffered.
pub(crate) struct Output(io::BufWriter<Patient<io::Stdout>>);

impl Output {
    pub(crate) fn new() -> Self {
        Self(io::BufWriter::with_capacity(64 * 1024, Patient(io::stdout())))
    }

    pub(crate) fn print(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), Stop> {
        self.0.write_all(bytes.as_ref()).map_err(cannot_write)
    }

    /// Writes everything printed so far.
    pub(crate) fn flush(&mut self) -> Result<(), Stop> {
        self.0.flush().map_err(cannot_write)
    }
}

fn cannot_write(error: io::Error) -> Stop {
    if error.kind() == ErrorKind::BrokenPipe {
        return Stop::OutputGone;
    }
    Failure::cannot(format!("cannot write the output: {error}"), "check where standard output goes").into()
}

/// Prints a line on stderr that begins with `label`. If stderr is gone there is no reader, so errors are ignored.
pub(crate) fn say(label: &str, text: &str) {
    let _ = Patient(io::stderr()).write_all(render::wrap(text, label, label.len()).as_bytes());
}
