//! What a learner guesses in lesson 03.

use super::{ONE_READ, pipes};
use lesson::Question;
use render::{counted, quoted};
use trace::{Case, Ending, Event, Kind, Stream};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

pub(super) const TRIPS: Question = Question::number(
    "How many times do messages cross the connection for one command?",
    |case| case.trips().value,
    |case| {
        let writes = case.events.iter().filter_map(|timed| match &timed.event {
            Event::Write { data, .. } => Some(data.as_slice()),
            _ => None,
        });
        let trips = case.trips().value.unwrap_or(0);
        format!("data crossed it {trips} times: {}", quoted(&writes.collect::<Vec<_>>()))
    },
);

pub(super) const LENGTH: Question = Question::number(
    "What length does the client read?",
    |case| text(last(case, BACK, Kind::Length)?).parse().ok(),
    |case| {
        let sent = case.sent_values(BACK, Kind::Length).concat();
        let taken = last(case, BACK, Kind::Length).unwrap_or_default();
        format!("one read returned {}, where the length was {}", quoted(&[taken]), quoted(&[sent]))
    },
);

pub(super) const BYTES_FOR_THE_OK: Question = Question::number(
    "How many bytes does the server take for the OK?",
    |case| last(case, FORWARD, Kind::Ok).map(|ok| ok.len() as u64),
    |case| {
        let ok = last(case, FORWARD, Kind::Ok).unwrap_or_default();
        format!("its read returned {}, {}", counted(ok.len() as u64, "byte"), quoted(&[ok]))
    },
);

pub(super) const NEXT_COMMAND: Question = Question::word(
    "Does the server get the next command: yes or no?",
    &["yes", "no"],
    |case| {
        let sent = case.sent_values(FORWARD, Kind::Command);
        Some(if sent.last().copied() == last(case, FORWARD, Kind::Command) { "yes" } else { "no" })
    },
    |case| {
        let ok = last(case, FORWARD, Kind::Ok).unwrap_or_default();
        let next = last(case, FORWARD, Kind::Command).unwrap_or_default();
        format!("its reads returned {} and then {}", quoted(&[ok]), quoted(&[next]))
    },
);

pub(super) const COMMANDS: Question = Question::number(
    "How many commands does the server get?",
    |case| Some(case.decoded_values(FORWARD, Kind::Command, ONE_READ).len() as u64),
    |case| {
        let taken = case.decoded_values(FORWARD, Kind::Command, ONE_READ);
        format!("it took {} for {}", quoted(&taken), counted(taken.len() as u64, "command"))
    },
);

pub(super) const TAKEN_FOR_THE_OK: Question = Question::word(
    "What does the server then take for the OK: ok, command or nothing?",
    &["ok", "command", "nothing"],
    |case| match last(case, FORWARD, Kind::Ok) {
        None => Some("nothing"),
        Some(b"OK") => Some("ok"),
        Some(_) => Some("command"),
    },
    |case| {
        let command = case.decoded_values(FORWARD, Kind::Command, ONE_READ).concat();
        let ok = last(case, FORWARD, Kind::Ok).unwrap_or_default();
        let waited = counted(command.len() as u64, "byte");
        format!("its first read returned {waited} of the command, and for the OK it read {}", quoted(&[ok]))
    },
);

pub(super) const ENDS: Question = Question::word(
    "Does the server read both outputs to the end: yes or no?",
    &["yes", "no"],
    |case| case.endings(FORWARD).first().map(|(how, _)| if *how == Ending::Completed { "yes" } else { "no" }),
    |case| {
        let (printed, read) = (case.bytes_written(FORWARD).value, case.bytes_read(FORWARD).value);
        let [printed, read] = [printed, read].map(|bytes| bytes.unwrap_or(0));
        match case.endings(FORWARD).first() {
            Some((Ending::Completed, _)) => format!("it read {read} bytes of stdout while it read stderr"),
            Some((Ending::Waiting, _)) => {
                format!("the pipe took {printed} bytes, the server read {read} of them, and it still waited at the end")
            }
            _ => format!("the pipe took {printed} bytes, and the server read {read} of them"),
        }
    },
);

pub(super) const PRINTED: Question = Question::word(
    "How much can the command print: all, a part or nothing?",
    &["all", "a part", "nothing"],
    |case| match case.bytes_written(FORWARD).value? as usize {
        0 => Some("nothing"),
        pipes::PRINTED.. => Some("all"),
        _ => Some("a part"),
    },
    |case| {
        let printed = case.bytes_written(FORWARD).value.unwrap_or(0);
        format!("the pipe took {printed} of {} bytes", pipes::PRINTED)
    },
);

/// The last value of that kind that was decoded, however it was read.
fn last(case: &Case, stream: Stream, kind: Kind) -> Option<&[u8]> {
    case.decoded(stream, kind).last().copied()
}

fn text(data: &[u8]) -> &str {
    std::str::from_utf8(data).unwrap_or_default()
}
