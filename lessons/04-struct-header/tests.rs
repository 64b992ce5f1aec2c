//! What would belie each claim of lesson 04.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("Read four bytes, then as many", |run| retake(case(run, EXACT_READS), Kind::Frame, |_, data| data.extend(b"!"))),
    ("A header in place of the OK", |run| {
        let exact = case(run, EXACT_READS);
        let ok = exact.events.iter().find(|timed| matches!(timed.event, Event::Segments { .. })).cloned();
        exact.events.extend(ok); // one more way, as an OK would be
    }),
    ("Random writes, random reads", |run| {
        let last_frame = |event: &Event| matches!(event, Event::DecodedValue { data, .. } if data == "粘包".as_bytes());
        without(case(run, RANDOM_CUTS), last_frame);
    }),
    ("The client adds its whole buffer", |run| retake_whole(case(run, ADDED_UP), Kind::Frame)),
    ("The client stops too early", |run| {
        retake(case(run, ADDED_UP), Kind::Length, |_, data| *data = b"3".to_vec());
    }),
    ("Sender and reader differ in byte order", |run| {
        retake(case(run, OTHER_ORDER), Kind::Length, |_, data| *data = b"200".to_vec());
    }),
    ("Sender and reader differ in the size", |run| retake_whole(case(run, LONG_LENGTH), Kind::Frame)),
    ("Sender and reader differ in the encoding", |run| retake_whole(case(run, GBK), Kind::Text)),
    ("Sender and reader differ in the encoding", |run| {
        retake(case(run, GBK), Kind::Frame, |_, data| data.truncate(1));
    }),
    ("Header and body in two writes", |run| ran_as(run, NAGLE_TWO, NODELAY_TWO)),
    ("Header and body in two writes", |run| set!(case(run, NAGLE_TWO), Held.in_flight_segments = 0)),
    ("Two writes with TCP_NODELAY", |run| ran_as(run, NODELAY_TWO, NAGLE_TWO)),
    ("Header and body in one write", |run| ran_as(run, ONE, NAGLE_TWO)),
    ("Header and body in one write", |run| ran_as(run, ONE, NODELAY_TWO)),
    ("The ack handshake", |run| ran_as(run, NAGLE_TWO, NODELAY_TWO)),
    ("The ack handshake", |run| ran_as(run, HANDSHAKE.with(NAGLE_DELAYED_ACKS), NAGLE_TWO)),
];

const NAGLE_TWO: CaseName = TWO_WRITES.with(NAGLE_DELAYED_ACKS);
const NODELAY_TWO: CaseName = TWO_WRITES.with(NODELAY_DELAYED_ACKS);
const ONE: CaseName = ONE_WRITE.with(NAGLE_DELAYED_ACKS);
