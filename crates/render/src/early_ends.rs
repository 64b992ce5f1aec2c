//! Decoders and a stream that ended early: which ends each got wrong, in a table, and what it took at the earliest; an
//! `early_ends` a line for a program.

use crate::columns::wrap;
use crate::json::{Fields, text as named};
use crate::palette::Role;
use crate::trials::{Numbers, Step, drawn, good, quoted, row, short, survived, texts, took};
use trace::{Case, EarlyEnds, Stream, Value, WrongEnd};

/// Columns of each cell of a row.
const COLUMNS: [usize; 6] = [27, 10, 8, 10, 11, 12];

/// The table of a case's decoders; of a short stream its bytes and frames before it.
pub(crate) fn table(case: &Case) -> String {
    let all = case.early_ends();
    if all.is_empty() {
        return String::new();
    }
    let stream = short(case).map_or(String::new(), |stream| drawn(case, stream, Numbers::Ends));
    let names = ["decoder", "broken by", "missed", "earliest", "one piece", "byte by byte"];
    let heading = row(names.map(|name| (name, Role::Frame)), COLUMNS);
    stream + &heading + &all.into_iter().map(line).collect::<String>()
}

fn line(ends: &EarlyEnds) -> String {
    let broken = format!("{} of {}", ends.failed, ends.tried);
    let missed = ends.missed.to_string();
    let earliest = ends.earliest.as_ref().map_or("-".to_owned(), |wrong| format!("after {}", wrong.end.bytes));
    let counted = [(broken.as_str(), good(ends.failed == 0)), (&missed, good(ends.missed == 0))];
    let ways = [ends.one_piece, ends.byte_by_byte].map(|way| survived(Some(way)));
    let cells = [(ends.decoder.as_str(), Role::Frame)].into_iter().chain(counted);
    row(cells.chain([(earliest.as_str(), Role::Frame)]).chain(ways), COLUMNS)
}

/// What each decoder that an end broke took at the earliest, and what is right there.
pub(crate) fn verdicts(case: &Case) -> String {
    let all = case.early_ends().into_iter();
    let said: String = all.filter_map(|ends| Some(verdict(ends, ends.earliest.as_ref()?))).collect();
    if said.is_empty() { said } else { format!("\n{said}") }
}

/// The table, and on a screen of its own what each decoder took.
pub(crate) fn steps(case: &Case, stream: &[u8]) -> Vec<Step> {
    let said = verdicts(case);
    let told = (!said.is_empty()).then(|| drawn(case, stream, Numbers::Ends) + said.trim_start_matches('\n'));
    let table = Step { before: None, fresh: false, text: table(case) };
    let told = told.map(|text| Step { before: Some("the earliest of each"), fresh: true, text });
    [table].into_iter().chain(told).filter(|step| !step.text.is_empty()).collect()
}

fn verdict(ends: &EarlyEnds, wrong: &WrongEnd) -> String {
    let way = if wrong.byte_by_byte { "byte by byte" } else { "in one piece" };
    let due = due(ends, wrong);
    let frames = if due.is_empty() { "no frame".to_owned() } else { quoted(due).join(", ") };
    let then = if wrong.end.inside { "then an error" } else { "and the end" };
    let said = format!("{}; right is {frames}, {then}", took(&wrong.got));
    format!("  {}, ended after {}, {way}\n", ends.decoder, wrong.end.bytes) + &wrap(&said, "    ", 6)
}

/// The frames that are whole at an end.
fn due<'a>(ends: &'a EarlyEnds, wrong: &WrongEnd) -> &'a [Vec<u8>] {
    ends.expected.get(..wrong.end.frames).unwrap_or(&ends.expected)
}

pub(crate) fn fields(stream: Stream, ends: &EarlyEnds) -> Fields {
    let wrong = ends.earliest.as_ref();
    vec![
        ("stream", named(stream.name())),
        ("decoder", named(&ends.decoder)),
        ("tried", ends.tried.into()),
        ("failed", ends.failed.into()),
        ("missed", ends.missed.into()),
        ("earliest", wrong.map(|wrong| wrong.end.bytes).into()),
        ("cut", wrong.map(|wrong| if wrong.byte_by_byte { "byte by byte" } else { "one piece" }).into()),
        ("expected", wrong.map_or(Value::Null, |wrong| texts(due(ends, wrong)))),
        ("error_expected", wrong.map(|wrong| wrong.end.inside).into()),
        ("got", wrong.map_or(Value::Null, |wrong| texts(&wrong.got.frames))),
        ("error", wrong.and_then(|wrong| wrong.got.error.as_deref()).into()),
        ("one_piece", ends.one_piece.into()),
        ("byte_by_byte", ends.byte_by_byte.into()),
    ]
}
