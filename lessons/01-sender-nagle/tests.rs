//! What would belie each claim of lesson 01.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("Nagle, an ACK awaited: it even separates I'm from Lyon", |run| {
        ran_as(run, GREETING.with(NAGLE_DELAYED_ACKS), GREETING.with(NODELAY_DELAYED_ACKS));
    }),
    ("Nagle holds bytes back only while an ACK is awaited", |run| {
        each(case(run, BURST.with(NAGLE_DELAYED_ACKS)), |event| {
            if let Event::Held { in_flight_segments, .. } = event {
                *in_flight_segments = 0;
            }
        });
    }),
    ("Nagle holds bytes back only while an ACK is awaited", nagle_was_off),
    ("Nagle, delayed ACKs: fewer segments than writes", nagle_was_off),
    ("Nagle, delayed ACKs: what is glued was glued by the sender", nagle_was_off),
    ("Nagle, quick ACKs: more segments than with delayed ones", |run| {
        let mut left = 0;
        case(run, BURST.with(NAGLE_QUICK_ACKS)).events.retain(|timed| {
            left += u64::from(matches!(timed.event, Event::Segments { .. }));
            left <= 2 || !matches!(timed.event, Event::Segments { .. })
        });
    }),
    ("TCP_NODELAY: a segment for every write", nagle_was_on),
    ("TCP_NODELAY: glued all the same, by the receiver; it is not framing", nagle_was_on),
    ("TCP_NODELAY: glued all the same, by the receiver; it is not framing", |run| {
        read_apart(case(run, BURST.with(NODELAY_DELAYED_ACKS)), FORWARD);
    }),
    ("TCP_CORK holds bytes back with no ACK awaited, and lets them go as fewer segments", |run| {
        ran_as(run, CORKED.with(NAGLE_QUICK_ACKS), BURST.with(NAGLE_QUICK_ACKS));
    }),
    ("Pauses on a fresh connection: no read is glued, this time", |run| {
        ran_as(run, PAUSES.with(NAGLE_QUICK_ACKS), PAUSES.with(NAGLE_DELAYED_ACKS));
    }),
    ("Pauses with delayed ACKs are no fix: reads are glued, by the sender", |run| {
        read_apart(case(run, PAUSES.with(NAGLE_DELAYED_ACKS)), FORWARD);
    }),
    ("Pauses after a request and its answer are no fix: reads are glued, by the sender", |run| {
        read_apart(case(run, PAUSES_AFTER_AN_ANSWER.with(options::NAGLE)), FORWARD);
    }),
    ("Nagle, over a distance: one segment leaves, the rest when its ACK has come back", |run| {
        ran_as(run, BURST.with(NAGLE_QUICK_ACKS), BURST.with(NODELAY_QUICK_ACKS));
    }),
];

fn nagle_was_off(run: &mut Run) {
    ran_as(run, BURST.with(NAGLE_DELAYED_ACKS), BURST.with(NODELAY_DELAYED_ACKS));
}

fn nagle_was_on(run: &mut Run) {
    ran_as(run, BURST.with(NODELAY_DELAYED_ACKS), BURST.with(NAGLE_DELAYED_ACKS));
}
