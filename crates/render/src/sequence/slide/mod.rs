//! A captured connection as a slide of 1280 by 720 pixels: time goes from left to right, one program and its kernel above, the
//! other below, and between them the segments on the cable. An SVG document that refers to nothing outside.

mod cable;
mod card;
mod lanes;
mod pieces;
mod scale;
mod shapes;
mod waits;

use super::capture::{Call, Sequence, Side, What};
use super::timeline::{Bundle, bundles};
use crate::text::{first_command, place};
use crate::units::counted;
use pieces::Pieces;
use scale::{Scale, left_out};
use shapes::{BOLD, INK, Letters, PAGE, PLAIN, QUIET, Rect, SOFT, path, shortened, xml};
use std::mem::discriminant;
use trace::{Case, Run, Value};
use waits::{Wait, waits};

/// The whole slide; everything here is in pixels.
const SLIDE: Rect = Rect::new(0.0, 0.0, 1280.0, 720.0);
const MARGIN: f64 = 24.0;
/// Where cards may lie: beside are the names of the lanes, and what began before and ended after.
const LEFT: f64 = 150.0;
const RIGHT: f64 = 1180.0;
/// What is left free at the right for arrows that are pulled apart.
const SPREAD: f64 = 60.0;
/// Between the kernels' lines.
const CABLE: Rect = Rect::new(LEFT, 250.0, RIGHT - LEFT, 206.0);
/// The heights of a host's calls, and of its kernel's waits between these and its line.
const LANE: f64 = 92.0;
const WAITS: f64 = 66.0;
/// Where the axis is, and the lines of words below it.
const AXIS: f64 = 628.0;
const BELOW: [f64; 3] = [652.0, 682.0, 706.0];

/// The most arrows, and the most cards for calls, that are tried: more have no room.
const MOST: usize = 80;

/// How near to each other, in trips, segments and calls are that are drawn together, where there is room for no more.
const NEAR: [[f64; 2]; 5] = [[0.05, 0.05], [0.1, 0.1], [0.2, 0.2], [0.5, 0.5], [0.5, 2.5]];

const FONTS: &str = "Helvetica, Arial, 'Liberation Sans', 'Noto Sans', 'DejaVu Sans', sans-serif";

/// A case as a slide; `None` if nothing was captured. `run` says which lesson it is of, and what carried the bytes.
///
/// Of a case made of commands it draws the first; of what does not fit it draws the beginning, and says what is left out.
pub fn sequence_svg(run: &Run, case: &Case) -> Option<String> {
    let whole = Sequence::of(case)?;
    let first = first_command(case);
    let sequence = Sequence::of(&first)?;
    let (pieces, waits) = (Pieces::of(&first), waits(&first, &sequence));
    let slide = Slide::fitting(&sequence, &pieces, &waits);
    let passed = |sequence: &Sequence<'_>| sequence.arrows.iter().filter(|arrow| arrow.what != What::OpenClose).count();
    let counts = Counts {
        commands: case.command_count().value.unwrap_or(0),
        segments: passed(&whole) - slide.segments,
        calls: whole.calls.len() - slide.calls,
    };
    let name = xml(&case.name);
    let size = format!("width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\"", SLIDE.width, SLIDE.height);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" {size} font-family=\"{FONTS}\" role=\"img\">\n<title>{name}</title>\n\
         {}{}{}{}{}</svg>\n",
        SLIDE.drawn(PAGE, PAGE, 0.0),
        heading(run, case),
        frame(&sequence, &slide.scale) + &ends(&whole, &counts),
        slide.drawing,
        below(&pieces, &counts),
    ))
}

/// What is not drawn, and of how many commands the first is.
struct Counts {
    commands: u64,
    segments: usize,
    calls: usize,
}

/// What is drawn.
#[derive(Default)]
struct Slide {
    scale: Scale,
    drawing: String,
    segments: usize,
    calls: usize,
}

impl Slide {
    /// As much of the beginning as fits, with as little drawn together as can be.
    fn fitting(sequence: &Sequence<'_>, pieces: &Pieces, waits: &[Wait]) -> Self {
        let mut best: Option<Self> = None;
        for [segments, calls] in NEAR {
            let near = |trips: f64| ((sequence.trip_us as f64 * trips) as i64).max(1);
            let slide = Self::together(sequence, pieces, waits, [near(segments), near(calls)]);
            if best.as_ref().is_none_or(|best| (slide.segments, slide.calls) > (best.segments, best.calls)) {
                best = Some(slide);
            }
        }
        best.unwrap_or_default()
    }

    /// The same, where what lies so near to each other is drawn together.
    fn together(sequence: &Sequence<'_>, pieces: &Pieces, waits: &[Wait], near_us: [i64; 2]) -> Self {
        let mut bundles = bundles(sequence.arrows.iter().filter(|arrow| arrow.what != What::OpenClose), near_us[0]);
        let mut groups = groups(&sequence.calls, near_us[1]);
        let mut keep = (MOST, MOST);
        loop {
            bundles.truncate(keep.0);
            groups.truncate(keep.1);
            // Where some segments are left out, the calls after the last that is drawn are too; and the other way round.
            let ends = bundles.iter().map(|bundle| bundle.first().arrived_us.unwrap_or(bundle.first().sent_us));
            let end_us = ends.max().unwrap_or(0) + near_us[1];
            if bundles.len() == keep.0 {
                groups.retain(|group| group[0].t_us <= end_us);
            }
            if let (true, Some(last)) = (groups.len() == keep.1, groups.last()) {
                bundles.retain(|bundle| bundle.first().sent_us <= last[0].t_us);
            }
            match Self::with(sequence, &bundles, &groups, pieces, waits) {
                Ok(slide) => return slide,
                Err(fewer) => keep = fewer,
            }
        }
    }

    /// All of this, or how many bundles and groups to keep instead.
    fn with(
        sequence: &Sequence<'_>,
        bundles: &[Bundle<'_>],
        groups: &[Vec<&Call<'_>>],
        pieces: &Pieces,
        waits: &[Wait],
    ) -> Result<Self, (usize, usize)> {
        let flights = bundles.iter().flat_map(|bundle| &bundle.arrows);
        let mut times: Vec<i64> = flights.flat_map(|arrow| [Some(arrow.sent_us), arrow.arrived_us]).flatten().collect();
        times.extend(groups.iter().flatten().map(|call| call.t_us));
        times.push(0);
        times.sort_unstable();
        let width = RIGHT - LEFT - SPREAD - 8.0;
        let scale = Scale::fitting(&times, sequence.trip_us, LEFT + 8.0, width);
        let fewer = if bundles.is_empty() {
            (MOST, groups.len().saturating_sub(1))
        } else {
            (bundles.len().saturating_sub(1), MOST)
        };
        let scale = scale.ok_or(fewer)?;
        let segments = cable::cable(bundles, &scale, pieces).map_err(|n| (n, MOST))?;
        let (begin_us, end_us) = (times[0], times[times.len() - 1]);
        let shown = |wait: &&Wait| begin_us <= wait.from_us && wait.from_us < wait.to_us && wait.to_us <= end_us;
        let waits: Vec<&Wait> = waits.iter().filter(shown).collect();
        let lane = |side| lanes::lane(side, groups, &waits, &scale, pieces).map_err(|n| (MOST, n));
        let drawing = lane(Side::Left)? + &lane(Side::Right)? + &segments;
        let segments = bundles.iter().map(|bundle| bundle.arrows.len()).sum();
        Ok(Self { scale, drawing, segments, calls: groups.iter().map(|group| group.len()).sum() })
    }
}

/// Calls of one kind on one side that follow each other within `near_us` are described together.
fn groups<'a>(calls: &'a [Call<'a>], near_us: i64) -> Vec<Vec<&'a Call<'a>>> {
    let mut groups: Vec<Vec<&Call<'_>>> = Vec::new();
    for call in calls {
        let follows =
            |last: &Call<'_>| discriminant(&last.done) == discriminant(&call.done) && call.t_us - last.t_us < near_us;
        match groups.iter_mut().rev().find(|group| group[0].side == call.side) {
            Some(group) if group.last().is_some_and(|last| follows(last)) => group.push(call),
            _ => groups.push(vec![call]),
        }
    }
    groups
}

/// The case's name, its options, and where it ran.
fn heading(run: &Run, case: &Case) -> String {
    let most = SLIDE.width - 2.0 * MARGIN;
    let sizes = [32.0, 28.0, 25.0, 22.0].map(|size| Letters { size, bold: true, fill: INK });
    let letters = sizes.into_iter().find(|letters| letters.width(&case.name) <= most).unwrap_or(sizes[3]);
    let option = |(name, value): &(String, Value)| format!("{name} {value}");
    let about: Vec<String> =
        [run.lesson.clone(), place(run)].into_iter().chain(case.options.iter().map(option)).collect();
    letters.drawn(MARGIN, 48.0, &shortened(&case.name, letters, most))
        + &QUIET.drawn(MARGIN, 76.0, &shortened(&about.join(" · "), QUIET, most))
}

/// The names of the lanes, the kernels' lines, and the axis.
fn frame(sequence: &Sequence<'_>, scale: &Scale) -> String {
    let mut out = String::new();
    let (above, below) = (CABLE.y - WAITS - LANE / 2.0, CABLE.bottom() + WAITS + LANE / 2.0);
    for (host, y, kernel) in [(sequence.hosts[0], above, CABLE.y), (sequence.hosts[1], below, CABLE.bottom())] {
        out += &BOLD.drawn(MARGIN, y + 6.0, host);
        out += &PLAIN.drawn(MARGIN, kernel + 6.0, "its kernel");
        out += &broken(kernel, 4.0, scale);
    }
    out += &PLAIN.drawn(MARGIN, CABLE.y + 0.33 * CABLE.height + 6.0, "cable");
    out += &QUIET.drawn(MARGIN, BELOW[0], "time in ms");
    out += &broken(AXIS, 2.0, scale);
    for (x, text) in scale.marks() {
        out += &path(&[(x, AXIS - 5.0), (x, AXIS + 5.0)], &format!("stroke=\"{INK}\" stroke-width=\"2\""));
        out += &QUIET.centered(x, BELOW[0], &text);
    }
    for (x, us) in scale.breaks() {
        out += &QUIET.centered(x, BELOW[0], &left_out(us));
    }
    out
}

/// A line from left to right, broken where time is left out.
fn broken(y: f64, thick: f64, scale: &Scale) -> String {
    let ink = format!("stroke=\"{INK}\" stroke-width=\"{thick}\"");
    let mut out = path(&[(LEFT - 6.0, y), (RIGHT + 6.0, y)], &ink);
    for (x, _) in scale.breaks() {
        out += &Rect::new(x - 7.0, y - 6.0, 14.0, 12.0).drawn(PAGE, PAGE, 0.0);
        let slash =
            |x: f64| path(&[(x - 3.0, y + 7.0), (x + 3.0, y - 7.0)], &format!("stroke=\"{INK}\" stroke-width=\"3\""));
        out += &(slash(x - 7.0) + &slash(x + 7.0));
    }
    out
}

/// What began before and what came after: the connection was opened, and closed, or there is more.
fn ends(sequence: &Sequence<'_>, counts: &Counts) -> String {
    let any = |flag: char| sequence.arrows.iter().any(|arrow| arrow.flags.contains(flag));
    let mut out = String::new();
    let mut end = |x: f64, words_x: f64, words: &str| {
        let how = format!("stroke=\"{SOFT}\" stroke-width=\"3\" stroke-dasharray=\"3 5\"");
        out += &path(&[(x, CABLE.y), (x, CABLE.bottom())], &how);
        out += &QUIET.drawn(words_x, CABLE.y + 0.66 * CABLE.height + 6.0, words);
    };
    if any('S') {
        end(LEFT - 6.0, MARGIN, "opened");
    }
    if counts.segments > 0 {
        end(RIGHT + 6.0, RIGHT + 14.0, "more …");
    } else if any('R') {
        end(RIGHT + 6.0, RIGHT + 14.0, "reset");
    } else if any('F') {
        end(RIGHT + 6.0, RIGHT + 14.0, "closed");
    }
    out
}

/// How to read it, and what is left out.
fn below(pieces: &Pieces, counts: &Counts) -> String {
    let number = if pieces.names_parts() { "parts of frames, by number" } else { "messages, by number" };
    let key =
        format!("A box is one write, one segment or one read; in it are {number}. Dashed: an ACK and nothing else.");
    let mut out = QUIET.drawn(MARGIN, BELOW[1], &key);
    if counts.segments + counts.calls > 0 {
        let first = match counts.commands {
            0 | 1 => "The beginning".to_owned(),
            commands => format!("Command 1 of {commands}"),
        };
        let (segments, calls) = (counted(counts.segments as u64, "segment"), counted(counts.calls as u64, "call"));
        out += &PLAIN.drawn(MARGIN, BELOW[2], &format!("{first} is drawn; {segments} and {calls} are left out."));
    }
    out
}
