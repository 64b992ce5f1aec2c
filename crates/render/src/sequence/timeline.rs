//! What stands along the line of time, in no unit yet: segments and calls that go together, and what is left out.

use super::capture::{Arrow, Call, Sequence, Side, What};
use super::words::{Word, remarks};
use crate::units::counted;
use std::mem::discriminant;

/// Segments that are drawn as one arrow: they left together and came together.
pub(super) struct Bundle<'a> {
    pub(super) arrows: Vec<&'a Arrow<'a>>,
}

/// Calls of one kind on one side, one right after the other.
pub(super) struct Group<'a> {
    pub(super) calls: Vec<&'a Call<'a>>,
    /// What is said beside the line, line by line.
    pub(super) said: Vec<Vec<Word>>,
}

/// What happens, and to which bundle or group; at the same time, the cause comes first, and then its effect.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Happens {
    Comes(usize),
    Calls(usize),
    LeftOut,
    Leaves(usize),
}

#[derive(Clone, Copy)]
pub(super) struct Item {
    pub(super) t_us: i64,
    pub(super) side: Side,
    pub(super) happens: Happens,
}

pub(super) struct Timeline<'a> {
    pub(super) bundles: Vec<Bundle<'a>>,
    pub(super) groups: Vec<Group<'a>>,
    pub(super) items: Vec<Item>,
    /// How many segments and calls are left out of the middle.
    pub(super) left_out: (usize, usize),
}

impl Bundle<'_> {
    pub(super) fn first(&self) -> &Arrow<'_> {
        self.arrows[0]
    }

    pub(super) fn from(&self) -> Side {
        Side::sending(self.first().stream)
    }

    /// Whether `arrow` is of the same kind, and left and came within `within_us` of the first.
    fn takes(&self, arrow: &Arrow<'_>, within_us: i64) -> bool {
        let first = self.first();
        let near = |a: i64, b: i64| (b - a).abs() < within_us;
        let comes_near = first.arrived_us.zip(arrow.arrived_us).is_none_or(|(a, b)| near(a, b));
        first.kind() == arrow.kind() && near(first.sent_us, arrow.sent_us) && comes_near
    }
}

impl<'a> Group<'a> {
    pub(super) fn first(&self) -> &Call<'a> {
        self.calls[0]
    }

    fn takes(&self, call: &Call<'a>, within_us: i64) -> bool {
        let first = self.first();
        discriminant(&first.done) == discriminant(&call.done) && call.t_us - first.t_us < within_us
    }
}

/// What goes together, and how much is kept.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Segments that leave and come within less are one arrow.
    pub(super) arrows_us: i64,
    /// Calls within less are described together.
    pub(super) calls_us: i64,
    /// The most arrows.
    pub(super) most: usize,
    /// The most columns of what is said beside each line.
    pub(super) columns: [usize; 2],
}

impl<'a> Timeline<'a> {
    /// Everything of `wanted`, as far as the limits allow.
    pub(super) fn new(sequence: &'a Sequence<'a>, wanted: &[What], limits: Limits) -> Self {
        let arrows = sequence.arrows.iter().filter(|arrow| wanted.contains(&arrow.what));
        let mut timeline = Self {
            bundles: bundles(arrows, limits.arrows_us),
            groups: groups(sequence, limits.calls_us),
            items: Vec::new(),
            left_out: (0, 0),
        };
        let gap_us = timeline.leave_out_middle(limits.most);
        timeline.items = timeline.items(gap_us);
        for group in &mut timeline.groups {
            group.said = remarks(&group.calls, limits.columns[group.first().side as usize]);
        }
        timeline
    }

    /// Keeps two thirds of `most` arrows at the beginning and a third at the end; says where the gap is.
    fn leave_out_middle(&mut self, most: usize) -> Option<i64> {
        let (all, most) = (self.bundles.len(), most.max(3));
        if all <= most {
            return None;
        }
        let (head, tail) = (most - most / 3, most / 3);
        let from_us = self.bundles[head].first().sent_us;
        let to_us = self.bundles[all - tail].first().sent_us;
        let gone: Vec<Bundle<'_>> = self.bundles.drain(head..all - tail).collect();
        let inside = |group: &Group<'_>| (from_us..to_us).contains(&group.first().t_us);
        let calls = self.groups.iter().filter(|group| inside(group)).map(|group| group.calls.len()).sum();
        self.groups.retain(|group| !inside(group));
        self.left_out = (gone.iter().map(|bundle| bundle.arrows.len()).sum(), calls);
        let last_comes = self.bundles[..head].iter().filter_map(|bundle| bundle.first().arrived_us).max();
        Some(last_comes.unwrap_or(from_us).clamp(from_us, to_us))
    }

    /// What is left out of the middle, in words; `None` if nothing is.
    pub(super) fn left_out_words(&self) -> Option<String> {
        let (segments, calls) = self.left_out;
        let (segments_left_out, calls) = (counted(segments as u64, "segment"), counted(calls as u64, "call"));
        (segments > 0).then(|| format!("{segments_left_out} and {calls} are left out"))
    }

    fn items(&self, gap_us: Option<i64>) -> Vec<Item> {
        let mut items = Vec::new();
        let mut add = |t_us, side, happens| items.push(Item { t_us, side, happens });
        for (n, bundle) in self.bundles.iter().enumerate() {
            let first = bundle.first();
            add(first.sent_us, bundle.from(), Happens::Leaves(n));
            first.arrived_us.into_iter().for_each(|t_us| add(t_us, Side::receiving(first.stream), Happens::Comes(n)));
        }
        for (n, group) in self.groups.iter().enumerate() {
            add(group.first().t_us, group.first().side, Happens::Calls(n));
        }
        gap_us.into_iter().for_each(|t_us| add(t_us, Side::Left, Happens::LeftOut));
        items.sort_by_key(|item| (item.t_us, item.happens));
        items
    }
}

pub(super) fn bundles<'a>(arrows: impl Iterator<Item = &'a Arrow<'a>>, within_us: i64) -> Vec<Bundle<'a>> {
    let mut bundles: Vec<Bundle<'a>> = Vec::new();
    for arrow in arrows {
        let near = |bundle: &&mut Bundle<'_>| arrow.sent_us - bundle.first().sent_us < within_us;
        let open = bundles.iter_mut().rev().take_while(near);
        match open.into_iter().find(|bundle| bundle.takes(arrow, within_us)) {
            Some(bundle) => bundle.arrows.push(arrow),
            None => bundles.push(Bundle { arrows: vec![arrow] }),
        }
    }
    bundles
}

fn groups<'a>(sequence: &'a Sequence<'a>, within_us: i64) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for call in &sequence.calls {
        // What comes between two calls may be why the second was made.
        let comes_between = |from_us: i64| {
            let mut comes = sequence.arrows.iter().filter(|arrow| Side::receiving(arrow.stream) == call.side);
            comes.any(|arrow| arrow.arrived_us.is_some_and(|t_us| from_us < t_us && t_us <= call.t_us))
        };
        match groups.iter_mut().rev().find(|group| group.first().side == call.side) {
            Some(group) if group.takes(call, within_us) && !comes_between(group.first().t_us) => group.calls.push(call),
            _ => groups.push(Group { calls: vec![call], said: Vec::new() }),
        }
    }
    groups
}
