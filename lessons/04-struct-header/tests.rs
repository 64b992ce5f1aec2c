//! What would belie each claim of lesson 04.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("Four bytes, then as many as they say: every body as it was meant, the empty one too", |run| {
        retake(case(run, EXACT_READS), Kind::Frame, |_, data| data.extend(b"!"));
    }),
    ("A command costs two one-way trips: nobody waits for a turn", |run| {
        let exact = case(run, EXACT_READS);
        let ok = exact.events.iter().find(|timed| matches!(timed.event, Event::Segments { .. })).cloned();
        exact.events.extend(ok); // one more way, as an OK would be
    }),
    ("The decoder finds every frame again, whatever the cuts of writes and reads", |run| {
        let last_frame = |event: &Event| matches!(event, Event::DecodedValue { data, .. } if data == "粘包".as_bytes());
        without(case(run, RANDOM_CUTS), last_frame);
    }),
    ("Counting all that was collected at every read ends the body too early", |run| {
        let wrong = case(run, COUNTED_WRONGLY);
        let whole = wrong.sent_values(FORWARD, Kind::Frame)[0].to_vec();
        retake(wrong, Kind::Frame, |_, data| data.clone_from(&whole));
    }),
    ("Then the middle of the text is read as the next header", |run| {
        retake(case(run, COUNTED_WRONGLY), Kind::Length, |_, data| *data = b"3".to_vec());
    }),
    ("Header and body in two writes: the body is held back while the header awaits its ACK", two_writes_without_nagle),
    ("Header and body in two writes: the body is held back while the header awaits its ACK", |run| {
        each(case(run, NAGLE_TWO), |event| {
            if let Event::Held { in_flight_segments, .. } = event {
                *in_flight_segments = 0;
            }
        });
    }),
    ("Two writes with TCP_NODELAY: nothing is held back", |run| {
        ran_as(run, NODELAY_TWO, NAGLE_TWO);
    }),
    ("Header and body in one write: nothing is held back, and they share a segment", |run| {
        ran_as(run, ONE, NAGLE_TWO);
    }),
    ("Header and body in one write: nothing is held back, and they share a segment", |run| {
        ran_as(run, ONE, NODELAY_TWO);
    }),
    ("The ack handshake holds nothing back, so it beats the header in two writes", two_writes_without_nagle),
    ("The ack handshake holds nothing back, so it beats the header in two writes", |run| {
        ran_as(run, OK_AWAITED, NAGLE_TWO);
    }),
];

const NAGLE_TWO: CaseName = TWO_WRITES.with(NAGLE_DELAYED_ACKS);
const NODELAY_TWO: CaseName = TWO_WRITES.with(NODELAY_DELAYED_ACKS);
const ONE: CaseName = ONE_WRITE.with(NAGLE_DELAYED_ACKS);
const OK_AWAITED: CaseName = HANDSHAKE.with(NAGLE_DELAYED_ACKS);

fn two_writes_without_nagle(run: &mut Run) {
    ran_as(run, NAGLE_TWO, NODELAY_TWO);
}
