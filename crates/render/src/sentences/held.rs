//! The sentence on what the sender's kernel held back, and which ACKs it was waiting for meanwhile.

use super::{sentence, writer};
use crate::units::{counted, span};
use trace::{Case, Held, Stream, Value, Write};

/// Nothing with Nagle's algorithm off: the counters do not say whether the receiver's window or the network holds bytes back.
pub(super) fn held(case: &Case, stream: Stream) -> String {
    let nagle_is_off = case.options.iter().any(|(name, value)| name == "nodelay" && *value == Value::Bool(true));
    let Some(Held { bytes, in_flight_segments, first }) = case.most_held(stream).filter(|_| !nagle_is_off) else {
        return String::new();
    };
    let left_us = case.segments(stream).iter().find(|s| s.range.contains(&first)).map(|s| s.t_us);
    let wrote_first = |write: &Write<'_>| (write.offset..write.offset + write.accepted).contains(&first);
    let written_us = case.writes(stream).find(wrote_first).map(|write| write.t_us);
    let awaited = match in_flight_segments {
        0 => "although no segment waited for its ACK".to_owned(),
        n => format!("while {} waited for {} ACK", counted(n, "segment"), if n == 1 { "its" } else { "their" }),
    };
    let until = left_us.zip(written_us).map_or(String::new(), |(left_us, written_us)| {
        format!(" The first of them left {} after it was written.", span(left_us.saturating_sub(written_us)))
    });
    let sender = writer(case, stream).unwrap_or("sender");
    sentence(&format!("The {sender}'s kernel held {} back {awaited}.{until}", counted(bytes, "byte")))
}
