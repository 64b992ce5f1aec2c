//! What must have happened before a claim can be made: measured in the case itself, with the settings of Linux to look at
//! where it did not happen. A claim whose premise fails is not observed.

use trace::{Case, Claim, Stream};

/// At least so many writes were made while one and the same ACK was awaited.
pub fn an_ack_awaited(claim: Claim, case: &Case, stream: Stream, writes: u64) -> Claim {
    claim.given(
        case.writes_awaiting_one_ack(stream),
        writes,
        "quickack in 'ip route', tcp_rto_min_us, tcp_pingpong_thresh",
    )
}

/// At least so many writes were made while no ACK was awaited: the ACKs of those before had come at once.
pub fn acks_at_once(claim: Claim, case: &Case, stream: Stream, writes: u64) -> Claim {
    claim.given(case.writes_awaiting_no_ack(stream), writes, "a machine that is less busy")
}

/// In every command a write was made while an ACK was awaited.
pub fn an_ack_awaited_in_each_command(claim: Claim, case: &Case, stream: Stream) -> Claim {
    let commands = case.command_count().value.unwrap_or(0);
    claim.given(case.writes_awaiting_acks(stream), commands, "quickack in 'ip route', tcp_rto_min_us")
}

/// One segment can carry all that was written.
pub fn room_in_a_segment(claim: Claim, case: &Case, stream: Stream) -> Claim {
    claim.given(
        case.longest_segment(),
        case.bytes_written(stream).value.unwrap_or(0),
        "the interface's MTU in 'ip link'",
    )
}

/// The congestion window lets so many segments leave before the first ACK (RFC 6928: 10).
pub fn an_open_window(claim: Claim, case: &Case, segments: u64) -> Claim {
    claim.given(case.first_congestion_window(), segments, "initcwnd in 'ip route'")
}

/// All that was written waited to be read when the reader first asked.
pub fn all_waiting(claim: Claim, case: &Case, stream: Stream) -> Claim {
    claim.given(
        case.waiting_at_first(stream),
        case.bytes_written(stream).value.unwrap_or(0),
        "tcp_rmem, initcwnd in 'ip route'",
    )
}
