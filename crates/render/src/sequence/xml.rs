//! XML as the drawing needs it: elements, escapes and the style sheet. Knows nothing of segments.

/// The style sheet. A dark page turns ink and ground round; the boxes carry white letters on both.
pub(super) const STYLE: &str = include_str!("style.css");

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
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// A text element; `inner` is XML already.
pub(super) fn text(class: &str, [x, y]: [f64; 2], inner: &str) -> String {
    format!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{inner}</text>\n")
}

pub(super) fn rect(class: &str, [x, y, width, height]: [f64; 4]) -> String {
    format!("<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>\n")
}
