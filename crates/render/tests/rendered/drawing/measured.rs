//! A slide read back and measured: where its texts are, on which ground, and how far their letters stand out.

/// A text on a slide.
pub(crate) struct Text {
    pub(crate) content: String,
    /// Its left and right end, its top and bottom, in pixels.
    edges: [f64; 4],
    size: f64,
    color: String,
    /// The colour of what it stands on.
    pub(crate) ground: String,
}

/// A rectangle with a colour: its left and right end, its top and bottom.
type Ground = ([f64; 4], String);

/// The texts of a slide, in order.
pub(crate) fn texts(svg: &str) -> Vec<Text> {
    let (mut grounds, mut texts): (Vec<Ground>, Vec<Text>) = (Vec::new(), Vec::new());
    for line in svg.lines() {
        let number = |name: &str| attribute(line, name).and_then(|value| value.parse::<f64>().ok());
        if line.starts_with("<rect ") {
            let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| number(name).expect("a number"));
            let fill = attribute(line, "fill").expect("a colour");
            grounds.extend((fill != "none").then_some(([x, x + width, y, y + height], fill)));
        } else if line.starts_with("<text ") {
            texts.push(text(line, &grounds));
        }
    }
    texts
}

fn text(line: &str, grounds: &[Ground]) -> Text {
    let number = |name: &str| attribute(line, name).and_then(|value| value.parse::<f64>().ok()).expect("a number");
    let (_, content) = line.split_once('>').expect("a tag");
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let content = content.strip_suffix("</text>").expect("its end").to_owned();
    let content = entities.iter().fold(content, |text, (entity, letter)| text.replace(entity, letter));
    let (x, y, size) = (number("x"), number("y"), number("font-size"));
    // As wide as letters are on average in the fonts that are asked for first.
    let em = if line.contains("bold") { 0.56 } else { 0.5 };
    let width = content.chars().count() as f64 * em * size;
    let left = match attribute(line, "text-anchor").as_deref() {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    let edges = [left, left + width, y - 0.74 * size, y + 0.2 * size];
    let middle = [left + width / 2.0, y - 0.3 * size];
    let under = |(edges, _): &&Ground| {
        edges[0] <= middle[0] && middle[0] <= edges[1] && edges[2] <= middle[1] && middle[1] <= edges[3]
    };
    let ground = grounds.iter().rev().find(under).expect("a ground").1.clone();
    Text { content, edges, size, color: attribute(line, "fill").expect("a colour"), ground }
}

fn attribute(line: &str, name: &str) -> Option<String> {
    let (_, rest) = line.split_once('>')?.0.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(str::to_owned)
}

/// A slide that can be read in the last row is well-formed, inside, apart, large, and with contrast.
#[track_caller]
pub(crate) fn assert_readable(svg: &str) {
    assert_well_formed(svg);
    assert!(svg.contains(" viewBox=\"0 0 1280 720\""), "16:9");
    let texts = texts(svg);
    for (n, text) in texts.iter().enumerate() {
        let ([left, right, top, bottom], content) = (text.edges, &text.content);
        assert!(
            left >= 0.0 && right <= 1280.0 && top >= 0.0 && bottom <= 720.0,
            "{content:?} is outside: {:?}",
            text.edges
        );
        assert!(text.size >= 18.0, "{content:?} is small: {}", text.size);
        let contrast = contrast(&text.color, &text.ground);
        assert!(contrast >= 4.5, "{content:?}: {} on {}: {contrast:.1}", text.color, text.ground);
        for other in &texts[..n] {
            let [other_left, other_right, other_top, other_bottom] = other.edges;
            let meets = left < other_right && other_left < right && top < other_bottom && other_top < bottom;
            assert!(!meets, "{content:?} lies on {:?}: {:?} {:?}", other.content, text.edges, other.edges);
        }
    }
    for line in svg.lines().filter(|line| line.starts_with("<rect ")) {
        let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| attribute(line, name).expect("a number"));
        let [x, y, width, height]: [f64; 4] = [x, y, width, height].map(|value| value.parse().expect("a number"));
        assert!(x >= 0.0 && y >= 0.0 && x + width <= 1280.0 && y + height <= 720.0, "{line}");
    }
    for numbers in svg.lines().filter(|line| line.starts_with("<path ")).filter_map(|line| attribute(line, "d")) {
        let numbers: Vec<f64> = numbers.split(['M', 'L', ' ']).filter_map(|number| number.parse().ok()).collect();
        let inside = numbers.chunks(2).all(|at| (0.0..=1280.0).contains(&at[0]) && (0.0..=720.0).contains(&at[1]));
        assert!(inside, "{numbers:?}");
    }
}

/// The contrast of two colours as WCAG 2 defines it, from 1 to 21.
fn contrast(one: &str, other: &str) -> f64 {
    let light = |color: &str| -> f64 {
        let part = |at: usize| f64::from(u8::from_str_radix(&color[at..at + 2], 16).expect("two digits")) / 255.0;
        let linear = |part: f64| if part <= 0.03928 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
        [(1, 0.2126), (3, 0.7152), (5, 0.0722)].iter().map(|&(at, weight)| weight * linear(part(at))).sum()
    };
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Reads tags: each is closed in its turn, its attributes are quoted, and no text holds what should be escaped.
#[track_caller]
fn assert_well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for (nth, piece) in xml.split('<').enumerate().skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or_else(|| panic!("tag {nth} has no end: {piece}"));
        assert!(!text.contains('>'), "{text}");
        assert!(tag.matches('"').count() % 2 == 0, "{tag}");
        let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
        let plain = entities.iter().fold(text.to_owned(), |text, entity| text.replace(entity, ""));
        assert!(!plain.contains('&'), "{text}");
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        let name = tag.trim_matches('/').split(' ').next().expect("a name");
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) => assert_eq!(open.pop(), Some(name), "tag {nth}"),
            (false, true) => {}
            (false, false) => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
