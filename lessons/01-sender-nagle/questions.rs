//! What lesson 01 asks before a case, besides how many segments and reads there will be.

use lesson::Question;
use render::counted;
use trace::{Case, Event, Measure, Stream};

const FORWARD: Stream = Stream::Forward;

pub(crate) const ANY_GLUED: Question = Question::word(
    "Does any read return more than one message?",
    &["yes", "no"],
    |case| case.glued(FORWARD).value.map(|glued| if glued > 0 { "yes" } else { "no" }),
    |case| {
        let (writes, reads) = (case.messages(FORWARD).len() as u64, case.read_count(FORWARD).value.unwrap_or(0));
        let glued = case.glued(FORWARD).value.unwrap_or(0);
        let (writes, reads) = (counted(writes, "write"), counted(reads, "read"));
        match case.segment_count(FORWARD).value.map(|sent| counted(sent, "segment")) {
            Some(sent) => format!("{writes} left as {sent} and came back in {reads}, {glued} of them glued"),
            None => format!("{writes} came back in {reads}, {glued} of them glued"),
        }
    },
);

pub(crate) const PUSHED: Question = Question::number(
    "How many segments carry the PSH flag (\"push\")?",
    |case| pushed(case).value,
    |case| {
        let [with_psh, all] = [pushed(case), case.segment_count(FORWARD)].map(|count| count.value.unwrap_or(0));
        let reads = counted(case.read_count(FORWARD).value.unwrap_or(0), "read");
        format!("{with_psh} of {} carried it, and all came back in {reads}", counted(all, "segment"))
    },
);

pub(crate) const UNCORKED: Question = Question::word(
    "When do the 4 bytes leave: at once, within 120 ms, later, or never?",
    &["at once", "within 120 ms", "later", "never"],
    |case| match left_after_ms(case) {
        Some(..20) => Some("at once"),
        Some(20..120) => Some("within 120 ms"),
        Some(120..) => Some("later"),
        None => case.on(FORWARD).any(|timed| matches!(timed.event, Event::Held { .. })).then_some("never"),
    },
    |case| {
        let timeout = case.retransmission_timeout_us.map_or(0, |us| us / 1_000);
        match left_after_ms(case) {
            None => "the kernel still held them when the lesson stopped waiting".to_owned(),
            Some(ms) => {
                format!("they left {ms} ms after the write; the kernel's retransmission timeout was {timeout} ms")
            }
        }
    },
);

/// How many data segments carried PSH; not observed without a capture.
pub(crate) fn pushed(case: &Case) -> Measure {
    let data = case.on(FORWARD).filter_map(|timed| match &timed.event {
        Event::Segment { bytes: 1.., flags, .. } => Some(u64::from(flags.contains('P'))),
        _ => None,
    });
    Measure::new("segments with PSH", data.reduce(|all, one| all + one))
}

/// How long after the last look before the first write the first segment left; `None` if none was seen to leave.
pub(crate) fn left_after_ms(case: &Case) -> Option<u64> {
    let at = |wanted: fn(&Event) -> bool| case.on(FORWARD).find(|timed| wanted(&timed.event)).map(|timed| timed.t_us);
    let looked = at(|event| matches!(event, Event::Queued { .. }))?;
    Some(at(|event| matches!(event, Event::Segments { .. }))?.saturating_sub(looked) / 1_000)
}
