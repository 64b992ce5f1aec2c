//! What is said beside the lines and on the arrows, word by word, with the numbers of messages marked as such.

use super::capture::{Call, Done};
use super::timeline::Bundle;
use crate::columns::width;
use crate::escape::shown;
use crate::palette::Role;
use crate::units::{counted, numbered};
use trace::{JudgedRead, Verdict, Write};

const NO_BREAK: &str = "\0"; // a blank in the middle of a word, which no text that is shown contains
const CONTENT: usize = 10; // bytes are shown where they take no more columns, quotes included

/// Text that is not broken, in one role.
#[derive(Clone)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) role: Option<Role>,
    /// Whether a blank stands before it.
    pub(super) apart: bool,
}

/// The words of a phrase: `#5` is the number of message 5, and what is in capitals is emphasized.
fn words(phrase: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for piece in phrase.split(' ') {
        let (core, mark) = piece.split_at(piece.trim_end_matches([':', ',', ')']).len());
        let (role, text) = match core.strip_prefix('#') {
            Some(number) => (number.parse().ok().map(Role::Message), number),
            None if core.chars().all(|c| c.is_ascii_uppercase()) => (Some(Role::Bad), core),
            None => (None, piece),
        };
        words.push(Word { text: text.replace(NO_BREAK, " "), role, apart: true });
        if role.is_some() && !mark.is_empty() {
            words.push(Word { text: mark.to_owned(), role: None, apart: false });
        }
    }
    words
}

/// What is said of calls that stand together, in lines of at most `columns`.
pub(super) fn remarks(calls: &[&Call<'_>], columns: usize) -> Vec<Vec<Word>> {
    let (mut writes, mut reads) = (Vec::new(), Vec::new());
    for call in calls {
        match &call.done {
            Done::Write(write) => writes.push(write),
            Done::Read(nth, read) => reads.push((*nth, read)),
            Done::Shutdown => {}
        }
    }
    let phrases = match (writes.as_slice(), reads.as_slice()) {
        ([], []) => vec!["no more writes".to_owned()],
        ([], [(nth, read)]) => vec![of_read(*nth, read)],
        ([], reads) => vec![of_reads(reads)],
        (writes, _) => of_writes(writes),
    };
    phrases.iter().flat_map(|phrase| wrapped(&words(phrase), columns)).collect()
}

fn of_writes(writes: &[&Write<'_>]) -> Vec<String> {
    let (mut out, mut run, mut after_short) = (Vec::new(), Vec::new(), false);
    for &&Write { message, asked, accepted, data, .. } in writes {
        if accepted == asked && writes.len() > 1 {
            run.push(message);
        } else if accepted == asked {
            out.push(format!("write #{message}: {}", content(data, asked)));
        } else if accepted > 0 {
            out.push(format!("write #{message}: SHORT, {accepted} of {asked} bytes"));
        } else if !after_short {
            // After a short write it goes without saying.
            out.push(format!("write #{message}: no room"));
        }
        after_short = accepted < asked;
    }
    if let (Some(&first), Some(&last)) = (run.iter().min(), run.iter().max()) {
        out.insert(0, numbered("write", first, last, "#"));
    }
    out
}

fn of_read(nth: u64, read: &JudgedRead) -> String {
    let verdict = match read.verdict {
        Verdict::End => return format!("read {nth}: 0{NO_BREAK}bytes, the end"),
        Verdict::Nothing => return format!("read {nth}: asked for 0{NO_BREAK}bytes"),
        Verdict::Glued => " GLUED",
        Verdict::Split => " SPLIT",
        Verdict::GluedSplit => " GLUED and SPLIT",
        Verdict::Truncated => " TRUNCATED",
        Verdict::Whole => "",
    };
    format!("read {nth}: {}{}{verdict}", content(&read.data, read.got()), of_messages(read.messages))
}

/// What is said of several reads: how much they got, and how many are glued or split.
fn of_reads(reads: &[(u64, &JudgedRead)]) -> String {
    let numbers = numbered("read", reads[0].0, reads[reads.len() - 1].0, "");
    let bytes = counted(reads.iter().map(|(_, read)| read.got()).sum(), "byte").replace(' ', NO_BREAK);
    let messages = reads.iter().filter_map(|(_, read)| read.messages);
    let messages = of_messages(messages.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1))));
    let count = |is: fn(Verdict) -> bool| reads.iter().filter(|(_, read)| is(read.verdict)).count();
    let verdicts = match (count(Verdict::glued), count(Verdict::split)) {
        (0, 0) if count(|verdict| verdict == Verdict::Whole) == reads.len() => ", each whole".to_owned(),
        (0, 0) => String::new(),
        (glued, 0) => format!(" ({glued} GLUED)"),
        (0, split) => format!(" ({split} SPLIT)"),
        (glued, split) => format!(" ({glued} GLUED, {split} SPLIT)"),
    };
    format!("{numbers}: {bytes}{messages}{verdicts}")
}

/// Bytes in quotes, or how many they are if they do not fit.
fn content(data: &[u8], bytes: u64) -> String {
    let quoted = format!("\"{}\"", shown(data));
    let fits = data.len() as u64 == bytes && bytes > 0 && width(&quoted) <= CONTENT;
    if fits { quoted } else { counted(bytes, "byte") }.replace(' ', NO_BREAK)
}

/// `, message 1` or `, messages 1 to 10`.
fn of_messages(numbers: Option<(u64, u64)>) -> String {
    numbers.map_or(String::new(), |(first, last)| format!(", {}", numbered("message", first, last, "#")))
}

/// A line as one text, each of its words as `shown`.
pub(super) fn joined(line: &[Word], shown: impl Fn(&Word) -> String) -> String {
    let word =
        |(n, word): (usize, &Word)| if n > 0 && word.apart { " ".to_owned() } else { String::new() } + &shown(word);
    line.iter().enumerate().map(word).collect()
}

/// Breaks `words` into lines of at most `columns`, after commas if that is enough.
fn wrapped(words: &[Word], columns: usize) -> Vec<Vec<Word>> {
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

pub(super) fn line_width(line: &[Word]) -> usize {
    let blanks = line.iter().skip(1).filter(|word| word.apart).count();
    line.iter().map(|word| width(&word.text)).sum::<usize>() + blanks
}

/// A message's number on an arrow; where it is `None`, some are not shown.
pub(super) struct Chip {
    pub(super) message: Option<u64>,
    /// Whether its segment begins with it.
    pub(super) begins: bool,
}

/// The messages that a bundle carries, `most` of them at most, and the last in any case.
pub(super) fn chips(bundle: &Bundle<'_>, most: usize) -> Vec<Chip> {
    let carried = bundle.arrows.iter().flat_map(|arrow| arrow.messages.iter().enumerate());
    let mut chips: Vec<Chip> = carried.map(|(nth, &n)| Chip { message: Some(n), begins: nth == 0 }).collect();
    if chips.len() > most {
        chips[most - 1].message = None;
        chips.drain(most..chips.len() - 1);
    }
    chips
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
