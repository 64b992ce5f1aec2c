//! Decoders and many cuts of one stream: which broke which, in a table, and byte by byte what the smallest cut of each did;
//! a `cuts` a line for a program.

use crate::columns::{padded, wrap};
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

/// The table of a case's decoders; of a short stream its bytes and frames before it.
pub(crate) fn table(case: &Case) -> String {
    let trials = case.trials();
    if trials.is_empty() {
        return String::new();
    }
    let mut out = script(case).filter(|stream| stream.len() <= DRAWN).map_or(String::new(), |s| drawn(case, s));
    let heading = row("decoder", ["broken by", "smallest", "one piece", "byte by byte"]);
    let _ = writeln!(out, "{}", Role::Frame.paint(heading.trim_end()));
    for trial in trials {
        let broken = format!("{} of {}", trial.failed, trial.tried);
        let smallest = trial.smallest.as_ref().map_or("-".to_owned(), |(cut, _)| place(cut));
        let [one_piece, byte_by_byte] = [trial.one_piece, trial.byte_by_byte].map(|stood| match stood {
            Some(true) => "ok",
            Some(false) => "BROKEN",
            None => "-",
        });
        let line = row(&trial.decoder, [&broken, &smallest, one_piece, byte_by_byte]);
        let role = if trial.failed > 0 { Role::Bad } else { Role::Good };
        let _ = writeln!(out, "{}", line.trim_end().replacen(&broken, &role.paint(&broken), 1));
    }
    out
}

fn row(name: &str, [broken, smallest, one_piece, byte_by_byte]: [&str; 4]) -> String {
    let [name, broken] = [padded(name, 27), padded(broken, 16)];
    format!("  {name}{broken}{}{}{byte_by_byte}", padded(smallest, 12), padded(one_piece, 11))
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

/// The bytes that the script gives out.
fn script(case: &Case) -> Option<&[u8]> {
    case.events.iter().find_map(|timed| match &timed.event {
        Event::Scripted { data, .. } => Some(data.as_slice()),
        _ => None,
    })
}

fn drawn(case: &Case, stream: &[u8]) -> String {
    let frames = case.frames(Stream::Forward);
    let edges: Vec<u64> = frames.iter().map(|frame| frame.end).filter(|&end| end < stream.len() as u64).collect();
    let expected = case.trials().first().map_or(vec![], |trial| trial.expected.clone());
    let name = |name| Role::Frame.paint(&padded(name, NAME));
    let mut out = format!("{}{}\n", name("  stream"), bytes(stream, &frames, &edges));
    let inside = frames.iter().zip(&expected).enumerate().map(|(nth, (frame, payload))| {
        let text = format!("{} \"{}\"", nth + 1, escaped(payload));
        let room = 3 * (frame.end - frame.start) as usize - 1;
        Role::Message(nth as u64 + 1).paint(&padded(&text, room)) + "│"
    });
    let _ = writeln!(out, "{}│{}", name("  frames"), inside.collect::<String>());
    let numbers: String = (1..stream.len()).map(|place| format!("{place:>3}")).collect();
    out += &format!("{} {}\n\n", name("  places"), Role::Frame.paint(&numbers));
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
    let Some(stream) = script(case).filter(|stream| stream.len() <= DRAWN) else { return String::new() };
    let broken = |trial: &Trial| Some((trial.decoder.clone(), trial.smallest.clone()?));
    let broken: Vec<_> = case.trials().into_iter().filter_map(broken).collect();
    let said = broken.iter().map(|(decoder, (cut, got))| verdict(case, stream, decoder, cut, got));
    said.fold("\n".to_owned(), |out, verdict| out + &verdict)
}

fn verdict(case: &Case, stream: &[u8], decoder: &str, cut: &[u64], got: &Decoded) -> String {
    let whole = cut.is_empty();
    let mut out =
        format!("  {decoder}, {}\n", if whole { "in one piece".to_owned() } else { "cut ".to_owned() + &place(cut) });
    if !whole {
        let _ = writeln!(out, "{}{}", padded("", NAME), bytes(stream, &case.frames(Stream::Forward), cut));
    }
    let took = if got.frames.is_empty() { "no frame".to_owned() } else { quoted(&got.frames).join(", ") };
    let then = match &got.error {
        Some(error) => format!(", then an error: {error}"),
        None => ", and saw the end".to_owned(),
    };
    out + &wrap(&format!("took {took}{then}"), "    ", 6)
}

fn quoted(frames: &[Vec<u8>]) -> Vec<String> {
    frames.iter().map(|frame| format!("\"{}\"", escaped(frame))).collect()
}

pub(crate) fn scripted(stream: Stream, data: &[u8]) -> Fields {
    let hex = data.iter().map(|byte| format!("{byte:02x}")).collect();
    vec![("stream", named(stream.name())), ("bytes", (data.len() as u64).into()), ("hex", Value::Text(hex))]
}

pub(crate) fn cuts(stream: Stream, trial: &Trial) -> Fields {
    let texts = |frames: &[Vec<u8>]| Value::Texts(frames.iter().map(|frame| escaped(frame)).collect());
    let got = trial.smallest.as_ref().map(|(_, got)| got);
    let places = trial.smallest.as_ref().map(|(cut, _)| Value::Numbers(cut.clone()));
    vec![
        ("stream", named(stream.name())),
        ("decoder", named(&trial.decoder)),
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
