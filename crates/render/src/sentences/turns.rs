//! Sentences on turns: what a program reserved for a peer, which of its calls failed, and what ended its turn.

use super::sentence;
use crate::columns::wrap;
use crate::units::{bytes, span};
use trace::{Case, Ending, Event, Stream};

/// What to say about a case's memory, and about how its turns ended.
pub(super) fn turns(case: &Case) -> String {
    let (mut memory, mut ends) = (String::new(), [const { String::new() }; 2]);
    for timed in &case.events {
        if let Event::Memory { stream, reserved, resident } = timed.event {
            let reader = ["The reader", "The client"][stream as usize];
            let resident = resident.map_or("; how much of it was resident was not observed".to_owned(), |resident| {
                format!(", of which {} were resident", bytes(resident))
            });
            memory += &sentence(&format!("{reader} reserved {}{resident}.", bytes(reserved)));
        } else if let Event::Ended { stream, how, after_us, text } = &timed.event {
            let says = if text.is_empty() { String::new() } else { wrap(&format!("It reported: {text}"), "    ", 6) };
            let ended = format!("{} {} after {}.", who(case, *stream), ending(*how).0, span(*after_us));
            ends[*stream as usize] += &(sentence(&ended) + &says);
        }
    }
    memory + &ends.concat()
}

/// Whose turn at a stream it was: its reader's, or its writer's if both sides only write.
fn who(case: &Case, stream: Stream) -> &'static str {
    match stream {
        Stream::Forward if case.uses(Stream::Back) => "The client",
        Stream::Forward => "The reader",
        Stream::Back => "The server",
    }
}

/// What ended a turn: the predicate of a sentence whose subject had the turn, and the words for a cell of a table.
pub(crate) fn ending(how: Ending) -> (&'static str, &'static str) {
    match how {
        Ending::Completed => ("finished", "done"),
        Ending::Refused => ("refused what came", "a refusal"),
        Ending::NoMemory => ("was refused memory", "no memory"),
        Ending::Deadline => ("was stopped by its deadline", "a deadline"),
        Ending::TimeOut => ("was stopped by a timeout", "a timeout"),
        Ending::Reset => ("was stopped by a reset", "a reset"),
        Ending::Truncated => ("was stopped by the end of the stream", "the end"),
        Ending::Waiting => ("STILL WAITED, and the lesson stopped it", "NOTHING"),
        Ending::Failed => ("failed", "a failure"),
    }
}

/// The calls on `stream` that failed, each with the number that it would have had among those of its kind.
pub(super) fn failures(case: &Case, stream: Stream) -> String {
    let (mut out, mut reads, mut writes) = (String::new(), 1, 1);
    if case.given_up(stream) {
        return out;
    }
    for timed in case.on(stream) {
        match &timed.event {
            Event::Read { .. } => reads += 1,
            Event::Write { .. } => writes += 1,
            Event::Failed { call, text, .. } => {
                let number = if *call == "read" { reads } else { writes };
                out += &sentence(&format!("{} FAILED: {text}", super::call(None, call, number)));
            }
            _ => {}
        }
    }
    out
}
