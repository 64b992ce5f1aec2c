//! What a program reserved for a peer, and what ended its turn: a sentence each beside the picture, and a table of all
//! cases. It refuses to say that an ending was right.

use crate::columns::{padded, wrap};
use crate::palette::Role;
use crate::sentences::span;
use trace::{Case, Ending, Event, Run, Stream};

/// Columns for the case's name and for what ended it: the rest of the line is for four numbers.
const NAME: usize = 33;
const ENDING: usize = 11;

/// What ended a turn that no call and no deadline ended.
const NOTHING: &str = "NOTHING";

/// What is to be said of a case's memory, and of how its turns ended.
pub(crate) fn sentences(case: &Case) -> String {
    let (mut memory, mut ends) = (String::new(), [const { String::new() }; 2]);
    for timed in &case.events {
        match &timed.event {
            Event::Memory { stream, reserved, resident } => {
                let resident = resident.map_or("not observed".to_owned(), bytes);
                let sentence = format!("{} reserved {}; resident of it: {resident}", reader(*stream), bytes(*reserved));
                memory += &wrap(&sentence, "  ", 4);
            }
            Event::Ended { stream, how, after_us, text } => {
                let sentence = format!("{} {} after {}", who(case, *stream), said(*how), span(*after_us));
                ends[*stream as usize] += &alarming(&wrap(&sentence, "  ", 4));
                if !text.is_empty() {
                    ends[*stream as usize] += &wrap(&format!("it says: {text}"), "    ", 6);
                }
            }
            _ => {}
        }
    }
    memory + &ends.concat()
}

/// The calls on `stream` that failed, each by the number that it would have had among those of its kind.
pub(crate) fn failures(case: &Case, stream: Stream) -> String {
    let (mut out, mut reads, mut writes) = (String::new(), 0, 0);
    if case.given_up(stream) {
        return out;
    }
    for timed in &case.events {
        match &timed.event {
            Event::Read { stream: s, .. } if *s == stream => reads += 1,
            Event::Write { stream: s, .. } if *s == stream => writes += 1,
            Event::Failed { stream: s, call, text } if *s == stream => {
                let before = if *call == "read" { reads } else { writes };
                out += &alarming(&wrap(&format!("{call} {} FAILED: {text}", before + 1), "  ", 4));
            }
            _ => {}
        }
    }
    out
}

/// The word in colour that stands in capitals, where there is one.
fn alarming(sentence: &str) -> String {
    let words = ["FAILED", "STILL WAITED"];
    let word = words.into_iter().find(|word| sentence.contains(word));
    word.map_or(sentence.to_owned(), |word| sentence.replacen(word, &Role::Bad.paint(word), 1))
}

/// Who reads a stream.
fn reader(stream: Stream) -> &'static str {
    match stream {
        Stream::Forward => "the reader",
        Stream::Back => "the client",
    }
}

/// Whose turn at a stream it was: its reader's, but where both only write, its writer's.
fn who(case: &Case, stream: Stream) -> &'static str {
    match stream {
        Stream::Forward if case.uses(Stream::Back) => "the client",
        Stream::Back => "the server",
        Stream::Forward => reader(stream),
    }
}

fn said(how: Ending) -> &'static str {
    match how {
        Ending::Completed => "was done",
        Ending::Refused => "refused",
        Ending::NoMemory => "got no memory",
        Ending::Deadline => "was ended by its deadline",
        Ending::TimeOut => "was ended by a time-out",
        Ending::Reset => "was ended by a reset",
        Ending::Truncated => "was ended by the end of the stream",
        Ending::Waiting => "STILL WAITED, and was ended by the lesson",
        Ending::Failed => "failed",
    }
}

/// A line for each case.
pub(crate) fn table(run: &Run) -> String {
    if run.cases.iter().all(|case| case.endings(Stream::Forward).is_empty()) {
        return String::new();
    }
    let heading = row("Side by side", ["came", "reserved", "resident"], "ended by", "after");
    let mut out = format!("\n{}\n", Role::Heading.paint(&heading));
    for case in &run.cases {
        let stream = Stream::Forward;
        let Some(&(how, after_us)) = case.endings(stream).last() else { continue };
        let number = |measured: Option<u64>| measured.map_or("-".to_owned(), bytes);
        let came = number(case.bytes_read(stream).value);
        let [reserved, resident] = [case.reserved_most(stream), case.resident_most(stream)].map(|m| number(m.value));
        let line = row(&case.name, [&came, &reserved, &resident], named(how), &span(after_us));
        out += &format!("{}\n", line.replacen(NOTHING, &Role::Bad.paint(NOTHING), 1));
    }
    out
}

fn named(how: Ending) -> &'static str {
    match how {
        Ending::Completed => "done",
        Ending::Refused => "a refusal",
        Ending::NoMemory => "no memory",
        Ending::Deadline => "a deadline",
        Ending::TimeOut => "a time-out",
        Ending::Reset => "a reset",
        Ending::Truncated => "the end",
        Ending::Waiting => NOTHING,
        Ending::Failed => "a failure",
    }
}

fn row(name: &str, [came, reserved, resident]: [&str; 3], how: &str, after: &str) -> String {
    // A µ is one column wide, but two bytes: `>9` counts characters, and that is right.
    let name = padded(name, NAME);
    format!("{name}{came:>6} {reserved:>8} {resident:>8}  {} {after:>9}", padded(how, ENDING))
}

/// A number of bytes for a person: `14 B`, `256 MiB`, `1.1 GiB`. A part is cut off, not rounded up.
fn bytes(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = units.into_iter().find(|(shift, _)| bytes >= 1 << shift);
    let Some((shift, unit)) = unit else { return format!("{bytes} B") };
    let (whole, tenth) = (bytes >> shift, ((bytes * 10) >> shift) % 10);
    if whole >= 10 || tenth == 0 { format!("{whole} {unit}") } else { format!("{whole}.{tenth} {unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_told_in_the_unit_that_fits_and_never_as_more_than_they_are() {
        for (number, told) in
            [(0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1535, "1.4 KiB"), (268_435_455, "255 MiB")]
        {
            assert_eq!(bytes(number), told);
        }
    }
}
