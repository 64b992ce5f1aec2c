//! XML as the drawing needs it: elements, escapes and the style sheet. Knows nothing of segments.

/// The style sheet. A dark page turns ink and ground round; the boxes carry white letters on both.
pub(super) const STYLE: &str = "
.sequence text { font: 17px system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif; fill: #16181d; }
.sequence .page { fill: #ffffff; }
.sequence .soft, .sequence .time { fill: #4a4f59; }
.sequence .small { font-size: 16px; }
.sequence .heading { font-size: 28px; font-weight: 700; }
.sequence .title { font-size: 23px; font-weight: 700; }
.sequence .host-name { font-size: 19px; font-weight: 700; }
.sequence .end { text-anchor: end; }
.sequence .middle { text-anchor: middle; }
.sequence .number { font-weight: 700; }
.sequence .bad { fill: #a33c00; font-weight: 700; }
.sequence .chip { stroke: #ffffff; stroke-width: 2; }
.sequence .chip-number { fill: #ffffff; font-size: 16px; font-weight: 700; }
.sequence line, .sequence path { stroke: #16181d; fill: none; }
.sequence .host { stroke-width: 3; }
.sequence .rule { stroke: #b9bec8; stroke-width: 2; }
.sequence .segment { stroke-width: 2; }
.sequence .data { stroke-width: 4; }
.sequence .ack { stroke-dasharray: 9 6; }
.sequence .many { stroke-width: 4; stroke-dasharray: 2 8; }
.sequence .head { fill: #16181d; stroke: none; }
.sequence .cross { stroke: #a33c00; stroke-width: 4; }
@media (prefers-color-scheme: dark) {
.sequence text { fill: #f0f2f6; }
.sequence .page { fill: #14161b; }
.sequence .soft, .sequence .time { fill: #b9bfca; }
.sequence .bad { fill: #ffa466; }
.sequence .chip { stroke: #f0f2f6; }
.sequence .chip-number { fill: #ffffff; }
.sequence line, .sequence path { stroke: #f0f2f6; }
.sequence .rule { stroke: #4a4f59; }
.sequence .head { fill: #f0f2f6; stroke: none; }
.sequence .cross { stroke: #ffa466; }
}
";

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
