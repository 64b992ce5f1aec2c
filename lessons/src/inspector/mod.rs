//! A frame inspector: a stream on standard input taken apart by a framing of the learner's choice, and its mirror. It opens no
//! socket, and holds of a stream no more than one frame, in the few forms in which it is decoded and told, and one read.

mod any;
mod capture;
mod decode;
mod encode;
mod flags;
mod pieces;
mod teller;

use lesson::Stop;
use lesson::Tool;
use std::io::{self, ErrorKind, Write};

/// `decode`: a stream in, its frames out.
pub const DECODE: Tool = Tool { command: decode::command, run: decode::run };

/// `encode`: lines in, a frame of each out.
pub const ENCODE: Tool = Tool { command: encode::command, run: encode::run };

/// Standard output, written in large pieces.
struct Out(io::BufWriter<io::StdoutLock<'static>>);

impl Out {
    fn new() -> Self {
        Self(io::BufWriter::with_capacity(64 * 1024, io::stdout().lock()))
    }

    fn print(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.0.write_all(bytes).map_err(cannot_write)
    }

    /// Lets all that was printed be seen.
    fn flush(&mut self) -> Result<(), Stop> {
        self.0.flush().map_err(cannot_write)
    }
}

fn cannot_write(error: io::Error) -> Stop {
    match error.kind() {
        ErrorKind::BrokenPipe => Stop::OutputGone,
        _ => lesson::Failure::cannot(format!("the output cannot be written: {error}"), "is the disk full?").into(),
    }
}

/// `example` is a command that can.
fn cannot_read(error: &io::Error, example: &str) -> Stop {
    let hint = format!("give it a file or a pipe, as in: {example}");
    lesson::Failure::cannot(format!("standard input cannot be read: {error}"), hint).into()
}

/// Tells on stderr what is no error. With stderr gone there is nobody left to tell.
fn note(text: &str) {
    let _ = write!(io::stderr(), "{}", render::wrap(text, "note: ", 6));
}
