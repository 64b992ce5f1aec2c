//! Text measured in terminal columns as it will be printed, where 粘 takes two, and broken into lines of the chosen width.

use crate::glyphs::as_printed;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};
use unicode_width::UnicodeWidthStr;

const WIDTHS: RangeInclusive<usize> = 60..=120;
/// Relaxed is enough: nothing else depends on it.
static CHOSEN: AtomicUsize = AtomicUsize::new(80);

/// Chooses how wide a line may be, in columns, for the whole process: 60 to 120, and 80 where it is never chosen.
pub fn choose_width(columns: usize) {
    CHOSEN.store(columns.clamp(*WIDTHS.start(), *WIDTHS.end()), Ordering::Relaxed);
}

/// No line is wider, in columns.
pub fn line_width() -> usize {
    CHOSEN.load(Ordering::Relaxed)
}

/// So many columns of 80, or as large a part of a line of another width.
pub(crate) fn of_80(columns: usize) -> usize {
    columns * line_width() / 80
}

/// How many columns `text` takes.
pub(crate) fn width(text: &str) -> usize {
    as_printed(text).width()
}

/// `text` and blanks after it, `columns` in all; wider text stays as it is.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Blanks and `text` after them, `columns` in all; wider text stays as it is.
pub(crate) fn right_aligned(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Breaks `text` at blanks into lines of at most [`line_width`] columns. The first begins with `first`, the others are
/// indented by `indent` columns. A word is broken only if it alone is wider than a line.
pub fn wrap(text: &str, first: &str, indent: usize) -> String {
    let (mut out, mut line, mut gap) = (String::new(), first.to_owned(), "");
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let is_long = width(word) > line_width() - indent.max(width(first));
        for piece in if is_long { pieces(word, line_width() - indent.max(width(first))) } else { vec![word] } {
            if !gap.is_empty() && width(&line) + width(gap) + width(piece) > line_width() {
                out += &format!("{}\n", line.trim_end());
                (line, gap) = (" ".repeat(indent), "");
            }
            line += gap;
            line += piece;
            gap = " ";
        }
    }
    as_printed(&(out + line.trim_end() + "\n")).into_owned()
}

/// `word` in pieces of at most `columns`.
fn pieces(word: &str, columns: usize) -> Vec<&str> {
    let (mut pieces, mut begin, mut used) = (Vec::new(), 0, 0);
    for (at, c) in word.char_indices() {
        let takes = width(c.encode_utf8(&mut [0; 4]));
        if used + takes > columns {
            pieces.push(&word[begin..at]);
            (begin, used) = (at, 0);
        }
        used += takes;
    }
    pieces.push(&word[begin..]);
    pieces
}
