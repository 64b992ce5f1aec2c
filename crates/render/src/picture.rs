//! Three rulers over the same bytes: where the messages, the segments and the reads begin and end. Each stretch of bytes
//! carries its message's number and colour in every row, so that a read of two colours needs no words.

use crate::columns::{line_width, of_80, padded, width};
use crate::escape::shown;
use crate::palette::Role;
use crate::units::{counted, numbered};
use std::collections::BTreeSet;
use std::ops::Range;
use trace::{Case, Segments, Stream, Transport, Write};

/// Columns for the rulers themselves, the closing bar included.
fn area() -> usize {
    line_width() - 29
}

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
    content: String,
    width: usize,
}

/// What one row knows of its cuts and of the bytes that it covers.
struct Row {
    name: &'static str,
    count: String,
    covered: Vec<Range<u64>>,
    /// What is drawn over bytes that the row does not cover.
    absent: char,
    /// Whether its stretches carry numbers of their own, from 1, and not their messages'.
    counts_itself: bool,
}

pub(crate) fn rulers(case: &Case, stream: Stream) -> String {
    let rows = rows(case, stream);
    let (cells, left_out) = fit(cells(case, stream, &rows));
    let mut out: String = rows.iter().map(|row| draw(row, &cells)).collect();
    out += &times(case, stream, &cells);
    if let Some((first, last)) = left_out {
        let (part, verb) = if first == last { ("part of ", "is") } else { ("", "are") };
        let what = format!("⋯ {part}{} {verb} not drawn", numbered("message", first, last, ""));
        out += &Role::Frame.paint(&(padded("", NAME + 1) + &what));
        out.push('\n');
    }
    out
}

fn rows(case: &Case, stream: Stream) -> Vec<Row> {
    let messages: Vec<_> = case.messages(stream).into_iter().map(|message| message.range).collect();
    let segments = case.segments(stream);
    let read = case.reads(stream).into_iter().filter(|read| read.messages.is_some());
    let (message_count, writes) = (messages.len() as u64, case.write_calls(stream));
    let mut rows = vec![Row::new("messages", "write", messages, ' ')];
    if writes > message_count {
        rows[0].count = format!("{message_count} in {writes} writes");
    }
    if case.transport == Transport::Tcp && !segments.is_empty() {
        let count = counted(segments.iter().map(|s| s.count).sum(), "segment");
        let ranges = segments.iter().flat_map(segment_ranges).collect();
        rows.push(Row { count, ..Row::new("segments", "segment", ranges, '·') });
    }
    let lost = if case.transport == Transport::Udp { '×' } else { '·' };
    rows.push(Row::new("reads", "read", read.map(|read| read.range).collect(), lost));
    let frames = case.frames(stream);
    if !frames.is_empty() {
        rows.push(Row { counts_itself: true, ..Row::new("frames", "frame", frames, '·') });
    }
    rows
}

impl Row {
    fn new(name: &'static str, noun: &str, covered: Vec<Range<u64>>, absent: char) -> Self {
        Self { name, count: counted(covered.len() as u64, noun), covered, absent, counts_itself: false }
    }

    fn covers(&self, range: &Range<u64>) -> bool {
        let inside = |c: &Range<u64>| c.start <= range.start && range.end <= c.end;
        self.covered.iter().any(|covered| inside(covered) && (!range.is_empty() || covered.is_empty()))
    }

    fn begins(&self, cell: &Cell) -> bool {
        self.covered.iter().any(|covered| covered.start == cell.range.start)
    }

    /// The number that stands in a cell, and whether its stretch begins there.
    fn number(&self, cell: &Cell) -> (u64, bool) {
        match self.covered.iter().position(|covered| covered.contains(&cell.range.start)) {
            Some(nth) if self.counts_itself => (nth as u64 + 1, self.begins(cell)),
            _ => (cell.message, cell.begins_message || self.begins(cell)),
        }
    }
}

fn segment_ranges(segments: &Segments) -> Vec<Range<u64>> {
    let Some(ends) = segments.ends() else { return vec![segments.range.clone()] };
    let starts = [segments.range.start].into_iter().chain(ends.iter().copied());
    starts.zip(ends.iter().copied()).map(|(start, end)| start..end).collect()
}

fn cells(case: &Case, stream: Stream, rows: &[Row]) -> Vec<Cell> {
    let covered = rows.iter().flat_map(|row| &row.covered);
    let edges: BTreeSet<u64> = covered.flat_map(|range| [range.start, range.end]).collect();
    let written: Vec<Write<'_>> = case.writes(stream).collect();
    let mut cells = Vec::new();
    for message in case.messages(stream) {
        let inner = edges.iter().copied().filter(|&e| message.range.start < e && e < message.range.end);
        let mut start = message.range.start;
        for end in inner.chain([message.range.end]) {
            let content = content(&(start..end), &written);
            let begins_message = start == message.range.start;
            cells.push(Cell { message: message.number, range: start..end, begins_message, content, width: 0 });
            start = end;
        }
    }
    cells
}

fn content(range: &Range<u64>, written: &[Write<'_>]) -> String {
    let inside = |w: &&Write<'_>| w.offset <= range.start && range.end <= w.offset + w.data.len() as u64;
    let Some(write) = written.iter().find(inside) else { return String::new() };
    let text = shown(&write.data[(range.start - write.offset) as usize..(range.end - write.offset) as usize]);
    // A blank at the edge is shown as ␣, so that it differs from the picture's own.
    let (first, rest) = text.strip_prefix(' ').map_or(("", &text[..]), |rest| ("␣", rest));
    let (last, rest) = rest.strip_suffix(' ').map_or(("", rest), |rest| ("␣", rest));
    format!("{first}{rest}{last}")
}

fn columns(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.width).sum()
}

/// Gives each cell its width: with its content, or its number alone, or without the middle, from and to which messages.
fn fit(mut cells: Vec<Cell>) -> (Vec<Cell>, Option<(u64, u64)>) {
    let number = |cell: &Cell| 1 + width(&cell.message.to_string());
    let with_content = |cell: &Cell| number(cell) + 1 + width(&cell.content) + 1;
    let fits = cells.iter().map(with_content).sum::<usize>() < area();
    if fits && cells.iter().all(|cell| width(&cell.content) <= of_80(16)) {
        for cell in &mut cells {
            cell.width = with_content(cell);
        }
        return (cells, None);
    }
    for cell in &mut cells {
        cell.width = number(cell);
        cell.content.clear();
    }
    let left_out = leave_out_middle(&mut cells);
    // What is left of the area is spent on all cells alike.
    let share = (area() - 1).saturating_sub(columns(&cells)) / cells.len().max(1);
    for cell in cells.iter_mut().filter(|cell| cell.message > 0) {
        cell.width += share.min((line_width() - 50) / 10);
    }
    (cells, left_out)
}

/// Takes cells out of the middle until the rest fits, and puts a gap there.
fn leave_out_middle(cells: &mut Vec<Cell>) -> Option<(u64, u64)> {
    if columns(cells) < area() {
        return None;
    }
    let (mut removed, mut at): (Vec<u64>, usize) = (Vec::new(), 0);
    while columns(cells) > area() - 1 - GAP {
        at = cells.len() * 2 / 3;
        removed.push(cells.remove(at).message);
    }
    let gap = Cell { message: 0, range: 0..0, begins_message: false, content: "⋯".to_owned(), width: GAP };
    cells.insert(at, gap);
    Some((*removed.iter().min()?, *removed.iter().max()?))
}

fn draw(row: &Row, cells: &[Cell]) -> String {
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
            (true, false) => Role::Message(row.number(cell).0).paint(" "),
            (false, false) => (if open { "│" } else { " " }).to_owned(),
        };
        line += &inside(row, cell, covered);
        open = covered || row.absent == '×';
    }
    if open {
        line.push('│');
    }
    let rest = area().saturating_sub(used + usize::from(open)) + 1;
    format!("{line}{}{}\n", " ".repeat(rest), Role::Frame.paint(&row.count))
}

fn inside(row: &Row, cell: &Cell, covered: bool) -> String {
    let room = cell.width - 1;
    if !covered {
        return Role::Frame.paint(&row.absent.to_string().repeat(room));
    }
    let (number, shown) = row.number(cell);
    let label = if shown { number.to_string() } else { String::new() };
    let text = format!("{label} {}", cell.content);
    let text = if width(&text) > room { label } else { text };
    Role::Message(number).paint(&padded(&text, room))
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
        if last_ms.is_none_or(|last| ms > last) && (at == 0 || at > width(&line)) {
            line = padded(&line, at + usize::from(at > 0)) + &format!("{ms} ms");
            last_ms = Some(ms);
        }
    }
    if last_ms.is_none_or(|ms| ms < WORTH_SHOWING_MS) {
        return String::new();
    }
    Role::Frame.paint(&format!("{} {line}", padded("  left at", NAME))) + "\n"
}
