//! A capture file in the place of a stream: its first bytes tell. It reads no such file.

/// What a pcap file begins with, in microseconds and in nanoseconds, of either byte order; and what a pcapng file does.
const MAGIC: [[u8; 4]; 5] = [
    [0xd4, 0xc3, 0xb2, 0xa1],
    [0xa1, 0xb2, 0xc3, 0xd4],
    [0x4d, 0x3c, 0xb2, 0xa1],
    [0xa1, 0xb2, 0x3c, 0x4d],
    [0x0a, 0x0d, 0x0d, 0x0a],
];

/// What to do about it.
pub(super) const NOTE: &str = "this looks like a capture file (pcap), with headers of its own around every packet. What is \
wanted here are the bytes of one direction of a connection: in Wireshark, Follow > TCP Stream, choose one direction, \
show data as Raw, Save as";

/// The first bytes of a stream, whatever its cuts.
#[derive(Default)]
pub(super) struct First(Vec<u8>);

impl First {
    /// Takes the next piece; tells once whether all that came begins as a capture file does.
    pub(super) fn shows_a_capture(&mut self, piece: &[u8]) -> bool {
        let missing = MAGIC[0].len() - self.0.len();
        self.0.extend(piece.iter().take(missing));
        missing > 0 && MAGIC.iter().any(|magic| self.0 == magic)
    }
}
