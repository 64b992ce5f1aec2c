//! Ways to alter a run, so that a claim is no longer true of it. They take the events of a real run, and never make up a
//! whole one.

use lesson::CaseName;
use trace::{Case, Event, Kind, Run, Stream};

/// How a claim's text begins, as far as no other claim of the lesson does, and an alteration under which the claim is false.
/// A claim may have several.
pub(crate) type Alteration = (&'static str, fn(&mut Run));

pub(crate) const FORWARD: Stream = Stream::Forward;
pub(crate) const BACK: Stream = Stream::Back;

pub(crate) fn case(run: &mut Run, name: CaseName) -> &mut Case {
    let found = run.cases.iter_mut().find(|case| case.name == name.text());
    found.unwrap_or_else(|| panic!("no case {}", name.text()))
}

/// The case `named` in truth did what the case `other` did: the opposite option.
pub(crate) fn ran_as(run: &mut Run, named: CaseName, other: CaseName) {
    let events = case(run, other).events.clone();
    case(run, named).events = events;
}

pub(crate) fn each(case: &mut Case, alter: impl Fn(&mut Event)) {
    case.events.iter_mut().for_each(|timed| alter(&mut timed.event));
}

/// What a field of some events held, in all of them.
macro_rules! set {
    ($case:expr, $event:ident.$field:ident = $value:expr) => {
        each($case, |event| {
            if let Event::$event { $field, .. } = event {
                *$field = $value;
            }
        })
    };
}
pub(crate) use set;

pub(crate) fn without(case: &mut Case, unwanted: impl Fn(&Event) -> bool) {
    case.events.retain(|timed| !unwanted(&timed.event));
}

/// What was taken for a value of `wanted`, taken otherwise.
pub(crate) fn retake(case: &mut Case, wanted: Kind, alter: impl Fn(&str, &mut Vec<u8>)) {
    each(case, |event| {
        if let Event::DecodedValue { kind, data, how, .. } = event {
            if *kind == wanted {
                alter(how, data);
            }
        }
    });
}

/// The first value of `wanted` taken as it was sent.
pub(crate) fn retake_whole(case: &mut Case, wanted: Kind) {
    let whole = case.sent_values(Stream::Forward, wanted)[0].to_vec();
    retake(case, wanted, |_, data| data.clone_from(&whole));
}

pub(crate) fn is_read(event: &Event) -> bool {
    matches!(event, Event::Read { .. })
}

pub(crate) fn last_read_got(case: &mut Case, bytes: u64) {
    let last = case.events.iter_mut().rev().find(|timed| is_read(&timed.event));
    if let Event::Read { got, .. } = &mut last.expect("a read").event {
        *got = bytes;
    }
}

/// Every message of `stream` in a read of its own.
pub(crate) fn read_apart(case: &mut Case, stream: Stream) {
    let messages = case.messages(stream);
    let t_us = case.events.last().expect("events").t_us;
    without(case, |event| matches!(event, Event::Read { stream: s, .. } if *s == stream));
    for message in messages.iter().filter(|message| !message.range.is_empty()) {
        let got = message.range.end - message.range.start;
        case.push(t_us, Event::Read { stream, offset: message.range.start, asked: 1024, got, data: vec![] });
    }
}

/// The first two reads of `stream` in one.
pub(crate) fn glue_reads(case: &mut Case, stream: Stream) {
    let of_stream = |event: &Event| matches!(event, Event::Read { stream: s, .. } if *s == stream);
    let mut reads = case.events.iter().enumerate().filter(|(_, timed)| of_stream(&timed.event));
    let (first, second) = (reads.next().expect("a read").0, reads.next().expect("a second read").0);
    let Event::Read { got: more, .. } = case.events.remove(second).event else { unreachable!("it is a read") };
    if let Event::Read { got, .. } = &mut case.events[first].event {
        *got += more;
    }
}
