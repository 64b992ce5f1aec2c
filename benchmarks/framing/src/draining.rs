//! The decoder that many write first: it takes each frame out of the front of its `Vec`. It is here to be measured, not
//! to be used.

/// 4-byte big-endian lengths, and every byte behind a frame moved for each frame.
#[derive(Default)]
pub(crate) struct Draining {
    buffer: Vec<u8>,
    /// Bytes moved.
    pub(crate) moved: u64,
}

impl Draining {
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    pub(crate) fn next_frame(&mut self) -> Option<Vec<u8>> {
        let &header = self.buffer.first_chunk()?;
        let end = 4 + u32::from_be_bytes(header) as usize;
        let payload = self.buffer.get(4..end)?.to_vec();
        self.buffer.drain(..end);
        self.moved += self.buffer.len() as u64;
        Some(payload)
    }
}
