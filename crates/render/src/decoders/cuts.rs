//! Decoders and many cuts of one stream: which cuts broke which decoder, and what the smallest of them did to each.

use super::stream::{PLACES, cut_at, drawn, short};
use super::{Columns, alone, columns_of, faults, heading, paragraph, row, survived, took};
use crate::columns::wrap;
use crate::palette::Role;
use trace::{Case, Trial};

const COLUMNS: Columns = [&[9, 15, 12, 10, 12], &[27, 16, 12, 11, 12]];

/// The table of a case's decoders; before it the bytes and frames of a short stream.
pub(crate) fn table(case: &Case) -> String {
    let trials = case.trials();
    if trials.is_empty() {
        return String::new();
    }
    if trials.len() == 1 {
        return drawn(case, PLACES).trim_end().to_owned() + "\n"; // of one decoder the sentences say the rest
    }
    let lines: String = trials.into_iter().map(|trial| line(trial, &smallest(trial))).collect();
    drawn(case, PLACES) + &names() + &lines
}

pub(super) fn names() -> String {
    heading(&["decoder", "broken by", "smallest", "one piece", "byte by byte"], columns_of(COLUMNS))
}

pub(super) fn line(trial: &Trial, smallest: &str) -> String {
    let broken = format!("{} of {}", trial.failed, trial.tried);
    let counts = [(trial.decoder.as_str(), Role::Frame), (&broken, faults(trial.failed)), (smallest, Role::Frame)];
    row(counts.into_iter().chain([trial.one_piece, trial.byte_by_byte].map(survived)), columns_of(COLUMNS))
}

pub(super) fn smallest(trial: &Trial) -> String {
    trial.smallest.as_ref().map_or("-".to_owned(), |(cut, _)| place(cut))
}

/// Where a cut is, in words that fit a column.
fn place(cut: &[u64]) -> String {
    match cut.len() {
        0 => "uncut".to_owned(),
        1..=3 => format!("at {}", cut.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")),
        many => format!("{many} places"),
    }
}

/// What the smallest cut did to each decoder that was broken; nothing if the stream is too long to be drawn.
pub(crate) fn sentences(case: &Case) -> String {
    if let [trial] = case.trials()[..] {
        return alone::sentences(case, trial);
    }
    paragraph(case.trials().into_iter().filter_map(|trial| smallest_cut(case, trial)))
}

/// What the smallest cut did to a decoder; `None` if no cut broke it, or the stream is too long to be drawn.
pub(super) fn smallest_cut(case: &Case, trial: &Trial) -> Option<String> {
    let (stream, (cut, got)) = (short(case)?, trial.smallest.as_ref()?);
    let (where_cut, bytes) = match cut.as_slice() {
        [] => ("in one piece".to_owned(), String::new()),
        cut => (format!("cut {}", place(cut)), cut_at(case, stream, cut)),
    };
    let place = wrap(&format!("{}, {where_cut}", trial.decoder), "  ", 4);
    Some(place + &bytes + &wrap(&took(got), "    ", 6))
}
