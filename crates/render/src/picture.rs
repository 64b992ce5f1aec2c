//! Rulers over the same bytes: where the messages, the segments and the reads begin and end. Each stretch of bytes carries
//! its message's number and colour in every row, so that a read of two colours needs no words. Where frames are known, they
//! are the messages, and the first ruler is the writes'.

use crate::columns::{line_width, of_80, padded, width};
use crate::escape::shown;
use crate::glyphs::as_printed;
use crate::palette::Role;
use crate::units::{counted, numbered};
use std::collections::BTreeSet;
use std::ops::Range;
use trace::{Case, FramePart, Segments, Stream, Transport, Write};

// In columns.
const NAME: usize = 11; // for a row's name
const GAP: usize = 4; // stands for what is left out

/// Where all segments left within less than this, their times say nothing.
const WORTH_SHOWING_MS: u64 = 5;

/// A stretch of bytes that no row cuts.
struct Cell {
    message: u64,
    range: Range<u64>,
    begins_message: bool,
    /// What its bytes are, if that is known: "header", "payload".
    what: Option<&'static str>,
    content: String,
    /// Columns for the number; 0 where no row shows one.
    number: usize,
    width: usize,
}

impl Cell {
    fn role(&self) -> Role {
        match self.what {
            None | Some("payload" | "body") => Role::Message(self.message),
            Some(_) => Role::Around(self.message),
        }
    }

    /// How wide it is with such a content.
    fn width_with(&self, content: &str) -> usize {
        match (self.number, width(content)) {
            (number, 0) => 1 + number.max(1),
            (0, content) => 1 + content + 1,
            (number, content) => 1 + number + 1 + content + 1,
        }
    }
}

/// One row over the bytes: what it knows of their cuts, and which bytes it covers.
#[derive(Debug, Clone)]
pub struct Ruler {
    name: &'static str,
    count: String,
    covered: Vec<Range<u64>>,
    /// What is drawn over bytes that the row does not cover.
    absent: char,
}

pub(crate) fn rulers(case: &Case, stream: Stream) -> String {
    drawn(case, stream, rows(case, stream))
}

/// Rows of the caller's choice over the bytes that were written to the forward stream of `case`, frame by frame if it says where
/// these are.
pub fn rulers_of(case: &Case, rows: Vec<Ruler>) -> String {
    as_printed(&drawn(case, Stream::Forward, rows)).into_owned()
}

fn drawn(case: &Case, stream: Stream, mut rows: Vec<Ruler>) -> String {
    let counts = rows.iter().map(|row| width(&row.count)).max().unwrap_or(0);
    let most = line_width() - NAME - 2 - counts;
    let (cells, left_out) = fit(cells(case, stream, &rows), [most.min(line_width() - 29), most]);
    if cells.iter().all(|cell| cell.content.is_empty() || cell.message == 0) {
        rows.extend(headers(case, stream));
    }
    let area = (line_width() - 29).min(most).max(columns(&cells) + 1);
    let mut out: String = rows.iter().map(|row| draw(row, &cells, area)).collect();
    out += &times(case, stream, &cells);
    if let Some((first, last)) = left_out {
        let (part, verb) = if first == last { ("part of ", "is") } else { ("", "are") };
        let noun = if case.is_framed(stream) { "frame" } else { "message" };
        let what = format!("⋯ {part}{} {verb} not drawn", numbered(noun, first, last, ""));
        out += &Role::Frame.paint(&(padded("", NAME + 1) + &what));
        out.push('\n');
    }
    out
}

fn rows(case: &Case, stream: Stream) -> Vec<Ruler> {
    let written: Vec<_> = case.messages(stream).into_iter().map(|message| message.range).collect();
    let segments = case.segments(stream);
    let read = case.reads(stream).into_iter().filter(|read| read.messages.is_some());
    let (messages, writes) = (written.len() as u64, case.write_calls(stream));
    let first = if case.is_framed(stream) { "writes" } else { "messages" };
    let mut rows = vec![Ruler::new(first, "write", written, ' ')];
    if writes > messages {
        rows[0].count = format!("{messages} in {writes} writes");
    }
    if case.transport == Transport::Tcp && !segments.is_empty() {
        let count = counted(segments.iter().map(|s| s.count).sum(), "segment");
        let ranges = segments.iter().flat_map(segment_ranges).collect();
        rows.push(Ruler { count, ..Ruler::new("segments", "segment", ranges, '·') });
    }
    let lost = if case.transport == Transport::Udp { '×' } else { '·' };
    rows.push(Ruler::new("reads", "read", read.map(|read| read.range).collect(), lost));
    if case.is_framed(stream) {
        rows.push(Ruler::new("frames", "frame", case.frames(stream), '·'));
    }
    rows
}

/// A ruler for the frames' headers, for where there is no room for their names.
fn headers(case: &Case, stream: Stream) -> Option<Ruler> {
    let parts = if case.is_framed(stream) { case.frame_parts(stream) } else { vec![] };
    let headers: Vec<_> = parts.into_iter().filter(|part| part.what == "header").map(|part| part.range).collect();
    (!headers.is_empty()).then(|| Ruler::new("headers", "header", headers, ' '))
}

impl Ruler {
    /// A row that covers these bytes, in offsets of the stream; `count` stands at its end.
    pub fn over(covered: Vec<Range<u64>>, name: &'static str, count: String) -> Self {
        Self { name, count, covered, absent: '·' }
    }

    fn new(name: &'static str, noun: &str, covered: Vec<Range<u64>>, absent: char) -> Self {
        Self { count: counted(covered.len() as u64, noun), absent, ..Self::over(covered, name, String::new()) }
    }

    fn covers(&self, range: &Range<u64>) -> bool {
        let inside = |c: &Range<u64>| c.start <= range.start && range.end <= c.end;
        self.covered.iter().any(|covered| inside(covered) && (!range.is_empty() || covered.is_empty()))
    }

    /// Whether a stretch is longer than what was written: of a frame the end may never come.
    fn goes_on_after(&self, cell: &Cell) -> bool {
        self.covered.iter().any(|covered| covered.contains(&cell.range.start) && cell.range.end < covered.end)
    }

    fn begins(&self, cell: &Cell) -> bool {
        self.begins_at(cell.range.start)
    }

    fn begins_at(&self, offset: u64) -> bool {
        self.covered.iter().any(|covered| covered.start == offset)
    }
}

fn segment_ranges(segments: &Segments) -> Vec<Range<u64>> {
    let Some(ends) = segments.ends() else { return vec![segments.range.clone()] };
    let starts = [segments.range.start].into_iter().chain(ends.iter().copied());
    starts.zip(ends.iter().copied()).map(|(start, end)| start..end).collect()
}

fn cells(case: &Case, stream: Stream, rows: &[Ruler]) -> Vec<Cell> {
    let written: Vec<Write<'_>> = case.writes(stream).collect();
    let parts = if case.is_framed(stream) { case.frame_parts(stream) } else { vec![] };
    let covered = rows.iter().flat_map(|row| &row.covered).chain(parts.iter().map(|part| &part.range));
    let edges: BTreeSet<u64> = covered.flat_map(|range| [range.start, range.end]).collect();
    let end = written.iter().map(|write| write.offset + write.asked).max().unwrap_or(0);
    let mut cells = Vec::new();
    for message in case.application_messages(stream) {
        let range = message.range.start..message.range.end.min(end); // of a frame the end may never be written
        let inner = edges.iter().copied().filter(|&e| range.start < e && e < range.end);
        let mut start = range.start;
        for end in inner.chain([range.end]).filter(|end| *end >= range.start) {
            let begins_message = start == range.start;
            let shows_number = begins_message || rows.iter().any(|row| row.begins_at(start));
            let is_of = |part: &&FramePart| part.range.contains(&start);
            let mut cell = Cell {
                message: message.number,
                range: start..end,
                begins_message,
                what: parts.iter().find(is_of).map(|part| part.what),
                content: content(&(start..end), &written),
                number: if shows_number { width(&message.number.to_string()) } else { 0 },
                width: 0,
            };
            if let (Role::Around(_), Some(what)) = (cell.role(), cell.what) {
                let begins = parts.iter().any(|part| part.range.start == start);
                cell.content = if begins { what.to_owned() } else { String::new() }; // its name stands there once
            }
            cells.push(cell);
            start = end;
        }
    }
    cells
}

/// Bytes in quotes: they are never taken for a number, and a blank at their edge is seen.
fn content(range: &Range<u64>, written: &[Write<'_>]) -> String {
    let inside = |w: &&Write<'_>| w.offset <= range.start && range.end <= w.offset + w.data.len() as u64;
    if range.is_empty() {
        return "\"\"".to_owned();
    }
    let Some(write) = written.iter().find(inside) else { return String::new() };
    format!("\"{}\"", shown(&write.data[(range.start - write.offset) as usize..(range.end - write.offset) as usize]))
}

fn columns(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.width).sum()
}

/// Gives each cell its width in an area that is as wide as usual, or at most: with its content, or of what is no payload
/// alone, or its number alone, or without the middle, from and to which messages.
fn fit(mut cells: Vec<Cell>, [usual, most]: [usize; 2]) -> (Vec<Cell>, Option<(u64, u64)>) {
    let fits = |cells: &[Cell]| {
        cells.iter().map(|cell| cell.width_with(&cell.content)).sum::<usize>() < most
            && cells.iter().all(|cell| width(&cell.content) <= of_80(18))
    };
    let all = fits(&cells) && cells.iter().any(|cell| !cell.content.is_empty());
    if !all {
        let is_payload = |cell: &&mut Cell| matches!(cell.role(), Role::Message(_));
        cells.iter_mut().filter(is_payload).for_each(|cell| cell.content.clear());
    }
    if !all && !fits(&cells) {
        cells.iter_mut().for_each(|cell| cell.content.clear());
    }
    cells.iter_mut().for_each(|cell| cell.width = cell.width_with(&cell.content));
    if all {
        return (cells, None);
    }
    let left_out = leave_out_middle(&mut cells, usual);
    // What is left of the area is spent on all cells alike.
    let share = (usual - 1).saturating_sub(columns(&cells)) / cells.len().max(1);
    for cell in cells.iter_mut().filter(|cell| cell.message > 0) {
        cell.width += share.min((line_width() - 50) / 10);
    }
    (cells, left_out)
}

/// Takes cells out of the middle until the rest fits, and puts a gap there.
fn leave_out_middle(cells: &mut Vec<Cell>, area: usize) -> Option<(u64, u64)> {
    if columns(cells) < area {
        return None;
    }
    let (mut removed, mut at): (Vec<u64>, usize) = (Vec::new(), 0);
    while columns(cells) > area - 1 - GAP {
        at = cells.len() * 2 / 3;
        removed.push(cells.remove(at).message);
    }
    let content = "⋯".to_owned();
    let gap = Cell { message: 0, range: 0..0, begins_message: false, what: None, content, number: 0, width: GAP };
    cells.insert(at, gap);
    Some((*removed.iter().min()?, *removed.iter().max()?))
}

fn draw(row: &Ruler, cells: &[Cell], area: usize) -> String {
    let mut line = Role::Frame.paint(&padded(&format!("  {}", row.name), NAME));
    let (mut used, mut open) = (0, false);
    for cell in cells {
        used += cell.width;
        if cell.message == 0 {
            line += &padded(" ⋯", cell.width);
            open = true;
            continue;
        }
        let covered = row.covers(&cell.range);
        if !covered && cell.range.is_empty() {
            line += &" ".repeat(cell.width); // nothing to cut, nothing to cover
            continue;
        }
        let begins = covered && row.begins(cell);
        line += &match (covered, begins) {
            (_, true) => "│".to_owned(),
            (true, false) => cell.role().paint(" "),
            (false, false) => (if open { "│" } else { " " }).to_owned(),
        };
        line += &inside(row, cell, covered);
        open = covered || row.absent == '×';
    }
    if open {
        line.push(if cells.last().is_some_and(|cell| row.goes_on_after(cell)) { '⋯' } else { '│' });
    }
    let rest = area.saturating_sub(used + usize::from(open)) + 1;
    format!("{line}{}{}\n", " ".repeat(rest), Role::Frame.paint(&row.count))
}

fn inside(row: &Ruler, cell: &Cell, covered: bool) -> String {
    let room = cell.width - 1;
    if !covered {
        return Role::Frame.paint(&row.absent.to_string().repeat(room));
    }
    let shows_number = cell.begins_message || row.begins(cell);
    let label = if shows_number { cell.message.to_string() } else { " ".repeat(cell.number) };
    let text = if label.is_empty() { cell.content.clone() } else { format!("{label} {}", cell.content) };
    let text = if width(&text) > room { label } else { text };
    cell.role().paint(&padded(&text, room))
}

/// When segments were first seen to have left, under where they begin, wherever that is a millisecond or more later.
fn times(case: &Case, stream: Stream, cells: &[Cell]) -> String {
    let segments = case.segments(stream);
    let from = segments.first().map_or(case.begins_us(), |first| first.t_us);
    let (mut line, mut last_ms) = (String::new(), None);
    for group in &segments {
        let ms = (group.t_us - from) / 1000;
        let begins = |cell: &Cell| cell.message > 0 && cell.range.start == group.range.start;
        let Some(nth) = cells.iter().position(begins) else { continue };
        let at = columns(&cells[..nth]);
        if last_ms.is_none_or(|last| ms > last) && (at == 0 || at >= width(&line)) {
            line = padded(&line, at + usize::from(at > 0)) + &format!("{ms} ms");
            last_ms = Some(ms);
        }
    }
    if last_ms.is_none_or(|ms| ms < WORTH_SHOWING_MS) {
        return String::new();
    }
    Role::Frame.paint(&format!("{} {line}", padded("  left at", NAME))) + "\n"
}
