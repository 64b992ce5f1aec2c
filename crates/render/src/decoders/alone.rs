//! One decoder and every cut of one stream: how many cuts broke it, and what the smallest of them did. Also a table of
//! all such decoders side by side.

use super::cuts::{line, names, smallest, smallest_cut};
use super::survived;
use crate::palette::Role;
use trace::{Case, Run, Trial};

/// What the cuts did to the only decoder of a case.
pub(super) fn sentences(case: &Case, trial: &Trial) -> String {
    let broken = match trial.failed {
        0 => Role::Good.paint(&format!("None of {} cuts breaks it.", trial.tried)),
        failed => Role::Bad.paint(&format!("{failed} of {} cuts break it.", trial.tried)),
    };
    let [whole, bytes] = [trial.one_piece, trial.byte_by_byte].map(survived).map(|(word, role)| role.paint(word));
    let smallest = smallest_cut(case, trial).unwrap_or_default();
    format!("  {broken}\n  In one piece: {whole}. Byte by byte: {bytes}.\n{smallest}")
}

/// The decoders that had a case each, in a table; nothing if there are fewer than two.
pub(crate) fn side_by_side(run: &Run) -> String {
    let trials = run.cases.iter().map(Case::trials).filter(|trials| trials.len() == 1).flatten();
    let lines: Vec<String> = trials.map(|trial| line(trial, &smallest(trial))).collect();
    if lines.len() < 2 { String::new() } else { format!("\n{}{}", names(), lines.concat()) }
}
