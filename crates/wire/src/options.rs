//! Describes a cable.

use std::num::NonZeroU64;
use std::time::Duration;

/// The properties of a cable, the same in both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CableOptions {
    /// The round trip. Each direction takes half of it.
    pub round_trip: Duration,
    /// How many bits the cable accepts in a second; `None` for no limit.
    pub rate: Option<NonZeroU64>,
    /// The largest packet, in bytes, headers included. IPv4 needs at least 68 (RFC 791); a TCP segment carries at least 40 bytes
    /// less.
    pub mtu: u16,
    /// The probability that a packet is lost, from 0 to 1.
    pub loss: f64,
    /// The seed for losses. The same seed loses the same segments.
    pub seed: u64,
}

impl Default for CableOptions {
    fn default() -> Self {
        Self { round_trip: Duration::ZERO, rate: None, mtu: 1_500, loss: 0.0, seed: 1 }
    }
}
