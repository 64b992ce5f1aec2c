//! Describes a segment as the cable saw it: plain data.

use std::time::Duration;

/// The direction in which a segment travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the sender's host.
    Forward,
    /// From the receiver's host.
    Back,
}

/// What became of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is on the cable.
    InFlight,
    /// It was lost: at random, or because the cable or the other host had no room for it.
    Lost,
    /// It left the cable at this time since the wire was made.
    Arrived(Duration),
}

/// A segment that entered the cable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The direction in which it travelled.
    pub direction: Direction,
    /// The ports of the sender's end and of the receiver's end, in this order for both directions. They identify its connection.
    pub ports: [u16; 2],
    /// The sequence number of its first byte: 0 for the SYN, 1 for the first byte of data.
    pub seq: u32,
    /// The next byte that its sender expects, counted in the same way; 0 if it acknowledges nothing.
    pub ack: u32,
    /// Bytes of payload.
    pub bytes: u32,
    /// Its flags as tcpdump writes them: `S`, `S.`, `.`, `P.`, `F.`, `R`.
    pub flags: String,
    /// The window in its header, not scaled.
    pub window: u16,
    /// Whether all its bytes had been sent before.
    pub resent: bool,
    /// When it entered the cable, counted from when the wire was made.
    pub sent: Duration,
    /// What became of it.
    pub fate: Fate,
    /// Its packet, or only the headers if the capture is full; and the length of the whole packet in bytes.
    pub packet: (Vec<u8>, usize),
}

impl Segment {
    /// When it left the cable, counted from when the wire was made; `None` if it did not.
    pub fn arrived(&self) -> Option<Duration> {
        match self.fate {
            Fate::Arrived(arrived) => Some(arrived),
            Fate::InFlight | Fate::Lost => None,
        }
    }
}
