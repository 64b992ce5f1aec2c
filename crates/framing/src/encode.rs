//! Frames around payloads, for every framing. It sends nothing, and changes nothing where it refuses.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use crate::error::Bytes;

/// The other direction of a [`Framing`](crate::Framing): what stands around a payload on the wire.
pub trait Encode {
    /// What stands before this payload. All that cannot be expressed is refused here, before anything is written.
    ///
    /// # Errors
    /// What the framing cannot express.
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError>;

    /// What stands in the payload's place: the payload itself, unless the framing changes bytes.
    fn body<'a>(&self, payload: &'a [u8]) -> Cow<'a, [u8]> {
        Cow::Borrowed(payload)
    }

    /// What stands behind it.
    fn tail(&self) -> &[u8] {
        &[]
    }

    /// Appends one frame to `out`. Frames may be gathered there and sent together.
    ///
    /// # Errors
    /// What the framing cannot express; `out` is then as it was.
    fn encode(&self, payload: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let head = self.head(payload)?;
        let (head, body, tail) = (head.as_slice(), self.body(payload), self.tail());
        out.reserve(head.len() + body.len() + tail.len());
        out.extend_from_slice(head);
        out.extend_from_slice(&body);
        out.extend_from_slice(tail);
        Ok(())
    }
}

/// The bytes before a payload, up to [`Head::MOST`], kept in place: none is allocated for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    bytes: [u8; Head::MOST],
    len: usize,
}

impl Head {
    /// The longest head that there is: a header of 24 bytes and 8 bytes of length behind it.
    pub const MOST: usize = 32;

    /// Nothing stands before the payload.
    pub const NONE: Self = Self { bytes: [0; Self::MOST], len: 0 };

    /// A head of these bytes.
    ///
    /// # Panics
    /// If they are more than [`Head::MOST`].
    #[inline]
    pub fn new(bytes: &[u8]) -> Self {
        let mut head = Self::NONE;
        head.push(bytes);
        head
    }

    /// Adds bytes behind those that are there.
    ///
    /// # Panics
    /// If they are more than [`Head::MOST`] then.
    #[inline]
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes[self.len..][..bytes.len()].copy_from_slice(bytes);
        self.len += bytes.len();
    }

    /// The bytes.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// A payload that a framing cannot express: its receiver would find other frames than were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodeError {
    /// The length is more than its field can say.
    TooLong {
        /// Bytes of the payload.
        len: usize,
        /// Bytes of payload that the field can express.
        most: u64,
    },
    /// The payload is so short that its length, with the adjustment taken off, would be negative.
    TooShort {
        /// Bytes of the payload.
        len: usize,
        /// What the receiver adds to the length.
        adjustment: i64,
    },
    /// Every payload must have the same size, and this one has not.
    WrongSize {
        /// Bytes of the payload.
        len: usize,
        /// Bytes that it must have.
        size: usize,
    },
    /// The receiver would find a delimiter before the payload's end.
    DelimiterInside {
        /// Where in the payload that delimiter begins.
        at: usize,
    },
    /// The payload ends with a CR, which the receiver would take for a part of the line's end.
    CarriageReturnLast,
    /// What stands before the length must have as many bytes as the length's offset says.
    WrongHeader {
        /// Bytes that were given.
        len: usize,
        /// The offset.
        offset: usize,
    },
    /// The header is longer than [`Head::MOST`], so only [`Encode::encode`] can write it, or longer than any memory.
    LongHeader {
        /// Bytes that it would have.
        len: usize,
    },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = |len: usize| Bytes(len as u64);
        match *self {
            Self::TooLong { len, most: 0 } => {
                write!(f, "a payload of {}, and its header cannot express that: see the adjustment", bytes(len))
            }
            Self::TooLong { len, most } => {
                let (len, most) = (bytes(len), Bytes(most));
                write!(f, "a payload of {len} is longer than its header can say ({most}): send it in parts")
            }
            Self::TooShort { len, adjustment } => {
                write!(f, "a payload of {} needs a negative length: {adjustment} is added to it", bytes(len))
            }
            Self::WrongSize { len, size } => write!(f, "a payload of {}, and all must have {size}", bytes(len)),
            Self::DelimiterInside { at } => {
                let early = "the payload ends early: its receiver finds a delimiter at byte";
                write!(f, "{early} {at}. Escape it, or send lengths")
            }
            Self::CarriageReturnLast => f.write_str("the payload ends with a CR, which its receiver takes off"),
            Self::WrongHeader { len, offset } => {
                write!(f, "a header of {} before a length at offset {offset}", bytes(len))
            }
            Self::LongHeader { len } => {
                write!(f, "a header of {len} bytes, and {} are the most that fit beside a payload", Head::MOST)
            }
        }
    }
}

impl Error for EncodeError {}
