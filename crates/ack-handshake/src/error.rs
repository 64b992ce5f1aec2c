//! What can go wrong on a trip. Nothing can be recovered: ends that disagree on whose turn it is never agree again.

use crate::Trip;
use std::error::Error;
use std::{fmt, io};

/// Why a trip failed. After any of these but [`EmptyCommand`](Self::EmptyCommand), which sends nothing, close the connection.
#[derive(Debug)]
pub enum HandshakeError {
    /// The command has no bytes. A stream carries no empty message: the server would go on waiting, and so would the client.
    EmptyCommand,
    /// A length was expected, and what came is not decimal digits.
    NotALength {
        /// The bytes that one read returned, at most [`LENGTH_MAX`](crate::LENGTH_MAX).
        text: Vec<u8>,
    },
    /// The length is more than this client accepts.
    OverLimit {
        /// The digits that came: they may be too many for any integer.
        announced: String,
        /// The most bytes of body that the client accepts.
        limit: usize,
    },
    /// The `OK` was expected, and something else came.
    NotOk {
        /// The two bytes that came.
        got: [u8; 2],
    },
    /// The peer ended the stream where it owed bytes.
    Closed {
        /// The trip that was expected.
        trip: Trip,
        /// How many of its bytes came.
        got: usize,
        /// How many bytes it has; 1 for a length, which has one digit at least.
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
                "an empty command cannot be sent, since a TCP stream carries no empty message: send at least one byte",
            ),
            Self::NotALength { text } => write!(
                f,
                "awaited the length in decimal digits, got \"{}\": does the peer speak this protocol? Close the connection",
                text.escape_ascii()
            ),
            Self::OverLimit { announced, limit } => {
                write!(f, "the peer announces a body of {announced} bytes, the limit is {limit}: close the connection")
            }
            Self::NotOk { got } => write!(
                f,
                "awaited the OK, got \"{}\": the peer did not wait for its turn, close the connection",
                got.escape_ascii()
            ),
            Self::Closed { trip, got, of } => {
                let at_least = if *trip == Trip::Length { "at least " } else { "" };
                write!(
                    f,
                    "the peer closed the connection where {trip} was awaited: {got} of {at_least}{of} bytes came; \
                     ask again on a new connection"
                )
            }
            Self::Receive { trip, source } if timed_out(source) => write!(
                f,
                "timed out while {trip} was awaited ({source}): is the peer waiting too? Close the connection"
            ),
            Self::Receive { trip, source } => write!(f, "could not receive {trip} ({source}): close the connection"),
            Self::Send { trip, source } if timed_out(source) => write!(
                f,
                "timed out while {trip} was being sent ({source}): the peer does not read, close the connection"
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
