//! The terminal's scale of time: in which row everything stands. Rows follow the time, but no two arrows end at one place,
//! no call is written over another, and a stretch in which nothing happens takes one row. Draws nothing.

use super::capture::Side;
use super::timeline::{Happens, Timeline};
use super::words::Word;

/// Where everything stands.
#[derive(Default)]
pub(super) struct Rows {
    /// For each row, when what stands first in it happened; `None` where nothing does.
    pub(super) times: Vec<Option<i64>>,
    /// Rows that stand for a longer time.
    pub(super) breaks: Vec<usize>,
    /// The row that stands for what is left out.
    pub(super) left_out: Option<usize>,
    /// For each bundle, the rows in which it leaves and comes.
    pub(super) bundles: Vec<(usize, Option<usize>)>,
    /// For each group of calls, its first row.
    pub(super) groups: Vec<usize>,
}

/// Rows that stay empty before a stretch is cut short.
const IDLE: i64 = 2;

/// What has been placed so far.
struct Cursor {
    row: usize,
    in_flight: usize,
    /// The first row of each side in which an arrow can end.
    arrow: [usize; 2],
    /// The first row of each side in which a call can be described.
    remarks: [usize; 2],
}

impl Rows {
    /// Places everything, `tick_us` a row; the n-th group of calls takes `said[n].len()` rows.
    pub(super) fn new(timeline: &Timeline<'_>, tick_us: i64, remarks: &[Vec<Vec<Word>>]) -> Self {
        let mut rows = Self {
            bundles: vec![(0, None); timeline.bundles.len()],
            groups: vec![0; timeline.groups.len()],
            ..Self::default()
        };
        let mut at = Cursor { row: 0, in_flight: 0, arrow: [0; 2], remarks: [0; 2] };
        for item in &timeline.items {
            rows.pass_time(&mut at, item.t_us, tick_us);
            rows.place(&mut at, item.happens, item.side, remarks);
            if item.happens != Happens::LeftOut {
                rows.mark(at.row, item.t_us);
            }
        }
        let last = at.remarks.into_iter().chain(at.arrow).max().unwrap_or(0);
        rows.times.resize(rows.times.len().max(last), None);
        rows
    }

    fn pass_time(&mut self, at: &mut Cursor, t_us: i64, tick_us: i64) {
        let row_us = self.times.get(at.row).copied().flatten().unwrap_or(t_us);
        // One time stands for everything in a row, so it must nearly be right for all of it.
        let rows = (t_us - row_us + tick_us * 2 / 3) / tick_us;
        let most = if at.in_flight == 0 { IDLE } else { 4 * IDLE };
        if rows > most + 1 {
            self.breaks.push(at.row + 1);
            at.row += 2;
        } else {
            at.row += usize::try_from(rows).unwrap_or(0);
        }
    }

    fn place(&mut self, at: &mut Cursor, happens: Happens, side: Side, said: &[Vec<Vec<Word>>]) {
        let (arrow, remarks) = (&mut at.arrow[side as usize], &mut at.remarks[side as usize]);
        match happens {
            Happens::Leaves(n) => {
                at.row = at.row.max(*arrow);
                *arrow = at.row + 1;
                at.in_flight += 1;
                self.bundles[n].0 = at.row;
            }
            Happens::Comes(n) => {
                // It takes a row at least, or it would not seem to take time.
                at.row = at.row.max(*arrow).max(self.bundles[n].0 + 1);
                *arrow = at.row + 1;
                at.in_flight = at.in_flight.saturating_sub(1);
                self.bundles[n].1 = Some(at.row);
            }
            Happens::Calls(n) => {
                at.row = at.row.max(*remarks);
                *remarks = at.row + said[n].len();
                self.groups[n] = at.row;
            }
            Happens::LeftOut => {
                at.row += 1;
                self.left_out = Some(at.row);
                self.breaks.push(at.row);
                at.row += 1;
                at.in_flight = 0;
            }
        }
    }

    fn mark(&mut self, row: usize, t_us: i64) {
        if self.times.len() <= row {
            self.times.resize(row + 1, None);
        }
        self.times[row].get_or_insert(t_us);
    }
}
