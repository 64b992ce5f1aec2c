//! What can be wrong with a header or with what follows it. Nothing recovers: after a wrong length there is no way to find
//! the next header.

use std::error::Error;
use std::fmt;

use framing::ReadError;

use crate::HEADER;

/// A violation of the protocol, or a length that it cannot carry.
///
/// | found by | may be |
/// |---|---|
/// | the sender, before a byte is sent | `TooLong` |
/// | the receiver, once a header is there | `Negative`, `OverLimit` |
/// | the receiver, once the stream has ended | `EndInHeader`, `EndInPayload` |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderError {
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

impl fmt::Display for HeaderError {
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

impl Error for HeaderError {}

impl From<HeaderError> for ReadError<HeaderError> {
    fn from(error: HeaderError) -> Self {
        Self::Frame(error)
    }
}
