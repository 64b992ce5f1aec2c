//! What must have happened before a claim can be made. It is measured in the case itself; if it did not happen, the
//! advice names the settings of Linux to look at. A claim whose premise fails is not observed.

use trace::{Case, Claim, Stream};

const ACKS_NOT_DELAYED: &str = "look at quickack in 'ip route', tcp_rto_min_us and tcp_pingpong_thresh";

/// At least this many writes were made while one and the same ACK was outstanding.
pub fn an_ack_awaited(claim: Claim, case: &Case, stream: Stream, writes: u64) -> Claim {
    claim.given(case.writes_awaiting_one_ack(stream), writes, ACKS_NOT_DELAYED)
}

/// In every command a write was made while an ACK was outstanding.
pub fn an_ack_awaited_in_each_command(claim: Claim, case: &Case, stream: Stream) -> Claim {
    claim.given(case.writes_awaiting_acks(stream), case.command_count().value.unwrap_or(0), ACKS_NOT_DELAYED)
}

/// At least this many writes were made while no ACK was outstanding: the ACKs of earlier bytes had come at once.
pub fn acks_at_once(claim: Claim, case: &Case, stream: Stream, writes: u64) -> Claim {
    claim.given(case.writes_awaiting_no_ack(stream), writes, "the machine was busy; run it again")
}

/// One segment can carry everything that was written.
pub fn room_in_a_segment(claim: Claim, case: &Case, stream: Stream) -> Claim {
    let bytes = case.bytes_written(stream).value.unwrap_or(0);
    claim.given(case.longest_segment(), bytes, "look at the interface's MTU in 'ip link'")
}

/// The congestion window lets this many segments leave before the first ACK (RFC 6928: 10).
pub fn an_open_window(claim: Claim, case: &Case, segments: u64) -> Claim {
    claim.given(case.first_congestion_window(), segments, "look at initcwnd in 'ip route'")
}

/// Everything that was written was waiting when the reader first read.
pub fn all_waiting(claim: Claim, case: &Case, stream: Stream) -> Claim {
    let bytes = case.bytes_written(stream).value.unwrap_or(0);
    claim.given(case.waiting_at_first(stream), bytes, "look at tcp_rmem, and at initcwnd in 'ip route'")
}
