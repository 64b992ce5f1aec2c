//! Decoders and many cuts of one stream: which broke which, in a table, and byte by byte what the smallest cut of each did,
//! all at once or one after the other; a `cuts` a line for a program.

use crate::columns::{padded, width, wrap};
use crate::early_ends;
use crate::escape::escaped;
use crate::json::{Fields, text as named};
use crate::palette::Role;
use std::fmt::Write;
use std::ops::Range;
use trace::{Case, Decoded, Event, Stream, Trial, Value};

/// The most bytes that are drawn one by one.
const DRAWN: usize = 16;

/// Columns before the bytes.
const NAME: usize = 11;

/// A part of what is shown of decoders one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it brings, for somebody who waits before it; `None` where it comes at once.
    pub before: Option<&'static str>,
    /// Whether it begins a screen of its own.
    pub fresh: bool,
    /// What it shows.
    pub text: String,
}

/// The decoders of a case whose stream is short enough to be drawn, one by one, and at last the table of all; early ends
/// in two screens; of any other case nothing.
pub fn one_by_one(case: &Case) -> Vec<Step> {
    let (trials, Some(stream)) = (case.trials(), short(case)) else { return vec![] };
    let mut steps = early_ends::steps(case, stream);
    for (nth, trial) in trials.iter().enumerate() {
        let text = drawn(case, stream, Numbers::Places) + &introduced(trial);
        steps.push(Step { before: (nth > 0).then_some("the next decoder"), fresh: true, text });
        let unasked = trial.smallest.as_ref().map(|_| "?"); // it is what is asked for next
        let text = format!("\n{}{}", heading(), line(trial, unasked));
        steps.push(Step { before: Some("how many cuts break it?"), fresh: false, text });
        let smallest = trial.smallest.iter().map(|(cut, got)| verdict(case, stream, &trial.decoder, cut, got));
        let smallest = smallest.map(|said| format!("\n{said}"));
        steps.extend(smallest.map(|text| Step { before: Some("the smallest"), fresh: false, text }));
    }
    let all = (!trials.is_empty()).then(|| table(case));
    steps.extend(all.map(|text| Step { before: Some("the table of all"), fresh: true, text }));
    steps
}

fn introduced(trial: &Trial) -> String {
    format!("  {}\n", Role::Heading.paint(&trial.decoder)) + &wrap(&format!("\"{}\"", trial.description), "    ", 4)
}

/// The table of a case's decoders; of a short stream its bytes and frames before it.
pub(crate) fn table(case: &Case) -> String {
    let trials = case.trials();
    if trials.is_empty() {
        return String::new();
    }
    let stream = short(case).map_or(String::new(), |stream| drawn(case, stream, Numbers::Places));
    stream + &heading() + &trials.into_iter().map(|trial| line(trial, None)).collect::<String>()
}

fn heading() -> String {
    let names = ["decoder", "broken by", "smallest", "one piece", "byte by byte"];
    row(names.map(|name| (name, Role::Frame)), COLUMNS)
}

/// What became of a decoder; its smallest cut may be told as something else.
fn line(trial: &Trial, smallest: Option<&str>) -> String {
    let broken = format!("{} of {}", trial.failed, trial.tried);
    let known = trial.smallest.as_ref().map_or("-".to_owned(), |(cut, _)| place(cut));
    let smallest = smallest.unwrap_or(&known);
    let [one_piece, byte_by_byte] = [trial.one_piece, trial.byte_by_byte].map(survived);
    let first = [(trial.decoder.as_str(), Role::Frame), (&broken, good(trial.failed == 0)), (smallest, Role::Frame)];
    row(first.into_iter().chain([one_piece, byte_by_byte]), COLUMNS)
}

/// Columns of each cell of a row.
const COLUMNS: [usize; 5] = [27, 16, 12, 11, 12];

/// Cells beside one another, each in its role.
pub(crate) fn row<'a>(
    cells: impl IntoIterator<Item = (&'a str, Role)>,
    columns: impl IntoIterator<Item = usize>,
) -> String {
    let cell = |((text, role), columns): ((&str, Role), usize)| {
        role.paint(text) + &" ".repeat(columns.saturating_sub(width(text))) // a colour takes no column
    };
    let cells: String = cells.into_iter().zip(columns).map(cell).collect();
    format!("  {}\n", cells.trim_end())
}

pub(crate) fn good(good: bool) -> Role {
    if good { Role::Good } else { Role::Bad }
}

/// Whether a decoder survived, for a cell; `None` where that was not tried.
pub(crate) fn survived(survived: Option<bool>) -> (&'static str, Role) {
    match survived {
        Some(true) => ("ok", Role::Frame),
        Some(false) => ("BROKEN", Role::Bad),
        None => ("-", Role::Frame),
    }
}

/// Where a cut is, in words that fit a column.
fn place(cut: &[u64]) -> String {
    let places: Vec<String> = cut.iter().map(u64::to_string).collect();
    match places.len() {
        0 => "uncut".to_owned(),
        1..=3 => format!("at {}", places.join(", ")),
        many => format!("{many} places"),
    }
}

/// The bytes that the script gives out, where they are few enough to be drawn.
pub(crate) fn short(case: &Case) -> Option<&[u8]> {
    case.events.iter().find_map(|timed| match &timed.event {
        Event::Scripted { data, .. } if data.len() <= DRAWN => Some(data.as_slice()),
        _ => None,
    })
}

/// What is counted under a stream, each number behind as many bytes.
#[derive(Clone, Copy)]
pub(crate) enum Numbers {
    /// Between two bytes.
    Places,
    /// Before the first byte and behind the last too.
    Ends,
}

/// The bytes of a stream, its frames, and numbers under it.
pub(crate) fn drawn(case: &Case, stream: &[u8], numbers: Numbers) -> String {
    let frames = case.frames(Stream::Forward);
    let edges: Vec<u64> = frames.iter().map(|frame| frame.end).filter(|&end| end < stream.len() as u64).collect();
    let trials = case.trials().into_iter().map(|trial| &trial.expected);
    let all = trials.chain(case.early_ends().into_iter().map(|ends| &ends.expected));
    let expected = all.into_iter().next().cloned().unwrap_or_default();
    let name = |name| Role::Frame.paint(&padded(name, NAME));
    let mut out = format!("{}{}\n", name("  stream"), bytes(stream, &frames, &edges));
    let inside = frames.iter().zip(&expected).enumerate().map(|(nth, (frame, payload))| {
        let text = format!("{} \"{}\"", nth + 1, escaped(payload));
        let room = 3 * (frame.end - frame.start) as usize - 1;
        Role::Message(nth as u64 + 1).paint(&padded(&text, room)) + "│"
    });
    let _ = writeln!(out, "{}│{}", name("  frames"), inside.collect::<String>());
    let (called, counted) = match numbers {
        Numbers::Places => ("  places   ", 1..stream.len()),
        Numbers::Ends => ("  ends  ", 0..stream.len() + 1),
    };
    let counted: String = counted.map(|bytes| format!("{bytes:>3}")).collect();
    out += &format!("{} {}\n\n", Role::Frame.paint(called), Role::Frame.paint(&counted));
    out
}

/// Two digits a byte, in the colour of its frame, and a bar at every place of `cut`.
fn bytes(stream: &[u8], frames: &[Range<u64>], cut: &[u64]) -> String {
    let frame = |at: u64| frames.iter().position(|frame| frame.contains(&at)).map_or(0, |nth| nth as u64 + 1);
    let mut out = "│".to_owned();
    for (at, byte) in (0..).zip(stream) {
        out += &Role::Message(frame(at)).paint(&format!("{byte:02X}"));
        let last = at + 1 == stream.len() as u64;
        let same = frame(at) == frame(at + 1);
        out += &match (last || cut.contains(&(at + 1)), same) {
            (true, _) => "│".to_owned(),
            (false, true) => Role::Message(frame(at)).paint(" "),
            (false, false) => " ".to_owned(),
        };
    }
    out
}

/// What the smallest cut made of each decoder that one broke; nothing where the stream is too long to be drawn.
pub(crate) fn verdicts(case: &Case) -> String {
    let Some(stream) = short(case) else { return String::new() };
    let broken = |trial: &Trial| Some((trial.decoder.clone(), trial.smallest.clone()?));
    let broken: Vec<_> = case.trials().into_iter().filter_map(broken).collect();
    let said = broken.iter().map(|(decoder, (cut, got))| verdict(case, stream, decoder, cut, got));
    said.enumerate().map(|(nth, said)| if nth == 0 { "\n".to_owned() + &said } else { said }).collect()
}

fn verdict(case: &Case, stream: &[u8], decoder: &str, cut: &[u64], got: &Decoded) -> String {
    let whole = cut.is_empty();
    let mut out =
        format!("  {decoder}, {}\n", if whole { "in one piece".to_owned() } else { "cut ".to_owned() + &place(cut) });
    if !whole {
        let _ = writeln!(out, "{}{}", padded("", NAME), bytes(stream, &case.frames(Stream::Forward), cut));
    }
    out + &wrap(&took(got), "    ", 6)
}

/// What a decoder took, and how it ended.
pub(crate) fn took(got: &Decoded) -> String {
    let took = if got.frames.is_empty() { "no frame".to_owned() } else { quoted(&got.frames).join(", ") };
    let then = match &got.error {
        Some(error) => format!(", then an error: {error}"),
        None => ", and saw the end".to_owned(),
    };
    format!("took {took}{then}")
}

pub(crate) fn quoted(frames: &[Vec<u8>]) -> Vec<String> {
    frames.iter().map(|frame| format!("\"{}\"", escaped(frame))).collect()
}

pub(crate) fn scripted(stream: Stream, data: &[u8]) -> Fields {
    let hex = data.iter().map(|byte| format!("{byte:02x}")).collect();
    vec![("stream", named(stream.name())), ("bytes", (data.len() as u64).into()), ("hex", Value::Text(hex))]
}

pub(crate) fn texts(frames: &[Vec<u8>]) -> Value {
    Value::Texts(frames.iter().map(|frame| escaped(frame)).collect())
}

pub(crate) fn cuts(stream: Stream, trial: &Trial) -> Fields {
    let got = trial.smallest.as_ref().map(|(_, got)| got);
    let places = trial.smallest.as_ref().map(|(cut, _)| Value::Numbers(cut.clone()));
    vec![
        ("stream", named(stream.name())),
        ("decoder", named(&trial.decoder)),
        ("does", named(&trial.description)),
        ("tried", trial.tried.into()),
        ("failed", trial.failed.into()),
        ("smallest", places.unwrap_or(Value::Null)),
        ("expected", texts(&trial.expected)),
        ("got", got.map_or(Value::Null, |got| texts(&got.frames))),
        ("error", got.and_then(|got| got.error.as_deref()).into()),
        ("one_piece", trial.one_piece.into()),
        ("byte_by_byte", trial.byte_by_byte.into()),
    ]
}
