//! What is said beside the lines and on the arrows, word by word, with the numbers of messages marked as such. Knows
//! nothing of where it will stand.

use super::timeline::{Bundle, Group};
use super::{Call, Done};
use crate::columns::width;
use crate::escape::escaped;
use crate::palette::Role;
use crate::units::counted;
use trace::{JudgedRead, Verdict};

/// Text that is not broken, in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) role: Option<Role>,
    /// Whether a blank stands before it.
    pub(super) apart: bool,
}

fn plain(text: impl Into<String>) -> Word {
    Word { text: text.into(), role: None, apart: true }
}

fn glued_on(text: &str) -> Word {
    Word { apart: false, ..plain(text) }
}

/// A message's number.
fn number(number: u64) -> Word {
    Word { role: Some(Role::Message(number)), ..plain(number.to_string()) }
}

/// `1`, `1 and 2`, `1 to 10`.
fn span(first: u64, last: u64, word: fn(u64) -> Word) -> Vec<Word> {
    match last.saturating_sub(first) {
        0 => vec![word(first)],
        1 => vec![word(first), plain("and"), word(last)],
        _ => vec![word(first), plain("to"), word(last)],
    }
}

/// Bytes are shown where they take no more columns, quotes included.
const CONTENT: usize = 10;

/// The bytes in quotes, or how many they are where they do not fit.
fn content(data: &[u8], bytes: u64) -> Word {
    let text = format!("\"{}\"", escaped(data));
    if data.len() as u64 == bytes && bytes > 0 && width(&text) <= CONTENT {
        plain(text)
    } else {
        plain(counted(bytes, "byte"))
    }
}

/// What is said of calls that stand together, a line or more each.
pub(super) fn told(group: &Group<'_>) -> Vec<Vec<Word>> {
    match &group.first().done {
        Done::Write { .. } => writes(&group.calls),
        Done::Read { .. } => vec![reads(&group.calls)],
        Done::Shutdown => vec![vec![plain("no more writes")]],
    }
}

fn writes(calls: &[&Call]) -> Vec<Vec<Word>> {
    let (mut out, mut run): (Vec<Vec<Word>>, Vec<u64>) = (Vec::new(), Vec::new());
    for (n, call) in calls.iter().enumerate() {
        let Done::Write { message, asked, accepted, data } = &call.done else { continue };
        let after_short = n > 0 && matches!(calls[n - 1].done, Done::Write { asked, accepted, .. } if accepted < asked);
        match () {
            () if accepted == asked && calls.len() > 1 => run.push(*message),
            () if accepted == asked => {
                out.push(vec![plain("write"), number(*message), glued_on(":"), content(data, *asked)]);
            }
            // It follows from the one before.
            () if after_short && *accepted == 0 => {}
            () if *accepted == 0 => out.push(vec![plain("write"), number(*message), glued_on(":"), plain("no room")]),
            () => {
                let short = [plain("write"), number(*message), glued_on(":"), emphasis("SHORT"), glued_on(",")];
                let took = [accepted.to_string(), "of".to_owned(), asked.to_string(), "bytes".to_owned()];
                out.push(short.into_iter().chain(took.map(plain)).collect());
            }
        }
    }
    if let (Some(&first), Some(&last)) = (run.iter().min(), run.iter().max()) {
        let noun = if first == last { "write" } else { "writes" };
        out.insert(0, [vec![plain(noun)], span(first, last, number)].concat());
    }
    out
}

fn reads(calls: &[&Call]) -> Vec<Word> {
    let reads = calls.iter().filter_map(|call| match &call.done {
        Done::Read { nth, read } => Some((*nth as u64, read)),
        _ => None,
    });
    let reads: Vec<(u64, &JudgedRead)> = reads.collect();
    match reads.as_slice() {
        [] => vec![],
        [(nth, read)] => one_read(*nth, read),
        [(first, _), .., (last, _)] => {
            let bytes = reads.iter().map(|(_, read)| read.got()).sum();
            let mut out = [vec![plain("reads")], span(*first, *last, |n| plain(n.to_string()))].concat();
            out.extend([glued_on(":"), plain(counted(bytes, "byte"))]);
            let numbers = reads.iter().filter_map(|(_, read)| read.messages);
            out.extend(messages(numbers.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))));
            out.extend(verdicts(&reads));
            out
        }
    }
}

/// How many of several reads are glued or split.
fn verdicts(reads: &[(u64, &JudgedRead)]) -> Vec<Word> {
    let count = |is: fn(Verdict) -> bool| reads.iter().filter(|(_, read)| is(read.verdict)).count();
    let whole = count(|verdict| verdict == Verdict::Whole);
    let counts = [(count(Verdict::glued), "GLUED"), (count(Verdict::split), "SPLIT")];
    let mut out = Vec::new();
    for (count, word) in counts.into_iter().filter(|(count, _)| *count > 0) {
        if out.is_empty() {
            out.push(plain(format!("({count}")));
        } else {
            out.extend([glued_on(","), plain(count.to_string())]);
        }
        out.push(emphasis(word));
    }
    match () {
        () if !out.is_empty() => out.push(glued_on(")")),
        () if whole == reads.len() => out.extend([glued_on(","), plain("each"), plain("whole")]),
        () => {}
    }
    out
}

fn one_read(nth: u64, read: &JudgedRead) -> Vec<Word> {
    let mut out = vec![plain("read"), plain(nth.to_string()), glued_on(":")];
    if read.verdict == Verdict::End {
        out.extend([plain("0 bytes,"), plain("the"), plain("end")]);
        return out;
    }
    out.push(content(&read.data, read.got()));
    out.extend(messages(read.messages));
    out.extend(match read.verdict {
        Verdict::Glued => vec![emphasis("GLUED")],
        Verdict::Split => vec![emphasis("SPLIT")],
        Verdict::GluedSplit => vec![emphasis("GLUED"), plain("and"), emphasis("SPLIT")],
        Verdict::Truncated => vec![emphasis("TRUNCATED")],
        Verdict::Whole | Verdict::End => vec![],
    });
    out
}

fn emphasis(word: &str) -> Word {
    Word { role: Some(Role::Bad), ..plain(word) }
}

/// `, message 1` or `, messages 1 to 10`.
fn messages(numbers: Option<(u64, u64)>) -> Vec<Word> {
    let Some((first, last)) = numbers else { return vec![] };
    let noun = if first == last { "message" } else { "messages" };
    [vec![glued_on(","), plain(noun)], span(first, last, number)].concat()
}

/// Breaks `words` into lines of at most `columns`, behind commas where that is enough.
pub(super) fn wrapped(words: &[Word], columns: usize) -> Vec<Vec<Word>> {
    let mut lines: Vec<Vec<Word>> = Vec::new();
    for part in words.split_inclusive(|word| word.text.ends_with(',')) {
        // What is glued on stays with its word.
        let pieces = part.chunk_by(|_, next| !next.apart);
        let pieces: Vec<&[Word]> = if line_width(part) <= columns { vec![part] } else { pieces.collect() };
        for piece in pieces {
            match lines.last_mut() {
                Some(line) if line_width(line) + 1 + line_width(piece) <= columns => line.extend_from_slice(piece),
                _ => lines.push(piece.to_vec()),
            }
        }
    }
    lines
}

/// How many columns a line takes.
pub(super) fn line_width(line: &[Word]) -> usize {
    let blanks = line.iter().skip(1).filter(|word| word.apart).count();
    line.iter().map(|word| width(&word.text)).sum::<usize>() + blanks
}

/// A part of an arrow's label: a message's number, or what stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Chip {
    Message(u64),
    /// The next message lies in the same segment.
    Same,
    /// The next message lies in another segment.
    Next,
    /// Some are not shown.
    More,
}

/// The messages that a bundle carries, `most` of them at most.
pub(super) fn chips(bundle: &Bundle<'_>, most: usize) -> Vec<Chip> {
    let mut all = Vec::new();
    for (n, arrow) in bundle.arrows.iter().enumerate() {
        for (nth, message) in arrow.messages.iter().enumerate() {
            let before = if nth > 0 { Chip::Same } else { Chip::Next };
            all.push((if n == 0 && nth == 0 { None } else { Some(before) }, *message));
        }
    }
    let (shown, left_out) = if all.len() > most { (most.max(2) - 1, true) } else { (all.len(), false) };
    let mut out = Vec::new();
    for (before, message) in &all[..shown] {
        out.extend(before.clone());
        out.push(Chip::Message(*message));
    }
    if let (true, Some((before, message))) = (left_out, all.last()) {
        out.extend(all[shown].0.clone());
        out.push(Chip::More);
        out.extend(before.clone());
        out.push(Chip::Message(*message));
    }
    out
}

/// `ack 5`, or of several the first and the last.
pub(super) fn acks(bundle: &Bundle<'_>) -> String {
    let (first, last) = (bundle.first().ack, bundle.arrows.last().map_or(0, |arrow| arrow.ack));
    match bundle.arrows.len() {
        1 => format!("ack {first}"),
        n if first == last => format!("ack {first} ×{n}"),
        2 => format!("ack {first}, {last}"),
        n => format!("ack {first} … {last} ×{n}"),
    }
}
