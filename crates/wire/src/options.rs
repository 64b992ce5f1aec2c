//! What a cable is like.

use std::num::NonZeroU64;
use std::time::Duration;

/// A cable's properties, the same in both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CableOptions {
    /// How long a packet and the answer to it are under way together. Each way takes half.
    pub round_trip: Duration,
    /// How fast packets get onto the cable, in bits a second; `None`: at once.
    pub rate: Option<NonZeroU64>,
    /// The largest packet, in bytes, headers included. IPv4 needs 68 at least (RFC 791), and TCP's segments are 40 less.
    pub mtu: u16,
    /// How likely a packet is to be lost, from 0 to 1.
    pub loss: f64,
    /// What the lot draws from. The same seed loses the same segments.
    pub seed: u64,
}

impl Default for CableOptions {
    fn default() -> Self {
        Self { round_trip: Duration::ZERO, rate: None, mtu: 1_500, loss: 0.0, seed: 1 }
    }
}

impl CableOptions {
    /// How long a packet is under way.
    #[cfg(target_os = "linux")]
    pub(crate) fn one_way(&self) -> Duration {
        self.round_trip / 2
    }
}
