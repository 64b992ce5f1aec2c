//! What would belie each claim of lesson 05.

use super::*;
use crate::alter::*;
use lesson::CaseName;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("Answer in two writes: the body", |run| ran_as(run, ANSWER, ANSWER_AT_ONCE)),
    ("Answer in two writes: the body", |run| set!(case(run, ANSWER), Held.in_flight_segments = 0)),
    ("Request in two writes: the body", |run| ran_as(run, REQUEST, REQUEST_AT_ONCE)),
    ("Request in two writes: the body", |run| set!(case(run, REQUEST), Held.in_flight_segments = 0)),
    ("Answer in two writes: as many trips", |run| ran_as(run, ANSWER, ANSWER_AT_ONCE)),
    ("Answer in two writes: as many trips", |run| ran_as(run, OK_AWAITED, ONE)),
    ("Request in two writes: as many trips", |run| ran_as(run, REQUEST, REQUEST_AT_ONCE)),
    ("Request in two writes: as many trips", |run| ran_as(run, OK_AWAITED, ONE)),
    ("The ack handshake holds nothing back", |run| ran_as(run, OK_AWAITED, ANSWER)),
    ("The ack handshake holds nothing back", |run| ran_as(run, OK_AWAITED, REQUEST)),
    ("Answer in two writes, TCP_NODELAY", |run| ran_as(run, ANSWER_AT_ONCE, ANSWER)),
    ("Answer in two writes, TCP_NODELAY", |run| {
        without(case(run, ANSWER_AT_ONCE), |event| matches!(event, Event::Segments { stream: BACK, bytes: 4, .. }));
    }),
    ("Request in two writes, TCP_NODELAY", |run| ran_as(run, REQUEST_AT_ONCE, REQUEST)),
    ("Request in two writes, TCP_NODELAY", |run| {
        without(case(run, REQUEST_AT_ONCE), |event| matches!(event, Event::Segments { stream: FORWARD, bytes: 4, .. }));
    }),
    ("One write", |run| ran_as(run, ONE, ANSWER)),
    ("One write", |run| ran_as(run, ONE, REQUEST)),
    ("One write", |run| ran_as(run, ONE, ANSWER_AT_ONCE)),
    ("One write", |run| ran_as(run, ONE, REQUEST_AT_ONCE)),
    ("One vectored write", |run| ran_as(run, ONE_WRITEV.with(NAGLE_DELAYED_ACKS), ANSWER)),
    ("One vectored write", |run| ran_as(run, ONE_WRITEV.with(NAGLE_DELAYED_ACKS), ANSWER_AT_ONCE)),
    ("One vectored write", |run| ran_as(run, ONE_WRITEV.with(NAGLE_DELAYED_ACKS), REQUEST_AT_ONCE)),
    ("MSG_MORE", |run| ran_as(run, MSG_MORE.with(NAGLE_DELAYED_ACKS), ONE)),
    ("MSG_MORE", |run| set!(case(run, MSG_MORE.with(NAGLE_DELAYED_ACKS)), Held.in_flight_segments = 1)),
    ("TCP_CORK", |run| ran_as(run, CORK.with(NAGLE_DELAYED_ACKS), REQUEST)),
    ("TCP_CORK", |run| {
        // Three segments each way, but for two commands.
        let first = |event: &Event| matches!(event, Event::Command { number: 1, .. });
        without(case(run, CORK.with(NAGLE_DELAYED_ACKS)), first);
    }),
    ("Answer in two writes, quick ACKs", |run| ran_as(run, ANSWER_QUICK, ANSWER_AT_ONCE)),
    ("Request in two writes, quick ACKs", |run| {
        ran_as(run, REQUEST_IN_TWO.with(NAGLE_QUICK_ACKS), REQUEST_AT_ONCE);
    }),
];

pub(crate) const ANSWER: CaseName = ANSWER_IN_TWO.with(NAGLE_DELAYED_ACKS);
pub(crate) const ANSWER_AT_ONCE: CaseName = ANSWER_IN_TWO.with(NODELAY_DELAYED_ACKS);
pub(crate) const ANSWER_QUICK: CaseName = ANSWER_IN_TWO.with(NAGLE_QUICK_ACKS);
const REQUEST: CaseName = REQUEST_IN_TWO.with(NAGLE_DELAYED_ACKS);
const REQUEST_AT_ONCE: CaseName = REQUEST_IN_TWO.with(NODELAY_DELAYED_ACKS);
const ONE: CaseName = ONE_WRITE.with(NAGLE_DELAYED_ACKS);
const OK_AWAITED: CaseName = HANDSHAKE.with(NAGLE_DELAYED_ACKS);
