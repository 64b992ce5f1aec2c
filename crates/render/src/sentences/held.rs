//! The sentence on what the sender's kernel held back, and which ACKs it was waiting for meanwhile.

use super::sides::writer;
use crate::columns::wrap;
use crate::units::{counted, span};
use trace::{Case, Event, Stream, Value};

/// Nothing is said with Nagle's algorithm off: then the receiver's window or the network holds bytes back, and the counters
/// do not distinguish these.
pub(super) fn held(case: &Case, stream: Stream) -> String {
    if case.options.iter().any(|(name, value)| name == "nodelay" && *value == Value::Bool(true)) {
        return String::new();
    }
    let Some((bytes, in_flight_segments, first)) = most_held(case, stream) else { return String::new() };
    let left_us = case.segments(stream).iter().find(|s| s.range.contains(&first)).map(|s| s.t_us);
    let wrote_first = |write: &trace::Write<'_>| (write.offset..write.offset + write.accepted).contains(&first);
    let written_us = case.writes(stream).find(wrote_first).map(|write| write.t_us);
    let awaited = match in_flight_segments {
        0 => "though it awaited no ACK".to_owned(),
        n => format!("while {} awaited {} ACK", counted(n, "segment"), if n == 1 { "its" } else { "their" }),
    };
    let until = left_us.zip(written_us).map_or(String::new(), |(left_us, written_us)| {
        format!("; they left {} after the first of them was written", span(left_us.saturating_sub(written_us)))
    });
    let sender = if case.uses(Stream::Back) { writer(case, stream) } else { "sender's " };
    wrap(&format!("{sender}kernel: {bytes} bytes held back {awaited}{until}"), "  ", 4)
}

/// The most bytes that were held back at once, how many segments were then waiting for their ACK, and the offset of the first
/// byte held back; `None` if nothing was.
fn most_held(case: &Case, stream: Stream) -> Option<(u64, u64, u64)> {
    let (mut written, mut most): (u64, Option<(u64, u64, u64)>) = (0, None);
    for timed in case.on(stream) {
        if let Event::Write { accepted, .. } = timed.event {
            written += accepted;
        } else if let Event::Held { bytes, in_flight_segments, .. } = timed.event {
            let more = bytes > most.map_or(0, |(bytes, ..)| bytes);
            most = if more { Some((bytes, in_flight_segments, written.saturating_sub(bytes))) } else { most };
        }
    }
    most
}
