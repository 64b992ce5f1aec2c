//! What stands for other characters where a terminal, a font or a locale has ASCII alone. Text is measured as it will be
//! printed, so that what takes more columns than it stands for moves nothing.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

static ASCII: AtomicBool = AtomicBool::new(false);

/// Chooses for the whole process whether all that is shown is ASCII.
pub fn choose_ascii(on: bool) {
    ASCII.store(on, Ordering::Relaxed);
}

/// `text` as it will be printed: as it is, or in ASCII, if that was chosen.
pub fn as_printed(text: &str) -> Cow<'_, str> {
    if !ASCII.load(Ordering::Relaxed) || text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().fold(String::new(), |mut out, c| {
        match stands_for(c) {
            Some(ascii) => out += ascii,
            None if c.is_ascii() => out.push(c),
            None => out.extend(c.escape_unicode()),
        }
        out
    }))
}

/// What stands for a character of ours. Of those that draw a line each takes one column, and stays one.
fn stands_for(c: char) -> Option<&'static str> {
    Some(match c {
        '│' => "|",
        '─' | '╌' => "-",
        '┊' | '⋮' => ":",
        '╭' | '╮' | '╰' | '╯' | '├' | '┤' | '┬' | '┴' | '┼' | '└' | '┘' => "+",
        '►' => ">",
        '◄' => "<",
        '→' => "->",
        '·' => ".",
        '×' => "x",
        '█' => "#",
        '▏' => "|",
        '⋯' | '…' => "...",
        '✓' => "[ok]",
        '✗' => "[!!]",
        'µ' => "u",
        '≤' => "<=",
        '≠' => "!=",
        _ => return None,
    })
}

/// The mark of what was not observed, beside ✓ and ✗.
pub(crate) fn unknown() -> &'static str {
    if ASCII.load(Ordering::Relaxed) { "[??]" } else { "?" }
}

/// Bytes of others, spelt out already: where all is ASCII a character of theirs must not be taken for one of ours.
pub(crate) fn of_others(text: String) -> String {
    if !ASCII.load(Ordering::Relaxed) || text.is_ascii() {
        return text;
    }
    let spelt = |c: char| if c.is_ascii() { c.to_string() } else { c.escape_unicode().to_string() };
    text.chars().map(spelt).collect()
}
