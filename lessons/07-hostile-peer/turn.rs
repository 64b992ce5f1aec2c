//! What ended a turn that has one deadline for all its calls ([`link::DeadlineStream`]), or a timeout for each of them.

use framing::{ReadError, Violation};
use link::DeadlinePassed;
use std::io::{self, ErrorKind};
use trace::Ending;

/// SO_RCVTIMEO and SO_SNDTIMEO end a call with one kind of error on Unix, and with the other on Windows.
fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// What ended a turn that ended in an error.
pub(crate) fn ending(error: &ReadError) -> Ending {
    match error {
        ReadError::Frame(error) if matches!(error.violation, Violation::Truncated { .. }) => Ending::Truncated,
        ReadError::Frame(_) => Ending::Refused,
        ReadError::Io(error) if DeadlinePassed::caused(error) => Ending::Deadline,
        ReadError::Io(error) if is_timeout(error) => Ending::TimeOut,
        ReadError::Io(error) => match error.kind() {
            ErrorKind::InvalidData => Ending::Refused,
            ErrorKind::OutOfMemory => Ending::NoMemory,
            ErrorKind::UnexpectedEof => Ending::Truncated,
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => Ending::Reset,
            _ => Ending::Failed,
        },
    }
}

/// What an error says of the turn that it ended.
pub(crate) fn text(error: &ReadError) -> String {
    match error {
        ReadError::Io(error) if DeadlinePassed::caused(error) => "the time for the whole turn is over".to_owned(),
        ReadError::Io(error) => error.to_string(),
        ReadError::Frame(error) => error.to_string(),
    }
}
