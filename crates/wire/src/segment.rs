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

/// A segment that passed, or was lost.
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
    /// How often these bytes had been sent before.
    pub resent: u32,
    /// When it entered the cable, since the wire was laid.
    pub sent: Duration,
    /// When it left the cable; `None` where it was lost, or is still under way.
    pub arrived: Option<Duration>,
    /// Its packet's first bytes, and how many the whole has.
    pub packet: (Vec<u8>, usize),
}
