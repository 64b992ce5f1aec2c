//! What lesson 07 asks before its cases run. The trace answers.

use lesson::Question;
use render::{bytes, counted, span};
use trace::{Case, Ending, Kind, Stream};

const FORWARD: Stream = Stream::Forward;

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

/// What ends a reader whose peer sends a false length.
pub(crate) const LIAR_ENDED_BY: Question = Question::word(
    "What ends the reader's turn: its own refusal, a lack of memory, or the end of the stream?",
    &["refusal", "memory", "end"],
    |case| match how(case)? {
        Ending::Refused => Some("refusal"),
        Ending::NoMemory => Some("memory"),
        Ending::Truncated => Some("end"),
        _ => None,
    },
    |case| ending(case, "the reader"),
);

/// What ends a reader whose peer is slow or silent.
pub(crate) const READER_ENDED_BY: Question =
    Question::word("What ends the reader's turn?", SLOW, ended_by, |case| ending(case, "the reader"));

pub(crate) const WRITERS_ENDED_BY: Question =
    Question::word("What ends the client's write?", SLOW, ended_by, |case| ending(case, "the client"));

const SLOW: &[&str] = &["completion", "timeout", "deadline", "nothing"];

fn how(case: &Case) -> Option<Ending> {
    case.endings(FORWARD).first().map(|(how, _)| *how)
}

fn ended_by(case: &Case) -> Option<&'static str> {
    match how(case)? {
        Ending::Completed => Some("completion"),
        Ending::TimeOut => Some("timeout"),
        Ending::Deadline => Some("deadline"),
        Ending::Waiting => Some("nothing"),
        _ => None,
    }
}

pub(crate) const RESERVED_MIB: Question = Question::number(
    "How many MiB of memory does the reader reserve?",
    |case| Some(case.reserved_most(FORWARD).value? / MIB),
    reserved,
);

pub(crate) const RESERVED_KIB: Question = Question::number(
    "How many KiB of memory does the reader reserve?",
    |case| Some(case.reserved_most(FORWARD).value? / KIB),
    reserved,
);

pub(crate) const RESIDENT_MIB: Question = Question::number(
    "How many MiB of memory are in use then, because of four bytes?",
    |case| Some(case.resident_most(FORWARD).value? / MIB),
    |case| {
        let [resident, reserved] = [case.resident_most(FORWARD), case.reserved_most(FORWARD)];
        let [resident, reserved] = [resident, reserved].map(|size| bytes(size.value.unwrap_or(0)));
        format!("{resident} of the {reserved} reserved are in memory")
    },
);

pub(crate) const RETURNED: Question = Question::number(
    "How many bytes does the reader return as a frame?",
    |case| case.endings(FORWARD).first().map(|_| returned(case)),
    |case| {
        let whole: u64 = case.sent_values(FORWARD, Kind::Frame).iter().map(|frame| frame.len() as u64).sum();
        format!("it returned {} of a frame of {whole}, and {}", returned(case), ending(case, "it"))
    },
);

/// How `who` ended, as the rest of a sentence.
fn ending(case: &Case, who: &str) -> String {
    let Some(&(how, after_us)) = case.endings(FORWARD).first() else { return format!("{who} was not seen to end") };
    let after = span(after_us);
    match how {
        Ending::Completed => format!("{who} finished after {after}"),
        Ending::Truncated => format!("{who} met the end of the stream after {after}, inside a frame"),
        Ending::Refused => format!("{who} refused the frame after {after}"),
        Ending::NoMemory => format!("{who} asked for memory and was refused it after {after}"),
        Ending::Deadline => format!("{who} was stopped by its deadline after {after}"),
        Ending::TimeOut => format!("{who} was stopped by the timeout of one call after {after}"),
        Ending::Reset => format!("{who} was stopped by the reset after {after}"),
        Ending::Waiting => format!("{who} still waited after {after}, when the lesson stopped it"),
        Ending::Failed => format!("{who} failed after {after}"),
    }
}

fn reserved(case: &Case) -> String {
    let came = case.bytes_read(FORWARD).value.unwrap_or(0);
    format!(
        "it reserved {}, and {} arrived",
        bytes(case.reserved_most(FORWARD).value.unwrap_or(0)),
        counted(came, "byte")
    )
}

/// Bytes of what the reader took for a frame.
fn returned(case: &Case) -> u64 {
    case.decoded(FORWARD, Kind::Frame).iter().map(|frame| frame.len() as u64).sum()
}
