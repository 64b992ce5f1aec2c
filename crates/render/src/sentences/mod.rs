//! The sentences beside the picture of a case. If there is nothing to say about something, there is no sentence.

mod held;
mod reads;
mod turns;
mod values;

pub(crate) use turns::ending;
pub(crate) use values::{AS_SENT, values};

use crate::columns::wrap;
use crate::decoders::{cuts, early_ends};
use crate::palette::{Role, emphasized};
use crate::text::{first_command, other_commands};
use crate::units::{counted, span};
use trace::{Case, Event, Stream};

pub(crate) fn sentences(case: &Case) -> String {
    on_one_command(&first_command(case)) + &other_commands(case) + &cuts::sentences(case) + &early_ends::sentences(case)
}

/// Whether a sentence is about events like this one. It names them all: a new one does not compile until that is decided.
fn is_put_into_words(event: &Event) -> bool {
    match event {
        Event::Write { .. } | Event::Read { .. } | Event::Failed { .. } | Event::Held { .. } => true,
        Event::SentValue { .. } | Event::DecodedValue { .. } | Event::Memory { .. } | Event::Ended { .. } => true,
        Event::Segment { .. } | Event::Cuts { .. } | Event::EarlyEnds { .. } => true,
        // The sentences on reads say what was waiting, and what left.
        Event::Queued { .. } | Event::Segments { .. } | Event::Awaiting { .. } => false,
        Event::Command { .. } | Event::EmptyWrite { .. } | Event::Shutdown { .. } | Event::Closed { .. } => false,
        // The bytes of a case have their own sentences: see `Format::facts`.
        Event::Framed { .. } | Event::Encoded { .. } | Event::Overhead { .. } | Event::Part { .. } => false,
        Event::Scripted { .. } => false,
    }
}

fn on_one_command(case: &Case) -> String {
    let has_words = |&stream: &Stream| case.on(stream).any(|timed| is_put_into_words(&timed.event));
    let streams = Stream::BOTH.into_iter().filter(|&stream| case.uses(stream)).filter(has_words);
    let on_streams: String = streams.map(|stream| on_stream(case, stream)).collect();
    on_streams + &turns::turns(case) + &on_the_way(case) + &attempts(case)
}

fn on_stream(case: &Case, stream: Stream) -> String {
    // Where turns are judged, reads are not.
    let reads = if case.endings(stream).is_empty() { reads::reads(case, stream) } else { String::new() };
    let calls = reads::short_writes(case, stream) + &reads + &turns::failures(case, stream);
    calls + &held::held(case, stream) + &values(case, stream)
}

/// What a capture shows of the way: its round trip, and what was lost on it.
fn on_the_way(case: &Case) -> String {
    if !case.captured() {
        return String::new();
    }
    let opening = case
        .round_trip_us
        .map(|us| sentence(&format!("When the connection opened, the kernel measured a round trip of {}.", span(us))));
    let (mut out, mut lost, mut again) = (opening.unwrap_or_default(), [0; 2], 0);
    for timed in &case.events {
        if let Event::Segment { bytes, resent, arrived_us, .. } = timed.event {
            lost[usize::from(bytes > 0)] += u64::from(arrived_us.is_none());
            again += u64::from(resent);
        }
    }
    let [without, with] = lost;
    if with + without + again > 0 {
        let with = counted(with, "segment");
        out +=
            &sentence(&format!("The wire lost {with} with data and {without} without; the hosts sent {again} again."));
    }
    out
}

/// Whether the machine was too slow, and what it cannot do.
fn attempts(case: &Case) -> String {
    let mut out = String::new();
    let tries = counted(case.tries, "attempt");
    if case.late {
        out += &sentence(&format!("The machine was too busy in {tries}, so no claim is made on this case."));
    } else if case.tries > 1 {
        out += &sentence(&format!("This took {tries}: before the last one, the machine was too busy."));
    }
    if !case.missing.is_empty() {
        let missing = case.missing.join(", ");
        out += &wrap(&format!("This system cannot set {missing}, so what depends on it was not observed."), "  ", 2);
    }
    out
}

/// A sentence as it is printed beside a picture, with its verdict in colour.
fn sentence(text: &str) -> String {
    emphasized(&wrap(text, "  ", 4), Role::Bad)
}

/// Who writes into `stream`; `None` if only one side writes.
fn writer(case: &Case, stream: Stream) -> Option<&'static str> {
    case.uses(Stream::Back).then(|| ["client", "server"][stream as usize])
}

/// Who reads from `stream`; `None` if only one side reads.
fn reader(case: &Case, stream: Stream) -> Option<&'static str> {
    writer(case, Stream::BOTH[1 - stream as usize])
}

/// A call of somebody, at the beginning of a sentence: "Read 2", "The client's read 2".
fn call(whose: Option<&str>, call: &str, nth: u64) -> String {
    match whose {
        Some(whose) => format!("The {whose}'s {call} {nth}"),
        None => format!("{}{} {nth}", call[..1].to_uppercase(), &call[1..]),
    }
}

/// A number of calls, and whose they are: "2 reads", "2 reads of the client".
fn calls(whose: Option<&str>, call: &str, count: usize) -> String {
    counted(count as u64, call) + &whose.map_or(String::new(), |whose| format!(" of the {whose}"))
}
