//! A turn with one deadline for all its calls, and what ends a turn. `remote_command::Connection` is the same for a
//! server's sockets; here it is around one that is watched.

use framing::{ReadError, Violation};
use probe::TracedStream;
use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::time::{Duration, Instant};
use trace::Ending;

/// A socket that can be read and written until a deadline.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    end: &'a mut TracedStream,
    until: Instant,
}

// ANCHOR: turn
impl<'a> Turn<'a> {
    pub(crate) fn new(end: &'a mut TracedStream, limit: Duration) -> Self {
        Self { end, until: Instant::now() + limit }
    }

    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::Error::new(ErrorKind::TimedOut, DeadlineOver)) } else { Ok(left) }
    }
}

impl Read for Turn<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            self.end.get_ref().set_read_timeout(Some(self.left()?))?; // what is left of the turn, not a time anew
            match self.end.read(buffer) {
                Err(error) if is_time_out(&error) => {} // then nothing is left
                done => return done,
            }
        }
    }
}
// ANCHOR_END: turn

impl Write for Turn<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            self.end.get_ref().set_write_timeout(Some(self.left()?))?;
            match self.end.write(bytes) {
                Err(error) if is_time_out(&error) => {}
                done => return done,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The deadline of a turn has passed.
#[derive(Debug)]
struct DeadlineOver;

impl fmt::Display for DeadlineOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the time for the whole turn is over")
    }
}

impl Error for DeadlineOver {}

/// SO_RCVTIMEO and SO_SNDTIMEO ring as one kind of error on Unix, as the other on Windows.
fn is_time_out(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) && !is_deadline(error)
}

fn is_deadline(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<DeadlineOver>())
}

/// What ended a turn that ended in an error.
pub(crate) fn ending(error: &ReadError) -> Ending {
    match error {
        ReadError::Frame(error) if matches!(error.violation, Violation::Truncated { .. }) => Ending::Truncated,
        ReadError::Frame(_) => Ending::Refused,
        ReadError::Io(error) if is_deadline(error) => Ending::Deadline,
        ReadError::Io(error) if is_time_out(error) => Ending::TimeOut,
        ReadError::Io(error) => match error.kind() {
            ErrorKind::InvalidData => Ending::Refused,
            ErrorKind::OutOfMemory => Ending::NoMemory,
            ErrorKind::UnexpectedEof => Ending::Truncated,
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => Ending::Reset,
            _ => Ending::Failed,
        },
    }
}
