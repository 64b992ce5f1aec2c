//! What would belie each claim of lesson 05.

use super::*;
use crate::alter::*;
use lesson::CaseName;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("The answer in two writes: the kernel", |run| ran_as(run, ANSWER, ANSWER_AT_ONCE)),
    ("The answer in two writes: the kernel", |run| set!(case(run, ANSWER), Held.in_flight_segments = 0)),
    ("The request in two writes", |run| set!(case(run, REQUEST_DELAYED), Held.bytes = 0)),
    ("The request in two writes", |run| set!(case(run, REQUEST_DELAYED), Held.in_flight_segments = 0)),
    ("The answer in two writes: it takes", |run| ran_as(run, ANSWER, ANSWER_AT_ONCE)),
    ("The answer in two writes: it takes", |run| ran_as(run, OK_AWAITED, ONE)),
    ("The ack handshake: nothing", |run| ran_as(run, OK_AWAITED, ANSWER)),
    ("The ack handshake: nothing", |run| ran_as(run, OK_AWAITED, REQUEST_DELAYED)),
    ("The answer in two writes, TCP_NODELAY", |run| ran_as(run, ANSWER_AT_ONCE, ANSWER)),
    ("The answer in two writes, TCP_NODELAY", |run| {
        without(case(run, ANSWER_AT_ONCE), |event| matches!(event, Event::Segments { stream: BACK, bytes: 4, .. }));
    }),
    ("The ack handshake, 20 ms away", |run| ran_as(run, FAR.with(NAGLE_DELAYED_ACKS), OK_AWAITED)),
    ("The ack handshake, 20 ms away", |run| ran_as(run, OK_AWAITED, ONE)),
    ("A body that fills a segment", |run| ran_as(run, FULL, SHORT)),
    ("A body that fills a segment", |run| set!(case(run, SHORT), Held.bytes = 0)),
    ("One call for header and body", |run| ran_as(run, ONE, ANSWER)),
    ("One call for header and body", |run| ran_as(run, ONE, REQUEST_DELAYED)),
    ("One call for header and body", |run| ran_as(run, ONE, ANSWER_AT_ONCE)),
    ("MSG_MORE", |run| ran_as(run, MSG_MORE.with(NAGLE_DELAYED_ACKS), ONE)),
    ("MSG_MORE", |run| set!(case(run, MSG_MORE.with(NAGLE_DELAYED_ACKS)), Held.in_flight_segments = 1)),
    ("TCP_CORK", |run| ran_as(run, CORK.with(NAGLE_DELAYED_ACKS), REQUEST_DELAYED)),
    ("TCP_CORK", |run| {
        // Three segments each way, but for two commands.
        let first = |event: &Event| matches!(event, Event::Command { number: 1, .. });
        without(case(run, CORK.with(NAGLE_DELAYED_ACKS)), first);
    }),
    ("The answer in two writes, over a distance", |run| ran_as(run, ANSWER_QUICK, ANSWER_AT_ONCE)),
];

pub(crate) const ANSWER: CaseName = TWO_WRITES.with(NAGLE_DELAYED_ACKS);
pub(crate) const ANSWER_AT_ONCE: CaseName = TWO_WRITES.with(NODELAY_DELAYED_ACKS);
pub(crate) const ANSWER_QUICK: CaseName = TWO_WRITES.with(NAGLE_QUICK_ACKS);
const REQUEST_DELAYED: CaseName = REQUEST.with(NAGLE_DELAYED_ACKS);
const SHORT: CaseName = SHORTER.with(NAGLE_DELAYED_ACKS);
const FULL: CaseName = FULL_SEGMENT.with(NAGLE_DELAYED_ACKS);
const ONE: CaseName = ONE_WRITE.with(NAGLE_DELAYED_ACKS);
const OK_AWAITED: CaseName = HANDSHAKE.with(NAGLE_DELAYED_ACKS);
