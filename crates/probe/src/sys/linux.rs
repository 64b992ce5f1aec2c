//! Linux: `TCP_INFO`, tcp(7). Older kernels fill less of it; what they do not fill is not told.

use super::Counters;
use super::unix::tcp_report;
use std::io;
use std::mem::offset_of;
use std::os::fd::AsFd;

/// Asks the kernel of this end what it has sent.
///
/// # Errors
/// Those of getsockopt(2).
pub fn counters(socket: &impl AsFd) -> io::Result<Counters> {
    // SAFETY: `tcp_info` is made of integers alone, for which every bit pattern is a value.
    let (info, filled) = unsafe { tcp_report::<libc::tcp_info>(socket, libc::TCP_INFO)? };
    let has = |field_ends: usize| filled >= field_ends;
    let counts = has(offset_of!(libc::tcp_info, tcpi_bytes_retrans) + size_of::<u64>());
    let bytes = info.tcpi_bytes_sent.saturating_sub(info.tcpi_bytes_retrans);
    let unsent = has(offset_of!(libc::tcp_info, tcpi_notsent_bytes) + size_of::<u32>());
    Ok(Counters {
        segments: counts.then_some(u64::from(info.tcpi_data_segs_out)),
        segments_again: counts.then_some(u64::from(info.tcpi_total_retrans)),
        packets: counts.then_some(u64::from(info.tcpi_segs_out)),
        bytes: counts.then_some(bytes),
        unsent: unsent.then_some(u64::from(info.tcpi_notsent_bytes)),
        unacked: Some(u64::from(info.tcpi_unacked)),
        mss: Some(u64::from(info.tcpi_snd_mss)),
        round_trip_us: Some(u64::from(info.tcpi_rtt)),
    })
}
