//! What is said of a case in words, beside its picture.
//!
//! [`topic`] matches each event without a wildcard: an event that is added to the trace does not compile until it has its
//! sentences, or is listed among those that a picture or a table shows.

mod held;
mod reads;
mod sides;
mod turns;
mod values;

pub(crate) use values::{AS_MEANT, values};

use crate::columns::wrap;
use crate::decoders::{cuts, early_ends};
use crate::excerpt::{first_command, other_commands};
use crate::units::{counted, span};
use std::collections::BTreeSet;
use trace::{Case, Event, Stream, Timed};

/// Where an event is put into words, in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Topic {
    ShortWrites,
    Reads,
    Failures,
    HeldBack,
    Values,
    Turns,
    Capture,
    /// Nowhere: a picture draws it, or a table counts it.
    Drawn,
}

fn topic(event: &Event) -> Topic {
    match event {
        Event::Write { .. } => Topic::ShortWrites,
        Event::Read { .. } => Topic::Reads,
        Event::Failed { .. } => Topic::Failures,
        Event::Held { .. } => Topic::HeldBack,
        Event::SentValue { .. } | Event::DecodedValue { .. } => Topic::Values,
        Event::Memory { .. } | Event::Ended { .. } => Topic::Turns,
        Event::Segment { .. } => Topic::Capture,
        // What was waiting, and what left, is part of the sentences on reads.
        Event::Queued { .. } | Event::Segments { .. } | Event::Awaiting { .. } => Topic::Drawn,
        Event::Command { .. } | Event::EmptyWrite { .. } | Event::Shutdown { .. } | Event::Closed { .. } => {
            Topic::Drawn
        }
        // The bytes of a case have their own sentences: see `Format::facts`.
        Event::Framed { .. } | Event::Encoded { .. } | Event::Overhead { .. } | Event::Part { .. } => Topic::Drawn,
        // Decoders have their own sentences, after those on what was sent.
        Event::Scripted { .. } | Event::Cuts { .. } | Event::EarlyEnds { .. } => Topic::Drawn,
    }
}

fn topics<'a>(events: impl Iterator<Item = &'a Timed>) -> BTreeSet<Topic> {
    events.map(|timed| topic(&timed.event)).collect()
}

/// Everything that is to be said of a case.
pub(crate) fn sentences(case: &Case) -> String {
    on_one_command(&first_command(case)) + &other_commands(case) + &cuts::sentences(case) + &early_ends::sentences(case)
}

fn on_one_command(case: &Case) -> String {
    let mut out = String::new();
    for stream in Stream::BOTH.into_iter().filter(|&stream| case.uses(stream)) {
        out.extend(topics(case.on(stream)).into_iter().map(|topic| on_stream(topic, case, stream)));
    }
    out.extend(topics(case.events.iter()).into_iter().map(|topic| on_case(topic, case)));
    out + &attempts(case)
}

/// What is said of each stream.
fn on_stream(topic: Topic, case: &Case, stream: Stream) -> String {
    match topic {
        Topic::ShortWrites => reads::short_writes(case, stream),
        // The turns are judged then, and not the reads.
        Topic::Reads if !case.endings(stream).is_empty() => String::new(),
        Topic::Reads => reads::reads(case, stream),
        Topic::Failures => turns::failures(case, stream),
        Topic::HeldBack => held::held(case, stream),
        Topic::Values => values(case, stream),
        Topic::Turns | Topic::Capture | Topic::Drawn => String::new(),
    }
}

/// What is said after that of the whole case.
fn on_case(topic: Topic, case: &Case) -> String {
    match topic {
        Topic::Turns => turns::sentences(case),
        Topic::Capture => on_the_way(case),
        Topic::ShortWrites | Topic::Reads | Topic::Failures | Topic::HeldBack | Topic::Values | Topic::Drawn => {
            String::new()
        }
    }
}

/// What a capture shows of the way: its round trip, and what was lost on it.
fn on_the_way(case: &Case) -> String {
    let opening = case.round_trip_us.map(|us| format!("  round trip of the connection's opening: {}\n", span(us)));
    let (mut lost, mut again) = ([0; 2], 0);
    for timed in &case.events {
        if let Event::Segment { bytes, resent, arrived_us, .. } = timed.event {
            lost[usize::from(bytes > 0)] += u64::from(arrived_us.is_none());
            again += u64::from(resent);
        }
    }
    let [without, with] = lost;
    let lost = if with + without + again > 0 {
        format!("  lost on the way: {} with data, {without} without; sent again: {again}\n", counted(with, "segment"))
    } else {
        String::new()
    };
    opening.unwrap_or_default() + &lost
}

/// Whether the machine was too slow, and what it cannot do.
fn attempts(case: &Case) -> String {
    let mut out = String::new();
    let too_late = "the machine made its calls too late for what they are to show";
    if case.late {
        let late = format!("In all of {} tries {too_late}: no claim is made on this case.", case.tries);
        out += &wrap(&late, "  ", 4);
    } else if case.tries > 1 {
        out += &wrap(&format!("This is try {}: in those before, {too_late}.", case.tries), "  ", 4);
    }
    if !case.missing.is_empty() {
        let missing = case.missing.join(", ");
        out += &wrap(&format!("This system cannot set {missing}: what depends on it was not observed."), "  ", 2);
    }
    out
}
