//! What was found in a stream, frame by frame: bytes in hexadecimal for a person, a line of JSON for a program.

use crate::columns::{line_width, width, wrap};
use crate::dump::{Part, dump, dump_of_frame};
use crate::escape::{hex, shown};
use crate::json::{fields, object};
use crate::palette::Role;
use crate::units::counted;

/// A whole frame of a stream.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// Its number in the stream, from 1.
    pub number: u64,
    /// Where in the stream it begins, in bytes.
    pub offset: u64,
    /// All its bytes, as they are on the wire; a program does not get these.
    pub wire: &'a [u8],
    /// What each of them is.
    pub parts: &'a [Part<'a>],
    /// What it carries.
    pub payload: &'a [u8],
}

/// A frame that is wrong.
#[derive(Debug, Clone, Copy)]
pub struct Wrong<'a> {
    /// Where in the stream it begins, in bytes.
    pub offset: u64,
    /// "oversize", "malformed" or "truncated".
    pub kind: &'a str,
    /// What is wrong with it, in words.
    pub text: &'a str,
    /// The numbers in those words, for a program: bytes that came, are needed, and so on; `None` if one is not known.
    pub counts: &'a [(&'static str, Option<u64>)],
    /// All that came of it, for a program, if that is still there.
    pub bytes: Option<&'a [u8]>,
}

pub(crate) fn text(found: &Found<'_>, full: bool) -> String {
    let Found { number, offset, wire, parts, payload } = *found;
    let mut sizes: Vec<(&str, usize)> = Vec::new();
    for part in parts.iter().filter(|part| part.bytes > 0) {
        match sizes.iter_mut().find(|(what, _)| *what == part.what) {
            Some((_, bytes)) => *bytes += part.bytes,
            None => sizes.push((part.what, part.bytes)),
        }
    }
    let sizes: Vec<String> = sizes.iter().map(|(what, bytes)| format!("{what} {bytes}")).collect();
    let title = format!("frame {number}, offset {offset}: {}; ", sizes.join(", "));
    let title =
        format!("{}{}\n", Role::Heading.paint(&title), quoted(payload, line_width().saturating_sub(width(&title))));
    title + &if full { dump(offset, wire, parts) } else { dump_of_frame(offset, wire, parts) }
}

/// As much of the payload as fits into `columns`, in quotes.
fn quoted(payload: &[u8], columns: usize) -> String {
    let text = shown(&payload[..payload.len().min(line_width())]);
    let fitting = text.chars().scan(0, |used, c| {
        *used += width(c.encode_utf8(&mut [0; 4]));
        (*used <= columns.saturating_sub(width("\"\"…"))).then_some(c)
    });
    let fitting: String = fitting.collect();
    let more = if fitting.len() < text.len() || payload.len() > line_width() { "…" } else { "" };
    format!("\"{fitting}\"{more}")
}

pub(crate) fn violation(wrong: &Wrong<'_>) -> String {
    let Wrong { offset, kind, text, .. } = *wrong;
    let sentence = wrap(&format!("{kind}, offset {offset}: {text}"), "", 2);
    sentence.replacen(kind, &Role::Bad.paint(&kind.to_uppercase()), 1)
}

pub(crate) fn total(frames: u64, bytes: u64, errors: u64) -> String {
    let (frames, bytes) = (counted(frames, "frame"), counted(bytes, "byte"));
    let errors = if errors > 0 { format!(", {}", counted(errors, "error")) } else { String::new() };
    format!("{frames}, {bytes}{errors}\n")
}

pub(crate) fn json(found: &Found<'_>) -> String {
    object(fields! { event: "frame", offset: found.offset, payload: hex(found.payload) })
}

pub(crate) fn violation_json(wrong: &Wrong<'_>) -> String {
    let Wrong { offset, kind, text, counts, bytes } = *wrong;
    let counts = counts.iter().map(|&(name, count)| (name, count.into()));
    let bytes = bytes.map(|bytes| ("bytes", hex(bytes).into()));
    object(fields! { event: "error", offset, kind, text }.into_iter().chain(counts).chain(bytes))
}
