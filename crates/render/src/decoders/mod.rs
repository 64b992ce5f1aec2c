//! Decoders that were given one stream again and again, cut in many ways or ended early: which of them broke, and how. Either
//! all in a table, or one after the other, for somebody who wants to guess first.

pub(crate) mod cuts;
pub(crate) mod early_ends;
mod stream;

use crate::columns::{line_width, width, wrap};
use crate::escape::shown;
use crate::glyphs::as_printed;
use crate::palette::Role;
use stream::{ENDS, PLACES, drawn, short};
use trace::{Case, Decoded, Trial};

/// A part of what is shown of decoders one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it brings, for somebody who waits before it; `None` if it comes at once.
    pub before: Option<&'static str>,
    /// Whether it begins a screen of its own.
    pub fresh: bool,
    /// What it shows.
    pub text: String,
}

/// Early ends in two screens, or the decoders one by one and at last the table of all; nothing if the case's stream is too
/// long to be drawn.
pub fn one_by_one(case: &Case) -> Vec<Step> {
    if short(case).is_none() {
        return vec![];
    }
    let ends = Step { before: None, fresh: false, text: early_ends::table(case) };
    let earliest = early_ends::sentences(case);
    let earliest = if earliest.is_empty() { earliest } else { drawn(case, ENDS) + &earliest[1..] };
    let mut steps = vec![ends, Step { before: Some("the earliest of each"), fresh: true, text: earliest }];
    for (nth, trial) in case.trials().into_iter().enumerate() {
        steps.extend(of_decoder(case, trial, nth == 0));
    }
    steps.push(Step { before: Some("the table of all"), fresh: true, text: cuts::table(case) });
    steps.retain(|step| !step.text.is_empty());
    steps.iter_mut().for_each(|step| step.text = as_printed(&step.text).into_owned());
    steps
}

/// A decoder's own words, then how many cuts break it, and then the smallest of these.
fn of_decoder(case: &Case, trial: &Trial, first: bool) -> Vec<Step> {
    let words = wrap(&format!("\"{}\"", trial.description), "    ", 4);
    let name = Role::Heading.paint_lines(&wrap(&trial.decoder, "  ", 4));
    let introduced = drawn(case, PLACES) + &name + &words;
    let smallest = cuts::smallest_cut(case, trial).map_or(String::new(), |text| format!("\n{text}"));
    vec![
        Step { before: (!first).then_some("the next decoder"), fresh: true, text: introduced },
        Step { before: Some("how many cuts break it?"), fresh: false, text: format!("\n{}", cuts::question(trial)) },
        Step { before: Some("the smallest"), fresh: false, text: smallest },
    ]
}

/// Columns for a decoder's name and for what is said of it, in a line of 60 columns and in one of 80.
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
    // A name that is longer than its column stands above.
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

fn quoted(frames: &[Vec<u8>]) -> String {
    let quoted: Vec<String> = frames.iter().map(|frame| format!("\"{}\"", shown(frame))).collect();
    if quoted.is_empty() { "no frame".to_owned() } else { quoted.join(", ") }
}
