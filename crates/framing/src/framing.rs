//! The one question that tells framings apart: where does the next frame lie? It keeps no bytes and knows no limit.

use std::fmt::Debug;
use std::ops::Range;

use crate::Malformed;

/// A way to mark where frames begin and end.
///
/// Implement [`locate`](Self::locate), a pure function, and [`Decoder`](crate::Decoder) does the rest: the buffer, the
/// limit, what is done with an oversize frame, the offsets, the end of the stream.
///
/// ```
/// use framing::{Decoder, Extent, Framing, Located, Malformed};
///
/// /// WebSocket frames as a server sends them (RFC 6455, section 5.2): a byte of flags, a length of 7 bits; 126 in its
/// /// place means that it follows in 2 bytes, 127 that it follows in 8.
/// struct WebSocket;
///
/// impl Framing for WebSocket {
///     const ANNOUNCES: bool = true;
///     type Progress = ();
///
///     fn locate(&self, bytes: &[u8], (): &mut ()) -> Result<Located, Malformed> {
///         let (header, length) = match bytes {
///             &[_, 126, a, b, ..] => (4, u64::from(u16::from_be_bytes([a, b]))),
///             &[_, 127, a, b, c, d, e, f, g, h, ..] => (10, u64::from_be_bytes([a, b, c, d, e, f, g, h])),
///             &[_, short, ..] if short < 126 => (2, u64::from(short)),
///             _ => return Ok(Located::NO_HEADER_YET),
///         };
///         Ok(Located::Frame(Extent::of(header, length, 0)))
///     }
/// }
///
/// let mut decoder = Decoder::new(WebSocket, 1024);
/// decoder.feed(b"\x81\x05Hello\x82\x7e\x01\x00");
/// assert_eq!(decoder.next_frame()?.unwrap().payload, b"Hello");
/// assert_eq!(decoder.next_frame()?, None); // 256 bytes are announced
/// # Ok::<(), framing::FrameError>(())
/// ```
pub trait Framing {
    /// Whether a frame's length is known before its payload: told in a header, or agreed on beforehand. Where it is not, the
    /// length of an oversize frame is not reported: it would depend on how much of it had come.
    const ANNOUNCES: bool;

    /// The most bytes that a header may have. A frame with a longer one is [`Malformed::LongHeader`], whether or not its
    /// end has come; so is one with more bytes besides its payload than these and its payload's number again (room for
    /// escapes and a trailer). `None` is for a framing whose [`locate`](Self::locate) bounds a header itself.
    const HEADER_MAX: Option<usize> = Some(64);

    /// What was learnt of the unfinished frame and need not be found out again when more of it has come: mostly how far
    /// it was searched. `()` where a look at the header is all.
    type Progress: Default + Debug;

    /// Where the next frame lies in `bytes`, which begin where it begins, and may be none. When more has come, it is asked
    /// again with the same bytes and more behind them, and with the same `progress`; [`consumed`](Self::consumed) readies it
    /// for the next frame.
    ///
    /// The answer must depend on the bytes alone, not on how they were cut: what is [`Located::Open`] with fewer bytes may
    /// become a frame or an error, and those stay. It cannot stay open for ever: the decoder bounds a payload by its limit,
    /// and what is no payload by [`HEADER_MAX`](Self::HEADER_MAX).
    ///
    /// # Errors
    /// What the bytes are, if they cannot be the beginning of any frame.
    fn locate(&self, bytes: &[u8], progress: &mut Self::Progress) -> Result<Located, Malformed>;

    /// How many bytes at the front of these fill the gap before a frame and belong to none: the decoder drops them, and a
    /// stream may end among them. The answer must be 0 once a frame has begun.
    fn idle(&self, _bytes: &[u8]) -> usize {
        0
    }

    /// Updates `progress` after so many bytes have left: a frame, or a part of one that is skipped. By default it
    /// starts anew. A framing may keep what it knows about the bytes that remain.
    fn consumed(&self, progress: &mut Self::Progress, _len: usize) {
        *progress = Self::Progress::default();
    }

    /// Which bytes of a whole `frame` are given out. It may decode them in place.
    ///
    /// # Errors
    /// What is wrong with the frame, if that can only be told when it is whole. Where frames are found by their end, the
    /// decoder goes on behind this one: [`Violation::Damaged`](crate::Violation::Damaged).
    fn open(&self, _frame: &mut [u8], extent: Extent) -> Result<Range<usize>, Malformed> {
        Ok(extent.header..extent.header + extent.payload as usize)
    }
}

/// What [`Framing::locate`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Located {
    /// It is known where the frame ends, though its last byte may not have come.
    Frame(Extent),
    /// It is not known yet.
    Open {
        /// Bytes of payload that the frame has already, wherever it ends.
        payload: u64,
        /// Bytes at the front that do not matter any more for finding the end: they can be dropped if the frame is to
        /// be skipped. It grows with the frame: where it stays, a long frame cannot be skipped, and the decoder fails.
        passed: usize,
    },
}

impl Located {
    /// The header is not whole. It has to be within [`Framing::HEADER_MAX`].
    pub const NO_HEADER_YET: Self = Self::Open { payload: 0, passed: 0 };
}

/// How long a frame and its parts are, in bytes. It may be longer than memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Bytes before the payload.
    pub header: usize,
    /// Bytes of the payload: what a limit is about.
    pub payload: u64,
    /// All bytes of the frame, 1 at least, its header and payload included: the next frame begins behind them.
    pub len: u64,
}

impl Extent {
    /// A frame of these parts; a `trailer` is what ends it.
    #[inline]
    pub fn of(header: usize, payload: u64, trailer: usize) -> Self {
        // Saturated, it is still longer than any limit.
        Self { header, payload, len: payload.saturating_add(header as u64 + trailer as u64) }
    }
}
