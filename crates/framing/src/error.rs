//! Describes what is wrong with a stream of frames, where, and whether decoding can continue.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

/// What is wrong with a frame, and where the frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameError {
    /// The offset in the stream at which the frame begins, header included.
    pub offset: u64,
    /// What is wrong with it.
    pub violation: Violation,
}

/// The ways in which a frame can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The payload is longer than this receiver accepts. This is found before memory is reserved for it.
    Oversize {
        /// Bytes of payload that the header announces, or [`u64::MAX`] for even more. `None` if there is no such header, and the
        /// payload exceeded the limit before its end arrived.
        announced: Option<u64>,
        /// The longest payload that the receiver accepts, in bytes.
        limit: usize,
        /// Whether the frame is skipped, so that the next call continues.
        skipped: bool,
    },
    /// The bytes are not a frame of this framing, and nothing says where the next one begins.
    Malformed(Malformed),
    /// The bytes are not a frame of this framing, but their end was found: the next frame begins after it.
    Damaged(Malformed),
    /// The stream ended inside the frame.
    Truncated {
        /// How many bytes of the frame arrived, header included.
        got: u64,
        /// How many bytes the whole frame has; `None` if that was not known yet.
        needed: Option<u64>,
    },
}

impl FrameError {
    /// Whether the decoder stops. It continues only after an oversize frame that it skips, and after a damaged one.
    pub fn is_final(&self) -> bool {
        !matches!(self.violation, Violation::Oversize { skipped: true, .. } | Violation::Damaged(_))
    }
}

impl Violation {
    /// Its kind: "oversize", "malformed" or "truncated".
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Oversize { .. } => "oversize",
            Self::Malformed(_) | Self::Damaged(_) => "malformed",
            Self::Truncated { .. } => "truncated",
        }
    }
}

/// Why some bytes are not a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// A signed length is below zero.
    NegativeLength(i64),
    /// The length is negative after the adjustment: it is less than what it counts besides the payload.
    ShortLength {
        /// The length as it is written.
        length: u64,
        /// The number added to it, which makes it negative.
        adjustment: i64,
    },
    /// The whole frame has fewer bytes than should be stripped from its front.
    ShortFrame {
        /// Bytes of the frame.
        len: u64,
        /// Bytes to strip.
        strip: usize,
    },
    /// A text length has this byte in place of a digit.
    NotADigit(u8),
    /// A text length of more than one digit begins with 0.
    LeadingZero,
    /// The payload is followed by this byte instead of a comma.
    NoComma(u8),
    /// A varint continues after its tenth byte, or does not fit into 64 bits.
    LongVarint,
    /// A varint ends with a byte that adds nothing, so it has a shorter form.
    PaddedVarint,
    /// The header, or everything besides the payload, is longer than [`Framing::HEADER_MAX`](crate::Framing::HEADER_MAX)
    /// allows.
    LongHeader {
        /// Bytes that it may have.
        most: usize,
    },
    /// A delimiter interrupts a COBS block.
    CutBlock,
    /// What a [`Framing`](crate::Framing) of your own found, such as "the version is not 2". The text follows the frame's offset
    /// and a colon.
    Other(&'static str),
}

impl Malformed {
    pub(crate) fn at(self, offset: u64) -> FrameError {
        FrameError { offset, violation: Violation::Malformed(self) }
    }
}

/// A number of bytes, in words.
pub(crate) struct Bytes(pub(crate) u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { "byte" } else { "bytes" })
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "frame at offset {}: {}", self.offset, self.violation)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Oversize { announced: Some(u64::MAX), limit, .. } => {
                write!(f, "it announces {} bytes or more, but the limit is {limit}", u64::MAX)
            }
            // Hexadecimal reveals a length that is really text: 0x48545450 is "HTTP".
            Self::Oversize { announced: Some(announced), limit, .. } => {
                write!(f, "it announces {} (0x{announced:08x}), but the limit is {limit}", Bytes(*announced))
            }
            Self::Oversize { announced: None, limit, .. } => {
                write!(f, "no end within the limit of {}", Bytes(*limit as u64))
            }
            Self::Malformed(malformed) | Self::Damaged(malformed) => malformed.fmt(f),
            Self::Truncated { got, needed: Some(needed) } => {
                write!(f, "the stream ended inside the frame: {got} of its {} arrived", Bytes(*needed))
            }
            Self::Truncated { got, needed: None } => {
                write!(f, "the stream ended inside the frame: {} of it arrived, without its end", Bytes(*got))
            }
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NegativeLength(length) => write!(f, "the length is negative: {length}"),
            Self::ShortLength { length, adjustment } => {
                write!(f, "the length is negative: {length}, adjusted by {adjustment}")
            }
            Self::ShortFrame { len, strip } => write!(f, "it has only {}, but {strip} should be stripped", Bytes(*len)),
            Self::NotADigit(byte) => write!(f, "its length contains 0x{byte:02x}, which is not a digit"),
            Self::LeadingZero => write!(f, "its length begins with a 0"),
            Self::NoComma(byte) => write!(f, "its payload is followed by 0x{byte:02x} instead of a comma"),
            Self::LongVarint => write!(f, "its length, a varint, does not fit into 64 bits"),
            Self::PaddedVarint => write!(f, "its length, a varint, is padded: it has a shorter form"),
            Self::CutBlock => write!(f, "a 00 interrupts a block"),
            Self::LongHeader { most } => {
                write!(f, "it has more than {} besides its payload and what escapes it", Bytes(*most as u64))
            }
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl Error for FrameError {}

/// Why [`read_frame`](crate::read_frame) returned no frame: an error in the frame, of type `E`, or one from the reader.
#[derive(Debug)]
pub enum ReadError<E = FrameError> {
    /// The bytes, or where they ended, violate the protocol.
    Frame(E),
    /// The reader failed, or timed out: [`ErrorKind::WouldBlock`] on Unix, [`ErrorKind::TimedOut`] on Windows. A
    /// [`Decoder`](crate::Decoder) keeps the bytes that arrived, so you can continue after a timeout.
    Io(io::Error),
}

impl<E: fmt::Display> fmt::Display for ReadError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(error) => error.fmt(f),
            Self::Io(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                f.write_str("could not read a frame: timed out waiting for more bytes")
            }
            Self::Io(error) => write!(f, "could not read a frame: {error}"),
        }
    }
}

impl<E: Error> Error for ReadError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Frame(_) => None, // its message is already this error's message
            Self::Io(error) => Some(error),
        }
    }
}

impl From<FrameError> for ReadError {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

impl<E> From<io::Error> for ReadError<E> {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
