//! What ended a turn, in words: once for a sentence, once for a cell of a table.

use trace::Ending;

/// In capitals, so that it is seen without colour: no call and no deadline ended that turn.
pub(crate) const NOTHING: &str = "NOTHING";

/// The predicate of a sentence about whoever's turn it was, and what ended it.
pub(crate) fn words(how: Ending) -> (&'static str, &'static str) {
    match how {
        Ending::Completed => ("was done", "done"),
        Ending::Refused => ("refused", "a refusal"),
        Ending::NoMemory => ("got no memory", "no memory"),
        Ending::Deadline => ("was ended by its deadline", "a deadline"),
        Ending::TimeOut => ("was ended by a time-out", "a time-out"),
        Ending::Reset => ("was ended by a reset", "a reset"),
        Ending::Truncated => ("was ended by the end of the stream", "the end"),
        Ending::Waiting => ("STILL WAITED, and was ended by the lesson", NOTHING),
        Ending::Failed => ("failed", "a failure"),
    }
}
