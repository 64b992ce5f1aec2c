//! Text measured in terminal columns, where 粘 takes two.

use unicode_width::UnicodeWidthStr;

/// No line is wider, in columns.
pub const WIDTH: usize = 80;

/// How many columns `text` takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// `text` and blanks after it, `columns` in all; wider text stays as it is.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Breaks `text` at blanks into lines of at most [`WIDTH`] columns. The first begins with `first`, the others are
/// indented by `indent` columns. A word that is wider stays whole.
pub fn wrap(text: &str, first: &str, indent: usize) -> String {
    let (mut out, mut line, mut gap) = (String::new(), first.to_owned(), "");
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !gap.is_empty() && width(&line) + width(gap) + width(word) > WIDTH {
            out += &format!("{}\n", line.trim_end());
            (line, gap) = (" ".repeat(indent), "");
        }
        line += gap;
        line += word;
        gap = " ";
    }
    out + line.trim_end() + "\n"
}
