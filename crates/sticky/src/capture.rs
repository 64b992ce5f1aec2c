//! Notices a capture file that was given in place of a stream, by its first bytes. It reads no such file.

/// How a pcap file begins, in microseconds and in nanoseconds, in either byte order; and how a pcapng file does.
const MAGIC: [[u8; 4]; 5] = [
    [0xd4, 0xc3, 0xb2, 0xa1],
    [0xa1, 0xb2, 0xc3, 0xd4],
    [0x4d, 0x3c, 0xb2, 0xa1],
    [0xa1, 0xb2, 0x3c, 0x4d],
    [0x0a, 0x0d, 0x0d, 0x0a],
];

/// What to do about it.
pub(crate) const NOTE: &str = "this looks like a capture file (pcap), which has headers of its own around every packet. \
Decode the bytes of one direction of a connection: in Wireshark, Follow > TCP Stream, choose one direction, show data as \
Raw, Save as";

/// The first bytes of a stream, however they arrive.
#[derive(Default)]
pub(crate) struct FirstBytes(Vec<u8>);

impl FirstBytes {
    /// Takes the next chunk; true once, when the stream begins as a capture file does.
    pub(crate) fn show_a_capture(&mut self, chunk: &[u8]) -> bool {
        let missing = MAGIC[0].len() - self.0.len();
        self.0.extend(chunk.iter().take(missing));
        missing > 0 && MAGIC.iter().any(|magic| self.0 == magic)
    }
}
