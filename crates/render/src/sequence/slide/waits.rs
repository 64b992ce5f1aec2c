//! Who waited for what, and how long: computed from when bytes were written, when segments passed, and what they acknowledged.

use super::super::capture::{Arrow, Call, Done, Sequence, Side, What};
use super::scale::time;
use trace::{Case, Stream, Value};

/// A wait at one host's kernel.
pub(super) struct Wait {
    pub(super) side: Side,
    pub(super) from_us: i64,
    pub(super) to_us: i64,
    pub(super) why: String,
}

impl Wait {
    fn new(side: Side, from_us: i64, to_us: i64, why: &str) -> Self {
        Self { side, from_us, to_us, why: format!("{why} {}", time(to_us - from_us)) }
    }
}

/// An ACK that comes later than this was delayed, in microseconds: the kernel took longer than its work takes.
const DELAYED_US: i64 = 5_000;

/// The waits of a case, the longest first. Of several that end with the same segment only the longest is there.
pub(super) fn waits(case: &Case, sequence: &Sequence<'_>) -> Vec<Wait> {
    let data = || sequence.arrows.iter().filter(|arrow| arrow.what == What::Data);
    let mut waits: Vec<Wait> = data().filter_map(|arrow| held(case, sequence, arrow)).collect();
    waits.extend(data().filter_map(|arrow| delayed(sequence, arrow)));
    waits.extend(data().filter_map(|arrow| resent(sequence, arrow)));
    waits.sort_by_key(|wait| wait.from_us - wait.to_us);
    let near_us = sequence.trip_us / 20;
    let mut kept: Vec<Wait> = Vec::new();
    for wait in waits {
        let same = |other: &Wait| other.side == wait.side && (other.to_us - wait.to_us).abs() <= near_us;
        if !kept.iter().any(same) {
            kept.push(wait);
        }
    }
    kept
}

/// How long the first byte of a segment waited in its sender's kernel.
fn held(case: &Case, sequence: &Sequence<'_>, arrow: &Arrow<'_>) -> Option<Wait> {
    let side = Side::sending(arrow.stream);
    let wrote = |call: &&Call<'_>| match &call.done {
        Done::Write(write) => {
            call.side == side && (write.offset..write.offset + write.accepted).contains(&arrow.offset)
        }
        _ => false,
    };
    let written_us = sequence.calls.iter().find(wrote)?.t_us;
    if arrow.again || arrow.sent_us - written_us <= sequence.trip_us / 2 {
        return None;
    }
    let why = if waited_for_ack(case, sequence, arrow, written_us) { "held by Nagle" } else { "held back" };
    Some(Wait::new(side, written_us, arrow.sent_us, why))
}

/// Whether a segment waited for the ACK of all before it, as Nagle's algorithm wants, and left when that came.
fn waited_for_ack(case: &Case, sequence: &Sequence<'_>, arrow: &Arrow<'_>, written_us: i64) -> bool {
    let off = case.options.iter().any(|(name, value)| name == "nodelay" && *value == Value::Bool(true));
    let acks = acks(sequence, arrow.stream, arrow.offset).filter_map(|ack| ack.arrived_us);
    let near_us = (sequence.trip_us / 5).max(2_000);
    let at_once = |acked_us: i64| (0..=near_us).contains(&(arrow.sent_us - acked_us));
    !off && arrow.offset > 0 && acks.min().is_some_and(|acked_us| written_us < acked_us && at_once(acked_us))
}

/// How long the receiver's kernel kept back the ACK of a segment. What it sends first says whether it does: where bytes before
/// the segment are missing, that acknowledges less, at once.
fn delayed(sequence: &Sequence<'_>, arrow: &Arrow<'_>) -> Option<Wait> {
    let arrived_us = arrow.arrived_us?;
    let answers = |other: &&Arrow<'_>| other.stream != arrow.stream && other.sent_us >= arrived_us;
    let ack = sequence.arrows.iter().find(answers)?;
    let acknowledges = ack.ack > arrow.offset + arrow.bytes && ack.what != What::OpenClose;
    let delayed = acknowledges && ack.sent_us - arrived_us > DELAYED_US;
    delayed.then(|| Wait::new(Side::receiving(arrow.stream), arrived_us, ack.sent_us, "ACK delayed"))
}

/// How long it took until what was lost was sent again.
fn resent(sequence: &Sequence<'_>, arrow: &Arrow<'_>) -> Option<Wait> {
    let what = |arrow: &Arrow<'_>| (arrow.stream, arrow.what, arrow.offset);
    let same = |other: &&Arrow<'_>| !other.again && what(other) == what(arrow);
    let first_us = sequence.arrows.iter().filter(|_| arrow.again).find(same)?.sent_us;
    Some(Wait::new(Side::sending(arrow.stream), first_us, arrow.sent_us, "sent again after"))
}

/// The segments that acknowledge the bytes of `stream` before `offset`, in the order in which they left.
fn acks<'a>(sequence: &'a Sequence<'a>, stream: Stream, offset: u64) -> impl Iterator<Item = &'a Arrow<'a>> {
    // An ACK names the next byte that is awaited, and the stream's first byte is 1.
    sequence.arrows.iter().filter(move |arrow| arrow.stream != stream && arrow.ack > offset)
}
