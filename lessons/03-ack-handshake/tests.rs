//! What would belie each claim of lesson 03.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("In turns nothing is glued, and every length and body is taken as it was meant", |run| {
        glue_reads(case(run, IN_TURNS), BACK);
    }),
    ("In turns nothing is glued, and every length and body is taken as it was meant", |run| {
        glue_reads(case(run, IN_TURNS), FORWARD);
    }),
    ("In turns nothing is glued, and every length and body is taken as it was meant", |run| {
        retake(case(run, IN_TURNS), Kind::Length, |_, data| data.push(b'0'));
    }),
    ("In turns nothing is glued, and every length and body is taken as it was meant", |run| {
        retake(case(run, IN_TURNS), Kind::Body, |_, data| data.truncate(1));
    }),
    ("A command costs four one-way trips", |run| {
        without(
            case(run, IN_TURNS),
            |event| matches!(event, Event::Segments { stream: FORWARD, bytes: 2, .. }), // the OK
        );
    }),
    ("A body sent without its OK is glued to the length, which becomes another number", |run| {
        read_apart(case(run, NO_WAIT), BACK);
    }),
    ("A body sent without its OK is glued to the length, which becomes another number", |run| {
        retake(case(run, NO_WAIT), Kind::Length, |_, data| data.truncate(1));
    }),
    ("An OK with the next command behind it is read as neither", |run| {
        ran_as(run, OK_AS_ONE_READ, OK_AS_TWO_BYTES);
    }),
    ("Two bytes are an OK, whatever waits behind them: there the length is known", |run| {
        ran_as(run, OK_AS_TWO_BYTES, OK_AS_ONE_READ);
    }),
    ("Two commands sent at once are taken for one: requests have no framing", |run| {
        let at_once = case(run, TWO_COMMANDS);
        let taken = at_once.events.iter().find(|timed| matches!(timed.event, Event::DecodedValue { .. })).cloned();
        at_once.events.extend(taken);
    }),
    ("Two commands sent at once are taken for one: requests have no framing", |run| {
        read_apart(case(run, TWO_COMMANDS), FORWARD);
    }),
    ("A command longer than the read is cut, and what was cut off is taken for the OK", |run| {
        let long = case(run, LONG_COMMAND);
        let whole = long.sent_values(FORWARD, Kind::Command)[0].to_vec();
        retake(long, Kind::Command, |_, data| data.clone_from(&whole));
    }),
    ("A command longer than the read is cut, and what was cut off is taken for the OK", |run| {
        let long = case(run, LONG_COMMAND);
        without(long, |event| matches!(event, Event::DecodedValue { kind: Kind::Ok, .. }));
    }),
];
