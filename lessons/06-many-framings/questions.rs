//! What lesson 06 asks before its cases run. The trace answers.

use super::{AT_LF, BY_DECODER, BY_PARSER, BY_READER};
use lesson::Question;
use render::{counted, escaped, quoted};
use trace::{Case, Event, Kind, Stream};

const FORWARD: Stream = Stream::Forward;

pub(crate) const CARRIED: Question = Question::number(
    "How many of the five messages does this framing carry?",
    |case| count(case, |event| matches!(event, Event::Encoded { .. })).map(|given| given - refused(case)),
    |case| {
        let mut reasons =
            case.encodings(FORWARD).into_iter().filter_map(|(data, wire)| Some((data, wire.as_ref().err()?)));
        let carried = case.encodings(FORWARD).len() as u64 - refused(case);
        match reasons.next_back() {
            None => format!("it carries all {carried}"),
            Some((data, reason)) => {
                let reason = reason.split(": ").next().unwrap_or(reason); // what to do instead is on the screen
                format!("it carries {carried} and refuses {}, such as \"{}\": {reason}", refused(case), escaped(data))
            }
        }
    },
);

pub(crate) const ADDED: Question = Question::number(
    "How many bytes does it add to the messages that it carries?",
    |case| on_the_wire(case).map(|wire| wire - payload(case)),
    |case| {
        let wire = on_the_wire(case).unwrap_or_default();
        format!("{} of payload became {wire} on the wire", counted(payload(case), "byte"))
    },
);

pub(crate) const MESSAGES_TAKEN: Question = Question::number(
    "How many messages does the receiver get?",
    |case| count(case, |event| matches!(event, Event::DecodedValue { kind: Kind::Text, .. })),
    |case| format!("it got {}", quoted(&case.decoded_values(FORWARD, Kind::Text, AT_LF))),
);

pub(crate) const DOCUMENTS_TAKEN: Question = Question::number(
    "How many documents does the parser return?",
    |case| {
        let parsed = case.decoded_values(FORWARD, Kind::Text, BY_PARSER).len() as u64;
        (parsed > 0 || errors(case).is_some()).then_some(parsed)
    },
    |case| {
        let (reads, bytes) = (case.read_count(FORWARD), case.bytes_read(FORWARD));
        let [reads, bytes] =
            [(reads, "read"), (bytes, "byte")].map(|(all, noun)| counted(all.value.unwrap_or(0), noun));
        let parsed = case.decoded_values(FORWARD, Kind::Text, BY_PARSER);
        match errors(case) {
            Some(errors) => format!("{reads} returned {bytes}, and the parser says: {errors}"),
            None => {
                format!("{reads} returned {bytes}, and the parser returned {}, one from each line", quoted(&parsed))
            }
        }
    },
);

pub(crate) const FRAMES_TAKEN: Question = Question::number(
    "How many of the six frames does the reader get?",
    |case| count(case, |event| matches!(event, Event::DecodedValue { how: BY_READER, .. })),
    |case| {
        let frames = quoted(&case.decoded_values(FORWARD, Kind::Frame, BY_READER));
        let reads = counted(case.read_count(FORWARD).value.unwrap_or(0), "read");
        format!("it got {frames}; {reads} had returned {} bytes", case.bytes_read(FORWARD).value.unwrap_or(0))
    },
);

pub(crate) const HEADER: Question = Question::number(
    "How many bytes come before the payload of each message?",
    |case| case.parts(FORWARD).iter().find(|part| part.what == "header").map(|part| part.range.end - part.range.start),
    |case| {
        let parts = case.parts(FORWARD);
        let first =
            |what| parts.iter().find(|part| part.what == what).map_or(0, |part| part.range.end - part.range.start);
        let found = case.decoded_values(FORWARD, Kind::Frame, BY_DECODER).len() as u64;
        let messages = counted(found, "message");
        format!(
            "the first header has {} bytes, its payload {}; the decoder found {messages}",
            first("header"),
            first("payload")
        )
    },
);

pub(crate) const PAYLOAD: Question = Question::number(
    "How many bytes of the stream are payload?",
    |case| count(case, |event| matches!(event, Event::Part { .. })).map(|_| carried(case)),
    |case| {
        let all = case.bytes_read(FORWARD).value.unwrap_or(0);
        format!("{} of {all} bytes are payload; the others say where it ends", carried(case))
    },
);

/// How many of the events are `wanted`; `None` if there is none, and nothing can be said.
fn count(case: &Case, wanted: fn(&Event) -> bool) -> Option<u64> {
    Some(case.events.iter().filter(|timed| wanted(&timed.event)).count() as u64).filter(|count| *count > 0)
}

fn refused(case: &Case) -> u64 {
    case.refused(FORWARD).value.unwrap_or(0)
}

fn payload(case: &Case) -> u64 {
    case.sent_values(FORWARD, Kind::Frame).iter().map(|payload| payload.len() as u64).sum()
}

fn on_the_wire(case: &Case) -> Option<u64> {
    case.bytes_read(FORWARD).value.filter(|wire| *wire >= payload(case))
}

fn errors(case: &Case) -> Option<String> {
    let errors = case.decoded_values(FORWARD, Kind::Error, BY_PARSER);
    errors.first().map(|text| String::from_utf8_lossy(text).into_owned())
}

/// Bytes that were found to be a payload or a body.
fn carried(case: &Case) -> u64 {
    let parts = case.parts(FORWARD);
    let payloads = parts.iter().filter(|part| ["payload", "body"].contains(&part.what));
    payloads.map(|part| part.range.end - part.range.start).sum()
}
