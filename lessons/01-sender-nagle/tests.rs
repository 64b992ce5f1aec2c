//! What would belie each claim of lesson 01.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("Nagle, delayed ACKs: \"I'm", |run| {
        ran_as(run, GREETING.with(NAGLE_DELAYED_ACKS), GREETING.with(NODELAY_DELAYED_ACKS));
    }),
    ("Nagle: the kernel holds", |run| set!(case(run, BURST_NAGLE), Held.in_flight_segments = 0)),
    ("Nagle: the kernel holds", |run| ran_as(run, BURST_NAGLE, BURST_NODELAY)),
    ("Nagle, delayed ACKs: fewer", |run| ran_as(run, BURST_NAGLE, BURST_NODELAY)),
    ("Nagle, delayed ACKs: the sender", |run| ran_as(run, BURST_NAGLE, BURST_NODELAY)),
    ("Nagle, quick ACKs: more", |run| two_segments_left(case(run, BURST_NAGLE_QUICK))),
    ("TCP_NODELAY: every write", |run| ran_as(run, BURST_NODELAY, BURST_NAGLE)),
    ("TCP_NODELAY: a read still", |run| ran_as(run, BURST_NODELAY, BURST_NAGLE)),
    ("TCP_NODELAY: a read still", |run| read_apart(case(run, BURST_NODELAY), FORWARD)),
    ("Nagle at a distance", |run| ran_as(run, FAR_NAGLE, FAR_NODELAY)),
    ("Nagle, quick ACKs: bytes", |run| two_segments_left(case(run, BURST_NAGLE_QUICK))),
    ("PSH is no boundary", |run| set!(case(run, FAR_NODELAY), Segment.flags = ".".to_owned())),
    ("PSH is no boundary", |run| read_apart(case(run, FAR_NODELAY), FORWARD)),
    ("TCP_CORK", |run| ran_as(run, CORKED.with(NAGLE_QUICK_ACKS), BURST_NAGLE_QUICK)),
    ("A cork that stays in", |run| {
        let left = case(run, CORK_STAYS).events.iter_mut().find(|timed| matches!(timed.event, Event::Segments { .. }));
        left.expect("it left").t_us = 0;
    }),
    ("A cork that stays in", |run| set!(case(run, CORK_STAYS), Held.in_flight_segments = 1)),
    ("Pauses, quick ACKs", |run| glue_reads(case(run, PAUSES.with(NAGLE_QUICK_ACKS)), FORWARD)),
    ("Pauses, delayed ACKs", |run| read_apart(case(run, PAUSES.with(NAGLE_DELAYED_ACKS)), FORWARD)),
    ("Pauses after a request", |run| read_apart(case(run, AFTER_AN_ANSWER), FORWARD)),
    ("TCP_QUICKACK does not last", |run| read_apart(case(run, AFTER_QUICKACK), FORWARD)),
    ("TCP_NODELAY and pauses", |run| read_apart(case(run, SLOWER_READER.with(NODELAY_QUICK_ACKS)), FORWARD)),
];

const BURST_NAGLE: CaseName = BURST.with(NAGLE_DELAYED_ACKS);
const BURST_NAGLE_QUICK: CaseName = BURST.with(NAGLE_QUICK_ACKS);
const BURST_NODELAY: CaseName = BURST.with(NODELAY_DELAYED_ACKS);
const FAR_NAGLE: CaseName = FAR.with(NAGLE_QUICK_ACKS);
const FAR_NODELAY: CaseName = FAR.with(NODELAY_QUICK_ACKS);

fn two_segments_left(case: &mut Case) {
    let mut left = 0;
    case.events.retain(|timed| {
        left += u64::from(matches!(timed.event, Event::Segments { .. }));
        left <= 2 || !matches!(timed.event, Event::Segments { .. })
    });
}
