//! Bytes to copy from, in two places: a copy never meets the addresses at which this machine's memcpy is many times
//! slower than elsewhere. It copies nothing itself.
//!
//! For 4 KiB and more glibc's memcpy uses `rep movsb`. AMD's Zen 3 does that at 3 GB/s, not at 15, where the destination
//! lies up to 63 bytes behind the source, modulo 4096. Allocators give out such pairs often; which contestant gets one
//! would decide the race. All of them choose their source here.

/// Bytes of a page, and of the half by which the second place is off.
const PAGE: usize = 4096;
/// Bytes behind the source, modulo a page, that a destination keeps away from.
const CLOSE: usize = 128;

/// The same bytes twice, half a page apart modulo a page.
pub(crate) struct Source {
    bytes: Vec<u8>,
    len: usize,
    second: usize,
}

impl Source {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let len = bytes.len();
        let second = len.next_multiple_of(PAGE) + PAGE / 2;
        let mut twice = Vec::with_capacity(second + len);
        twice.extend_from_slice(bytes);
        twice.resize(second, 0);
        twice.extend_from_slice(bytes);
        Self { bytes: twice, len, second }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Up to `len` bytes from `at` on, where it is safe to copy them to `room`.
    pub(crate) fn read(&self, at: usize, len: usize, room: *const u8) -> &[u8] {
        let end = self.len.min(at + len);
        let first = &self.bytes[at..end];
        let behind = room.addr().wrapping_sub(first.as_ptr().addr()) % PAGE;
        if behind < CLOSE { &self.bytes[self.second + at..self.second + end] } else { first }
    }
}
