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
use trace::{Case, Event, Stream};

/// Where an event is put into words.
enum Topic {
    OfStream(StreamTopic),
    OfCase(CaseTopic),
    /// Nowhere: a picture draws it, or a table counts it.
    Drawn,
}

/// What is said of each stream, in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum StreamTopic {
    ShortWrites,
    Reads,
    Failures,
    HeldBack,
    Values,
}

/// What is said of the case after that, in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CaseTopic {
    Turns,
    Capture,
}

fn topic(event: &Event) -> Topic {
    match event {
        Event::Write { .. } => Topic::OfStream(StreamTopic::ShortWrites),
        Event::Read { .. } => Topic::OfStream(StreamTopic::Reads),
        Event::Failed { .. } => Topic::OfStream(StreamTopic::Failures),
        Event::Held { .. } => Topic::OfStream(StreamTopic::HeldBack),
        Event::SentValue { .. } | Event::DecodedValue { .. } => Topic::OfStream(StreamTopic::Values),
        Event::Memory { .. } | Event::Ended { .. } => Topic::OfCase(CaseTopic::Turns),
        Event::Segment { .. } => Topic::OfCase(CaseTopic::Capture),
        // What was waiting, and what left, is part of the sentences on reads.
        Event::Queued { .. } | Event::Segments { .. } => Topic::Drawn,
        Event::Command { .. } | Event::EmptyWrite { .. } | Event::Shutdown { .. } | Event::Closed { .. } => {
            Topic::Drawn
        }
        // The bytes of a case have their own sentences: see `Format::facts`.
        Event::Framed { .. } | Event::Encoded { .. } | Event::Overhead { .. } | Event::Part { .. } => Topic::Drawn,
        // Decoders have their own sentences, after those on what was sent.
        Event::Scripted { .. } | Event::Cuts { .. } | Event::EarlyEnds { .. } => Topic::Drawn,
    }
}

/// Everything that is to be said of a case.
pub(crate) fn sentences(case: &Case) -> String {
    on_one_command(&first_command(case)) + &other_commands(case) + &cuts::sentences(case) + &early_ends::sentences(case)
}

fn on_one_command(case: &Case) -> String {
    let mut out = String::new();
    for stream in Stream::BOTH.into_iter().filter(|&stream| case.uses(stream)) {
        let topics: BTreeSet<StreamTopic> = case
            .on(stream)
            .filter_map(|timed| if let Topic::OfStream(topic) = topic(&timed.event) { Some(topic) } else { None })
            .collect();
        out.extend(topics.into_iter().map(|topic| on_stream(topic, case, stream)));
    }
    let topics: BTreeSet<CaseTopic> = case
        .events
        .iter()
        .filter_map(|timed| if let Topic::OfCase(topic) = topic(&timed.event) { Some(topic) } else { None })
        .collect();
    out.extend(topics.into_iter().map(|topic| match topic {
        CaseTopic::Turns => turns::sentences(case),
        CaseTopic::Capture => on_the_way(case),
    }));
    out + &attempts(case)
}

fn on_stream(topic: StreamTopic, case: &Case, stream: Stream) -> String {
    match topic {
        StreamTopic::ShortWrites => reads::short_writes(case, stream),
        // The turns are judged then, and not the reads.
        StreamTopic::Reads if !case.endings(stream).is_empty() => String::new(),
        StreamTopic::Reads => reads::reads(case, stream),
        StreamTopic::Failures => turns::failures(case, stream),
        StreamTopic::HeldBack => held::held(case, stream),
        StreamTopic::Values => values(case, stream),
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
