//! What lesson 08 asks before its cases run. The trace answers.

use super::decoders::is_ours;
use lesson::Question;
use render::counted;
use trace::{Case, EarlyEnds, Kind, Stream, Trial};

const YES_OR_NO: &[&str] = &["yes", "no"];

pub(crate) const ONE_PIECE: Question = Question::word(
    "Is it right if the stream comes in one piece?",
    YES_OR_NO,
    |case| Some(yes_or_no(only(case)?.one_piece?)),
    |case| only(case).map_or(String::new(), |trial| survived(trial.one_piece, "in one piece")),
);

pub(crate) const BYTE_BY_BYTE: Question = Question::word(
    "Is it right if the stream comes byte by byte?",
    YES_OR_NO,
    |case| Some(yes_or_no(only(case)?.byte_by_byte?)),
    |case| only(case).map_or(String::new(), |trial| survived(trial.byte_by_byte, "byte by byte")),
);

pub(crate) const BREAKING_PLACES: Question = Question::word(
    "At how many places must the stream be cut to break it?",
    &["0", "1", "2", "more", "never"],
    |case| {
        Some(match only(case)?.smallest.as_ref().map(|(cut, _)| cut.len()) {
            None => "never",
            Some(0) => "0",
            Some(1) => "1",
            Some(2) => "2",
            Some(_) => "more",
        })
    },
    |case| match only(case).map(|trial| (trial, &trial.smallest)) {
        Some((trial, Some((cut, _)))) => {
            let at: Vec<String> = cut.iter().map(u64::to_string).collect();
            let smallest =
                if cut.is_empty() { "no cut is needed".to_owned() } else { format!("cut at {}", at.join(" and ")) };
            format!("{smallest}; {} of {} cuts break it", trial.failed, trial.tried)
        }
        Some((trial, None)) => format!("it survives all {} cuts", trial.tried),
        None => String::new(),
    },
);

pub(crate) const MISSED: Question = Question::number(
    "How many of the naive decoders miss an end inside a frame?",
    |case| naive_at_ends(case).next().map(|_| naive_at_ends(case).filter(|ends| ends.missed > 0).count() as u64),
    |case| {
        let missed: Vec<String> = naive_at_ends(case)
            .filter(|ends| ends.missed > 0)
            .map(|ends| format!("\"{}\" {}", ends.decoder, ends.missed))
            .collect();
        format!("of the ends inside a frame are missed by {}", missed.join(", "))
    },
);

pub(crate) const FOUND: Question = Question::number(
    "How many of the naive decoders does at least one random cut break?",
    |case| naive(case).next().map(|_| naive(case).filter(|trial| trial.failed > 0).count() as u64),
    |case| {
        let survivors: Vec<&str> =
            naive(case).filter(|trial| trial.failed == 0).map(|trial| trial.decoder.as_str()).collect();
        let broken = naive(case).filter(|trial| trial.failed > 0).count();
        if survivors.is_empty() {
            format!("all {broken} are broken")
        } else {
            format!("{} survives", survivors.join(", "))
        }
    },
);

pub(crate) const FRAMES_AS_SENT: Question = Question::number(
    "How many of the three frames does it return as they were sent?",
    |case| (case.read_count(Stream::Forward).value > Some(0)).then(|| as_sent(case)),
    |case| {
        let reads = counted(case.read_count(Stream::Forward).value.unwrap_or(0), "read");
        let error = case.events.iter().find_map(|timed| match &timed.event {
            trace::Event::DecodedValue { kind: Kind::Error, data, .. } => {
                Some(String::from_utf8_lossy(data).into_owned())
            }
            _ => None,
        });
        let then = error.map_or("and sees the end".to_owned(), |error| format!("then an error: {error}"));
        format!("in {reads} it returns {} as sent, {then}", as_sent(case))
    },
);

/// The only decoder of a case.
fn only(case: &Case) -> Option<&Trial> {
    case.trials().into_iter().next()
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn survived(survived: Option<bool>, how: &str) -> String {
    let what = if survived == Some(true) { "returned the three frames" } else { "returned something else" };
    format!("{how} it {what}")
}

fn naive(case: &Case) -> impl Iterator<Item = &Trial> {
    case.trials().into_iter().filter(|trial| !is_ours(&trial.decoder))
}

fn naive_at_ends(case: &Case) -> impl Iterator<Item = &EarlyEnds> {
    case.early_ends().into_iter().filter(|ends| !is_ours(&ends.decoder))
}

/// Frames that came out as they were sent, in their places.
fn as_sent(case: &Case) -> u64 {
    let decoded = case.on(Stream::Forward).filter_map(|timed| match &timed.event {
        trace::Event::DecodedValue { kind: Kind::Frame, data, .. } => Some(data.as_slice()),
        _ => None,
    });
    decoded.zip(case.sent_values(Stream::Forward, Kind::Frame)).filter(|(decoded, sent)| decoded == sent).count() as u64
}
