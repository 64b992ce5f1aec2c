//! The sequence picture in the terminal's 80 columns: time goes down, each host has a line, and each segment is an arrow
//! from the row in which it left to the row in which it came. What was not captured is not drawn.

use super::canvas::{Canvas, Label, Letter, Stroke};
use super::capture::{Call, Done, Sequence, Side, What};
use super::rows::Rows;
use super::timeline::{Bundle, Limits, Timeline};
use super::words::{Chip, Word, acks, chips, joined, line_width, remarks};
use crate::columns::{WIDTH, padded, width, wrap};
use crate::excerpt::first_command;
use crate::palette::Role;
use crate::units::{counted, milliseconds};
use trace::Case;

/// Rows that a screen of 24 lines has room for, what stands around them taken off.
const SCREEN: usize = 20;

/// The most rows of a longer conversation.
const ROWS: usize = 44;

/// Columns for the time.
const TIME: usize = 7;

/// The most columns for what is said beside a line: where both sides read, there is less room.
fn remark_columns(sequence: &Sequence<'_>) -> usize {
    let reads = |call: &Call<'_>| matches!(call.done, Done::Read { .. });
    if sequence.calls.iter().any(|call| call.side == Side::Left && reads(call)) { 22 } else { 24 }
}

/// A case as a sequence picture of at most 80 columns; empty where nothing was captured.
pub fn sequence(case: &Case) -> String {
    Sequence::of(&first_command(case)).map_or(String::new(), |sequence| {
        let picture = Picture::fitting(&sequence);
        let (canvas, drawn) = picture.canvas();
        heading(&sequence, &picture.remarks) + &body(&picture, &canvas, &drawn) + &footer(&sequence, &picture, &drawn)
    })
}

/// How to read the picture: to be shown once, before the first.
pub fn sequence_key() -> String {
    wrap(
        "─┤1 2├─ is one segment with bytes of messages 1 and 2, ─┤1│2├─ are two segments that go together. ╌ ack 5 ╌ says \
         that all bytes before the fifth have come. Time goes down, ⋮ stands for a longer wait.",
        "  ",
        2,
    )
}

/// What is said beside the lines: for each group of calls, its lines.
struct Remarks {
    groups: Vec<(Side, Vec<Vec<Word>>)>,
    /// How many columns each side takes.
    widths: [usize; 2],
}

struct Picture<'a> {
    timeline: Timeline<'a>,
    rows: Rows,
    remarks: Remarks,
}

impl<'a> Picture<'a> {
    /// As many rows a trip as the screen allows; what is longer than that loses its middle.
    fn fitting(sequence: &'a Sequence) -> Self {
        for rows_a_trip in [5, 4, 3] {
            let picture = Self::new(sequence, rows_a_trip, usize::MAX);
            if picture.rows.times.len() <= SCREEN {
                return picture;
            }
        }
        let mut picture = Self::new(sequence, 2, usize::MAX);
        while picture.rows.times.len() > ROWS && picture.timeline.bundles.len() > 3 {
            let fewer = picture.timeline.bundles.len() - 1;
            picture = Self::new(sequence, 2, fewer.min(ROWS));
        }
        picture
    }

    fn new(sequence: &'a Sequence<'a>, rows_a_trip: i64, most: usize) -> Self {
        let tick_us = (sequence.trip_us / rows_a_trip).max(1);
        let near_us = (tick_us / 2).max(1);
        let limits = Limits { arrows_us: near_us, calls_us: near_us, most };
        let timeline = Timeline::new(sequence, &[What::Data, What::Ack], limits);
        let remarks = Remarks::of(&timeline, sequence);
        let heights: Vec<usize> = remarks.groups.iter().map(|(_, lines)| lines.len()).collect();
        let rows = Rows::new(&timeline, tick_us, &heights);
        Self { timeline, rows, remarks }
    }

    /// The ground between the lines, with the arrows on it; for each bundle, whether it is there.
    fn canvas(&self) -> (Canvas, Vec<bool>) {
        let is_data = |n: &usize| self.timeline.bundles[*n].first().what == What::Data;
        let in_time = 0..self.timeline.bundles.len();
        let (data, acks): (Vec<usize>, Vec<usize>) = in_time.clone().partition(is_data);
        // Where not all have room, it is better to leave out ACKs.
        let all = self.drawn(in_time);
        if all.1.contains(&false) { self.drawn(data.into_iter().chain(acks)) } else { all }
    }

    /// The arrows, drawn in this order.
    fn drawn(&self, order: impl IntoIterator<Item = usize>) -> (Canvas, Vec<bool>) {
        let columns = WIDTH - TIME - 5 - self.remarks.widths[0] - self.remarks.widths[1];
        let mut canvas = Canvas::new(columns, self.rows.times.len());
        if let Some(row) = self.rows.left_out {
            canvas.write(row, &format!(" … {} … ", counted(self.timeline.left_out.0 as u64, "segment")));
        }
        let (ends, mut drawn) = (self.ends(), vec![false; self.timeline.bundles.len()]);
        for n in order {
            drawn[n] = canvas.draw(&self.stroke(n, &ends));
        }
        (canvas, drawn)
    }

    fn stroke(&self, n: usize, ends: &[Vec<usize>; 2]) -> Stroke {
        let (bundle, (leaves, comes)) = (&self.timeline.bundles[n], self.rows.bundles[n]);
        let room_below = !ends[bundle.from() as usize].contains(&(leaves + 1));
        Stroke {
            from: bundle.from(),
            leaves,
            ends: comes.unwrap_or((leaves + 1).min(self.rows.times.len() - 1)),
            lost: comes.is_none(),
            thin: bundle.first().what != What::Data,
            labels: labels(bundle, room_below),
        }
    }

    /// For each side, the rows in which an arrow leaves its line or reaches it.
    fn ends(&self) -> [Vec<usize>; 2] {
        let mut ends = [Vec::new(), Vec::new()];
        for (bundle, &(leaves, comes)) in self.timeline.bundles.iter().zip(&self.rows.bundles) {
            ends[bundle.from() as usize].push(leaves);
            ends[1 - bundle.from() as usize].extend(comes);
        }
        ends
    }
}

impl Remarks {
    fn of(timeline: &Timeline<'_>, sequence: &Sequence<'_>) -> Self {
        let columns = remark_columns(sequence);
        let groups = timeline.groups.iter().map(|group| (group.first().side, remarks(group, columns)));
        let groups: Vec<(Side, Vec<Vec<Word>>)> = groups.collect();
        let mut widths = sequence.hosts.map(width);
        for (side, lines) in &groups {
            let widest = lines.iter().map(|line| line_width(line)).max().unwrap_or(0);
            widths[*side as usize] = widths[*side as usize].max(widest);
        }
        Self { groups, widths }
    }

    /// What stands in each row on one side.
    fn column(&self, side: Side, rows: &Rows) -> Vec<&[Word]> {
        let mut column: Vec<&[Word]> = vec![&[]; rows.times.len()];
        let groups = self.groups.iter().zip(&rows.groups);
        for ((_, lines), &row) in groups.filter(|((at, _), _)| *at == side) {
            for (n, line) in lines.iter().enumerate() {
                column[row + n] = line;
            }
        }
        column
    }
}

fn heading(sequence: &Sequence<'_>, remarks: &Remarks) -> String {
    let [left, right] = sequence.hosts;
    let before = " ".repeat(remarks.widths[0] - width(left));
    let between = WIDTH - TIME - 3 - remarks.widths[0] - remarks.widths[1];
    let line = format!("{:>TIME$} {before}{} {}", "ms", padded(left, between + width(left)), right);
    Role::Frame.paint(line.trim_end()) + "\n"
}

fn body(picture: &Picture<'_>, canvas: &Canvas, drawn: &[bool]) -> String {
    let rows = &picture.rows;
    let columns = [Side::Left, Side::Right].map(|side| picture.remarks.column(side, rows));
    let leaves = |side, row| {
        let mut bundles = picture.timeline.bundles.iter().zip(&rows.bundles).zip(drawn);
        bundles.any(|((bundle, (leaves, _)), drawn)| *drawn && bundle.from() == side && *leaves == row)
    };
    let mut out = String::new();
    for (row, time) in rows.times.iter().enumerate() {
        let is_break = rows.breaks.contains(&row);
        let time = match time {
            _ if is_break => "⋮".to_owned(),
            Some(t_us) => milliseconds(*t_us, TIME),
            None => String::new(),
        };
        let blank = " ".repeat(picture.remarks.widths[0] - line_width(columns[0][row]));
        let line = |side: Side| match (leaves(side, row), is_break, side) {
            (true, _, Side::Left) => "├",
            (true, _, Side::Right) => "┤",
            (false, true, _) => "┊",
            (false, false, _) => "│",
        };
        let left = painted(columns[0][row]);
        let (middle, right) = (canvas.row(row), painted(columns[1][row]));
        let text = format!("{blank}{left} {}{middle}{} {right}", line(Side::Left), line(Side::Right));
        out += &format!("{} {}\n", Role::Frame.paint(&format!("{time:>TIME$}")), text.trim_end());
    }
    out
}

fn painted(line: &[Word]) -> String {
    joined(line, |word| word.role.map_or(word.text.clone(), |role| role.paint(&word.text)))
}

/// What may stand on an arrow, the best first.
fn labels(bundle: &Bundle<'_>, room_below: bool) -> Vec<Label> {
    let (first, count) = (bundle.first(), bundle.arrows.len());
    let again = if first.again { " again " } else { "" };
    let on = |on: Vec<Letter>| Label { on, under: Vec::new() };
    if first.what != What::Data {
        let role = Some(Role::Frame);
        let sum = if count > 1 { format!(" ×{count} ") } else { String::new() };
        return [format!(" {} ", acks(bundle)), sum].map(|text| on(letters(&text, role))).into();
    }
    let with =
        |most: usize, sum: &str| [letters(again, None), shown(&chips(bundle, most)), letters(sum, None)].concat();
    if count == 1 {
        return [ALL, 6, 4, 3, 2].map(|most| on(with(most, ""))).into();
    }
    let mut labels = vec![on(with(ALL, &format!(" {count} segments ")))];
    if room_below {
        let under = letters(&format!(" {count} segments"), Some(Role::Frame));
        labels.push(Label { on: with(ALL, ""), under });
    }
    let short = format!(" ×{count} ");
    labels.push(on(with(ALL, &short)));
    // Where each is seen, they need not be counted.
    labels.extend((chips(bundle, usize::MAX).len() < 2 * ALL).then(|| on(with(ALL, ""))));
    labels.extend([6, 4, 3, 2].map(|most| on(with(most, &short))));
    labels.push(on(letters(&format!(" {again}×{count} "), None)));
    labels
}

/// The most messages whose numbers stand on an arrow.
const ALL: usize = 12;

fn letters(text: &str, role: Option<Role>) -> Vec<Letter> {
    text.chars().map(|letter| (letter, role)).collect()
}

fn shown(chips: &[Chip]) -> Vec<Letter> {
    let mut letters = vec![('┤', None)];
    for (n, chip) in chips.iter().enumerate() {
        match chip {
            Chip::Message(number) => {
                letters.extend(number.to_string().chars().map(|digit| (digit, Some(Role::Message(*number)))));
            }
            Chip::Same => {
                let next = match chips.get(n + 1) {
                    Some(Chip::Message(number)) => Some(Role::Message(*number)),
                    _ => None,
                };
                letters.push((' ', next));
            }
            Chip::Next => letters.push(('│', None)),
            Chip::More => letters.push(('…', None)),
        }
    }
    letters.push(('├', None));
    letters
}

/// What is not drawn.
fn footer(sequence: &Sequence<'_>, picture: &Picture<'_>, drawn: &[bool]) -> String {
    let mut out = String::new();
    let hidden = picture.timeline.bundles.iter().zip(drawn).filter(|(_, drawn)| !**drawn);
    let hidden: usize = hidden.map(|(bundle, _)| bundle.arrows.len()).sum();
    if hidden > 0 {
        let verb = if hidden == 1 { "is" } else { "are" };
        let text =
            format!("… {} {verb} not drawn, where arrows would hide each other", counted(hidden as u64, "segment"));
        out += &wrap(&text, "  ", 2);
    }
    if let Some(left_out) = picture.timeline.left_out_words() {
        out += &wrap(&format!("… {left_out} of the middle"), "  ", 2);
    }
    let count = sequence.arrows.iter().filter(|arrow| arrow.what == What::OpenClose).count() as u64;
    if count > 0 {
        let verbs = if count == 1 { ("opens or closes", "is") } else { ("open or close", "are") };
        let text = format!("{} that {} the connection {} not drawn", counted(count, "segment"), verbs.0, verbs.1);
        out += &wrap(&text, "  ", 2);
    }
    Role::Frame.paint_lines(&out)
}
