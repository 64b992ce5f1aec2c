//! What would belie each claim of lesson 03.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("In turns nothing is glued", |run| glue_reads(case(run, IN_TURNS), BACK)),
    ("In turns nothing is glued", |run| glue_reads(case(run, IN_TURNS), FORWARD)),
    ("In turns nothing is glued", |run| retake(case(run, IN_TURNS), Kind::Length, |_, data| data.push(b'0'))),
    ("In turns nothing is glued", |run| retake(case(run, IN_TURNS), Kind::Body, |_, data| data.truncate(1))),
    ("A command costs four one-way trips", |run| {
        let is_ok = |event: &Event| matches!(event, Event::Segments { stream: FORWARD, bytes: 2, .. });
        without(case(run, IN_TURNS), is_ok);
    }),
    ("A body sent without its OK", |run| read_apart(case(run, NO_WAIT), BACK)),
    ("A body sent without its OK", |run| retake(case(run, NO_WAIT), Kind::Length, |_, data| data.truncate(1))),
    ("An OK with the next command behind it", |run| ran_as(run, OK_AS_ONE_READ, OK_AS_TWO_BYTES)),
    ("Two bytes are an OK", |run| ran_as(run, OK_AS_TWO_BYTES, OK_AS_ONE_READ)),
    ("Two commands sent at once", |run| {
        let at_once = case(run, TWO_COMMANDS);
        let taken = at_once.events.iter().find(|timed| matches!(timed.event, Event::DecodedValue { .. })).cloned();
        at_once.events.extend(taken);
    }),
    ("Two commands sent at once", |run| read_apart(case(run, TWO_COMMANDS), FORWARD)),
    ("A command longer than the read", |run| retake_whole(case(run, LONG_COMMAND), Kind::Command)),
    ("A command longer than the read", |run| {
        without(case(run, LONG_COMMAND), |event| matches!(event, Event::DecodedValue { kind: Kind::Ok, .. }));
    }),
];
