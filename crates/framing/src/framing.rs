//! Defines a framing by where the next frame is. It keeps no bytes and knows no limit.

use std::fmt::Debug;
use std::ops::Range;

use crate::Malformed;

/// A way to mark where frames begin and end.
///
/// Implement [`locate`](Self::locate), a pure function, and [`Decoder`](crate::Decoder) does the rest: the buffer, the
/// limit, oversize frames, the offsets, the end of the stream.
///
/// ```
/// use framing::{Decoder, Extent, Framing, Located, Malformed};
///
/// /// WebSocket frames as a server sends them (RFC 6455, section 5.2): a byte of flags, then a length of 7 bits. The value
/// /// 126 means that the length follows in 2 bytes, 127 that it follows in 8.
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
/// assert_eq!(decoder.next_frame()?, None); // the header announces 256 bytes
/// # Ok::<(), framing::FrameError>(())
/// ```
pub trait Framing {
    /// Whether a frame's length is known before its payload, from a header or by agreement. If not, the length of an oversize
    /// frame is not reported, since it would depend on how much of the frame had arrived.
    const ANNOUNCES: bool;

    /// The most bytes that a header may have. A frame with a longer one is [`Malformed::LongHeader`], whether or not its end
    /// has arrived. So is a frame whose bytes besides the payload exceed this plus the payload's length, which leaves room
    /// for escapes and a trailer. `None` is for a framing whose [`locate`](Self::locate) bounds the header itself.
    const HEADER_MAX: Option<usize> = Some(64);

    /// What is known about an unfinished frame, so that it need not be found again when more arrives: usually how far it was
    /// searched. `()` for a framing that looks only at the header.
    type Progress: Default + Debug;

    /// Finds the next frame in `bytes`, which start where the frame starts, and may be empty. When more bytes have arrived, it is
    /// called again with the same bytes, more bytes after them, and the same `progress`. [`consumed`](Self::consumed) prepares
    /// `progress` for the next frame.
    ///
    /// The result must depend only on the bytes, not on how they were cut. [`Located::Open`] may become a frame or an error when
    /// more bytes arrive; a frame or an error must not change any more. A frame cannot stay open forever: the decoder bounds
    /// its payload by the limit, and the rest by [`HEADER_MAX`](Self::HEADER_MAX).
    ///
    /// # Errors
    /// What is wrong, if the bytes cannot be the start of any frame.
    fn locate(&self, bytes: &[u8], progress: &mut Self::Progress) -> Result<Located, Malformed>;

    /// How many bytes at the front belong to no frame, but fill the gap before one. The decoder drops them, and the stream may
    /// end among them. The result must be 0 once a frame has begun.
    fn idle(&self, _bytes: &[u8]) -> usize {
        0
    }

    /// Updates `progress` after `len` bytes were taken: a frame, or part of one that is skipped. By default it resets `progress`.
    /// A framing may keep what it knows about the bytes that remain.
    fn consumed(&self, progress: &mut Self::Progress, _len: usize) {
        *progress = Self::Progress::default();
    }

    /// The range of a whole `frame` that is its payload. It may decode the payload in place.
    ///
    /// # Errors
    /// What is wrong with the frame, if that shows only once it is whole. If the framing finds frames by their end, the decoder
    /// continues after this one: [`Violation::Damaged`](crate::Violation::Damaged).
    fn open(&self, _frame: &mut [u8], extent: Extent) -> Result<Range<usize>, Malformed> {
        Ok(extent.header..extent.header + extent.payload as usize)
    }
}

/// What [`Framing::locate`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Located {
    /// The end of the frame is known, although its last byte may not have arrived.
    Frame(Extent),
    /// The end is not known yet.
    Open {
        /// Bytes of payload that the frame has at least, wherever it ends.
        payload: u64,
        /// Bytes at the front that are not needed any more to find the end, so they can be dropped if the frame is skipped. It
        /// must grow with the frame: otherwise a long frame cannot be skipped, and the decoder fails.
        passed: usize,
    },
}

impl Located {
    /// The header is not complete. It may have at most [`Framing::HEADER_MAX`] bytes.
    pub const NO_HEADER_YET: Self = Self::Open { payload: 0, passed: 0 };
}

/// The lengths of a frame and its parts, in bytes. A frame may be longer than memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Bytes before the payload.
    pub header: usize,
    /// Bytes of the payload, which is what the limit bounds.
    pub payload: u64,
    /// All bytes of the frame, header and payload included, at least 1. The next frame begins after them.
    pub len: u64,
}

impl Extent {
    /// A frame of these parts; the `trailer` ends it.
    #[inline]
    pub fn of(header: usize, payload: u64, trailer: usize) -> Self {
        // A saturated sum is still longer than any limit.
        Self { header, payload, len: payload.saturating_add(header as u64 + trailer as u64) }
    }
}
