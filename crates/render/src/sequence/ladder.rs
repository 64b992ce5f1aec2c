//! The drawing's scale of time: exact times decide, but what would collide is pulled apart, and a long wait is shortened.

use super::timeline::{Group, Happens, Item, Timeline};

// In pixels, as everything here.
const TRIP: f64 = 88.0; // how far down one trip goes where nothing else decides
const LONGEST: f64 = 2.6 * TRIP; // a longer wait is shortened
const SHORTENED: f64 = 64.0;
const LEAVES: f64 = 24.0; // between two arrows that leave one line: each has a label there
const COMES: f64 = 15.0; // between other ends of arrows on one line
pub(super) const LINE: f64 = 21.0; // the height of a line of text

#[derive(Default)]
pub(super) struct Ladder {
    /// For each bundle, where it leaves and comes.
    pub(super) bundles: Vec<(f64, Option<f64>)>,
    /// For each group of calls, its first line.
    pub(super) groups: Vec<f64>,
    pub(super) left_out: Option<f64>,
    /// The middles of shortened waits.
    pub(super) breaks: Vec<f64>,
    /// Times to be written beside the axis, in microseconds, and where.
    pub(super) marks: Vec<(f64, i64)>,
    pub(super) height: f64,
    /// The least that the next of each kind may be down, for each side.
    leaves: [f64; 2],
    comes: [f64; 2],
    remarks: [f64; 2],
}

impl Ladder {
    /// Places everything; a trip takes `trip_us`.
    pub(super) fn new(timeline: &Timeline<'_>, trip_us: i64) -> Self {
        let mut ladder = Self {
            bundles: vec![(0.0, None); timeline.bundles.len()],
            groups: vec![0.0; timeline.groups.len()],
            ..Self::default()
        };
        let (mut y, mut before_us) = (0.0, timeline.items.first().map_or(0, |item| item.t_us));
        for item in &timeline.items {
            let down = (item.t_us - before_us) as f64 / trip_us as f64 * TRIP;
            if down > LONGEST {
                ladder.breaks.push(y + SHORTENED / 2.0);
            }
            y += if down > LONGEST { SHORTENED } else { down };
            before_us = item.t_us;
            y = ladder.place(item, y, &timeline.groups);
            ladder.mark(y, item.t_us, item.happens == Happens::LeftOut);
            ladder.height = ladder.height.max(y);
        }
        ladder.height = ladder.remarks.into_iter().fold(ladder.height, f64::max);
        ladder
    }

    /// Notes a time where there is room for it; the first write's, from which all is counted, always.
    fn mark(&mut self, y: f64, t_us: i64, gap: bool) {
        let room = self.marks.last().is_none_or(|(above, _)| y - above >= LINE);
        if t_us == 0 && !room && self.marks.last().is_some_and(|(_, above_us)| *above_us < 0) {
            self.marks.pop();
            self.marks.push((y, t_us));
        } else if room && !gap {
            self.marks.push((y, t_us));
        }
    }

    fn place(&mut self, item: &Item, y: f64, groups: &[Group<'_>]) -> f64 {
        let here = item.side as usize;
        match item.happens {
            Happens::Leaves(n) => {
                let y = y.max(self.leaves[here]);
                (self.leaves[here], self.comes[here]) = (y + LEAVES, y + COMES);
                self.bundles[n].0 = y;
                y
            }
            Happens::Comes(n) => {
                let y = y.max(self.comes[here]).max(self.bundles[n].0 + TRIP / 3.0);
                self.comes[here] = y + COMES;
                self.leaves[here] = self.leaves[here].max(y + COMES);
                self.bundles[n].1 = Some(y);
                y
            }
            Happens::Calls(n) => {
                let y = y.max(self.remarks[here]);
                self.remarks[here] = y + groups[n].said.len() as f64 * LINE + 2.0;
                self.groups[n] = y;
                y
            }
            Happens::LeftOut => {
                self.left_out = Some(y + SHORTENED / 2.0);
                self.breaks.push(y + SHORTENED / 2.0);
                y + SHORTENED
            }
        }
    }
}
