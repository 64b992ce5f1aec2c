//! The ground between the two lines: arrows as staircases, each the way on which it hides least of the others.

use super::capture::Side;
use crate::glyphs::as_printed;
use crate::palette::Role;

/// A character of a label and its role.
pub(super) type Letter = (char, Option<Role>);

pub(super) struct Stroke {
    pub(super) from: Side,
    pub(super) leaves: usize,
    /// The row in which it ends.
    pub(super) ends: usize,
    pub(super) lost: bool,
    pub(super) thin: bool,
    /// What may stand on it, the best first.
    pub(super) labels: Vec<Label>,
}

/// What stands on an arrow.
pub(super) struct Label {
    pub(super) on: Vec<Letter>,
    pub(super) under: Vec<Letter>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    /// To which neighbours a line goes.
    lines: u8,
    thin: bool,
    /// Whose line it is: bit 0 from the left, bit 1 from the right.
    ways: u8,
    letter: Option<Letter>,
}

const LEFT: u8 = 1;
const RIGHT: u8 = 2;
const UP: u8 = 4;
const DOWN: u8 = 8;

pub(super) struct Canvas {
    width: usize,
    cells: Vec<Vec<Cell>>,
}

/// What hides so much cannot be followed; an ACK alone must not lie over many arrows either.
const TOO_MUCH: usize = 40;
const TOO_MUCH_THIN: usize = 18;

/// A row, a column, and what goes there.
type Ink = (usize, usize, Cell);

impl Canvas {
    pub(super) fn new(width: usize, rows: usize) -> Self {
        Self { width, cells: vec![vec![Cell::default(); width]; rows] }
    }

    /// Draws an arrow on the way that hides least; `false` where every way hides too much, and it is left out.
    pub(super) fn draw(&mut self, stroke: &Stroke) -> bool {
        let (whole, too_much) = (self.width, if stroke.thin { TOO_MUCH_THIN } else { TOO_MUCH });
        let reaches = if stroke.lost { vec![whole / 2, whole / 3, whole / 4] } else { vec![whole] };
        let mut best: Option<(usize, Vec<Ink>)> = None;
        for (worse, label) in stroke.labels.iter().enumerate() {
            for long in 0..=stroke.ends - stroke.leaves {
                for &reach in &reaches {
                    let Some(ink) = self.ink(stroke, label, long, reach) else { continue };
                    let hides = self.hides(&ink);
                    let cost = hides + 3 * worse + 2 * long;
                    if hides < too_much && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                        best = Some((cost, ink));
                    }
                }
            }
        }
        let drawn = best.is_some();
        for (row, column, ink) in best.map(|(_, ink)| ink).unwrap_or_default() {
            let cell = &mut self.cells[row][column];
            cell.thin = ink.thin && (cell.lines == 0 || cell.thin);
            cell.lines |= ink.lines;
            cell.ways |= ink.ways;
            cell.letter = ink.letter.or(cell.letter);
        }
        drawn
    }

    /// Writes `text` in the middle of a row.
    pub(super) fn write(&mut self, row: usize, text: &str) {
        let text = as_printed(text);
        let start = self.width.saturating_sub(text.chars().count()) / 2;
        for (cell, letter) in self.cells[row][start..].iter_mut().zip(text.chars()) {
            cell.letter = Some((letter, Some(Role::Frame)));
        }
    }

    /// How much of what is drawn already would be hidden or confused.
    fn hides(&self, ink: &[Ink]) -> usize {
        let of = |&(row, column, cell): &Ink| {
            let there = self.cells[row][column];
            match (there.letter.is_some(), cell.letter.is_some()) {
                (true, _) => 100,
                (false, true) if there.lines > 0 => 60,
                _ if there.ways & cell.ways > 0 => 20,
                // To cross at a corner is clearer than along a line.
                _ if there.lines > 0 => 2,
                _ => 0,
            }
        };
        ink.iter().map(of).sum()
    }

    /// The cells of an arrow whose label stands in its `long`-th row; `None` where it has no room there.
    fn ink(&self, stroke: &Stroke, label: &Label, long: usize, reach: usize) -> Option<Vec<Ink>> {
        let rows = stroke.ends - stroke.leaves + 1;
        let needs = label.on.len() + 2;
        if !label.under.is_empty() && (long + 1 == rows || label.under.len() > label.on.len()) {
            return None;
        }
        let end = end_of(stroke);
        let reach = if stroke.lost { reach.max(needs + rows) } else { reach };
        if reach + end.len() > self.width + 1 {
            return None;
        }
        let edges = edges(rows, reach, long, needs)?;
        let mut ink = Vec::new();
        for row in 0..rows {
            let (begin, end) = (edges[row], edges[row + 1]);
            for at in begin..=end {
                let behind = if at > begin || row == 0 { LEFT } else { UP };
                let ahead = if at < end || row + 1 == rows { RIGHT } else { DOWN };
                let cell = Cell { lines: behind | ahead, thin: stroke.thin, ways: 1, letter: None };
                ink.push((stroke.leaves + row, at, cell));
            }
        }
        let texts = [
            (long, edges[long] + 1, &label.on),
            (long + 1, edges[long] + 1, &label.under),
            (rows - 1, reach - 1, &end),
        ];
        for (row, start, text) in texts {
            // A text is read from left to right, whichever way the arrow goes.
            let at = |n| if stroke.from == Side::Left { start + n } else { start + text.len() - 1 - n };
            let cell = |letter| Cell { letter: Some(letter), ..Cell::default() };
            ink.extend(text.iter().enumerate().map(|(n, &letter)| (stroke.leaves + row, at(n), cell(letter))));
        }
        let mirrored = |(row, at, cell): Ink| (row, self.width - 1 - at, cell.mirrored());
        Some(if stroke.from == Side::Left { ink } else { ink.into_iter().map(mirrored).collect() })
    }

    /// A row as text, painted.
    pub(super) fn row(&self, row: usize) -> String {
        let mut out = String::new();
        let letters: Vec<Letter> = self.cells[row].iter().map(|cell| cell.shown()).collect();
        for run in letters.chunk_by(|a, b| a.1 == b.1) {
            let text: String = run.iter().map(|(letter, _)| letter).collect();
            out += &run[0].1.map_or(text.clone(), |role| role.paint(&text));
        }
        out
    }
}

impl Cell {
    fn mirrored(self) -> Self {
        let lines = self.lines & (UP | DOWN) | (self.lines & LEFT) << 1 | (self.lines & RIGHT) >> 1;
        Self { lines, ways: self.ways << 1, ..self }
    }

    fn shown(self) -> Letter {
        let role = self.thin.then_some(Role::Frame);
        self.letter.unwrap_or((if self.thin && self.lines == LEFT | RIGHT { '╌' } else { drawn(self.lines) }, role))
    }
}

fn drawn(lines: u8) -> char {
    // The characters in the order of their lines, down, up, right and left being its binary digits.
    let all = [' ', '─', '─', '─', '│', '╯', '╰', '┴', '│', '╮', '╭', '┬', '│', '┤', '├', '┼'];
    all[usize::from(lines & 15)]
}

pub(super) fn letters(text: &str, role: Option<Role>) -> Vec<Letter> {
    as_printed(text).chars().map(|letter| (letter, role)).collect()
}

fn end_of(stroke: &Stroke) -> Vec<Letter> {
    let role = if stroke.lost { Some(Role::Bad) } else { stroke.thin.then_some(Role::Frame) };
    let [lost, head] = if stroke.from == Side::Left { ["× lost", "►"] } else { ["lost ×", "◄"] };
    letters(if stroke.lost { lost } else { head }, role)
}

/// Where the steps of a staircase begin and end: `rows` steps over `reach` columns, the `long`-th at least `needs` wide.
fn edges(rows: usize, reach: usize, long: usize, needs: usize) -> Option<Vec<usize>> {
    let whole = reach.checked_sub(1)?;
    let even: Vec<usize> = (0..=rows).map(|n| n * whole / rows).collect();
    if even[long + 1] - even[long] >= needs {
        return Some(even);
    }
    let rest = whole.checked_sub(needs)?;
    if rest < rows - 1 {
        return None;
    }
    let step = |n: usize| if rows > 1 { n * rest / (rows - 1) } else { rest };
    let edge = |n: usize| if n <= long { step(n) } else { step(n - 1) + needs };
    let mut edges: Vec<usize> = (0..=rows).map(edge).collect();
    edges[rows] = whole;
    Some(edges)
}
