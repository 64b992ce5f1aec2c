//! What a learner guesses in lesson 04.

use super::{BY_DECODER, BY_THIS_READER};
use lesson::Question;
use render::{counted, escaped, quoted, span};
use trace::{Case, Kind, Stream};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

pub(super) const READS: Question = Question::number(
    "How many reads does the client make for the two answers?",
    |case| case.read_count(BACK).value,
    |case| {
        let asked: Vec<String> = case.reads(BACK).iter().map(|read| format!("read({})", read.asked)).collect();
        format!("the client calls {}: after a header that says 0, it asks for nothing more", asked.join(", "))
    },
);

pub(super) const FRAMES: Question = Question::number(
    "How many of the 4 frames does the decoder find?",
    |case| case.decoded_as_sent(FORWARD, Kind::Frame, BY_DECODER).0.value,
    |case| {
        let (found, sent) = case.decoded_as_sent(FORWARD, Kind::Frame, BY_DECODER);
        let reads = counted(case.read_count(FORWARD).value.unwrap_or(0), "read");
        let [found, sent] = [found, sent].map(|measure| measure.value.unwrap_or(0));
        format!("{found} of {sent} came out of {reads}: the decoder keeps what is not yet a whole frame")
    },
);

pub(super) const BODY_BYTES: Question = Question::number(
    "How many bytes does the client take for the body of 3893?",
    |case| Some(first_frame(case)?.len() as u64),
    |case| {
        let lengths = case.decoded_values(FORWARD, Kind::Length, BY_THIS_READER);
        let next = lengths.last().map_or(String::new(), |length| escaped(length));
        let taken = first_frame(case).unwrap_or_default().len();
        format!("it took {taken}, since it counts its whole buffer at every read, and read {next} as the next length")
    },
);

pub(super) const OTHER_ORDER: Question = Question::word(
    "What length does the reader get: 200, more or negative?",
    &["200", "more", "negative"],
    |case| match length_read(case)? {
        ..0 => Some("negative"),
        200 => Some("200"),
        _ => Some("more"),
    },
    |case| {
        let header = case.reads(FORWARD).into_iter().find(|read| read.got() == 4).map(|read| read.data);
        let shown: Vec<String> = header.iter().flatten().map(|byte| format!("{byte:02x}")).collect();
        format!("it read {} as {}", shown.join(" "), length_read(case).unwrap_or_default())
    },
);

pub(super) const BODY_AS_SENT: Question = Question::word(
    "Does the reader get the body that was sent: yes or no?",
    &["yes", "no"],
    |case| as_sent(case, Kind::Frame),
    |case| {
        let sent = case.sent_values(FORWARD, Kind::Frame);
        format!("it took {} for the body, and {} was sent", quoted(&case.decoded(FORWARD, Kind::Frame)), quoted(&sent))
    },
);

pub(super) const FRAME_AS_SENT: Question = Question::word(
    "Does the frame arrive as it was sent: yes or no?",
    &["yes", "no"],
    |case| as_sent(case, Kind::Frame),
    |case| format!("the client read {}", quoted(&case.decoded(FORWARD, Kind::Frame))),
);

pub(super) const TEXT_AS_SENT: Question = Question::word(
    "Is the text the one that was sent: yes or no?",
    &["yes", "no"],
    |case| as_sent(case, Kind::Text),
    |case| format!("as UTF-8 the same bytes are {}", quoted(&case.decoded(FORWARD, Kind::Text))),
);

pub(super) const HELD: Question = Question::number(
    "How many bytes does the server's kernel hold back at most?",
    |case| case.held_most(BACK).value,
    |case| match case.held_most(BACK).value.unwrap_or(0) {
        0 => "it was never seen to hold a byte back".to_owned(),
        held => format!("{} waited while {}", counted(held, "byte"), awaited(case)),
    },
);

pub(super) const TRIPS: Question = Question::number(
    "How many one-way trips does the command take, counting an ACK that data waits for?",
    |case| case.trips_with_acks().value,
    |case| {
        let trips = counted(case.trips_with_acks().value.unwrap_or(0), "trip");
        format!("it took {trips} and {}", span(case.took_us()))
    },
);

pub(super) const SEGMENTS: Question = Question::number(
    "How many segments carry the answer?",
    |case| case.segment_count(BACK).value,
    |case| {
        let segments = counted(case.segment_count(BACK).value.unwrap_or(0), "segment");
        let writes = counted(case.written(BACK).value.unwrap_or(0), "write");
        format!("{writes} left as {segments}")
    },
);

/// Whether an ACK was outstanding whenever bytes were held back.
fn awaited(case: &Case) -> &'static str {
    match case.held_without_awaiting(BACK).value {
        Some(0) => "an ACK was outstanding",
        _ => "none, or not always an ACK, was outstanding",
    }
}

/// What was taken for the first body.
fn first_frame(case: &Case) -> Option<&[u8]> {
    case.decoded_values(FORWARD, Kind::Frame, BY_THIS_READER).first().copied()
}

fn length_read(case: &Case) -> Option<i64> {
    let text = *case.decoded_values(FORWARD, Kind::Length, BY_THIS_READER).first()?;
    std::str::from_utf8(text).ok()?.parse().ok()
}

fn as_sent(case: &Case, kind: Kind) -> Option<&'static str> {
    Some(if case.decoded(FORWARD, kind) == case.sent_values(FORWARD, kind) { "yes" } else { "no" })
}
