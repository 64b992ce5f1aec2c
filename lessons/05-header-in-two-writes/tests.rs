//! What would belie each claim of lesson 05.

use super::*;
use crate::alter::*;
use lesson::CaseName;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("Answer in two writes: the body is held back while its header awaits its ACK", |run| {
        ran_as(run, ANSWER, ANSWER_AT_ONCE);
    }),
    ("Answer in two writes: the body is held back while its header awaits its ACK", |run| {
        each(case(run, ANSWER), |event| awaited(event, 0));
    }),
    ("Request in two writes: the body is held back while its header awaits its ACK", |run| {
        ran_as(run, REQUEST, REQUEST_AT_ONCE);
    }),
    ("Request in two writes: the body is held back while its header awaits its ACK", |run| {
        each(case(run, REQUEST), |event| awaited(event, 0));
    }),
    ("Answer in two writes: as many trips as the ack handshake makes", |run| {
        ran_as(run, ANSWER, ANSWER_AT_ONCE);
    }),
    ("Answer in two writes: as many trips as the ack handshake makes", |run| ran_as(run, OK_AWAITED, EACH_AT_ONCE)),
    ("Request in two writes: as many trips as the ack handshake makes", |run| {
        ran_as(run, REQUEST, REQUEST_AT_ONCE);
    }),
    ("Request in two writes: as many trips as the ack handshake makes", |run| ran_as(run, OK_AWAITED, EACH_AT_ONCE)),
    ("The ack handshake holds nothing back: no write of it waits for an ACK", |run| ran_as(run, OK_AWAITED, ANSWER)),
    ("The ack handshake holds nothing back: no write of it waits for an ACK", |run| ran_as(run, OK_AWAITED, REQUEST)),
    ("Answer in two writes, TCP_NODELAY: half the trips, and a segment for each write", |run| {
        ran_as(run, ANSWER_AT_ONCE, ANSWER);
    }),
    ("Answer in two writes, TCP_NODELAY: half the trips, and a segment for each write", |run| {
        without(case(run, ANSWER_AT_ONCE), |event| matches!(event, Event::Segments { stream: BACK, bytes: 4, .. }));
    }),
    ("Request in two writes, TCP_NODELAY: half the trips, and a segment for each write", |run| {
        ran_as(run, REQUEST_AT_ONCE, REQUEST);
    }),
    ("Request in two writes, TCP_NODELAY: half the trips, and a segment for each write", |run| {
        without(case(run, REQUEST_AT_ONCE), |event| matches!(event, Event::Segments { stream: FORWARD, bytes: 4, .. }));
    }),
    (ONE_WRITE_EACH, |run| ran_as(run, EACH_AT_ONCE, ANSWER)),
    (ONE_WRITE_EACH, |run| ran_as(run, EACH_AT_ONCE, REQUEST)),
    (ONE_WRITE_EACH, |run| ran_as(run, EACH_AT_ONCE, ANSWER_AT_ONCE)),
    (ONE_WRITE_EACH, |run| ran_as(run, EACH_AT_ONCE, REQUEST_AT_ONCE)),
    (VECTORED_EACH, |run| ran_as(run, ONE_WRITEV.with(NAGLE_DELAYED_ACKS), ANSWER)),
    (VECTORED_EACH, |run| ran_as(run, ONE_WRITEV.with(NAGLE_DELAYED_ACKS), ANSWER_AT_ONCE)),
    (VECTORED_EACH, |run| ran_as(run, ONE_WRITEV.with(NAGLE_DELAYED_ACKS), REQUEST_AT_ONCE)),
    (MORE_TO_COME, |run| ran_as(run, MSG_MORE.with(NAGLE_DELAYED_ACKS), EACH_AT_ONCE)),
    (MORE_TO_COME, |run| {
        each(case(run, MSG_MORE.with(NAGLE_DELAYED_ACKS)), |event| awaited(event, 1));
    }),
    (CORKED_EACH, |run| ran_as(run, CORK.with(NAGLE_DELAYED_ACKS), REQUEST)),
    (CORKED_EACH, |run| {
        without(
            case(run, CORK.with(NAGLE_DELAYED_ACKS)),
            |event| matches!(event, Event::Command { number: 1, .. }), // three segments each way, but for two commands
        );
    }),
    ("Answer in two writes, quick ACKs: over a distance they save the delay, and no trip", |run| {
        ran_as(run, ANSWER_QUICK, ANSWER_AT_ONCE);
    }),
    ("Request in two writes, quick ACKs: over a distance they save the delay, and no trip", |run| {
        ran_as(run, REQUEST_IN_TWO.with(NAGLE_QUICK_ACKS), REQUEST_AT_ONCE);
    }),
];

pub(crate) const ANSWER: CaseName = ANSWER_IN_TWO.with(NAGLE_DELAYED_ACKS);
pub(crate) const ANSWER_AT_ONCE: CaseName = ANSWER_IN_TWO.with(NODELAY_DELAYED_ACKS);
pub(crate) const ANSWER_QUICK: CaseName = ANSWER_IN_TWO.with(NAGLE_QUICK_ACKS);
const REQUEST: CaseName = REQUEST_IN_TWO.with(NAGLE_DELAYED_ACKS);
const REQUEST_AT_ONCE: CaseName = REQUEST_IN_TWO.with(NODELAY_DELAYED_ACKS);
const EACH_AT_ONCE: CaseName = ONE_WRITE.with(NAGLE_DELAYED_ACKS);
const OK_AWAITED: CaseName = HANDSHAKE.with(NAGLE_DELAYED_ACKS);

const ONE_WRITE_EACH: &str = "One write: header and body share a segment, nothing is held back, half the trips";
const VECTORED_EACH: &str = "One vectored write: header and body share a segment, nothing is held back, half the trips";
const MORE_TO_COME: &str = "MSG_MORE: the header is held back for its body, with no ACK awaited; half the trips";
const CORKED_EACH: &str = "TCP_CORK: the header is held back for its body, with no ACK awaited; half the trips";

/// What is held is held while so many segments await their ACK.
fn awaited(event: &mut Event, segments: u64) {
    if let Event::Held { in_flight_segments, .. } = event {
        *in_flight_segments = segments;
    }
}
