//! The decoder's one buffer: bytes come in at its end and leave at its front. It knows nothing of frames.

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
    /// Where in the stream the first byte of `bytes` stands.
    base: u64,
    moved: u64,
}

impl Buffer {
    #[inline]
    pub(crate) fn waiting(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// Where in the stream the first waiting byte stands.
    #[inline]
    pub(crate) fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    /// The first `len` waiting bytes, which leave.
    #[inline]
    pub(crate) fn take(&mut self, len: usize) -> &mut [u8] {
        let taken = &mut self.bytes[self.start..self.end][..len];
        self.start += len;
        taken
    }

    /// The `len` bytes that left last; they stay in place until room is asked for.
    #[inline]
    pub(crate) fn left_last(&self, len: usize) -> &[u8] {
        &self.bytes[self.start - len..self.start]
    }

    /// `len` bytes of room. A buffer that can stay below `ample` bytes grows rather than move much.
    pub(crate) fn room(&mut self, len: usize, ample: usize) -> &mut [u8] {
        if self.start == self.end {
            self.base += self.start as u64;
            (self.start, self.end) = (0, 0);
        }
        if self.bytes.len() - self.end < len {
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
        self.base += self.end as u64;
        (self.start, self.end) = (0, 0);
        self.bytes = Vec::new();
    }

    pub(crate) fn capacity(&self) -> usize {
        self.bytes.len()
    }

    pub(crate) fn moved(&self) -> u64 {
        self.moved
    }

    /// Moves what waits to the front, but only where each byte moved is paid for by one that left (by two while the
    /// buffer is small); into a buffer twice as long otherwise. So a stream of n bytes costs n moves at most, and the
    /// buffer stays below 4 times what waits, 2 times the room, and `ample` bytes, whichever is more.
    #[cold]
    fn make_room(&mut self, len: usize, ample: usize) {
        let waiting = self.end - self.start;
        let doubled = 2 * self.bytes.len();
        let price = if doubled <= ample { 2 } else { 1 };
        if self.start >= price * waiting && waiting + len <= self.bytes.len() {
            self.bytes.copy_within(self.start..self.end, 0);
        } else {
            let mut longer = vec![0; doubled.max(waiting + len)];
            longer[..waiting].copy_from_slice(self.waiting());
            self.bytes = longer;
        }
        self.moved += waiting as u64;
        self.base += self.start as u64;
        (self.start, self.end) = (0, waiting);
    }
}
