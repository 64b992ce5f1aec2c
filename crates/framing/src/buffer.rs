//! Buffers the bytes of a stream: they enter at the end and leave at the front. It knows nothing about frames.

use std::ops::Range;

/// Room begins at a multiple of this: copying to the start of a cache line is faster, for the kernel too.
const LINE: usize = 64;
/// If this many times as many bytes have left as are waiting, the cost of moving the waiting ones does not matter.
const LITTLE: usize = 16;

/// Bytes that have arrived and not left yet, and room for more.
///
/// ```text
///  |<- left already ->|<-- waiting -->|<--- room --->|
///  0                start            end        bytes.len()
/// ```
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    /// All initialized, so that room can be lent to a reader.
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    /// The offset in the stream of the first byte of `bytes`; it wraps if that is before the stream's start.
    base: u64,
    /// How many bytes were moved since the stream began.
    pub(crate) moved: u64,
}

impl Buffer {
    #[inline]
    pub(crate) fn waiting(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// The offset in the stream of the first waiting byte.
    #[inline]
    pub(crate) fn offset(&self) -> u64 {
        self.base.wrapping_add(self.start as u64)
    }

    /// The waiting bytes, to decode them in place.
    #[inline]
    pub(crate) fn waiting_mut(&mut self) -> &mut [u8] {
        &mut self.bytes[self.start..self.end]
    }

    /// Removes the first `len` waiting bytes.
    #[inline]
    pub(crate) fn leave(&mut self, len: usize) {
        self.start += len;
        debug_assert!(self.start <= self.end);
    }

    /// Part of the `len` bytes that left last. They stay in place until `room` is called.
    #[inline]
    pub(crate) fn left_last(&self, len: usize, part: Range<usize>) -> &[u8] {
        let first = self.start - len;
        &self.bytes[first + part.start..first + part.end]
    }

    /// Lends `len` bytes of room. Below `ample` bytes the buffer grows rather than move many bytes.
    pub(crate) fn room(&mut self, len: usize, ample: usize) -> &mut [u8] {
        let waiting = self.end - self.start;
        if self.start / LITTLE >= waiting || self.bytes.len() - self.end < len {
            self.make_room(len, ample);
        }
        &mut self.bytes[self.end..][..len]
    }

    /// Says that the first `len` bytes of the room were filled.
    #[inline]
    pub(crate) fn filled(&mut self, len: usize) {
        assert!(len <= self.bytes.len() - self.end, "{len} bytes do not fit into the room that was lent");
        self.end += len;
    }

    /// Drops the waiting bytes, and frees the memory.
    pub(crate) fn clear(&mut self) {
        self.bytes = Vec::new();
        self.stand_at(0, 0);
    }

    pub(crate) fn capacity(&self) -> usize {
        self.bytes.len()
    }

    /// Moves the waiting bytes to the front if at least as many bytes have left (eight times as many while the buffer is small),
    /// and to a buffer twice as long otherwise. So a stream of n bytes costs at most 2n moves, and the buffer stays below 4
    /// times the waiting bytes plus 2 times the room, or below `ample` bytes if that is more, give or take a few cache lines.
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

    /// Records that the waiting bytes were moved to `front`.
    fn stand_at(&mut self, front: usize, waiting: usize) {
        self.moved += waiting as u64;
        self.base = self.offset().wrapping_sub(front as u64);
        (self.start, self.end) = (front, front + waiting);
    }
}

/// Where `waiting` bytes must begin so that the room after them begins at a cache line.
fn front(bytes: &[u8], waiting: usize) -> usize {
    (bytes.as_ptr().addr() + waiting).wrapping_neg() % LINE
}
