//! The elements of a slide, with presentation attributes alone: programs for slides ignore style sheets. Widths of texts are
//! those of a wide font, so that a narrower one only leaves more room.

use unicode_width::UnicodeWidthChar;

pub(super) const INK: &str = "#16181d";
pub(super) const SOFT: &str = "#4a4f59";
pub(super) const BAD: &str = "#a33c00";
pub(super) const PAGE: &str = "#ffffff";
pub(super) const MARKER: &str = "#fff0b3";

/// The size of the smallest letters, in pixels of a slide that is 720 high.
pub(super) const SMALL: f64 = 18.0;

/// A place on the slide, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    pub(super) fn contains(&self, other: &Self) -> bool {
        self.x <= other.x && self.y <= other.y && other.right() <= self.right() && other.bottom() <= self.bottom()
    }

    /// The same, larger by `by` on each side.
    pub(super) fn grown(&self, by: f64) -> Self {
        Self::new(self.x - by, self.y - by, self.width + 2.0 * by, self.height + 2.0 * by)
    }

    pub(super) fn drawn(&self, fill: &str, stroke: &str, round: f64) -> String {
        let Self { x, y, width, height } = self;
        format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round}\" fill=\"{fill}\" \
             stroke=\"{stroke}\"/>\n"
        )
    }
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(super) struct Letters<'a> {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) fill: &'a str,
}

pub(super) const PLAIN: Letters<'static> = Letters { size: SMALL, bold: false, fill: INK };
pub(super) const QUIET: Letters<'static> = Letters { size: SMALL, bold: false, fill: SOFT };
pub(super) const BOLD: Letters<'static> = Letters { size: SMALL, bold: true, fill: INK };

impl Letters<'_> {
    /// How wide `text` is at most.
    pub(super) fn width(&self, text: &str) -> f64 {
        let em: f64 = text.chars().map(em).sum();
        em * self.size * if self.bold { 1.12 } else { 1.0 }
    }

    /// `text`, from `x` on, on a line at `y`.
    pub(super) fn drawn(&self, x: f64, y: f64, text: &str) -> String {
        let Self { size, bold, fill } = self;
        let weight = if *bold { " font-weight=\"bold\"" } else { "" };
        let text = xml(text);
        format!("<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.0}\"{weight} fill=\"{fill}\">{text}</text>\n")
    }

    /// The same, with its end at `x`.
    pub(super) fn ending(&self, x: f64, y: f64, text: &str) -> String {
        self.drawn(x, y, text).replacen("<text ", "<text text-anchor=\"end\" ", 1)
    }

    /// The same, with its middle at `x`.
    pub(super) fn centered(&self, x: f64, y: f64, text: &str) -> String {
        self.drawn(x, y, text).replacen("<text ", "<text text-anchor=\"middle\" ", 1)
    }
}

/// How wide a character is at most, in ems: as in DejaVu Sans, the widest of the usual fonts.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | ' ' => 0.36,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '/' | '"' | '!' => 0.46,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 1.0,
        'A'..='Z' | '+' | '=' | '<' | '>' | '~' | '&' | '#' => 0.84,
        ' '..='~' => 0.65,
        '·' => 0.4,
        'µ' | 'à'..='ÿ' => 0.66,
        c => match c.width() {
            None | Some(0) => 0.9, // a control character is replaced by one that is shown
            Some(_) => 1.1,
        },
    }
}

/// `text` as far as it fits into `most` pixels.
pub(super) fn shortened(text: &str, letters: Letters<'_>, most: f64) -> String {
    if letters.width(text) <= most {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while !kept.is_empty() && letters.width(&(kept.iter().collect::<String>() + "…")) > most {
        kept.pop();
    }
    kept.iter().collect::<String>() + "…"
}

/// A line through these points, `how` being further attributes.
pub(super) fn path(points: &[(f64, f64)], how: &str) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    format!("<path d=\"M{}\" fill=\"none\" {how}/>\n", points.join("L"))
}

/// `text` for an element or an attribute; what XML does not allow at all is replaced.
pub(super) fn xml(text: &str) -> String {
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
