//! Decoders and a stream that ended early: which ends each got wrong, in a table, and what it returned at the earliest.

use super::stream::{ENDS, drawn};
use super::{Columns, columns_of, faults, heading, paragraph, row, survived, took};
use crate::columns::wrap;
use crate::escape::quoted;
use crate::palette::Role;
use crate::units::or_dash;
use trace::{Case, EarlyEnds};

const COLUMNS: Columns = [&[9, 10, 7, 10, 10, 12], &[27, 10, 8, 10, 11, 12]];

/// The table of a case's decoders; before it the bytes and frames of a short stream.
pub(crate) fn table(case: &Case) -> String {
    let all = case.early_ends();
    if all.is_empty() {
        return String::new();
    }
    let names = ["decoder", "broken by", "missed", "earliest", "one piece", "byte by byte"];
    drawn(case, ENDS) + &heading(&names, columns_of(COLUMNS)) + &all.into_iter().map(line).collect::<String>()
}

fn line(ends: &EarlyEnds) -> String {
    let (broken, missed) = (format!("{} of {}", ends.failed, ends.tried), ends.missed.to_string());
    let earliest = or_dash(ends.earliest.as_ref(), |wrong| format!("after {}", wrong.end.bytes));
    let [one_piece, byte_by_byte] = [ends.one_piece, ends.byte_by_byte].map(|way| survived(Some(way)));
    let name = (ends.decoder.as_str(), Role::Frame);
    let counts = [(broken.as_str(), faults(ends.failed)), (&missed, faults(ends.missed)), (&earliest, Role::Frame)];
    row([name].into_iter().chain(counts).chain([one_piece, byte_by_byte]), columns_of(COLUMNS))
}

/// What each decoder that an end broke returned at the earliest, and what is right there.
pub(crate) fn sentences(case: &Case) -> String {
    paragraph(case.early_ends().into_iter().filter_map(earliest))
}

fn earliest(ends: &EarlyEnds) -> Option<String> {
    let wrong = ends.earliest.as_ref()?;
    let way = if wrong.byte_by_byte { "byte by byte" } else { "in one piece" };
    let then = if wrong.end.inside { ", then an error" } else { " and the end" };
    let sentence = format!("{}. Correct: {}{then}.", took(&wrong.got), quoted(ends.expected_at(wrong.end)));
    let place = wrap(&format!("{}, ended after {}, {way}", ends.decoder, wrong.end.bytes), "  ", 4);
    Some(place + &wrap(&sentence, "    ", 6))
}
