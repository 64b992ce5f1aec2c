//! Reads `TCP_INFO` (tcp(7)) and the send queue on Linux. Older kernels fill less of `TCP_INFO`; fields that they do not fill are `None`.

use super::Counters;
use super::unix::{bytes_by_ioctl, tcp_report};
use std::io;
use std::mem::offset_of;
use std::os::fd::AsFd;

/// `SIOCOUTQNSD` (linux/sockios.h), which the crate libc does not define: bytes in the send queue that were not sent yet.
const UNSENT: u64 = 0x894b;

/// The states in which an end has queued its FIN, sent or not (enum in net/tcp_states.h): FIN_WAIT1, LAST_ACK, CLOSING.
const WITH_FIN: [u64; 3] = [4, 9, 11];

/// Asks the kernel what this end has sent.
///
/// # Errors
/// Those of getsockopt(2).
pub fn counters(socket: &impl AsFd) -> io::Result<Counters> {
    // SAFETY: `tcp_info` consists of integers, for which every bit pattern is a value.
    let (info, filled) = unsafe { tcp_report::<libc::tcp_info>(socket, libc::TCP_INFO)? };
    /// The value of a field, if the kernel filled all of it.
    macro_rules! filled {
        ($field:ident) => {{
            let ends = offset_of!(libc::tcp_info, $field) + size_of_val(&info.$field);
            (filled >= ends).then_some(u64::from(info.$field))
        }};
    }
    let bytes = filled!(tcpi_bytes_sent).zip(filled!(tcpi_bytes_retrans));
    // The kernel counts a FIN as a byte, and it is the last to leave.
    let fin = filled!(tcpi_state).is_some_and(|state| WITH_FIN.contains(&state));
    let unsent = filled!(tcpi_notsent_bytes).or_else(|| bytes_by_ioctl(socket, UNSENT).ok());
    Ok(Counters {
        segments: filled!(tcpi_data_segs_out),
        segments_received: filled!(tcpi_data_segs_in),
        segments_again: filled!(tcpi_total_retrans),
        packets: filled!(tcpi_segs_out),
        bytes: bytes.map(|(all, again)| all.saturating_sub(again)),
        unsent: unsent.map(|bytes| bytes.saturating_sub(u64::from(fin))),
        in_flight_segments: filled!(tcpi_unacked),
        acked: filled!(tcpi_bytes_acked),
        congestion_window: filled!(tcpi_snd_cwnd),
        mss: filled!(tcpi_snd_mss),
        round_trip_us: filled!(tcpi_rtt),
        retransmission_timeout_us: filled!(tcpi_rto),
    })
}

/// How many of `bytes` are in memory rather than only reserved, counted by pages: mincore(2). Swapped pages do not count. `None` if
/// the kernel does not say.
pub fn resident(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() {
        return Some(0); // an empty slice may point to no page
    }
    // SAFETY: it takes a number and returns a number.
    let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).ok().filter(|&page| page > 0)?;
    let range = bytes.as_ptr_range();
    let (begin, end) = (range.start.addr(), range.end.addr());
    let first = begin / page * page;
    let mut pages = vec![0_u8; (end - first).div_ceil(page)];
    // SAFETY: the pages are mapped, since `bytes` lies in them; the kernel writes one byte for each into `pages`.
    let failed =
        unsafe { libc::mincore(bytes.as_ptr().with_addr(first) as *mut _, end - first, pages.as_mut_ptr()) } != 0;
    let within = |nth: usize| (first + (nth + 1) * page).min(end) - (first + nth * page).max(begin);
    let sum = pages.iter().enumerate().filter(|(_, page)| **page & 1 == 1).map(|(nth, _)| within(nth) as u64).sum();
    (!failed).then_some(sum)
}
