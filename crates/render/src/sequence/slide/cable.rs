//! The cable between the two kernels: a segment is a slanted arrow, with a card that says what it carries. Arrows that left
//! together have one card.

use super::super::capture::{Side, What};
use super::super::timeline::Bundle;
use super::card::{Card, Laid};
use super::pieces::{Chip, Pieces};
use super::scale::Scale;
use super::shapes::{BAD, INK, Letters, PAGE, Rect, SOFT, path};
use super::{CABLE, LEFT, RIGHT};
use crate::units::counted;

/// Between arrows that left together, across them.
const APART: f64 = 6.0;
/// The most arrows that are drawn of one bundle: that they are several is seen, how many they are is said.
const MOST: usize = 3;
/// Where on its arrow a card may lie, the best first.
const PLACES: [f64; 11] = [0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71, 0.22, 0.78, 0.15, 0.85];
/// What is kept free beside the kernels' lines, for the heads of arrows.
const FREE: f64 = 14.0;

type Point = (f64, f64);

/// The arrows of a bundle, pulled apart where they would lie on each other.
struct Flight {
    arrows: Vec<(Point, Point)>,
    lost: bool,
}

impl Flight {
    fn of(bundle: &Bundle<'_>, scale: &Scale, free: &mut [f64; 2]) -> Self {
        let lines = [CABLE.y, CABLE.bottom()];
        let (from_y, to_y) = match bundle.from() {
            Side::Left => (lines[0], lines[1]),
            Side::Right => (lines[1], lines[0]),
        };
        let mut arrows = Vec::new();
        let lost = bundle.first().arrived_us.is_none();
        let trip_x = bundle.first().arrived_us.map_or(80.0, |t_us| scale.x(t_us) - scale.x(bundle.first().sent_us));
        let apart = APART * trip_x.hypot(CABLE.height) / CABLE.height;
        for arrow in bundle.arrows.iter().take(MOST) {
            let from_x = scale.x(arrow.sent_us).max(free[0]);
            let to_x = arrow.arrived_us.map_or(from_x + 80.0, |t_us| scale.x(t_us).max(free[1]));
            *free = [from_x + apart, to_x + apart];
            let to_y = if lost { (from_y + to_y) / 2.0 } else { to_y };
            arrows.push(((from_x, from_y), (to_x, to_y)));
        }
        Self { arrows, lost }
    }

    /// The point so far on the way, in the middle of the bundle.
    fn at(&self, far: f64) -> Point {
        let (first, last) = (self.arrows[0], self.arrows[self.arrows.len() - 1]);
        let between =
            |arrow: (Point, Point), axis: fn(Point) -> f64| axis(arrow.0) + (axis(arrow.1) - axis(arrow.0)) * far;
        ((between(first, |p| p.0) + between(last, |p| p.0)) / 2.0, between(first, |p| p.1))
    }

    fn crosses(&self, rect: &Rect) -> bool {
        let ((_, from_y), (_, to_y)) = self.arrows[0];
        // How far on its way it is where the card begins and ends; a lost segment ends before.
        let [begin, end] = [rect.y, rect.bottom()].map(|y| (y - from_y) / (to_y - from_y));
        let (first, last) = (begin.min(end).max(0.0), begin.max(end).min(1.0));
        let [one, other] = [first, last].map(|far| self.at(far).0);
        first <= last && one.min(other) <= rect.right() && rect.x <= one.max(other)
    }

    fn drawn(&self, what: What) -> String {
        let (color, how) = match what {
            What::Data => (INK, "stroke-width=\"3\""),
            _ => (SOFT, "stroke-width=\"2\" stroke-dasharray=\"8 5\""),
        };
        let mut out = String::new();
        for &((from_x, from_y), (to_x, to_y)) in &self.arrows {
            out += &path(&[(from_x, from_y), (to_x, to_y)], &format!("stroke=\"{color}\" {how}"));
            let long = (to_x - from_x).hypot(to_y - from_y).max(1.0);
            let (along_x, along_y) = ((to_x - from_x) / long, (to_y - from_y) / long);
            out += &if self.lost {
                let [near, far] = [-8.0, 8.0].map(|by| (to_x + by, to_y + by));
                let [low, high] = [-8.0, 8.0].map(|by| (to_x + by, to_y - by));
                let how = format!("stroke=\"{BAD}\" stroke-width=\"4\"");
                path(&[near, far], &how) + &path(&[low, high], &how)
            } else {
                let back = (to_x - 13.0 * along_x, to_y - 13.0 * along_y);
                let corner = |side: f64| (back.0 - side * along_y, back.1 + side * along_x);
                let [left, right] = [corner(5.5), corner(-5.5)];
                path(&[(to_x, to_y), left, right, (to_x, to_y)], "").replacen("\"none\"", &format!("\"{color}\""), 1)
            };
        }
        out
    }
}

/// The cable with all `bundles` on it; or the first of them for which there is no room.
pub(super) fn cable(bundles: &[Bundle<'_>], scale: &Scale, pieces: &Pieces) -> Result<String, usize> {
    let mut free = [[f64::MIN; 2]; 2]; // for each side, from where on its arrows may leave, and come
    let flight = |bundle: &Bundle<'_>| Flight::of(bundle, scale, &mut free[bundle.from() as usize]);
    let flights: Vec<Flight> = bundles.iter().map(flight).collect();
    let (mut out, mut cards, mut taken) = (String::new(), String::new(), Vec::new());
    for (bundle, flight) in bundles.iter().zip(&flights) {
        out += &flight.drawn(bundle.first().what);
        if flight.lost {
            let (x, y) = flight.at(1.0);
            let (letters, place) =
                (Letters { fill: BAD, ..super::shapes::BOLD }, Rect::new(x + 12.0, y - 13.0, 56.0, 26.0));
            if !taken.iter().any(|other| place.meets(other)) {
                out += &place.drawn(PAGE, PAGE, 4.0);
                out += &letters.drawn(place.x + 3.0, y + 6.0, "lost");
                taken.push(place);
            }
        }
    }
    let data_first = [What::Data, What::Ack].into_iter().flat_map(|what| {
        let all = bundles.iter().enumerate();
        all.filter(move |(_, bundle)| bundle.first().what == what)
    });
    for (n, bundle) in data_first {
        match place(&forms(bundle, pieces), &flights, n, &taken) {
            Some((form, place)) => {
                cards += &form.drawn(place.x, place.y);
                taken.push(place);
            }
            None if bundle.first().what == What::Data => return Err(n),
            None => {} // an ACK without words is one all the same: it is dashed
        }
    }
    Ok(out + &cards)
}

/// What may stand on a bundle's arrows, the best first.
fn forms(bundle: &Bundle<'_>, pieces: &Pieces) -> Vec<Laid> {
    let (first, count) = (bundle.first(), bundle.arrows.len() as u64);
    if first.what != What::Data {
        let last = bundle.arrows.last().map_or(0, |arrow| arrow.ack);
        let bytes = counted(last.saturating_sub(1), "byte");
        let [long, short] = if count == 1 {
            [format!("ACK: {bytes} came"), "ACK".to_owned()]
        } else {
            [format!("{count} ACKs: {bytes} came"), format!("{count} ACKs")]
        };
        return [long, short].into_iter().flat_map(|head| Card { head, ..Card::default() }.forms()).collect();
    }
    let carried = |arrow: &&super::super::capture::Arrow<'_>| -> Vec<Chip> {
        pieces.chips(arrow.stream, &(arrow.offset..arrow.offset + arrow.bytes))
    };
    let bytes: u64 = bundle.arrows.iter().map(|arrow| arrow.bytes).sum();
    Card {
        head: if first.again { "again".to_owned() } else { String::new() },
        boxes: bundle.arrows.iter().map(carried).collect(),
        tail: if count == 1 { counted(bytes, "byte") } else { counted(count, "segment") },
        bad: String::new(),
    }
    .forms()
}

/// The form and the place with which the card of the n-th flight hides least.
fn place<'a>(forms: &'a [Laid], flights: &[Flight], nth: usize, taken: &[Rect]) -> Option<(&'a Laid, Rect)> {
    let area = Rect::new(LEFT, CABLE.y + FREE, RIGHT - LEFT, CABLE.height - 2.0 * FREE);
    let mut best: Option<(f64, &Laid, Rect)> = None;
    for (worse, form) in (0..).zip(forms) {
        for far in PLACES {
            let (x, y) = flights[nth].at(far);
            let most_x = (area.right() - form.width).max(area.x);
            let place =
                Rect::new((x - form.width / 2.0).clamp(area.x, most_x), y - form.height / 2.0, form.width, form.height);
            let free = area.contains(&place) && !taken.iter().any(|other| place.grown(3.0).meets(other));
            if !free || !flights[nth].crosses(&place) || form.height > 0.75 * CABLE.height {
                continue;
            }
            let others = flights.iter().enumerate().filter(|(n, flight)| *n != nth && flight.crosses(&place)).count();
            let cost = 4.0 * f64::from(worse) + 7.0 * others as f64 + 12.0 * (far - 0.5).abs();
            if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                best = Some((cost, form, place));
            }
        }
    }
    best.map(|(_, form, place)| (form, place))
}
