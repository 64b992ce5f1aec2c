//! Sentences on turns: what a program reserved for a peer, which of its calls failed, and what ended its turn. They do not
//! say whether an ending was right.

use crate::columns::wrap;
use crate::endings::words;
use crate::palette::Role;
use crate::units::{bytes, span};
use trace::{Case, Event, Stream};

/// What is to be said of a case's memory, and of how its turns ended.
pub(super) fn sentences(case: &Case) -> String {
    let (mut memory, mut ends) = (String::new(), [const { String::new() }; 2]);
    for timed in &case.events {
        if let Event::Memory { stream, reserved, resident } = timed.event {
            let resident = resident.map_or("not observed".to_owned(), bytes);
            let sentence = format!("{} reserved {}; resident of it: {resident}", reader(stream), bytes(reserved));
            memory += &wrap(&sentence, "  ", 4);
        } else if let Event::Ended { stream, how, after_us, text } = &timed.event {
            let sentence = format!("{} {} after {}", who(case, *stream), words(*how).0, span(*after_us));
            let says = if text.is_empty() { String::new() } else { wrap(&format!("it says: {text}"), "    ", 6) };
            ends[*stream as usize] += &(emphasized(&wrap(&sentence, "  ", 4)) + &says);
        }
    }
    memory + &ends.concat()
}

/// The calls on `stream` that failed, each with the number that it would have had among those of its kind.
pub(super) fn failures(case: &Case, stream: Stream) -> String {
    let (mut out, mut reads, mut writes) = (String::new(), 1, 1);
    if case.given_up(stream) {
        return out;
    }
    for timed in case.on(stream) {
        reads += u64::from(matches!(timed.event, Event::Read { .. }));
        writes += u64::from(matches!(timed.event, Event::Write { .. }));
        if let Event::Failed { call, text, .. } = &timed.event {
            let number = if *call == "read" { reads } else { writes };
            out += &emphasized(&wrap(&format!("{call} {number} FAILED: {text}"), "  ", 4));
        }
    }
    out
}

/// The word in capitals, if there is one, in colour.
fn emphasized(sentence: &str) -> String {
    Role::Bad.paint_first(&["FAILED", "STILL WAITED"], sentence)
}

/// Who reads a stream.
fn reader(stream: Stream) -> &'static str {
    match stream {
        Stream::Forward => "the reader",
        Stream::Back => "the client",
    }
}

/// Whose turn at a stream it was: its reader's, or its writer's if both sides only write.
fn who(case: &Case, stream: Stream) -> &'static str {
    match stream {
        Stream::Forward if case.uses(Stream::Back) => "the client",
        Stream::Back => "the server",
        Stream::Forward => reader(stream),
    }
}
