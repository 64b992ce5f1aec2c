//! What would belie each claim of lesson 03.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("Both sides wait for their turn: no read", |run| glue_reads(case(run, IN_TURNS), BACK)),
    ("Both sides wait for their turn: no read", |run| glue_reads(case(run, IN_TURNS), FORWARD)),
    ("Both sides wait for their turn: no read", |run| {
        retake(case(run, IN_TURNS), Kind::Length, |_, data| data.push(b'0'));
    }),
    ("Both sides wait for their turn: no read", |run| {
        retake(case(run, IN_TURNS), Kind::Body, |_, data| data.truncate(1));
    }),
    ("Both sides wait for their turn: a command", |run| {
        let is_ok = |event: &Event| matches!(event, Event::Segments { stream: FORWARD, bytes: 2, .. });
        without(case(run, IN_TURNS), is_ok);
    }),
    ("A body sent before its OK", |run| read_apart(case(run, NO_WAIT), BACK)),
    ("A body sent before its OK", |run| retake(case(run, NO_WAIT), Kind::Length, |_, data| data.truncate(1))),
    ("One read for the OK", |run| ran_as(run, OK_AS_ONE_READ, OK_AS_TWO_BYTES)),
    ("One read for the OK", |run| retake(case(run, OK_AS_ONE_READ), Kind::Ok, |_, data| data.truncate(2))),
    ("Two bytes for the OK", |run| ran_as(run, OK_AS_TWO_BYTES, OK_AS_ONE_READ)),
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
    ("stderr is read before stdout", |run| ran_as(run, STDERR_FIRST, BOTH_PIPES)),
    ("stdout and stderr are read at the same time", |run| ran_as(run, BOTH_PIPES, STDERR_FIRST)),
];
