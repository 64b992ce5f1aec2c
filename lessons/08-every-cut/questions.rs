//! What lesson 08 asks before its cases run. The trace answers.

use super::decoders::is_ours;
use lesson::Question;
use render::counted;
use trace::{Case, EarlyEnds, Kind, Stream, Trial};

pub(crate) const BREAKING_PLACES: Question = Question::word(
    "At how many places must the stream be cut to break the decoder?",
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
            let smallest = if cut.is_empty() {
                "no cut is needed".to_owned()
            } else {
                format!("cutting at {} is enough", at.join(" and "))
            };
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
        let missed = naive_at_ends(case).filter(|ends| ends.missed > 0).count();
        match naive_at_ends(case).max_by_key(|ends| ends.missed) {
            Some(most) => {
                format!("{missed} of them miss at least one, and \"{}\" misses {}", most.decoder, most.missed)
            }
            None => String::new(),
        }
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
            format!("all but these are broken: {}", survivors.join(", "))
        }
    },
);

pub(crate) const FRAMES_AS_SENT: Question = Question::number(
    "How many of the three frames does the decoder return as sent?",
    |case| (case.read_count(Stream::Forward).value > Some(0)).then(|| as_sent(case)),
    |case| {
        let reads = counted(case.read_count(Stream::Forward).value.unwrap_or(0), "read");
        let errors = case.decoded(Stream::Forward, Kind::Error);
        let error = errors.first().map(|error| String::from_utf8_lossy(error));
        let then = error.map_or("and no error".to_owned(), |error| format!("then an error: {error}"));
        format!("in {reads} it returns {} as sent, {then}", as_sent(case))
    },
);

/// The only decoder of a case.
fn only(case: &Case) -> Option<&Trial> {
    case.trials().into_iter().next()
}

fn naive(case: &Case) -> impl Iterator<Item = &Trial> {
    case.trials().into_iter().filter(|trial| !is_ours(&trial.decoder))
}

fn naive_at_ends(case: &Case) -> impl Iterator<Item = &EarlyEnds> {
    case.early_ends().into_iter().filter(|ends| !is_ours(&ends.decoder))
}

/// Frames that came out as they were sent, in their places.
fn as_sent(case: &Case) -> u64 {
    let decoded = case.decoded(Stream::Forward, Kind::Frame).into_iter();
    decoded.zip(case.sent_values(Stream::Forward, Kind::Frame)).filter(|(decoded, sent)| decoded == sent).count() as u64
}
