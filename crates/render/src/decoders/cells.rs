//! Rows of the decoders' tables, and the words that both of them use.

use crate::columns::width;
use crate::escape::escaped;
use crate::palette::Role;
use trace::Decoded;

/// A table's heading in plain cells.
pub(super) fn heading(names: &[&str], columns: &[usize]) -> String {
    row(names.iter().map(|name| (*name, Role::Frame)), columns)
}

/// Cells beside one another, each in its role.
pub(super) fn row<'a>(cells: impl IntoIterator<Item = (&'a str, Role)>, columns: &[usize]) -> String {
    let cell = |((text, role), columns): ((&str, Role), &usize)| {
        role.paint(text) + &" ".repeat(columns.saturating_sub(width(text))) // a colour takes no column
    };
    let cells: String = cells.into_iter().zip(columns).map(cell).collect();
    format!("  {}\n", cells.trim_end())
}

/// The role of a number that is 0 for a decoder without a fault.
pub(super) fn faults(number: u64) -> Role {
    if number == 0 { Role::Good } else { Role::Bad }
}

/// Whether a decoder survived, for a cell; `None` if that was not tried.
pub(super) fn survived(survived: Option<bool>) -> (&'static str, Role) {
    match survived {
        Some(true) => ("ok", Role::Frame),
        Some(false) => ("BROKEN", Role::Bad),
        None => ("-", Role::Frame),
    }
}

/// What a decoder returned, and how it ended.
pub(super) fn took(got: &Decoded) -> String {
    let then = match &got.error {
        Some(error) => format!("then an error: {error}"),
        None => "and saw the end".to_owned(),
    };
    format!("took {}, {then}", quoted(&got.frames))
}

/// Sentences after a blank line; nothing if there are none.
pub(super) fn paragraph(sentences: impl Iterator<Item = String>) -> String {
    let all: String = sentences.collect();
    if all.is_empty() { all } else { format!("\n{all}") }
}

/// Frames in quotes.
pub(super) fn quoted(frames: &[Vec<u8>]) -> String {
    let quoted: Vec<String> = frames.iter().map(|frame| format!("\"{}\"", escaped(frame))).collect();
    if quoted.is_empty() { "no frame".to_owned() } else { quoted.join(", ") }
}
