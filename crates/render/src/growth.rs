//! What decoders cost as more frames wait: bars for a terminal, a chart as SVG, lines of JSON. It measures nothing.

use crate::columns::padded;
use crate::palette::{Role, ground};
use crate::sequence::xml::{rect, text as words, xml};
use json_writer::JSONObjectWriter;

/// What a decoder did with so many frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// Which decoder.
    pub decoder: &'static str,
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

/// Columns of a bar for each doubling.
const COLUMNS: f64 = 2.0;

/// Bars: one for each measurement, those of the same number of frames together.
pub(crate) fn text(all: &[Growth]) -> String {
    let heading = format!("{:>9} {} {:>13} {:>12}", "frames", padded("", 43), "moved a frame", "time a frame");
    let mut out = format!("{}\n", Role::Heading.paint(&heading));
    let mut above = 0;
    for growth in all {
        let frames = if growth.frames == above { String::new() } else { growth.frames.to_string() };
        let bar = "█".repeat((COLUMNS * growth.doublings()).round() as usize);
        let bar = padded(&bar, 36);
        let (moved, time) = (bytes(growth.moved_a_frame()), time(growth.nanos_a_frame()));
        out += &format!("{frames:>9} {} {bar}{moved:>13} {time:>12}\n", padded(growth.decoder, 7));
        above = growth.frames;
    }
    out + "Two columns of a bar: twice as many bytes moved for each frame.\n"
}

fn bytes(bytes: f64) -> String {
    match bytes {
        few if few < 10.0 => format!("{few:.1} B"),
        some if some < 10_000.0 => format!("{some:.0} B"),
        many => format!("{:.0} KiB", many / 1024.0),
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
    let mut decoders: Vec<&str> = all.iter().map(|growth| growth.decoder).collect();
    decoders.dedup();
    decoders.sort_unstable();
    decoders.dedup();
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
        "Each step to the right: four times as many frames. Each rule upwards: sixteen times the bytes.",
    );
    out += &axes(all, &scale);
    for (nth, decoder) in decoders.iter().enumerate() {
        let of: Vec<&Growth> = all.iter().filter(|growth| growth.decoder == *decoder).collect();
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
        out += &words("", [x + 18.0, y - 3.0], &xml(last.decoder));
        out += &words("soft", [x + 18.0, y + 20.0], &xml(&told));
    }
    out
}
