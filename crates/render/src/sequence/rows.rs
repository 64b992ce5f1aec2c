//! The terminal's scale of time: in which row everything stands. Rows follow the time, but no two arrows end at one place,
//! no call is written over another, and a stretch in which nothing happens takes one row. Draws nothing.

use super::timeline::{Group, Happens, Item, Timeline};

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
    /// The row of what was placed last.
    row: usize,
    in_flight: usize,
    /// The first row of each side in which an arrow can end.
    arrow: [usize; 2],
    /// The first row of each side in which a call can be described.
    remarks: [usize; 2],
}

/// Rows that stay empty before a stretch is cut short.
const IDLE: i64 = 2;

impl Rows {
    /// Places everything, `tick_us` a row.
    pub(super) fn new(timeline: &Timeline<'_>, tick_us: i64) -> Self {
        let mut rows = Self {
            bundles: vec![(0, None); timeline.bundles.len()],
            groups: vec![0; timeline.groups.len()],
            ..Self::default()
        };
        for item in &timeline.items {
            rows.pass_time(item.t_us, tick_us);
            rows.place(item, &timeline.groups);
            if item.happens != Happens::LeftOut {
                rows.times.resize(rows.times.len().max(rows.row + 1), None);
                rows.times[rows.row].get_or_insert(item.t_us);
            }
        }
        let last = rows.remarks.into_iter().chain(rows.arrow).max().unwrap_or(0);
        rows.times.resize(rows.times.len().max(last), None);
        rows
    }

    fn pass_time(&mut self, t_us: i64, tick_us: i64) {
        let row_us = self.times.get(self.row).copied().flatten().unwrap_or(t_us);
        // One time stands for everything in a row, so it must nearly be right for all of it.
        let rows = (t_us - row_us + tick_us * 2 / 3) / tick_us;
        let most = if self.in_flight == 0 { IDLE } else { 4 * IDLE };
        if rows > most + 1 {
            self.breaks.push(self.row + 1);
            self.row += 2;
        } else {
            self.row += usize::try_from(rows).unwrap_or(0);
        }
    }

    fn place(&mut self, item: &Item, groups: &[Group<'_>]) {
        let (arrow, remarks) = (&mut self.arrow[item.side as usize], &mut self.remarks[item.side as usize]);
        match item.happens {
            Happens::Leaves(n) => {
                self.row = self.row.max(*arrow);
                *arrow = self.row + 1;
                self.in_flight += 1;
                self.bundles[n].0 = self.row;
            }
            Happens::Comes(n) => {
                // It takes a row at least, or it would not seem to take time.
                self.row = self.row.max(*arrow).max(self.bundles[n].0 + 1);
                *arrow = self.row + 1;
                self.in_flight = self.in_flight.saturating_sub(1);
                self.bundles[n].1 = Some(self.row);
            }
            Happens::Calls(n) => {
                self.row = self.row.max(*remarks);
                *remarks = self.row + groups[n].said.len();
                self.groups[n] = self.row;
            }
            Happens::LeftOut => {
                self.row += 1;
                self.left_out = Some(self.row);
                self.breaks.push(self.row);
                self.row += 1;
                self.in_flight = 0;
            }
        }
    }
}
