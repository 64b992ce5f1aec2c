//! What would belie each claim of lesson 01.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("Nagle, an ACK awaited", |run| {
        ran_as(run, GREETING.with(NAGLE_DELAYED_ACKS), GREETING.with(NODELAY_DELAYED_ACKS));
    }),
    ("Nagle holds bytes back", |run| set!(case(run, BURST_NAGLE), Held.in_flight_segments = 0)),
    ("Nagle holds bytes back", |run| ran_as(run, BURST_NAGLE, BURST_NODELAY)),
    ("Nagle, delayed ACKs: fewer", |run| ran_as(run, BURST_NAGLE, BURST_NODELAY)),
    ("Nagle, delayed ACKs: what is glued", |run| ran_as(run, BURST_NAGLE, BURST_NODELAY)),
    ("Nagle, quick ACKs", |run| {
        let mut left = 0;
        case(run, BURST_NAGLE_QUICK).events.retain(|timed| {
            left += u64::from(matches!(timed.event, Event::Segments { .. }));
            left <= 2 || !matches!(timed.event, Event::Segments { .. })
        });
    }),
    ("TCP_NODELAY: a segment", |run| ran_as(run, BURST_NODELAY, BURST_NAGLE)),
    ("TCP_NODELAY: glued", |run| ran_as(run, BURST_NODELAY, BURST_NAGLE)),
    ("TCP_NODELAY: glued", |run| read_apart(case(run, BURST_NODELAY), FORWARD)),
    ("TCP_CORK", |run| ran_as(run, CORKED.with(NAGLE_QUICK_ACKS), BURST_NAGLE_QUICK)),
    ("Pauses on a fresh connection", |run| glue_reads(case(run, PAUSES_QUICK), FORWARD)),
    ("Pauses with delayed ACKs", |run| read_apart(case(run, PAUSES_DELAYED), FORWARD)),
    ("Pauses after a request", |run| read_apart(case(run, PAUSES_AFTER_AN_ANSWER.with(options::NAGLE)), FORWARD)),
    ("Nagle, over a distance", |run| ran_as(run, BURST_NAGLE_QUICK, BURST.with(NODELAY_QUICK_ACKS))),
];

const BURST_NAGLE: CaseName = BURST.with(NAGLE_DELAYED_ACKS);
const BURST_NAGLE_QUICK: CaseName = BURST.with(NAGLE_QUICK_ACKS);
const BURST_NODELAY: CaseName = BURST.with(NODELAY_DELAYED_ACKS);
const PAUSES_QUICK: CaseName = PAUSES.with(NAGLE_QUICK_ACKS);
const PAUSES_DELAYED: CaseName = PAUSES.with(NAGLE_DELAYED_ACKS);
