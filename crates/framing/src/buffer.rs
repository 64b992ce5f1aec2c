//! The decoder's one buffer: bytes come in at its end and leave at its front. It knows nothing of frames.

use std::ops::Range;

/// Room begins at a multiple of this: a copy into a cache line from its beginning is faster, the kernel's too.
const LINE: usize = 64;
/// Where what has left is this many times what waits, moving that costs nothing that counts.
const LITTLE: usize = 16;

/// Bytes that have come and not left yet, and room for more.
///
/// ```text
///  |<- left already ->|<-- waiting -->|<--- room --->|
///  0                start            end        bytes.len()
/// ```
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    /// All of it is initialized: room can be lent to a reader.
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    /// Where in the stream the first byte of `bytes` would stand; it wraps where that is before the stream.
    base: u64,
    /// Bytes that were moved since the stream began.
    pub(crate) moved: u64,
}

impl Buffer {
    #[inline]
    pub(crate) fn waiting(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// Where in the stream the first waiting byte stands.
    #[inline]
    pub(crate) fn offset(&self) -> u64 {
        self.base.wrapping_add(self.start as u64)
    }

    /// The same, to decode them in place.
    #[inline]
    pub(crate) fn waiting_mut(&mut self) -> &mut [u8] {
        &mut self.bytes[self.start..self.end]
    }

    /// The first `len` waiting bytes leave.
    #[inline]
    pub(crate) fn leave(&mut self, len: usize) {
        self.start += len;
        debug_assert!(self.start <= self.end);
    }

    /// A part of the `len` bytes that left last; they stay in place until room is asked for.
    #[inline]
    pub(crate) fn left_last(&self, len: usize, part: Range<usize>) -> &[u8] {
        let first = self.start - len;
        &self.bytes[first + part.start..first + part.end]
    }

    /// `len` bytes of room. Below `ample` bytes the buffer grows rather than move much.
    pub(crate) fn room(&mut self, len: usize, ample: usize) -> &mut [u8] {
        let waiting = self.end - self.start;
        if self.start / LITTLE >= waiting || self.bytes.len() - self.end < len {
            self.make_room(len, ample);
        }
        &mut self.bytes[self.end..][..len]
    }

    /// The first `len` bytes of the room have come.
    #[inline]
    pub(crate) fn filled(&mut self, len: usize) {
        assert!(len <= self.bytes.len() - self.end, "{len} bytes came into less room");
        self.end += len;
    }

    /// Drops what waits, and the memory.
    pub(crate) fn clear(&mut self) {
        self.bytes = Vec::new();
        self.stand_at(0, 0);
    }

    pub(crate) fn capacity(&self) -> usize {
        self.bytes.len()
    }

    /// Moves what waits to the front, but only where each byte moved is paid for by one that left (by eight while the
    /// buffer is small), and into a buffer twice as long otherwise. So a stream of n bytes costs 2n moves at most, and the
    /// buffer stays below 4 times what waits and 2 times the room, or below `ample` bytes if that is more; a few lines aside.
    fn make_room(&mut self, len: usize, ample: usize) {
        let waiting = self.end - self.start;
        let (needed, doubled) = (waiting + len + LINE, 2 * self.bytes.len());
        let price = if doubled <= ample.saturating_add(4 * LINE) { 8 } else { 1 };
        if needed <= self.bytes.len() && self.start / price >= waiting {
            let front = front(&self.bytes, waiting);
            self.bytes.copy_within(self.start..self.end, front);
            self.stand_at(front, waiting);
        } else if self.bytes.len() - self.end < len {
            let mut longer = vec![0; needed.max(doubled)];
            let front = front(&longer, waiting);
            longer[front..][..waiting].copy_from_slice(self.waiting());
            self.bytes = longer;
            self.stand_at(front, waiting);
        }
    }

    /// What waits was moved to `front`.
    fn stand_at(&mut self, front: usize, waiting: usize) {
        self.moved += waiting as u64;
        self.base = self.offset().wrapping_sub(front as u64);
        (self.start, self.end) = (front, front + waiting);
    }
}

/// Where `waiting` bytes must begin for the room behind them to begin with a cache line.
fn front(bytes: &[u8], waiting: usize) -> usize {
    (bytes.as_ptr().addr() + waiting).wrapping_neg() % LINE
}
