//! The properties of a cable.

use std::num::NonZeroU64;
use std::time::Duration;

/// The properties of a cable, the same in both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CableOptions {
    /// How long a packet and the answer to it are in flight together. Each direction takes half.
    pub round_trip: Duration,
    /// How many bits a second the cable takes in; `None` for no limit.
    pub rate: Option<NonZeroU64>,
    /// The largest packet, in bytes, headers included. IPv4 needs 68 at least (RFC 791); a TCP segment carries 40 bytes
    /// less.
    pub mtu: u16,
    /// How likely a packet is to be lost, from 0 to 1.
    pub loss: f64,
    /// The seed for what is lost. The same seed loses the same segments.
    pub seed: u64,
}

impl Default for CableOptions {
    fn default() -> Self {
        Self { round_trip: Duration::ZERO, rate: None, mtu: 1_500, loss: 0.0, seed: 1 }
    }
}
