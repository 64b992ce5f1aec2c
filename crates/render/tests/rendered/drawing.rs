//! The sequence picture as a drawing, arrow by arrow, for captures written by hand.

use crate::captures::*;
use render::sequence_svg;
use trace::{Case, Event, Run, Value};

#[test]
fn whatever_was_captured_is_a_well_formed_drawing() {
    (0..200).for_each(|seed| assert_well_formed(&drawn(&[anything(seed)])));
}

#[test]
fn a_drawing_has_an_arrow_for_each_segment_in_order() {
    for (case, data, acks) in [(nagle(), 2, 2), (nodelay(), 10, 10), (lossy(), 3, 2), (conversation(), 4, 0)] {
        let svg = drawn(std::slice::from_ref(&case));
        let segments = case.events.iter().filter(|timed| matches!(timed.event, Event::Segment { .. })).count();
        let arrows: Vec<&str> = svg.lines().filter(|line| line.starts_with("<line class=\"segment ")).collect();
        let count = |class: &str| arrows.iter().filter(|line| line.contains(class)).count();
        assert_eq!(arrows.len(), segments, "{}", case.name);
        assert_eq!((count("segment data"), count("segment ack")), (data, acks), "{}", case.name);
        let leaves: Vec<f64> = arrows.iter().map(|line| number(line, "y1")).collect();
        assert!(leaves.windows(2).all(|pair| pair[0] < pair[1]), "{}: {leaves:?}", case.name);
        assert!(arrows.iter().all(|line| number(line, "y1") < number(line, "y2")), "{}", case.name);
        let mut boxes = arrows.windows(2).filter(|pair| pair.iter().all(|line| line.contains("segment data")));
        let apart = boxes.all(|pair| number(pair[1], "y1") - number(pair[0], "y1") >= 22.0);
        assert!(apart, "a box is 22 high: {leaves:?}");
    }
}

#[test]
fn a_drawing_says_what_was_lost_and_what_was_sent_again() {
    let svg = drawn(&[lossy()]);
    assert_eq!([">lost<", ">again<", "class=\"cross\""].map(|what| svg.matches(what).count()), [2, 1, 2]);
}

#[test]
fn the_middle_of_a_long_burst_is_one_arrow_that_says_how_many() {
    let mut case = opened("burst");
    write(&mut case, OPEN, FORWARD, 1, 0, &[b'x'; 300]);
    (0..30).for_each(|n| send(&mut case, OPEN + n, data(FORWARD, 10 * n, 10)));
    let svg = drawn(&[case]);
    assert_eq!(svg.matches("<line class=\"segment data\"").count(), 11);
    assert!(svg.contains("… 19 more segments"), "{svg}");
}

#[test]
fn a_drawing_is_well_formed_whatever_the_names_are() {
    let mut hostile = nagle();
    hostile.name = "<&\"'\u{1b}]]>".to_owned();
    hostile.options = vec![("<option>".to_owned(), Value::Text("\"&\"".to_owned()))];
    let run = Run { lesson: "</title><script>".to_owned(), ..Run::default() };
    let svg = sequence_svg(&run, &[hostile, nodelay(), lossy(), conversation(), long()]);
    assert!(svg.contains("&lt;&amp;&quot;&#39;\u{FFFD}]]&gt;"), "{svg}");
    assert_well_formed(&svg);
}

#[test]
fn a_drawing_needs_nothing_but_itself() {
    let svg = drawn(&[nagle(), lossy()]);
    assert_eq!(svg.matches("http").count(), 1, "the name space, and no address");
    for outside in ["<script", "href", "url(", "@import", "<image", "<foreignObject"] {
        assert!(!svg.contains(outside), "{outside}");
    }
    assert!(svg.contains("prefers-color-scheme: dark"));
}

fn drawn(cases: &[Case]) -> String {
    sequence_svg(&Run::default(), cases)
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
