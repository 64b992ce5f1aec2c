//! Decoders that read one stream again and again, cut in many ways or ended early: which of them broke, and how.

pub(crate) mod alone;
pub(crate) mod cuts;
pub(crate) mod early_ends;
mod stream;

use crate::columns::{line_width, width, wrap};
use crate::escape::quoted;
use crate::palette::Role;
use trace::Decoded;

/// The widths of a table's columns, the decoder's name first, in a line of 60 columns and in one of 80.
type Columns = [&'static [usize]; 2];

fn columns_of([narrow, wide]: Columns) -> &'static [usize] {
    if line_width() < 80 { narrow } else { wide }
}

fn heading(names: &[&str], columns: &[usize]) -> String {
    row(names.iter().map(|name| (*name, Role::Frame)), columns)
}

/// Cells beside one another, each in its role.
fn row<'a>(cells: impl IntoIterator<Item = (&'a str, Role)>, columns: &[usize]) -> String {
    let cell = |((text, role), columns): ((&str, Role), &usize)| {
        role.paint(text) + &" ".repeat(columns.saturating_sub(width(text))) // a colour takes no column
    };
    let mut cells = cells.into_iter().zip(columns).peekable();
    // A name that is longer than its column is printed above the row.
    let above = cells.next_if(|((name, _), columns)| width(name) >= **columns);
    let begin = above.map_or(String::new(), |(_, columns)| " ".repeat(*columns));
    let above = above.map_or(String::new(), |((name, role), _)| role.paint_lines(&wrap(name, "  ", 4)));
    let cells: String = cells.map(cell).collect();
    format!("{above}  {begin}{}\n", cells.trim_end())
}

/// The role of a number that is 0 for a decoder without a fault.
fn faults(number: u64) -> Role {
    if number == 0 { Role::Good } else { Role::Bad }
}

/// Whether a decoder survived, for a cell; `None` if that was not tried.
fn survived(survived: Option<bool>) -> (&'static str, Role) {
    match survived {
        Some(true) => ("ok", Role::Frame),
        Some(false) => ("BROKEN", Role::Bad),
        None => ("-", Role::Frame),
    }
}

fn took(got: &Decoded) -> String {
    let then = match &got.error {
        Some(error) => format!(", then an error: {error}"),
        None => " and saw the end".to_owned(),
    };
    format!("It returned {}{then}", quoted(&got.frames))
}

/// Sentences after a blank line; nothing if there are none.
fn paragraph(sentences: impl Iterator<Item = String>) -> String {
    let all: String = sentences.collect();
    if all.is_empty() { all } else { format!("\n{all}") }
}
