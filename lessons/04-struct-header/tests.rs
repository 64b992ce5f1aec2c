//! What would belie each claim of lesson 04.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("Four bytes, then as many", |run| retake(case(run, EXACT_READS), Kind::Frame, |_, data| data.extend(b"!"))),
    ("A command costs two one-way trips", |run| {
        let exact = case(run, EXACT_READS);
        let ok = exact.events.iter().find(|timed| matches!(timed.event, Event::Segments { .. })).cloned();
        exact.events.extend(ok); // one more way, as an OK would be
    }),
    ("The decoder finds every frame again", |run| {
        let last_frame = |event: &Event| matches!(event, Event::DecodedValue { data, .. } if data == "粘包".as_bytes());
        without(case(run, RANDOM_CUTS), last_frame);
    }),
    ("Counting all that was collected", |run| retake_whole(case(run, COUNTED_WRONGLY), Kind::Frame)),
    ("Then the middle of the text", |run| {
        retake(case(run, COUNTED_WRONGLY), Kind::Length, |_, data| *data = b"3".to_vec());
    }),
    ("Header and body in two writes", |run| ran_as(run, NAGLE_TWO, NODELAY_TWO)),
    ("Header and body in two writes", |run| set!(case(run, NAGLE_TWO), Held.in_flight_segments = 0)),
    ("Two writes with TCP_NODELAY", |run| ran_as(run, NODELAY_TWO, NAGLE_TWO)),
    ("Header and body in one write", |run| ran_as(run, ONE, NAGLE_TWO)),
    ("Header and body in one write", |run| ran_as(run, ONE, NODELAY_TWO)),
    ("The ack handshake holds nothing back", |run| ran_as(run, NAGLE_TWO, NODELAY_TWO)),
    ("The ack handshake holds nothing back", |run| ran_as(run, HANDSHAKE.with(NAGLE_DELAYED_ACKS), NAGLE_TWO)),
];

const NAGLE_TWO: CaseName = TWO_WRITES.with(NAGLE_DELAYED_ACKS);
const NODELAY_TWO: CaseName = TWO_WRITES.with(NODELAY_DELAYED_ACKS);
const ONE: CaseName = ONE_WRITE.with(NAGLE_DELAYED_ACKS);
