//! Describes what can go wrong on a trip. There is no recovery: ends that disagree about whose turn it is never agree again.

use crate::Trip;
use std::error::Error;
use std::{fmt, io};

/// Why a trip failed. Close the connection after any of these except [`EmptyCommand`](Self::EmptyCommand), which sends nothing.
#[derive(Debug)]
pub enum HandshakeError {
    /// The command is empty. A stream carries no empty message, so the server would keep waiting, and so would the client.
    EmptyCommand,
    /// A length was expected, and something other than decimal digits arrived.
    NotALength {
        /// The bytes that one read returned, at most [`LENGTH_MAX`](crate::LENGTH_MAX).
        text: Vec<u8>,
    },
    /// The length is more than this client accepts.
    OverLimit {
        /// The digits that arrived. There may be too many for any integer type.
        announced: String,
        /// The longest body that the client accepts, in bytes.
        limit: usize,
    },
    /// The `OK` was expected, and something else arrived.
    NotOk {
        /// The two bytes that arrived.
        got: [u8; 2],
    },
    /// The peer ended the stream before it had sent everything.
    Closed {
        /// The trip that was expected.
        trip: Trip,
        /// How many of its bytes arrived.
        got: usize,
        /// How many bytes it has; 1 for a length, which has at least one digit.
        of: usize,
    },
    /// A read failed, or timed out: [`io::ErrorKind::WouldBlock`] on Unix, [`io::ErrorKind::TimedOut`] on Windows.
    Receive {
        /// The trip that was expected.
        trip: Trip,
        /// The reader's error.
        source: io::Error,
    },
    /// A write failed, or timed out.
    Send {
        /// The trip that was being sent.
        trip: Trip,
        /// The writer's error.
        source: io::Error,
    },
}

fn timed_out(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

impl fmt::Display for HandshakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyCommand => f.write_str(
                "an empty command cannot be sent, because a TCP stream carries no empty message: send at least one byte",
            ),
            Self::NotALength { text } => write!(
                f,
                "expected the length in decimal digits, got \"{}\": does the peer speak this protocol? Close the connection",
                text.escape_ascii()
            ),
            Self::OverLimit { announced, limit } => {
                write!(f, "the peer announces a body of {announced} bytes, but the limit is {limit}: close the connection")
            }
            Self::NotOk { got } => write!(
                f,
                "expected the OK, got \"{}\": the peer did not wait for its turn. Close the connection",
                got.escape_ascii()
            ),
            Self::Closed { trip, got, of } => {
                let at_least = if *trip == Trip::Length { "at least " } else { "" };
                write!(
                    f,
                    "the peer closed the connection before it had sent {trip}: {got} of {at_least}{of} bytes arrived; \
                     ask again on a new connection"
                )
            }
            Self::Receive { trip, source } if timed_out(source) => write!(
                f,
                "timed out waiting for {trip} ({source}): is the peer waiting too? Close the connection"
            ),
            Self::Receive { trip, source } => write!(f, "could not receive {trip} ({source}): close the connection"),
            Self::Send { trip, source } if timed_out(source) => write!(
                f,
                "timed out sending {trip} ({source}): the peer does not read. Close the connection"
            ),
            Self::Send { trip, source } => write!(f, "could not send {trip} ({source}): close the connection"),
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
