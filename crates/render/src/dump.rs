//! Bytes as they lie on the wire, in hexadecimal, and under them what each is. Every frame has its colour: the ground of its
//! payload, the letters of what stands around that. The caller says where the frames are.

use crate::columns::{line_width, padded, width};
use crate::glyphs::as_printed;
use crate::palette::Role;
use std::ops::Range;

const ROWS: usize = 12; // the most rows of a frame that is not shown in full
const LAST: usize = 2; // how many of these are the frame's last

/// Bytes in a row: 16, or 8 where these have no room.
fn bytes_in_a_row() -> usize {
    if line_width() < 78 { 8 } else { 16 }
}

/// A part of a frame: the bytes after those of the part before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// The number of its frame, from 1.
    pub frame: u64,
    /// What it is, as "header".
    pub what: &'a str,
    /// How many bytes it has.
    pub bytes: usize,
}

impl Part<'_> {
    fn role(&self) -> Role {
        match self.what {
            "payload" | "body" | "read" => Role::Message(self.frame),
            _ => Role::Around(self.frame),
        }
    }
}

/// The stretch of a part that stands in one row.
struct Stretch<'a> {
    part: &'a Part<'a>,
    /// Its bytes, counted from the row's first.
    at: Range<usize>,
    begins: bool,
    /// The number of its frame, if it begins the frame and several are shown.
    number: Option<u64>,
}

/// Rows of `bytes`, the first of which stands at `offset` in its stream; `parts` follow one another from there on. If
/// they are of several frames, the frames' numbers are shown.
pub fn dump(offset: u64, bytes: &[u8], parts: &[Part<'_>]) -> String {
    dump_with_cuts(offset, bytes, parts, &[])
}

/// Like [`dump`], with a line before each byte whose offset in the stream is one of `cuts`, in ascending order.
pub fn dump_with_cuts(offset: u64, bytes: &[u8], parts: &[Part<'_>], cuts: &[u64]) -> String {
    as_printed(&rows(offset, bytes, parts, cuts, 0..usize::MAX)).into_owned()
}

/// Like [`dump`], but of the rows in the middle of a long one it only says how many bytes they are.
pub(crate) fn dump_of_frame(offset: u64, bytes: &[u8], parts: &[Part<'_>]) -> String {
    let in_a_row = bytes_in_a_row();
    let all = bytes.len().div_ceil(in_a_row);
    if all <= ROWS {
        return dump(offset, bytes, parts);
    }
    let (first, last) = (ROWS - LAST - 1, all - LAST);
    let left_out = format!("            … {} bytes are not shown\n", (last - first) * in_a_row);
    let (begin, end) = (rows(offset, bytes, parts, &[], 0..first), rows(offset, bytes, parts, &[], last..all));
    begin + &Role::Frame.paint(&left_out) + &end
}

/// Those of the rows whose numbers are wanted, from 0.
fn rows(offset: u64, bytes: &[u8], parts: &[Part<'_>], cuts: &[u64], wanted: Range<usize>) -> String {
    let numbered = parts.windows(2).any(|two| two[0].frame != two[1].frame);
    let (mut out, mut end) = (String::new(), 0);
    let range_of = |part: &Part<'_>| {
        end += part.bytes;
        end - part.bytes..end
    };
    let ranges: Vec<Range<usize>> = parts.iter().map(range_of).collect();
    let in_a_row = bytes_in_a_row();
    for (nth, row) in bytes.chunks(in_a_row).enumerate().skip(wanted.start).take(wanted.len()) {
        let (begin, end) = (nth * in_a_row, nth * in_a_row + row.len());
        let stretch = |n: usize| {
            let (part, range) = (&parts[n], &ranges[n]);
            let number = (numbered && begins_frame(parts, n)).then_some(part.frame);
            let at = range.start.max(begin) - begin..range.end.min(end) - begin;
            Stretch { part, at, begins: range.start >= begin, number }
        };
        let inside =
            ranges.partition_point(|range| range.end <= begin)..ranges.partition_point(|range| range.start < end);
        let runs: Vec<_> = inside.filter(|&n| parts[n].bytes > 0).map(stretch).collect();
        out += &row_of(offset + begin as u64, row, &runs, cuts);
    }
    out
}

/// Whether no part before has a byte of the same frame.
fn begins_frame(parts: &[Part<'_>], nth: usize) -> bool {
    let before = parts[..nth].iter().rev().find(|part| part.bytes > 0);
    before.is_none_or(|before| before.frame != parts[nth].frame)
}

/// One row, and under it the names of the parts, where one begins.
fn row_of(offset: u64, row: &[u8], runs: &[Stretch<'_>], cuts: &[u64]) -> String {
    let before = |at: usize| if cuts.binary_search(&(offset + at as u64)).is_ok() { "│" } else { " " };
    let address = format!("  {offset:08x} {}", before(0));
    let (hex, text) = (painted(runs, row, before, hex), painted(runs, row, |_| "", letter));
    let gap = " ".repeat(3 * bytes_in_a_row() + 2 - 3 * row.len());
    let mut out = format!("{}{hex}{gap}{text}\n", Role::Frame.paint(&address));
    if runs.iter().any(|run| run.begins) {
        let names: Vec<String> = runs.iter().map(name).collect();
        let line = format!("{}{}", " ".repeat(width(&address)), names.join(" "));
        out += &format!("{}\n", Role::Frame.paint(line.trim_end()));
    }
    out
}

/// The row's bytes, before each but the first what `gap` says, each run in its frame's colour; between two frames the ground shows.
fn painted(runs: &[Stretch<'_>], row: &[u8], gap: impl Fn(usize) -> &'static str, shown: fn(u8) -> String) -> String {
    let joined = |range: Range<usize>| {
        let with_gap = |at| if at == range.start { shown(row[at]) } else { format!("{}{}", gap(at), shown(row[at])) };
        range.clone().map(with_gap).collect::<String>()
    };
    let (mut out, mut at) = (String::new(), 0);
    for (nth, run) in runs.iter().enumerate() {
        let goes_on = runs.get(nth + 1).is_some_and(|next| next.part.frame == run.part.frame);
        at = run.at.end;
        let after = if at == row.len() { "" } else { gap(at) };
        out += &run.part.role().paint(&(joined(run.at.clone()) + if goes_on { after } else { "" }));
        out += if goes_on { "" } else { after };
    }
    out + &joined(at..row.len())
}

fn hex(byte: u8) -> String {
    format!("{byte:02x}")
}

/// As ASCII; what is not to be seen is a dot.
fn letter(byte: u8) -> String {
    (if (b' '..=b'~').contains(&byte) { byte as char } else { '.' }).to_string()
}

/// What a run is called, as wide as its bytes: the frame's number where the frame begins, and the part's name.
fn name(run: &Stretch<'_>) -> String {
    let room = 3 * run.at.len() - 1;
    let number = run.number.filter(|_| run.begins).map_or(String::new(), |number| number.to_string());
    let blank = if number.is_empty() || room < 5 { "" } else { " " };
    let what = if run.begins { run.part.what } else { "" };
    let text: String = format!("{number}{blank}{what}").chars().take(room).collect();
    let line = "─".repeat(room - text.chars().count());
    padded(&format!("{text}{line}"), room)
}
