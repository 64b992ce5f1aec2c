//! Reads `TCP_CONNECTION_INFO` (netinet/tcp.h) on macOS. It counts bytes. It does not count data segments, since its packet count
//! includes pure ACKs, and it does not tell unsent bytes from unacknowledged ones.

use super::Counters;
use super::unix::tcp_report;
use std::io;
use std::os::fd::AsFd;

/// Asks the kernel what this end has sent.
///
/// # Errors
/// Those of getsockopt(2).
pub fn counters(socket: &impl AsFd) -> io::Result<Counters> {
    // SAFETY: `tcp_connection_info` consists of integers and bit fields, for which every bit pattern is a value.
    let (info, filled) = unsafe { tcp_report::<libc::tcp_connection_info>(socket, libc::TCP_CONNECTION_INFO)? };
    if filled < size_of_val(&info) {
        return Ok(Counters::default());
    }
    Ok(Counters {
        bytes: Some(info.tcpi_txbytes.saturating_sub(info.tcpi_txretransmitbytes)),
        mss: Some(u64::from(info.tcpi_maxseg)),
        ..Counters::default()
    })
}
