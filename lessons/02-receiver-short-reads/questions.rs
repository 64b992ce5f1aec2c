//! What lesson 02 asks before a case, besides how many reads there will be.

use super::calls::ALONE;
use lesson::Question;
use render::counted;
use trace::{Case, Event, JudgedRead, Kind, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;

pub(crate) const FIRST_READ: Question = Question::number(
    "How many bytes does the first read return?",
    |case| case.reads(FORWARD).first().map(JudgedRead::got),
    |case| returned(case, 0),
);

pub(crate) const SECOND_READ: Question = Question::number(
    "How many bytes does the second read return?",
    |case| case.reads(FORWARD).get(1).map(JudgedRead::got),
    |case| returned(case, 1),
);

pub(crate) const END_READ: Question = Question::number(
    "Which read tells the program that the stream has ended? (1, 2 or 3)",
    |case| case.reads(FORWARD).iter().position(|read| read.verdict == Verdict::End).map(|nth| nth as u64 + 1),
    |case| {
        let reads = case.reads(FORWARD);
        let (first, end) = (reads.first(), reads.iter().position(|read| read.verdict == Verdict::End).unwrap_or(0) + 1);
        let (got, asked) = first.map_or((0, 0), |read| (read.got(), read.asked));
        let after = counted(bytes_after_a_short_read(case), "byte");
        format!("read {end} returned 0 bytes; read 1 returned {got} of {asked}, and {after} came after it")
    },
);

pub(crate) const IN_ONE_WRITE: Question = Question::word(
    "Does the first write accept all the bytes?",
    &["yes", "no"],
    |case| first_write(case).map(|(asked, accepted)| if accepted < asked { "no" } else { "yes" }),
    |case| {
        let (asked, accepted) = first_write(case).unwrap_or_default();
        format!("it accepted {accepted} of {}", counted(asked, "byte"))
    },
);

pub(crate) const TEXT_IS_RIGHT: Question = Question::word(
    "Each read is decoded on its own. Is the text right?",
    &["yes", "no"],
    |case| case.decoded_values(FORWARD, Kind::Text, ALONE).first().map(|text| is_sent(case, text)),
    |case| {
        let text = |values: Vec<&[u8]>| String::from_utf8_lossy(&values.concat()).into_owned();
        let sent = text(case.sent_values(FORWARD, Kind::Text));
        format!("\"{sent}\" became \"{}\"", text(case.decoded_values(FORWARD, Kind::Text, ALONE)))
    },
);

fn is_sent(case: &Case, text: &[u8]) -> &'static str {
    if case.sent_values(FORWARD, Kind::Text).first() == Some(&text) { "yes" } else { "no" }
}

fn returned(case: &Case, nth: usize) -> String {
    let reads = case.reads(FORWARD);
    let Some(read) = reads.get(nth) else { return "there was no such read".to_owned() };
    let waited = read.queued.map_or(String::new(), |queued| format!(" while {} were waiting", counted(queued, "byte")));
    format!("it asked for {}{waited}, and returned {}", counted(read.asked, "byte"), read.got())
}

/// How many bytes were read after the first read that returned less than it asked for.
pub(crate) fn bytes_after_a_short_read(case: &Case) -> u64 {
    let reads = case.reads(FORWARD);
    reads.iter().skip_while(|read| read.got() == read.asked).skip(1).map(JudgedRead::got).sum()
}

/// How much the first write was given, and how much of that it accepted.
fn first_write(case: &Case) -> Option<(u64, u64)> {
    case.on(FORWARD).find_map(|timed| match timed.event {
        Event::Write { asked, accepted, .. } => Some((asked, accepted)),
        _ => None,
    })
}
