//! The one question that tells framings apart: where does the next frame lie in these bytes? It keeps no bytes, knows no
//! limit, and does no I/O.

use std::fmt::Debug;
use std::ops::Range;

use crate::Malformed;

/// A way to mark where frames begin and end.
///
/// Implement [`locate`](Self::locate), a pure function, and [`Decoder`](crate::Decoder) does the rest: the buffer, the
/// limit, what is done with an oversize frame, the offsets, the end of the stream.
pub trait Framing {
    /// Whether a frame tells its length before its payload. One that is found by its end does not, and how long an
    /// oversize one would have become is then not told: it would depend on how much of it had come.
    const ANNOUNCES: bool;

    /// What was learnt of the unfinished frame and need not be found out again when more of it has come: mostly how far
    /// it was searched. `()` where a look at the header is all.
    type Progress: Default + Debug;

    /// Where the next frame lies in `bytes`, which begin where it begins. When more has come, it is asked again with
    /// the same bytes and more behind them, and with the same `progress`; a new frame begins with a default one.
    ///
    /// The answer must depend on the bytes alone, not on how they were cut: what is `Open` with fewer bytes may become
    /// a frame or an error, and those stay.
    ///
    /// # Errors
    /// What the bytes are, if they cannot be the beginning of any frame.
    fn locate(&self, bytes: &[u8], progress: &mut Self::Progress) -> Result<Located, Malformed>;

    /// Which bytes of a whole frame are given out. It may decode them in place.
    ///
    /// # Errors
    /// What is wrong with the frame, if that can only be told when it is whole.
    #[inline]
    fn open(&self, frame: &mut [u8], extent: Extent) -> Result<Range<usize>, Malformed> {
        let _ = frame;
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
        /// be skipped.
        passed: usize,
    },
}

impl Located {
    /// The header is not whole.
    pub const NO_HEADER_YET: Self = Self::Open { payload: 0, passed: 0 };
}

/// How long a frame and its parts are, in bytes. It may be longer than memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Bytes before the payload.
    pub header: usize,
    /// Bytes of the payload: what a limit is about.
    pub payload: u64,
    /// All bytes of the frame, 1 at least: the next frame begins behind them.
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
