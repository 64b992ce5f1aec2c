//! The sequence picture in the terminal's 80 columns: a segment is an arrow from the row in which it left to where it came.

use super::canvas::{Canvas, Label, Letter, Stroke, letters};
use super::capture::{Call, Done, Sequence, Side, What};
use super::rows::Rows;
use super::timeline::{Bundle, Limits, Timeline};
use super::words::{Chip, Word, acks, chips, joined, line_width};
use crate::columns::{line_width as screen_width, of_80, padded, width, wrap};
use crate::glyphs::as_printed;
use crate::palette::Role;
use crate::text::first_command;
use crate::units::{counted, milliseconds};
use trace::Case;

const SCREEN: usize = 20; // rows that a screen of 24 lines has room for, what stands around them taken off
const ROWS: usize = 44; // the most rows of a longer conversation
const TIME: usize = 7; // columns for the time
const ALL: usize = 12; // the most messages whose numbers stand on an arrow

/// A case as a sequence picture of at most [`crate::line_width`] columns; empty where nothing was captured.
pub fn sequence(case: &Case) -> String {
    Sequence::of(&first_command(case)).map_or(String::new(), |sequence| {
        let picture = Picture::fitting(&sequence);
        let (canvas, drawn) = picture.canvas();
        let drawn = picture.heading() + &picture.body(&canvas, &drawn) + &picture.footer(&drawn);
        as_printed(&drawn).into_owned()
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

struct Picture<'a> {
    sequence: &'a Sequence<'a>,
    timeline: Timeline<'a>,
    rows: Rows,
    /// How many columns what is said beside each line takes.
    widths: [usize; 2],
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
        // Where both sides read, there is less room.
        let is_left_read = |call: &Call<'_>| call.side == Side::Left && matches!(call.done, Done::Read(..));
        let columns = [of_80(if sequence.calls.iter().any(is_left_read) { 22 } else { 24 }); 2];
        let limits = Limits { arrows_us: near_us, calls_us: near_us, most, columns };
        let timeline = Timeline::new(sequence, &[What::Data, What::Ack], limits);
        let mut widths = sequence.hosts.map(width);
        for group in &timeline.groups {
            let widest = &mut widths[group.first().side as usize];
            *widest = group.said.iter().map(|line| line_width(line)).fold(*widest, usize::max);
        }
        let rows = Rows::new(&timeline, tick_us);
        Self { sequence, timeline, rows, widths }
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
        let columns = screen_width() - TIME - 5 - self.widths[0] - self.widths[1];
        let mut canvas = Canvas::new(columns, self.rows.times.len());
        if let Some(row) = self.rows.left_out {
            canvas.write(row, &format!(" … {} … ", counted(self.timeline.left_out.0 as u64, "segment")));
        }
        let mut drawn = vec![false; self.timeline.bundles.len()];
        for n in order {
            drawn[n] = canvas.draw(&self.stroke(n));
        }
        (canvas, drawn)
    }

    fn stroke(&self, n: usize) -> Stroke {
        let (bundle, (leaves, comes)) = (&self.timeline.bundles[n], self.rows.bundles[n]);
        Stroke {
            from: bundle.from(),
            leaves,
            ends: comes.unwrap_or((leaves + 1).min(self.rows.times.len() - 1)),
            lost: comes.is_none(),
            thin: bundle.first().what != What::Data,
            labels: labels(bundle, !self.meets(bundle.from(), leaves + 1)),
        }
    }

    /// Whether an arrow leaves a side's line in this row, or reaches it.
    fn meets(&self, side: Side, row: usize) -> bool {
        let meets = |(bundle, &(leaves, comes)): (&Bundle<'_>, &(usize, Option<usize>))| {
            if bundle.from() == side { leaves == row } else { comes == Some(row) }
        };
        self.timeline.bundles.iter().zip(&self.rows.bundles).any(meets)
    }

    fn heading(&self) -> String {
        let ([left, right], [left_width, right_width]) = (self.sequence.hosts, self.widths);
        let between = screen_width() - TIME - 3 - left_width - right_width + width(left);
        let line = format!("{:>TIME$} {}{} {right}", "ms", " ".repeat(left_width - width(left)), padded(left, between));
        Role::Frame.paint(line.trim_end()) + "\n"
    }

    fn body(&self, canvas: &Canvas, drawn: &[bool]) -> String {
        let columns = [Side::Left, Side::Right].map(|side| self.column(side));
        let mut out = String::new();
        for (row, time) in self.rows.times.iter().enumerate() {
            let is_break = self.rows.breaks.contains(&row);
            let time = match time {
                _ if is_break => "⋮".to_owned(),
                Some(t_us) => milliseconds(*t_us, TIME),
                None => String::new(),
            };
            let leaves = |side| {
                let mut bundles = self.timeline.bundles.iter().zip(&self.rows.bundles).zip(drawn);
                bundles.any(|((bundle, (leaves, _)), drawn)| *drawn && bundle.from() == side && *leaves == row)
            };
            let line = |side, leaving| match (leaves(side), is_break) {
                (true, _) => leaving,
                (false, true) => "┊",
                (false, false) => "│",
            };
            let blank = " ".repeat(self.widths[0] - line_width(columns[0][row]));
            let [left, right] = [painted(columns[0][row]), painted(columns[1][row])];
            let (left_line, right_line) = (line(Side::Left, "├"), line(Side::Right, "┤"));
            let text = format!("{blank}{left} {left_line}{}{right_line} {right}", canvas.row(row));
            out += &format!("{} {}\n", Role::Frame.paint(&format!("{time:>TIME$}")), text.trim_end());
        }
        out
    }

    /// What stands in each row on one side.
    fn column(&self, side: Side) -> Vec<&[Word]> {
        let mut column: Vec<&[Word]> = vec![&[]; self.rows.times.len()];
        let groups = self.timeline.groups.iter().zip(&self.rows.groups);
        for (group, &row) in groups.filter(|(group, _)| group.first().side == side) {
            for (line, at) in group.said.iter().zip(&mut column[row..]) {
                *at = line;
            }
        }
        column
    }

    fn footer(&self, drawn: &[bool]) -> String {
        let mut out = String::new();
        let hidden = self.timeline.bundles.iter().zip(drawn).filter(|(_, drawn)| !**drawn);
        let hidden: usize = hidden.map(|(bundle, _)| bundle.arrows.len()).sum();
        if hidden > 0 {
            let (hidden, verb) = (counted(hidden as u64, "segment"), if hidden == 1 { "is" } else { "are" });
            out += &wrap(&format!("… {hidden} {verb} not drawn, where arrows would hide each other"), "  ", 2);
        }
        if let Some(left_out) = self.timeline.left_out_words() {
            out += &wrap(&format!("… {left_out} of the middle"), "  ", 2);
        }
        let count = self.sequence.arrows.iter().filter(|arrow| arrow.what == What::OpenClose).count() as u64;
        if count > 0 {
            let verbs = if count == 1 { ["opens or closes", "is"] } else { ["open or close", "are"] };
            let text = format!("{} that {} the connection {} not drawn", counted(count, "segment"), verbs[0], verbs[1]);
            out += &wrap(&text, "  ", 2);
        }
        Role::Frame.paint_lines(&out)
    }
}

fn painted(line: &[Word]) -> String {
    joined(line, |word| word.role.map_or(word.text.clone(), |role| role.paint(&word.text)))
}

/// What may stand on an arrow, the best first.
fn labels(bundle: &Bundle<'_>, room_below: bool) -> Vec<Label> {
    let (first, count) = (bundle.first(), bundle.arrows.len());
    let again = if first.again { " again " } else { "" };
    let on = |on: Vec<Letter>| Label { on, under: Vec::new() };
    let sum = if count > 1 { format!(" ×{count} ") } else { String::new() };
    if first.what != What::Data {
        return [format!(" {} ", acks(bundle)), sum].map(|text| on(letters(&text, Some(Role::Frame)))).into();
    }
    let with =
        |most: usize, sum: &str| on([letters(again, None), shown(&chips(bundle, most)), letters(sum, None)].concat());
    let shorter = [6, 4, 3, 2].map(|most| with(most, &sum));
    if count == 1 {
        return [with(ALL, "")].into_iter().chain(shorter).collect();
    }
    let mut labels = vec![with(ALL, &format!(" {count} segments "))];
    let under = letters(&format!(" {count} segments"), Some(Role::Frame));
    labels.extend(room_below.then(|| Label { under, ..with(ALL, "") }));
    labels.push(with(ALL, &sum));
    // Where each is seen, they need not be counted.
    labels.extend((chips(bundle, usize::MAX).len() <= ALL).then(|| with(ALL, "")));
    labels.extend(shorter);
    labels.push(on(letters(&format!(" {again}×{count} "), None)));
    labels
}

fn shown(chips: &[Chip]) -> Vec<Letter> {
    let mut shown = vec![('┤', None)];
    for (n, chip) in chips.iter().enumerate() {
        let role = chip.message.map(Role::Message);
        if n > 0 {
            shown.push(if chip.begins { ('│', None) } else { (' ', role) });
        }
        shown.extend(letters(&chip.message.map_or("…".to_owned(), |number| number.to_string()), role));
    }
    shown.push(('├', None));
    shown
}
