//! What can go wrong in a turn. It recovers from nothing: ends that do not agree whose turn it is
//! never agree again.

use std::error::Error;
use std::{fmt, io};

/// One of the four one-way trips, named by what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Client to server: what to run.
    Command,
    /// Server to client: how long the output is.
    Length,
    /// Client to server: the length has been read.
    Ok,
    /// Server to client: the output.
    Body,
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Command => "the command",
            Self::Length => "the length",
            Self::Ok => "the OK",
            Self::Body => "the body",
        })
    }
}

/// Why a turn failed. After any of them but [`EmptyCommand`](Self::EmptyCommand), which sends
/// nothing, close the connection.
#[derive(Debug)]
pub enum HandshakeError {
    /// The command has no bytes. A stream carries no empty message: the server would go on waiting,
    /// and so would the client.
    EmptyCommand,
    /// What came where a length was awaited is not decimal digits.
    NotALength {
        /// The bytes that one read returned, at most [`LENGTH_MAX`](crate::LENGTH_MAX).
        text: Vec<u8>,
    },
    /// The length is more than this client takes.
    OverLimit {
        /// The digits that came: they may be too many for any integer.
        announced: String,
        /// Bytes of body that the client takes at most.
        limit: usize,
    },
    /// What came where the `OK` was awaited is something else.
    NotOk {
        /// The two bytes that came.
        got: [u8; 2],
    },
    /// The peer ended the stream where it owed bytes.
    Closed {
        /// The turn that was awaited.
        awaited: Turn,
        /// Bytes of it that came.
        got: usize,
        /// Bytes that it has; 1 for a length, which has one digit at least.
        of: usize,
    },
    /// A read failed, or timed out: [`io::ErrorKind::WouldBlock`] on Unix,
    /// [`io::ErrorKind::TimedOut`] on Windows.
    Receive {
        /// The turn that was awaited.
        awaited: Turn,
        /// What the reader said.
        source: io::Error,
    },
    /// A write failed, or timed out.
    Send {
        /// The turn that was being sent.
        turn: Turn,
        /// What the writer said.
        source: io::Error,
    },
}

fn timed_out(error: &io::Error) -> bool {
    use io::ErrorKind::{TimedOut, WouldBlock};
    matches!(error.kind(), WouldBlock | TimedOut)
}

impl fmt::Display for HandshakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyCommand => f.write_str(
                "an empty command cannot be sent, since a TCP stream carries no empty message: \
                 send at least one byte",
            ),
            Self::NotALength { text } => write!(
                f,
                "awaited the length in decimal digits, got \"{}\": \
                 does the peer speak this protocol? Close the connection",
                text.escape_ascii()
            ),
            Self::OverLimit { announced, limit } => write!(
                f,
                "the peer announces a body of {announced} bytes, the limit is {limit}: \
                 close the connection"
            ),
            Self::NotOk { got } => write!(
                f,
                "awaited the OK, got \"{}\": the peer did not wait for its turn, \
                 close the connection",
                got.escape_ascii()
            ),
            Self::Closed { awaited, got, of } => {
                let at_least = if *awaited == Turn::Length { "at least " } else { "" };
                write!(
                    f,
                    "the peer closed the connection where {awaited} was awaited: \
                     {got} of {at_least}{of} bytes came; ask again on a new connection"
                )
            }
            Self::Receive { awaited, source } if timed_out(source) => write!(
                f,
                "timed out while {awaited} was awaited ({source}): \
                 is the peer waiting too? Close the connection"
            ),
            Self::Receive { awaited, source } => {
                write!(f, "could not receive {awaited} ({source}): close the connection")
            }
            Self::Send { turn, source } if timed_out(source) => write!(
                f,
                "timed out while {turn} was being sent ({source}): \
                 the peer does not read, close the connection"
            ),
            Self::Send { turn, source } => write!(f, "could not send {turn} ({source}): close the connection"),
        }
    }
}

impl Error for HandshakeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Receive { source, .. } | Self::Send { source, .. } => Some(source),
            _ => None,
        }
    }
}
