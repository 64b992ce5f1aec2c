//! The slide's scale of time, from left to right. It is linear; where it would not fit, the middles of long waits are cut out.

use super::shapes::{QUIET, Rect};

/// What a wait is shortened to, in pixels: room for the words that say how much is left out.
const SHORTENED: f64 = 170.0;
/// How many pixels a trip takes at most, and at least; the second is for want of room.
const TRIP_MOST: f64 = 520.0;
const TRIP_LEAST: [f64; 2] = [105.0, 40.0];
/// After how many trips a wait is shortened; where that is not enough, the next is tried.
const LONG: [f64; 5] = [f64::INFINITY, 6.0, 3.0, 1.5, 1.0];
/// Pixels between two marks of the axis, at least.
const MARKS: f64 = 84.0;

#[derive(Default)]
pub(super) struct Scale {
    left: f64,
    begin_us: i64,
    end_us: i64,
    /// Pixels a microsecond.
    factor: f64,
    /// The times that are cut out.
    cuts: Vec<(i64, i64)>,
}

impl Scale {
    /// A scale from `left` on, `width` pixels long, for what happens at these times, in order; `None` where it has no room.
    pub(super) fn fitting(times: &[i64], trip_us: i64, left: f64, width: f64) -> Option<Self> {
        let trip = trip_us as f64;
        let limits = TRIP_LEAST.into_iter().flat_map(|least| LONG.map(|trips| (least, trips * trip)));
        let scales = limits.map(|(least, long_us)| (least, Self::shortened(times, trip, long_us, left, width)));
        scales
            .filter(|(least, scale)| scale.as_ref().is_some_and(|scale| scale.factor * trip >= *least))
            .find_map(|(_, scale)| scale)
    }

    /// A scale on which waits of more than `long_us` are shortened, if that makes them shorter.
    fn shortened(times: &[i64], trip_us: f64, long_us: f64, left: f64, width: f64) -> Option<Self> {
        let (&begin_us, &end_us) = (times.first()?, times.last()?);
        let waits = times.windows(2).map(|two| (two[0], two[1]));
        let mut long: Vec<(i64, i64)> = waits.filter(|(from, to)| (to - from) as f64 > long_us).collect();
        let factor = loop {
            let rest_us = (end_us - begin_us) - long.iter().map(|(from, to)| to - from).sum::<i64>();
            let room = width - SHORTENED * long.len() as f64;
            let factor = (room / rest_us.max(1) as f64).min(TRIP_MOST / trip_us);
            let before = long.len();
            long.retain(|(from, to)| (to - from) as f64 * factor > 1.3 * SHORTENED);
            if long.len() == before {
                break factor;
            }
        };
        let shown_us = (SHORTENED / 2.0 / factor) as i64;
        let cuts = long.iter().map(|(from, to)| (from + shown_us, to - shown_us)).collect();
        Some(Self { left, begin_us, end_us, factor, cuts })
    }

    /// Where that time is.
    pub(super) fn x(&self, t_us: i64) -> f64 {
        let cut_us = |(from, to): &(i64, i64)| (t_us.min(*to) - from).max(0);
        let left_out_us: i64 = self.cuts.iter().map(cut_us).sum();
        self.left + (t_us - self.begin_us - left_out_us) as f64 * self.factor
    }

    /// Where something is left out, and how many microseconds.
    pub(super) fn breaks(&self) -> Vec<(f64, i64)> {
        self.cuts.iter().map(|&(from, to)| (self.x(from), to - from)).collect()
    }

    /// The marks of the axis: where, and the time; none of them comes near the words at the breaks.
    pub(super) fn marks(&self) -> Vec<(f64, String)> {
        let steps = (0..).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i64.pow(power)));
        let mut steps = steps.take(48);
        let Some(step_us) = steps.find(|&step| step as f64 * self.factor >= MARKS) else { return Vec::new() };
        let first = self.begin_us.div_euclid(step_us) + i64::from(self.begin_us.rem_euclid(step_us) > 0);
        let all = (first..=self.end_us.div_euclid(step_us)).map(|nth| nth * step_us);
        let seen = all.filter(|t_us| !self.cuts.iter().any(|(from, to)| (from..=to).contains(&t_us)));
        let taken: Vec<Rect> = self.breaks().iter().map(|&(x, us)| centered(x, &left_out(us))).collect();
        let marks = seen.map(|t_us| (self.x(t_us), decimal(t_us)));
        marks.filter(|(x, text)| !taken.iter().any(|words| words.meets(&centered(*x, text)))).collect()
    }
}

/// The place of words of the axis, as if it were at the top.
fn centered(x: f64, text: &str) -> Rect {
    let width = QUIET.width(text) + 8.0;
    Rect::new(x - width / 2.0, 0.0, width, 1.0)
}

pub(super) fn left_out(us: i64) -> String {
    format!("{} left out", time(us))
}

/// A time for a person: `94 ms`, `4.5 ms`, `120 µs`.
pub(super) fn time(us: i64) -> String {
    match us {
        ..1_000 => format!("{us} µs"),
        1_000..9_950 => format!("{}.{} ms", (us + 50) / 1_000, (us + 50) % 1_000 / 100),
        _ => format!("{} ms", (us + 500) / 1_000),
    }
}

/// Microseconds as milliseconds, without zeros at the end.
fn decimal(us: i64) -> String {
    let (sign, us) = (if us < 0 { "-" } else { "" }, us.abs());
    let decimals = format!(".{:03}", us % 1_000);
    format!("{sign}{}{}", us / 1_000, decimals.trim_end_matches('0').trim_end_matches('.'))
}
