//! A host's lane: its program's calls, and between them and its kernel's line the waits.

use super::super::capture::{Call, Done, Side};
use super::card::{Card, Laid};
use super::pieces::Pieces;
use super::scale::Scale;
use super::shapes::{BOLD, INK, MARKER, Rect, SOFT, path};
use super::waits::Wait;
use super::{CABLE, LANE, LEFT, RIGHT, WAITS};
use crate::units::{counted, numbered};
use trace::{Stream, Verdict};

/// Between places that are tried for a card.
const STEP: f64 = 31.0;
/// Calls that are nearer to each other than this hang on one line.
const STACK: f64 = 16.0;
/// The height of a wait's bracket, and of its words.
const BRACKET: f64 = 8.0;
const WORDS: f64 = 22.0;

/// A host's lane; the places are as if it were the upper one's, and 0 were its kernel's line, with everything above it.
struct Lane<'a> {
    side: Side,
    scale: &'a Scale,
    cards: Vec<Rect>,
    /// From the cards to the kernel's line.
    leaders: Vec<Rect>,
    lines: String,
    out: String,
}

/// What a host's program called, and for what its kernel waited; or the first group of calls for which there is no room.
pub(super) fn lane(
    side: Side,
    groups: &[Vec<&Call<'_>>],
    waits: &[&Wait],
    scale: &Scale,
    pieces: &Pieces,
) -> Result<String, usize> {
    // Where the best forms of all cards have no room, other places or shorter forms may.
    let ways = [0, 2, 4, 8, 12, 14].into_iter().flat_map(|modest| [false, true].map(|before| (modest, before)));
    let mut lanes = ways.map(|way| calls(side, groups, scale, pieces, way));
    let mut best = lanes.next().unwrap_or(Err(0));
    for lane in lanes {
        if best.as_ref().is_err_and(|failed| lane.as_ref().err().is_none_or(|n| n > failed)) {
            best = lane;
        }
    }
    let mut lane = best?;
    let mut brackets = Vec::new();
    for wait in waits.iter().filter(|wait| wait.side == side) {
        lane.wait(wait, &mut brackets);
    }
    Ok(lane.lines + &lane.out)
}

/// A lane with all calls of a side, each in one of its forms but for the first few, and rather before its time or after it.
fn calls<'a>(
    side: Side,
    groups: &[Vec<&Call<'_>>],
    scale: &'a Scale,
    pieces: &Pieces,
    (modest, before): (usize, bool),
) -> Result<Lane<'a>, usize> {
    let (lines, out) = (String::new(), String::new());
    let mut lane = Lane { side, scale, cards: Vec::new(), leaders: Vec::new(), lines, out };
    for (n, group) in groups.iter().enumerate().filter(|(_, group)| group[0].side == side) {
        let forms = card(group, pieces).forms();
        if !lane.call(&forms[modest.min(forms.len() - 1)..], scale.x(group[0].t_us), before) {
            return Err(n);
        }
        let times = group.iter().map(|call| scale.x(call.t_us));
        lane.lines += &times.map(|x| lane.tick(x)).collect::<String>();
    }
    Ok(lane)
}

impl Lane<'_> {
    /// Where `rect` is on the slide.
    fn placed(&self, rect: &Rect) -> Rect {
        let y = match self.side {
            Side::Left => CABLE.y - rect.bottom(),
            Side::Right => CABLE.bottom() + rect.y,
        };
        Rect { y, ..*rect }
    }

    /// A short line at the kernel's for a call that stands on a card with others.
    fn tick(&self, x: f64) -> String {
        let Rect { y, height, .. } = self.placed(&Rect::new(x, 0.0, 0.0, 12.0));
        path(&[(x, y), (x, y + height)], &format!("stroke=\"{SOFT}\" stroke-width=\"2\""))
    }

    /// Places a card for a call at `x`, rather `before` it or after it; `false` where it has no room.
    fn call(&mut self, forms: &[Laid], x: f64, before: bool) -> bool {
        let found = forms.iter().find_map(|form| {
            let rows = (0..).map(|n| WAITS + f64::from(n) * STEP);
            let rows = rows.take_while(|y| y + form.height <= WAITS + LANE);
            let most = (RIGHT - form.width).max(LEFT);
            let mut starts = [12.0, form.width / 2.0, form.width - 12.0].map(|left| (x - left).clamp(LEFT, most));
            if before {
                starts.reverse();
            }
            let mut places = rows.flat_map(|y| starts.map(|start| Rect::new(start, y, form.width, form.height)));
            places.find_map(|place| {
                let leader = Rect::new(x - 1.0, 0.0, 2.0, place.y);
                // What happens at nearly the same time hangs on one line.
                let apart = |line: &Rect| (line.x - leader.x).abs() >= STACK;
                let clear = |(other, line): (&Rect, &Rect)| {
                    let crosses = apart(line) && (leader.meets(other) || place.meets(line));
                    !place.meets(other) && !crosses
                };
                let touches = (place.x..=place.right()).contains(&x);
                let free = touches && self.cards.iter().zip(&self.leaders).all(clear);
                free.then_some((form, place, leader))
            })
        });
        let Some((form, place, leader)) = found else { return false };
        let [on_slide, line] = [&place, &leader].map(|rect| self.placed(rect));
        self.lines += &path(&[(x, line.y), (x, line.bottom())], &format!("stroke=\"{SOFT}\" stroke-width=\"2\""));
        self.out += &form.drawn(on_slide.x, on_slide.y);
        self.cards.push(place);
        self.leaders.push(leader);
        true
    }

    /// Draws a wait where it has room: the longest come first.
    fn wait(&mut self, wait: &Wait, taken: &mut Vec<Rect>) {
        let [from, to] = [wait.from_us, wait.to_us].map(|t_us| self.scale.x(t_us));
        let width = BOLD.width(&wait.why) + 12.0;
        let starts = [(from + to - width) / 2.0, from + 8.0, to - width - 8.0, to + 8.0, from - width - 8.0];
        let starts = starts.map(|start| start.clamp(LEFT, RIGHT - width));
        let tracks = [4.0, 4.0 + BRACKET + WORDS];
        let places = || tracks.into_iter().flat_map(|y| starts.map(|x| Rect::new(x, y + BRACKET, width, WORDS - 2.0)));
        let whole = |words: &Rect| {
            let (left, right) = (words.x.min(from), words.right().max(to));
            Rect::new(left, words.y - BRACKET, right - left, BRACKET + WORDS - 2.0)
        };
        let free = |words: &Rect| !taken.iter().any(|other| whole(words).meets(other));
        let clear = |words: &Rect| free(words) && !self.leaders.iter().any(|leader| words.grown(3.0).meets(leader));
        // A line behind the words is better than no words.
        let Some(words) = places().find(clear).or_else(|| places().find(free)) else { return };
        let on_slide = self.placed(&words);
        let bracket = self.placed(&Rect::new(from, words.y - BRACKET, to - from, BRACKET));
        let [near, far] = match self.side {
            Side::Left => [bracket.bottom(), bracket.y],
            Side::Right => [bracket.y, bracket.bottom()],
        };
        let points = [(from, near), (from, far), (to, far), (to, near)];
        self.out += &path(&points, &format!("stroke=\"{INK}\" stroke-width=\"2.5\""));
        self.out += &on_slide.drawn(MARKER, MARKER, 4.0);
        self.out += &BOLD.centered(on_slide.x + width / 2.0, on_slide.y + 16.0, &wait.why);
        taken.push(whole(&words));
    }
}

/// What is said of calls that stand together.
fn card(group: &[&Call<'_>], pieces: &Pieces) -> Card {
    let mut card = Card::default();
    let (mut writes, mut reads) = (0, Vec::new());
    for Call { side, done, .. } in group.iter().copied() {
        let stream = stream(*side, done);
        match done {
            Done::Write(write) => {
                writes += 1;
                card.boxes.push(pieces.chips(stream, &(write.offset..write.offset + write.accepted)));
                if write.accepted < write.asked {
                    card.bad = format!("SHORT: {} of {}", write.accepted, counted(write.asked, "byte"));
                }
            }
            Done::Read(nth, read) => {
                card.boxes.push(pieces.chips(stream, &read.range));
                reads.push((*nth, read));
            }
            Done::Shutdown => card.head = "no more writes".to_owned(),
        }
    }
    if writes > 0 {
        card.head = if writes == 1 { "write".to_owned() } else { counted(writes, "write") };
    }
    if let (Some((first, _)), Some((last, _))) = (reads.first(), reads.last()) {
        card.head = numbered("read", *first, *last, "");
        let bytes = reads.iter().map(|(_, read)| read.got()).sum();
        card.tail = if bytes == 0 { "the end".to_owned() } else { counted(bytes, "byte") };
        let judged = !pieces.frames(stream(group[0].side, &group[0].done));
        card.bad = if judged {
            verdict(&reads.iter().map(|(_, read)| read.verdict).collect::<Vec<_>>())
        } else {
            String::new()
        };
    }
    card
}

/// The stream on which a call was made.
fn stream(side: Side, done: &Done<'_>) -> Stream {
    let receiving = matches!(done, Done::Read(..));
    Stream::BOTH[usize::from((side == Side::Left) == receiving)]
}

/// What is not whole, and how often where there are several.
fn verdict(all: &[Verdict]) -> String {
    if let [Verdict::Truncated] = all {
        return "TRUNCATED".to_owned();
    }
    let said = |name: &str, is: fn(Verdict) -> bool| match all.iter().filter(|verdict| is(**verdict)).count() {
        0 => None,
        _ if all.len() == 1 => Some(name.to_owned()),
        count => Some(format!("{count} {name}")),
    };
    [said("GLUED", Verdict::glued), said("SPLIT", Verdict::split)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
