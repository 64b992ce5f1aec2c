//! A segment as it was seen on the cable: plain data.

use std::time::Duration;

/// The way a segment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// From the sender's host.
    There,
    /// Back to it.
    Back,
}

/// What became of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is on the cable.
    UnderWay,
    /// The lot fell on it, or the cable or the other host had no room for it.
    Lost,
    /// It left the cable then, counted from when the wire was laid.
    Arrived(Duration),
}

/// A segment that entered the cable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Which way it went.
    pub way: Way,
    /// The ports of the sender's end and of the receiver's end, whichever way it went: they tell its connection.
    pub ports: [u16; 2],
    /// The sequence number of its first byte: 0 for the SYN, 1 for the first byte of data.
    pub seq: u32,
    /// The next byte that its sender awaits, counted likewise; 0 where it acknowledges nothing.
    pub ack: u32,
    /// Bytes of payload.
    pub bytes: u32,
    /// Its flags as tcpdump writes them: `S`, `S.`, `.`, `P.`, `F.`, `R`.
    pub flags: String,
    /// The window as its header has it, not scaled.
    pub window: u16,
    /// Whether all that it carries had been sent before.
    pub resent: bool,
    /// When it entered the cable, counted from when the wire was laid.
    pub sent: Duration,
    /// What became of it.
    pub fate: Fate,
    /// Its packet, or the headers alone where the capture has no more room, and how many bytes the whole has.
    pub packet: (Vec<u8>, usize),
}

impl Segment {
    /// When it left the cable, counted from when the wire was laid; `None` where it has not.
    pub fn arrived(&self) -> Option<Duration> {
        match self.fate {
            Fate::Arrived(arrived) => Some(arrived),
            Fate::UnderWay | Fate::Lost => None,
        }
    }
}
