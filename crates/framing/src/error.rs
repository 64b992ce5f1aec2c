//! What can be wrong with a stream of frames, where, and whether anything comes behind it. It recovers from nothing.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

/// A violation, and the frame in which it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameError {
    /// Where in the stream the frame begins, its header included: bytes from 0.
    pub offset: u64,
    /// What is wrong with it.
    pub violation: Violation,
}

/// The ways in which a frame can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The payload is longer than this receiver takes. Found before anything is reserved for it.
    Oversize {
        /// Bytes of payload that the header announces, or [`u64::MAX`] if they are even more; `None` where no header does:
        /// the end had not come when the limit was passed.
        announced: Option<u64>,
        /// Bytes of payload that the receiver takes at most.
        limit: usize,
        /// Whether the frame is skipped: the next call goes on.
        skipped: bool,
    },
    /// The bytes are no frame of this framing, and nothing says where the next one would begin.
    Malformed(Malformed),
    /// The frame is found by its end, and what stands before that is no frame: the next one begins behind it.
    Damaged(Malformed),
    /// The stream ended inside the frame.
    Truncated {
        /// Bytes of the frame that came, its header included.
        got: u64,
        /// Bytes that the whole frame has; `None` where that was not known yet.
        needed: Option<u64>,
    },
}

impl FrameError {
    /// Whether the decoder takes nothing more. It goes on behind an oversize frame that it was told to skip, and behind a
    /// damaged one.
    pub fn is_final(&self) -> bool {
        !matches!(self.violation, Violation::Oversize { skipped: true, .. } | Violation::Damaged(_))
    }
}

impl Violation {
    /// One word for it: "oversize", "malformed" or "truncated".
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Oversize { .. } => "oversize",
            Self::Malformed(_) | Self::Damaged(_) => "malformed",
            Self::Truncated { .. } => "truncated",
        }
    }
}

/// What is wrong with bytes that are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// A signed length is below zero.
    NegativeLength(i64),
    /// The length is less than what it counts besides the payload.
    ShortLength {
        /// The length as it is written.
        length: u64,
        /// What is added to it, and makes it negative.
        adjustment: i64,
    },
    /// The whole frame is shorter than what is to be stripped from its front.
    ShortFrame {
        /// Bytes of the frame.
        len: u64,
        /// Bytes to strip.
        strip: usize,
    },
    /// A text length has this byte where a digit must stand.
    NotADigit(u8),
    /// A text length of more than one digit begins with 0.
    LeadingZero,
    /// Behind the payload stands this byte, and no comma.
    NoComma(u8),
    /// A varint goes on behind its tenth byte, or is more than 64 bits can hold.
    LongVarint,
    /// A varint ends with a byte that adds nothing: it has a shorter form.
    PaddedVarint,
    /// The header, or what else of the frame is no payload, is longer than it may be:
    /// [`Framing::HEADER_MAX`](crate::Framing::HEADER_MAX).
    LongHeader {
        /// Bytes that it may have.
        most: usize,
    },
    /// A delimiter stands where a COBS block has not ended.
    CutBlock,
    /// What a [`Framing`](crate::Framing) of your own found, in its words: they follow the frame's offset and a colon, as
    /// in "the version is not 2".
    Other(&'static str),
}

impl Malformed {
    pub(crate) fn at(self, offset: u64) -> FrameError {
        FrameError { offset, violation: Violation::Malformed(self) }
    }
}

/// So many bytes, in words.
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
                write!(f, "{} bytes or more are announced, the limit is {limit}", u64::MAX)
            }
            // In hexadecimal a length that is really text shows: 0x48545450 is "HTTP".
            Self::Oversize { announced: Some(announced), limit, .. } => {
                let are = if *announced == 1 { "is" } else { "are" };
                write!(f, "{} (0x{announced:08x}) {are} announced, the limit is {limit}", Bytes(*announced))
            }
            Self::Oversize { announced: None, limit, .. } => {
                write!(f, "no end within the limit of {}", Bytes(*limit as u64))
            }
            Self::Malformed(malformed) | Self::Damaged(malformed) => malformed.fmt(f),
            Self::Truncated { got, needed: Some(needed) } => {
                write!(f, "the stream ended inside the frame: {got} of its {} came", Bytes(*needed))
            }
            Self::Truncated { got, needed: None } => {
                write!(f, "the stream ended inside the frame: {} of it came, and not its end", Bytes(*got))
            }
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NegativeLength(length) => write!(f, "the length is negative: {length}"),
            Self::ShortLength { length, adjustment } => {
                write!(f, "the length of {length}, adjusted by {adjustment}, is negative")
            }
            Self::ShortFrame { len, strip } => write!(f, "it has {}, and {strip} are to be stripped", Bytes(*len)),
            Self::NotADigit(byte) => write!(f, "a digit of its length is 0x{byte:02x}"),
            Self::LeadingZero => write!(f, "its length begins with a 0"),
            Self::NoComma(byte) => write!(f, "behind its payload stands 0x{byte:02x}, and no comma"),
            Self::LongVarint => write!(f, "the varint of its length is longer than 64 bits"),
            Self::PaddedVarint => write!(f, "the varint of its length is padded: it has a shorter form"),
            Self::CutBlock => write!(f, "a 00 stands inside a block"),
            Self::LongHeader { most } => {
                write!(f, "more than {} of it are neither its payload nor what escapes that", Bytes(*most as u64))
            }
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl Error for FrameError {}

/// Why [`read_frame`](crate::read_frame) has no frame: what the bytes violate, an `E`, or what the reader returned.
#[derive(Debug)]
pub enum ReadError<E = FrameError> {
    /// The bytes came, or ended, in a way that the protocol forbids.
    Frame(E),
    /// The reader itself failed. A read timeout is here too: [`ErrorKind::WouldBlock`] on Unix, [`ErrorKind::TimedOut`] on
    /// Windows. A [`Decoder`](crate::Decoder) keeps what came, so reading can go on after one.
    Io(io::Error),
}

impl<E: fmt::Display> fmt::Display for ReadError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(error) => error.fmt(f),
            Self::Io(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                f.write_str("a frame could not be read: waiting for more took too long")
            }
            Self::Io(error) => write!(f, "a frame could not be read: {error}"),
        }
    }
}

impl<E: Error> Error for ReadError<E> {
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

impl<E> From<io::Error> for ReadError<E> {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
