//! Describes what can be wrong with a header or with what follows it. There is no recovery: after a wrong length nothing says
//! where the next header begins.

use std::error::Error;
use std::fmt;

use framing::ReadError;

use crate::HEADER;

/// A violation of the protocol, or a length that it cannot express.
///
/// | found by | may be |
/// |---|---|
/// | the sender, before a byte is sent | `TooLong` |
/// | the receiver, once a header has arrived | `Negative`, `OverLimit` |
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
    /// The header announces more bytes than this receiver accepts.
    OverLimit {
        /// Bytes of payload that the header announces.
        announced: usize,
        /// The longest payload that the receiver accepts, in bytes.
        limit: usize,
    },
    /// The stream ended inside a header.
    EndInHeader {
        /// How many bytes of the header arrived, 1 to 3.
        got: usize,
    },
    /// The stream ended inside a payload, or before its first byte.
    EndInPayload {
        /// How many bytes of the payload arrived.
        got: usize,
        /// Bytes of the payload that the header announces.
        announced: usize,
    },
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Hexadecimal reveals a length that is really text: 0x50545448 is "HTTP" in reverse.
        match self {
            Self::TooLong { len } => write!(
                f,
                "a payload of {len} bytes is longer than its header can express ({} bytes): send it in parts",
                i32::MAX
            ),
            Self::Negative(announced) => write!(
                f,
                "the header announces {announced} bytes (0x{announced:08x}), but a length cannot be negative: \
                 is it text, or in the other byte order? Close the connection"
            ),
            Self::OverLimit { announced, limit } => write!(
                f,
                "the header announces {announced} bytes (0x{announced:08x}), but the limit is {limit}: \
                 is it text, or in the other byte order? Close the connection"
            ),
            Self::EndInHeader { got } => write!(
                f,
                "the stream ended inside a header, after {got} of its {HEADER} bytes: \
                 the connection broke off. Ask again on a new one"
            ),
            Self::EndInPayload { got, announced } => write!(
                f,
                "the stream ended inside a payload, after {got} of its {announced} bytes: \
                 the connection broke off. Ask again on a new one"
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
