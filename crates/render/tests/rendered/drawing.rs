//! The sequence picture as a drawing, arrow by arrow, for captures written by hand.

use crate::captures::*;
use render::sequence_svg;
use trace::{Case, Event, Run, Value};

#[test]
fn there_is_no_panel_for_what_was_not_captured() {
    let mut case = Case::tcp("loopback");
    write(&mut case, 0, FORWARD, 1, 0, b"I'm ");
    assert!(!sequence_svg(&run(), &[case]).contains("class=\"panel\""));
}

#[test]
fn whatever_was_captured_is_a_well_formed_drawing() {
    (0..200).for_each(|seed| assert_well_formed(&sequence_svg(&run(), &[anything(seed)])));
}

#[test]
fn a_drawing_has_an_arrow_for_each_segment_in_order() {
    for (case, data, acks) in [(nagle(), 2, 2), (nodelay(), 10, 10), (lossy(), 3, 2), (conversation(), 4, 0)] {
        let svg = sequence_svg(&run(), std::slice::from_ref(&case));
        let segments = case.events.iter().filter(|timed| matches!(timed.event, Event::Segment { .. })).count();
        let arrows: Vec<&str> = svg.lines().filter(|line| line.starts_with("<line class=\"segment ")).collect();
        let count = |class: &str| arrows.iter().filter(|line| line.contains(class)).count();
        assert_eq!(arrows.len(), segments, "{}", case.name);
        assert_eq!((count("segment data"), count("segment ack")), (data, acks), "{}", case.name);
        let leaves: Vec<f64> = arrows.iter().map(|line| number(line, "y1")).collect();
        assert!(leaves.windows(2).all(|pair| pair[0] < pair[1]), "{}: {leaves:?}", case.name);
        assert!(arrows.iter().all(|line| number(line, "y1") < number(line, "y2")), "{}", case.name);
    }
}

#[test]
fn labels_of_segments_at_once_do_not_lie_on_each_other() {
    let svg = sequence_svg(&run(), &[nodelay()]);
    let data = svg.lines().filter(|line| line.starts_with("<line class=\"segment data"));
    let leaves: Vec<f64> = data.map(|line| number(line, "y1")).collect();
    assert!(leaves.windows(2).all(|pair| pair[1] - pair[0] >= 22.0), "a box is 22 high: {leaves:?}");
}

#[test]
fn a_drawing_says_what_was_lost_and_what_was_sent_again() {
    let svg = sequence_svg(&run(), &[lossy()]);
    assert_eq!(svg.matches(">lost<").count(), 2);
    assert_eq!(svg.matches(">again<").count(), 1);
    assert_eq!(svg.matches("class=\"cross\"").count(), 2);
}

#[test]
fn the_middle_of_a_long_burst_is_one_arrow_that_says_how_many() {
    let mut case = opened("burst");
    write(&mut case, OPEN, FORWARD, 1, 0, &[b'x'; 300]);
    (0..30).for_each(|n| send(&mut case, OPEN + n, data(FORWARD, 10 * n, 10)));
    let svg = sequence_svg(&run(), &[case]);
    assert_eq!(svg.matches("<line class=\"segment data\"").count(), 11);
    assert!(svg.contains("… 19 more segments"), "{svg}");
}

#[test]
fn a_drawing_is_well_formed_whatever_the_names_are() {
    let mut hostile = nagle();
    hostile.name = "<&\"'\u{1b}]]>".to_owned();
    hostile.options = vec![("<option>".to_owned(), Value::Text("\"&\"".to_owned()))];
    let mut run = run();
    run.lesson = "</title><script>".to_owned();
    let svg = sequence_svg(&run, &[hostile, nodelay(), lossy(), conversation(), long()]);
    assert!(svg.contains("&lt;&amp;&quot;&#39;\u{FFFD}]]&gt;"), "{svg}");
    assert_well_formed(&svg);
}

#[test]
fn a_drawing_needs_nothing_but_itself() {
    let svg = sequence_svg(&run(), &[nagle(), lossy()]);
    assert_eq!(svg.matches("http").count(), 1, "the name space, and no address");
    for outside in ["<script", "href", "url(", "@import", "<image", "<foreignObject"] {
        assert!(!svg.contains(outside), "{outside}");
    }
    assert!(svg.contains("prefers-color-scheme: dark"));
}

fn run() -> Run {
    Run {
        lesson: "01-test".to_owned(),
        net: "wire".to_owned(),
        os: "linux".to_owned(),
        kernel: Some("6.18.1".to_owned()),
        seed: 1,
        options: vec![("wire_us".to_owned(), Value::Number(2 * TRIP))],
        cases: Vec::new(),
    }
}

/// The value of an attribute that is a number.
fn number(line: &str, name: &str) -> f64 {
    let (_, rest) = line.split_once(&format!(" {name}=\"")).expect("the attribute is there");
    rest.split('"').next().and_then(|value| value.parse().ok()).expect("it is a number")
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
