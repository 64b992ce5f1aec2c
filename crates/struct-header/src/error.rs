//! What can be wrong with a frame, and what can go wrong while one is read. It recovers from
//! nothing: behind a wrong length there is no way to find the next header.

use std::error::Error;
use std::{fmt, io};

use crate::HEADER;

/// A violation of the protocol, or a length that it cannot carry.
///
/// | found by | may be |
/// |---|---|
/// | the sender, before a byte is sent | `TooLong` |
/// | the receiver, once a header is there | `Negative`, `OverLimit` |
/// | the receiver, once the stream has ended | `EndInHeader`, `EndInPayload` |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// The payload has more bytes than an `i32` can count.
    TooLong {
        /// Bytes of the payload.
        len: usize,
    },
    /// The header announces a negative length: this one.
    Negative(i32),
    /// The header announces more bytes than this receiver takes.
    OverLimit {
        /// Bytes of payload that the header announces.
        announced: usize,
        /// Bytes of payload that the receiver takes at most.
        limit: usize,
    },
    /// The stream ended inside a header.
    EndInHeader {
        /// Bytes of the header that came, 1 to 3.
        got: usize,
    },
    /// The stream ended inside a payload, or before its first byte.
    EndInPayload {
        /// Bytes of the payload that came.
        got: usize,
        /// Bytes of the payload that the header announces.
        announced: usize,
    },
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // In hexadecimal a length that is really text shows: 0x50545448 is "HTTP", back to front.
        match self {
            Self::TooLong { len } => write!(
                f,
                "a payload of {len} bytes is longer than its header can say ({} bytes): send it in parts",
                i32::MAX
            ),
            Self::Negative(announced) => write!(
                f,
                "the header announces {announced} bytes (0x{announced:08x}), and no length is negative: \
                 is it text, or in the other byte order? Close the connection"
            ),
            Self::OverLimit { announced, limit } => write!(
                f,
                "the header announces {announced} bytes (0x{announced:08x}), the limit is {limit}: \
                 is it text, or in the other byte order? Close the connection"
            ),
            Self::EndInHeader { got } => write!(
                f,
                "the stream ended inside a header, after {got} of its {HEADER} bytes: \
                 the peer was cut off, ask again on a new connection"
            ),
            Self::EndInPayload { got, announced } => write!(
                f,
                "the stream ended inside a payload, after {got} of its {announced} bytes: \
                 the peer was cut off, ask again on a new connection"
            ),
        }
    }
}

impl Error for FrameError {}

/// Why [`read_frame`](crate::read_frame) has no frame. The stream's place is lost with either: close it.
#[derive(Debug)]
pub enum ReadError {
    /// The bytes came, or ended, in a way that the protocol forbids.
    Frame(FrameError),
    /// The stream itself failed. A read timeout is here too, as [`io::ErrorKind::WouldBlock`] on
    /// Unix and [`io::ErrorKind::TimedOut`] on Windows.
    Io(io::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(error) => error.fmt(f),
            Self::Io(error) => {
                write!(f, "a frame could not be read: {error}: part of it may be gone, close the connection")
            }
        }
    }
}

impl Error for ReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Frame(_) => None, // its text is this error's own already
            Self::Io(error) => Some(error),
        }
    }
}

impl From<FrameError> for ReadError {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
