//! What is said beside the lines and on the arrows, word by word, with the numbers of messages marked as such. Knows
//! nothing of where it will stand.

use super::capture::{Call, Done};
use super::timeline::Bundle;
use crate::columns::width;
use crate::escape::escaped;
use crate::palette::Role;
use crate::units::{counted, numbered};
use trace::{JudgedRead, Verdict, Write};

const NO_BREAK: &str = "\u{A0}";
const CONTENT: usize = 10; // bytes are shown where they take no more columns, quotes included

/// Text that is not broken, in one role.
#[derive(Clone)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) role: Option<Role>,
    /// Whether a blank stands before it.
    pub(super) apart: bool,
}

/// The words of a phrase: `#5` is the number of message 5, and what is in capitals is emphasized. A no-break space stands in
/// the middle of a word.
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

/// What has been said, a comma, and more.
fn and_then(mut said: Vec<Word>, phrase: &str) -> Vec<Word> {
    said.push(Word { text: ",".to_owned(), role: None, apart: false });
    said.extend(words(phrase));
    said
}

/// A phrase, and then the bytes in quotes, or how many they are if they do not fit.
fn with_content(phrase: &str, data: &[u8], bytes: u64) -> Vec<Word> {
    let quoted = format!("\"{}\"", escaped(data));
    let fits = data.len() as u64 == bytes && bytes > 0 && width(&quoted) <= CONTENT;
    let text = if fits { quoted } else { counted(bytes, "byte") };
    let mut said = words(phrase);
    said.push(Word { text, role: None, apart: true });
    said
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
    let sentences = match (writes.as_slice(), reads.as_slice()) {
        ([], []) => vec![words("no more writes")],
        ([], reads) => vec![of_reads(reads)],
        (writes, _) => of_writes(writes),
    };
    sentences.iter().flat_map(|sentence| wrapped(sentence, columns)).collect()
}

fn of_writes(writes: &[&Write<'_>]) -> Vec<Vec<Word>> {
    let (mut out, mut run, mut after_short): (Vec<Vec<Word>>, Vec<u64>, bool) = (Vec::new(), Vec::new(), false);
    for &&Write { message, asked, accepted, data, .. } in writes {
        if accepted == asked && writes.len() > 1 {
            run.push(message);
        } else if accepted == asked {
            out.push(with_content(&format!("write #{message}:"), data, asked));
        } else if accepted > 0 {
            out.push(words(&format!("write #{message}: SHORT, {accepted} of {asked} bytes")));
        } else if !after_short {
            // After a short write it goes without saying.
            out.push(words(&format!("write #{message}: no room")));
        }
        after_short = accepted < asked;
    }
    if let (Some(&first), Some(&last)) = (run.iter().min(), run.iter().max()) {
        out.insert(0, words(&numbered("write", first, last, "#")));
    }
    out
}

fn of_reads(reads: &[(u64, &JudgedRead)]) -> Vec<Word> {
    let (Some((first, read)), Some((last, _))) = (reads.first(), reads.last()) else { return vec![] };
    if reads.len() == 1 {
        return one_read(*first, read);
    }
    let bytes = counted(reads.iter().map(|(_, read)| read.got()).sum(), "byte").replace(' ', NO_BREAK);
    let said = words(&format!("{}: {bytes}", numbered("read", *first, *last, "")));
    let numbers = reads.iter().filter_map(|(_, read)| read.messages);
    let numbers = numbers.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)));
    verdicts(of_messages(said, numbers), reads)
}

/// How many of several reads are glued or split.
fn verdicts(mut said: Vec<Word>, reads: &[(u64, &JudgedRead)]) -> Vec<Word> {
    let count = |is: fn(Verdict) -> bool| reads.iter().filter(|(_, read)| is(read.verdict)).count();
    let counts = [(count(Verdict::glued), "GLUED"), (count(Verdict::split), "SPLIT")];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let counts: Vec<String> = counts.collect();
    if !counts.is_empty() {
        said.extend(words(&format!("({})", counts.join(", "))));
    } else if count(|verdict| verdict == Verdict::Whole) == reads.len() {
        said = and_then(said, "each whole");
    }
    said
}

fn one_read(nth: u64, read: &JudgedRead) -> Vec<Word> {
    let verdict = match read.verdict {
        Verdict::End => return words(&format!("read {nth}: 0{NO_BREAK}bytes, the end")),
        Verdict::Glued => "GLUED",
        Verdict::Split => "SPLIT",
        Verdict::GluedSplit => "GLUED and SPLIT",
        Verdict::Truncated => "TRUNCATED",
        Verdict::Whole => "",
    };
    let mut said = of_messages(with_content(&format!("read {nth}:"), &read.data, read.got()), read.messages);
    if !verdict.is_empty() {
        said.extend(words(verdict));
    }
    said
}

/// What has been said, and `, message 1` or `, messages 1 to 10`.
fn of_messages(said: Vec<Word>, numbers: Option<(u64, u64)>) -> Vec<Word> {
    match numbers {
        Some((first, last)) => and_then(said, &numbered("message", first, last, "#")),
        None => said,
    }
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

/// How many columns a line takes.
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
