//! Encodes payloads as frames, for every framing. It sends nothing, and on an error changes nothing.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use crate::error::Bytes;

/// The encoder for a [`Framing`](crate::Framing): what comes before and after a payload on the wire.
pub trait Encode {
    /// The bytes before this payload. A payload that cannot be expressed is refused here, before anything is written.
    ///
    /// # Errors
    /// What the framing cannot express.
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError>;

    /// The encoded payload: the payload itself, unless the framing changes bytes.
    fn body<'a>(&self, payload: &'a [u8]) -> Cow<'a, [u8]> {
        Cow::Borrowed(payload)
    }

    /// The bytes after the payload.
    fn tail(&self) -> &[u8] {
        &[]
    }

    /// Appends one frame to `out`. You may collect several frames there and send them together.
    ///
    /// # Errors
    /// What the framing cannot express; `out` is then unchanged.
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

/// The bytes before a payload, up to [`Head::MOST`], stored inline without an allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    bytes: [u8; Head::MOST],
    len: usize,
}

impl Head {
    /// The longest head: a header of 24 bytes, and then a length of 8 bytes.
    pub const MOST: usize = 32;

    /// No bytes before the payload.
    pub const NONE: Self = Self { bytes: [0; Self::MOST], len: 0 };

    /// A head of these bytes.
    ///
    /// # Panics
    /// If there are more than [`Head::MOST`].
    #[inline]
    pub fn new(bytes: &[u8]) -> Self {
        let mut head = Self::NONE;
        head.push(bytes);
        head
    }

    /// Appends bytes.
    ///
    /// # Panics
    /// If the head would have more than [`Head::MOST`].
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

/// A payload that a framing cannot express: the receiver would find other frames than were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodeError {
    /// The length does not fit into its field.
    TooLong {
        /// Bytes of the payload.
        len: usize,
        /// Bytes of payload that the field can express.
        most: u64,
    },
    /// The payload is so short that its length field would be negative after the adjustment.
    TooShort {
        /// Bytes of the payload.
        len: usize,
        /// What the receiver adds to the length.
        adjustment: i64,
    },
    /// Every payload must have the same size, and this one does not.
    WrongSize {
        /// Bytes of the payload.
        len: usize,
        /// The size that it must have, in bytes.
        size: usize,
    },
    /// The receiver would find a delimiter before the payload's end.
    DelimiterInside {
        /// The offset in the payload at which that delimiter begins.
        at: usize,
    },
    /// The payload ends with a CR, which the receiver would take for part of the line ending.
    CarriageReturnLast,
    /// The header before the length does not have as many bytes as the offset says.
    WrongHeader {
        /// The length of the header that was given, in bytes.
        len: usize,
        /// The offset.
        offset: usize,
    },
    /// The header is longer than [`Head::MOST`], so only [`Encode::encode`] can write it; or the frame would not fit into memory.
    LongHeader {
        /// The length that it would have, in bytes.
        len: usize,
    },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = |len: usize| Bytes(len as u64);
        match *self {
            Self::TooLong { len, most: 0 } => {
                write!(f, "a payload of {} does not fit this framing: check the adjustment of its length", bytes(len))
            }
            Self::TooLong { len, most } => {
                let (len, most) = (bytes(len), Bytes(most));
                write!(f, "a payload of {len} is longer than its header can express ({most}): send it in parts")
            }
            Self::TooShort { len, adjustment } => {
                write!(
                    f,
                    "a payload of {} is too short: the receiver adds {adjustment} to its length, which would have to be negative",
                    bytes(len)
                )
            }
            Self::WrongSize { len, size } => {
                write!(f, "a payload of {} has the wrong size: all must have {size}", bytes(len))
            }
            Self::DelimiterInside { at } => {
                let found = "the receiver would find a delimiter at byte";
                write!(f, "{found} {at} of the payload: escape it, or use a framing with lengths")
            }
            Self::CarriageReturnLast => f.write_str(
                "the payload ends with a CR, which the receiver would remove: remove it, or use a framing with lengths",
            ),
            Self::WrongHeader { len, offset } => {
                write!(f, "a header of {} does not fit before a length at offset {offset}", bytes(len))
            }
            Self::LongHeader { len } => {
                write!(f, "a header of {len} bytes is too long: {} is the limit", Head::MOST)
            }
        }
    }
}

impl Error for EncodeError {}
