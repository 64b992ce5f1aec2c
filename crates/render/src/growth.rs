//! What decoders cost as more frames wait: bars for a terminal, a chart as SVG, lines of JSON. It measures nothing.

use crate::columns::{padded, wrap};
use crate::palette::{Role, ground};
use crate::sequence::xml::{rect, text as words, xml};
use json_writer::JSONObjectWriter;

/// What a decoder did with so many frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// Which decoder, for a program.
    pub decoder: &'static str,
    /// What a person calls it: 6 letters at most.
    pub called: &'static str,
    /// What it does with the frames that it has given out, as in "keeps an offset".
    pub does: &'static str,
    /// How many frames waited together.
    pub frames: u64,
    /// Bytes of each on the wire.
    pub frame_bytes: u64,
    /// Bytes that it moved in memory until it had given them all out.
    pub moved: u64,
    /// How long that took, in nanoseconds.
    pub nanos: u64,
}

impl Growth {
    fn moved_a_frame(&self) -> f64 {
        self.moved as f64 / self.frames as f64
    }

    /// How often it doubles from 1 byte on: what bars and chart show.
    fn doublings(&self) -> f64 {
        (1.0 + self.moved_a_frame()).log2()
    }

    fn nanos_a_frame(&self) -> u64 {
        self.nanos / self.frames.max(1)
    }
}

/// Columns of a bar for each doubling, and of the longest bar: 65536 frames, drained.
const COLUMNS: f64 = 2.0;
const LONGEST: usize = 39;

/// Bars: one for each measurement, those of the same number of frames together, each decoder in its colour.
pub(crate) fn text(all: &[Growth]) -> String {
    let decoders = decoders(all);
    let heading =
        format!("{:>6} {} {:>13} {:>12}", "frames", padded("decoder", 7 + LONGEST), "moved a frame", "time a frame");
    let (mut out, mut above) = (Role::Heading.paint(&heading) + "\n", 0);
    for growth in all {
        let frames = if growth.frames == above { String::new() } else { growth.frames.to_string() };
        let blocks = ((COLUMNS * growth.doublings()).round() as usize).min(LONGEST);
        let nth = decoders.iter().position(|first| first.decoder == growth.decoder).unwrap_or(0);
        let bar = Role::Bar(nth as u64 + 1).paint(&"█".repeat(blocks)) + &padded("", LONGEST - blocks);
        let (moved, time) = (bytes(growth.moved_a_frame()), time(growth.nanos_a_frame()));
        out += &format!("{frames:>6} {} {bar} {moved:>13} {time:>12}\n", padded(growth.called, 6));
        above = growth.frames;
    }
    let legend: Vec<String> = decoders.iter().map(|one| format!("{} {}", one.called, one.does)).collect();
    out + &wrap(&format!("{}.", legend.join("; ")), "", 0)
        + "The scale is logarithmic: two more blocks of a bar are twice as many bytes.\n"
}

/// The first measurement of each decoder.
fn decoders(all: &[Growth]) -> Vec<&Growth> {
    let mut firsts: Vec<&Growth> = Vec::new();
    for growth in all {
        if firsts.iter().all(|first| first.decoder != growth.decoder) {
            firsts.push(growth);
        }
    }
    firsts
}

fn bytes(bytes: f64) -> String {
    match bytes / 1024.0 {
        kib if kib < 1.0 => format!("{bytes:.0} B"),
        kib if kib < 9.95 => format!("{kib:.1} KiB"),
        kib => format!("{kib:.0} KiB"),
    }
}

fn time(nanos: u64) -> String {
    format!("{:.2} µs", nanos as f64 / 1000.0)
}

pub(crate) fn json(all: &[Growth]) -> String {
    all.iter().map(line).collect()
}

fn line(growth: &Growth) -> String {
    let mut out = String::new();
    let mut object = JSONObjectWriter::new(&mut out);
    object.value("event", "growth");
    object.value("decoder", growth.decoder);
    object.value("frames", growth.frames);
    object.value("frame_bytes", growth.frame_bytes);
    object.value("moved", growth.moved);
    object.value("nanos", growth.nanos);
    object.end();
    out + "\n"
}

/// The drawing, and what is inside its axes, in pixels: left, top, right, bottom.
const SIZE: [f64; 2] = [1200.0, 700.0];
const AREA: [f64; 4] = [130.0, 110.0, 880.0, 610.0];

const STYLE: &str = "
.growth text { font: 18px system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif; fill: #16181d; }
.growth .page { fill: #ffffff; }
.growth .soft { fill: #4a4f59; }
.growth .heading { font-size: 28px; font-weight: 700; }
.growth .end { text-anchor: end; }
.growth .middle { text-anchor: middle; }
.growth .rule { stroke: #d5d9e0; stroke-width: 1; }
.growth .line { fill: none; stroke-width: 4; }
@media (prefers-color-scheme: dark) {
.growth text { fill: #f0f2f6; }
.growth .page { fill: #14161b; }
.growth .soft { fill: #b9bfca; }
.growth .rule { stroke: #3a3f49; }
.growth .line, .growth .dot { filter: brightness(1.7); }
}
";

/// One self-contained SVG document: frames from left to right, bytes moved for each from bottom to top, both doubling.
pub fn growth_svg(all: &[Growth]) -> String {
    let [width, height] = SIZE;
    let scale = Scale::of(all);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"growth\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 \
         {width} {height}\" role=\"img\">\n<title>Bytes moved for each frame</title>\n<style>{STYLE}</style>\n{}",
        rect("page", [0.0, 0.0, width, height])
    );
    out += &words("heading", [24.0, 44.0], "Bytes moved for each frame, as more frames wait together");
    out += &words(
        "soft",
        [24.0, 74.0],
        "Logarithmic both ways: a step to the right is four times as many frames, a rule upwards sixteen times the bytes.",
    );
    out += &axes(all, &scale);
    for (nth, first) in decoders(all).into_iter().enumerate() {
        let of: Vec<&Growth> = all.iter().filter(|growth| growth.decoder == first.decoder).collect();
        out += &curve(&of, nth as u64 + 1, &scale);
    }
    out + "</svg>\n"
}

/// Where a measurement stands in the drawing.
struct Scale {
    frames: [f64; 2],
    doublings: f64,
}

impl Scale {
    fn of(all: &[Growth]) -> Self {
        let frames = || all.iter().map(|growth| (growth.frames as f64).log2());
        let doublings = all.iter().map(Growth::doublings).fold(1.0, f64::max);
        let first = frames().fold(f64::INFINITY, f64::min);
        Self { frames: [first, frames().fold(first + 1.0, f64::max)], doublings: (doublings / 4.0).ceil() * 4.0 }
    }

    fn x(&self, frames: u64) -> f64 {
        let [first, last] = self.frames;
        AREA[0] + ((frames as f64).log2() - first) / (last - first) * (AREA[2] - AREA[0])
    }

    fn y(&self, doublings: f64) -> f64 {
        AREA[3] - doublings / self.doublings * (AREA[3] - AREA[1])
    }
}

fn axes(all: &[Growth], scale: &Scale) -> String {
    let [left, _, right, bottom] = AREA;
    let mut out = String::new();
    let mut doublings = 0.0;
    while doublings <= scale.doublings {
        let y = scale.y(doublings);
        let name = if doublings == 0.0 { "0".to_owned() } else { bytes(f64::exp2(doublings)) };
        out += &format!("<path class=\"rule\" d=\"M{left} {y:.1}H{right}\"/>\n");
        out += &words("soft end", [left - 12.0, y + 6.0], &name);
        doublings += 4.0;
    }
    let mut numbers: Vec<u64> = all.iter().map(|growth| growth.frames).collect();
    numbers.dedup();
    for frames in numbers {
        out += &words("soft middle", [scale.x(frames), bottom + 30.0], &frames.to_string());
    }
    out + &words("soft middle", [(left + right) / 2.0, bottom + 62.0], "frames that wait together")
}

fn curve(of: &[&Growth], nth: u64, scale: &Scale) -> String {
    let color = ground(nth);
    let points: Vec<(f64, f64)> =
        of.iter().map(|growth| (scale.x(growth.frames), scale.y(growth.doublings()))).collect();
    let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let mut out = format!("<polyline class=\"line\" stroke=\"{color}\" points=\"{}\"/>\n", path.join(" "));
    for (x, y) in &points {
        out += &format!("<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"7\" fill=\"{color}\"/>\n");
    }
    if let (Some((x, y)), Some(last)) = (points.last(), of.last()) {
        let told = format!("{} and {} a frame", bytes(last.moved_a_frame()), time(last.nanos_a_frame()));
        out += &words("", [x + 18.0, y - 3.0], &xml(&format!("{} ({})", last.called, last.does)));
        out += &words("soft", [x + 18.0, y + 20.0], &xml(&told));
    }
    out
}
