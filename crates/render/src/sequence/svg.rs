//! The sequence picture as a drawing: an SVG document that refers to nothing outside, a panel a case.

use super::capture::{Sequence, Side, What};
use super::ladder::{LINE, Ladder};
use super::timeline::{Bundle, Group, Limits, Timeline};
use super::words::{Chip, Word, acks, chips, joined};
use crate::columns::width;
use crate::palette::{Role, ground};
use crate::text::place;
use crate::units::{counted, milliseconds};
use trace::{Case, Run};

/// The style sheet. A dark page turns ink and ground round; the boxes carry white letters on both.
const STYLE: &str = include_str!("style.css");

// In pixels, as everything here.
const WIDTH: f64 = 1200.0;
const LINES: [f64; 2] = [350.0, 880.0]; // where the hosts' lines stand
const TIMES: f64 = 92.0; // where the times end
const HEAD: f64 = 124.0; // the document's title and key
const ABOVE: f64 = 122.0; // what stands above a panel's first arrow: its title, its options, its hosts
const BELOW: f64 = 36.0;
const COLUMN: f64 = 8.6; // about how wide a column of text is
const LABEL: f64 = 22.0; // how far from the line an arrow's label begins
const LOST_AT: f64 = 290.0; // how far a lost segment is drawn to go, and how far at most for a long label
const LOST_MOST: f64 = 460.0;

const TIME: usize = 7; // the most characters of a time
const REMARKS: [usize; 2] = [26, 32]; // columns of text beside each line
const MOST: usize = 90; // the most arrows in a panel

/// One self-contained SVG document with a panel for each of `cases` that was captured; `run` gives its title.
///
/// Every segment is an arrow, those that open and close the connection too. It follows the page's colour scheme.
pub fn sequence_svg(run: &Run, cases: &[Case]) -> String {
    let (mut panels, mut y) = (String::new(), HEAD);
    for case in cases {
        if let Some(sequence) = Sequence::of(case) {
            let (panel, height) = panel(case, &sequence);
            panels += &format!("<g class=\"panel\" transform=\"translate(0 {y:.1})\">\n{panel}</g>\n");
            y += height;
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sequence\" width=\"{WIDTH}\" height=\"{y:.0}\" viewBox=\"0 0 \
         {WIDTH} {y:.0}\" role=\"img\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n{}{}{panels}</svg>\n",
        xml(&run.lesson),
        rect("page", [0.0, 0.0, WIDTH, y]),
        head(run),
    )
}

/// The document's title, and how to read it.
fn head(run: &Run) -> String {
    let key = [
        "A numbered box: bytes of the message with that number. Boxes in one arrow: one segment. Dashed: an ACK alone;",
        "ack 5 says that all bytes before the fifth have come. Thin: opens or closes the connection. Time goes down, in ms.",
    ];
    let title = text("heading", [24.0, 40.0], &xml(&run.lesson)) + &text("soft", [24.0, 66.0], &xml(&place(run)));
    title + &text("soft small", [24.0, 92.0], key[0]) + &text("soft small", [24.0, 113.0], key[1])
}

/// A case's panel and its height.
fn panel(case: &Case, sequence: &Sequence<'_>) -> (String, f64) {
    let wanted = [What::Data, What::Ack, What::OpenClose];
    let near_us = (sequence.trip_us / 20).max(1);
    let limits = Limits { arrows_us: 0, calls_us: near_us, most: MOST, columns: REMARKS };
    let timeline = Timeline::new(sequence, &wanted, limits);
    let ladder = Ladder::new(&timeline, sequence.trip_us);
    let mut out = caption(case, sequence) + &lines(&ladder) + &times(&ladder);
    for (bundle, &ends) in timeline.bundles.iter().zip(&ladder.bundles) {
        out += &arrow(bundle, ends);
    }
    for (group, &y) in timeline.groups.iter().zip(&ladder.groups) {
        out += &calls(group, ABOVE + y);
    }
    if let Some((y, left_out)) = ladder.left_out.zip(timeline.left_out_words()) {
        let middle = (LINES[0] + LINES[1]) / 2.0;
        out += &text("middle", [middle, ABOVE + y + 6.0], &format!("… {left_out} …"));
    }
    (out, ABOVE + ladder.height + BELOW)
}

fn caption(case: &Case, sequence: &Sequence<'_>) -> String {
    let options: Vec<String> = case.options.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let mut out = format!("<path class=\"rule\" d=\"M24 10H{}\"/>\n", WIDTH - 24.0);
    out += &text("title", [24.0, 44.0], &xml(&case.name));
    out += &text("soft", [24.0, 70.0], &xml(&options.join(", ")));
    out += &text("soft end", [TIMES, 98.0], "ms");
    for (host, x) in sequence.hosts.iter().zip(LINES) {
        out += &text("host-name middle", [x, 98.0], host);
    }
    out
}

/// The hosts' lines, with a mark where a wait is shortened.
fn lines(ladder: &Ladder) -> String {
    let (top, bottom) = (ABOVE - 14.0, ABOVE + ladder.height + 14.0);
    let mut out = String::new();
    for x in LINES {
        out += &format!("<path class=\"host\" d=\"M{x} {top}V{bottom:.1}\"/>\n");
        let [left, right] = [x - 9.0, x + 9.0];
        for y in ladder.breaks.iter().map(|y| ABOVE + y) {
            out += &rect("page", [x - 8.0, y - 5.0, 16.0, 10.0]);
            for y in [y - 5.0, y + 5.0] {
                out += &format!("<path class=\"host\" d=\"M{left} {:.1}L{right} {:.1}\"/>\n", y + 4.0, y - 4.0);
            }
        }
    }
    out
}

/// The times beside the axis; what is the same as above is not said again.
fn times(ladder: &Ladder) -> String {
    let (mut out, mut above) = (String::new(), String::new());
    for &(y, t_us) in &ladder.marks {
        let time = milliseconds(t_us, TIME);
        if time != above {
            out += &text("time end", [TIMES, ABOVE + y + 6.0], &time);
            above = time;
        }
    }
    let gap = |y: &f64| text("time end", [TIMES, ABOVE + y + 6.0], "⋮");
    out + &ladder.breaks.iter().map(gap).collect::<String>()
}

fn calls(group: &Group<'_>, y: f64) -> String {
    let (class, x) = match group.first().side {
        Side::Left => ("call end", LINES[0] - 16.0),
        Side::Right => ("call", LINES[1] + 16.0),
    };
    let shown = |word: &Word| match (word.role, xml(&word.text)) {
        (Some(Role::Bad), inner) => format!("<tspan class=\"bad\">{inner}</tspan>"),
        (Some(_), inner) => format!("<tspan class=\"number\">{inner}</tspan>"),
        (None, inner) => inner,
    };
    let lines =
        (0..).zip(&group.said).map(|(n, line)| text(class, [x, y + 6.0 + f64::from(n) * LINE], &joined(line, shown)));
    lines.collect()
}

/// A segment from line to line, or the many of a burst's middle as one.
fn arrow(bundle: &Bundle<'_>, (leaves, comes): (f64, Option<f64>)) -> String {
    let first = bundle.first();
    let [from, to] = match bundle.from() {
        Side::Left => LINES,
        Side::Right => [LINES[1], LINES[0]],
    };
    let (y, way, whole) = (ABOVE + leaves, (to - from).signum(), LINES[1] - LINES[0]);
    let (label, label_ends) = label(bundle, way);
    // A host's line has a width: the arrow begins and ends beside it.
    let (down, goes, end, beside) = match comes {
        Some(comes) => (comes - leaves, whole, head_of_arrow(way), 4.0),
        None => (44.0, LOST_AT.max(label_ends + 24.0).min(LOST_MOST), cross(way), 0.0),
    };
    let (end_x, end_y) = (from + way * goes, y + down * goes / whole);
    let angle = (down / whole).atan().to_degrees() * way;
    let (begin_x, tip_x) = (from + 2.0 * way, end_x - beside * way);
    format!(
        "<line class=\"segment {}\" x1=\"{begin_x:.1}\" y1=\"{y:.1}\" x2=\"{tip_x:.1}\" y2=\"{end_y:.1}\"/>\n\
         <g transform=\"translate({end_x:.1} {end_y:.1}) rotate({angle:.1})\">{end}</g>\n\
         <g transform=\"translate({from} {y:.1}) rotate({angle:.1})\">{label}</g>\n",
        match (bundle.arrows.len(), first.what) {
            (2.., _) => "many",
            (_, What::Data) => "data",
            (_, What::Ack) => "ack",
            (_, What::OpenClose) => "thin",
        }
    )
}

fn head_of_arrow(way: f64) -> String {
    let (tip, back) = (-2.0 * way, -16.0 * way);
    format!("<path class=\"head\" d=\"M{tip} 0L{back} -7V7Z\"/>")
}

fn cross(way: f64) -> String {
    let class = if way > 0.0 { "bad" } else { "bad end" };
    "<path class=\"cross\" d=\"M-8 -8L8 8M-8 8L8 -8\"/>".to_owned() + &text(class, [16.0 * way, 6.0], "lost")
}

/// What stands on an arrow, to be read from left to right, and how far from the line it ends.
fn label(bundle: &Bundle<'_>, way: f64) -> (String, f64) {
    let first = bundle.first();
    let again = if first.again { "again " } else { "" };
    let mut x = 0.0;
    let parts = match (bundle.arrows.len(), first.what) {
        (1, What::Data) => {
            let fin = if first.flags.contains('F') { ", FIN" } else { "" };
            let bytes = format!("{}{fin}", counted(first.bytes, "byte"));
            said(again.trim_end(), &mut x) + &boxes(&fitting(bundle), &mut x) + &said(&bytes, &mut x)
        }
        (1, What::Ack) => said(&format!("{again}{}", acks(bundle)), &mut x),
        (1, What::OpenClose) => said(&format!("{again}{}", flags(first.flags, first.ack)), &mut x),
        (count, What::Data) => said(&format!("… {count} more segments"), &mut x),
        (count, _) => said(&format!("… {count} more ACKs"), &mut x),
    };
    let start = if way > 0.0 { LABEL } else { -LABEL - x };
    (format!("<g transform=\"translate({start:.1} 0)\">{parts}</g>"), LABEL + x)
}

/// As many numbers of messages as have room.
fn fitting(bundle: &Bundle<'_>) -> Vec<Chip> {
    const ROOM: f64 = 280.0;
    let fits = |chips: &Vec<Chip>| chips.iter().map(|chip| wide(&shown(chip).0)).sum::<f64>() <= ROOM;
    (2..=12).rev().map(|most| chips(bundle, most)).find(fits).unwrap_or_default()
}

/// What stands in a box, and on which ground.
fn shown(chip: &Chip) -> (String, String) {
    chip.message.map_or(("…".to_owned(), "#555555".to_owned()), |number| (number.to_string(), ground(number)))
}

fn wide(text: &str) -> f64 {
    12.0 + 10.0 * width(text) as f64
}

/// Words on a ground that covers the line, from `x` on.
fn said(words: &str, x: &mut f64) -> String {
    if words.is_empty() {
        return String::new();
    }
    let (begin, wide) = (*x, width(words) as f64 * COLUMN + 10.0);
    *x += wide;
    rect("page", [begin, -9.0, wide, 18.0]) + &text("middle", [begin + wide / 2.0, 6.0], &xml(words))
}

/// The numbers of messages in boxes, side by side from `x` on.
fn boxes(chips: &[Chip], x: &mut f64) -> String {
    let mut out = String::new();
    for (shown, fill) in chips.iter().map(shown) {
        let wide = wide(&shown);
        out +=
            &format!("<rect class=\"chip\" x=\"{x:.1}\" y=\"-11\" width=\"{wide:.1}\" height=\"22\" fill=\"{fill}\"/>");
        out += &text("chip-number middle", [*x + wide / 2.0, 6.0], &shown);
        *x += wide;
    }
    out
}

fn flags(flags: &str, ack: u64) -> String {
    let names = [('S', "SYN"), ('F', "FIN"), ('R', "RST")];
    let ack = flags.contains('.').then(|| format!("ack {ack}"));
    let names = names.iter().filter(|(flag, _)| flags.contains(*flag)).map(|(_, name)| (*name).to_owned());
    names.chain(ack).collect::<Vec<_>>().join(", ")
}

/// `text` for an element or an attribute; what XML does not allow at all is replaced.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\t' | '\n' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// A text element; `inner` is XML already.
fn text(class: &str, [x, y]: [f64; 2], inner: &str) -> String {
    format!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{inner}</text>\n")
}

fn rect(class: &str, [x, y, width, height]: [f64; 4]) -> String {
    format!("<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>\n")
}
