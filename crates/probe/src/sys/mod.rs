//! Asks each kernel what it reports about a connection. This is the crate's only unsafe code, one small block for each system call.

#![expect(unsafe_code, reason = "TCP_INFO, FIONREAD and mincore have no safe binding that suits every kernel")]

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(not(any(target_os = "linux", target_os = "macos", windows)), path = "elsewhere.rs")]
mod kernel;
mod terminal;
#[cfg(any(target_os = "linux", target_os = "macos"))]
mod unix;

pub use kernel::counters;
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub use kernel::queued;
#[cfg(target_os = "linux")]
pub use kernel::resident;
pub use terminal::{discard_typed_ahead, terminal_size};
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub use unix::queued;

/// What the kernel has counted about what one end sends; `None` if it does not report it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    /// Data segments sent, retransmissions included. Linux 4.6 on: `tcpi_data_segs_out`.
    pub segments: Option<u64>,
    /// Data segments received. Linux 4.6 on: `tcpi_data_segs_in`.
    pub segments_received: Option<u64>,
    /// Segments retransmitted, a SYN included. Linux: `tcpi_total_retrans`.
    pub segments_again: Option<u64>,
    /// All packets sent, pure ACKs included. Linux 4.2 on: `tcpi_segs_out`.
    pub packets: Option<u64>,
    /// Bytes sent, without retransmissions. Linux 4.19 on: `tcpi_bytes_sent`, `tcpi_bytes_retrans`; macOS; Windows.
    pub bytes: Option<u64>,
    /// Bytes accepted from the program but not sent yet. Linux 4.6 on: `tcpi_notsent_bytes`.
    pub unsent: Option<u64>,
    /// Segments sent but not acknowledged. Linux: `tcpi_unacked`.
    pub in_flight_segments: Option<u64>,
    /// Bytes that the other end has acknowledged, plus 1 if the SYN is counted. Linux 4.1 on: `tcpi_bytes_acked`.
    pub acked: Option<u64>,
    /// How many segments the congestion window allows in flight (RFC 5681). Linux: `tcpi_snd_cwnd`.
    pub congestion_window: Option<u64>,
    /// The largest payload of a segment, in bytes.
    pub mss: Option<u64>,
    /// The kernel's smoothed estimate of the round trip (RFC 6298), in microseconds. Linux: `tcpi_rtt`.
    pub round_trip_us: Option<u64>,
    /// How long the kernel waits for an ACK before it sends again (RFC 6298), in microseconds. Linux: `tcpi_rto`.
    pub retransmission_timeout_us: Option<u64>,
}

impl Counters {
    /// Data segments sent since `before`, without retransmissions.
    pub(crate) fn segments_since(&self, before: &Self) -> Option<u64> {
        let all = self.segments?.checked_sub(before.segments?)?;
        let again = self.segments_again?.checked_sub(before.segments_again?)?;
        Some(all.saturating_sub(again))
    }
}

/// How many of `bytes` are in memory rather than only reserved: this system does not report it.
#[cfg(not(target_os = "linux"))]
pub fn resident(_: &[u8]) -> Option<u64> {
    None
}
