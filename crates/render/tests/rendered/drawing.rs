//! The slide of a captured case, measured: what is on it, and that all of it can be read.

use crate::captures::*;
use render::sequence_svg;
use trace::{Case, Event, Run, Value};

mod measured;
use measured::{assert_readable, texts};

fn drawn(case: &Case) -> String {
    sequence_svg(&Run::default(), case).expect("it was captured")
}

/// Everything that is written on a slide.
fn words(svg: &str) -> Vec<String> {
    texts(svg).into_iter().map(|text| text.content).collect()
}

#[track_caller]
fn assert_says(svg: &str, wanted: &str) {
    assert!(words(svg).iter().any(|text| text == wanted), "{wanted}: {:?}", words(svg));
}

#[test]
fn whatever_was_captured_can_be_read_on_its_slide() {
    (0..40).for_each(|seed| assert_readable(&drawn(&anything(seed))));
    let cases = [nagle(), nodelay(), lossy(), conversation(), long(), delayed(), framed()];
    cases.iter().for_each(|case| assert_readable(&drawn(case)));
}

#[test]
fn waits_are_named_and_measured() {
    let svg = drawn(&delayed());
    assert_says(&svg, "held by Nagle 94 ms");
    assert_says(&svg, "ACK delayed 44 ms");
    assert!(!words(&drawn(&nodelay())).iter().any(|text| text.contains("held") || text.contains("delayed")));
}

#[test]
fn without_nagle_what_waits_is_not_held_by_nagle() {
    let mut case = delayed();
    case.options = vec![("nodelay".to_owned(), Value::Bool(true))];
    assert_says(&drawn(&case), "held back 94 ms");
}

#[test]
fn what_was_lost_is_said_and_when_it_was_sent_again() {
    let svg = drawn(&lossy());
    for wanted in ["lost", "again", "sent again after 300 ms"] {
        assert_says(&svg, wanted);
    }
}

#[test]
fn a_long_wait_is_shortened_and_the_break_says_by_how_much() {
    let mut case = nagle();
    let late_us = case.events.last().expect("events").t_us + 3_000_000;
    write(&mut case, late_us, FORWARD, 11, 40, b"late");
    send(&mut case, late_us + 10, data(FORWARD, 40, 4));
    let svg = drawn(&case);
    let breaks: Vec<String> = words(&svg).into_iter().filter(|text| text.ends_with(" left out")).collect();
    let [text] = breaks.as_slice() else { panic!("{breaks:?}") };
    let ms: u64 = text.split(' ').next().and_then(|ms| ms.parse().ok()).expect("a number");
    assert!((2_500..3_000).contains(&ms), "{text}");
    assert_readable(&svg);
}

#[test]
fn answers_are_told_apart_from_requests() {
    let svg = drawn(&conversation());
    assert_says(&svg, "request 1");
    assert_says(&svg, "answer 1");
    let ground = |wanted: &str| texts(&svg).into_iter().find(|text| text.content == wanted).map(|text| text.ground);
    assert_ne!(ground("request 1"), ground("answer 1"));
}

#[test]
fn parts_of_frames_are_named_where_the_trace_knows_them() {
    let svg = drawn(&framed());
    for wanted in ["header 1", "body 1", "header 2"] {
        assert_says(&svg, wanted);
    }
    assert!(!words(&svg).iter().any(|text| text.contains("GLUED")), "frames are judged elsewhere");
}

#[test]
fn opening_and_closing_are_a_word_each() {
    let svg = drawn(&conversation());
    assert_says(&svg, "opened");
    assert_says(&svg, "closed");
    assert_eq!(svg.matches("stroke-dasharray=\"8 5\"").count(), 0, "no arrow for SYN, FIN and their ACKs");
}

#[test]
fn what_has_no_room_is_counted() {
    let svg = drawn(&long());
    let said = words(&svg).into_iter().find(|text| text.contains("left out.")).expect("it says so");
    let left_out: usize = said.split(' ').find_map(|word| word.parse().ok()).expect("a number");
    assert!((60..120).contains(&left_out), "{said}");
    assert_says(&svg, "more …");
}

#[test]
fn segments_that_left_together_share_an_arrow_that_says_how_many() {
    let svg = drawn(&nodelay());
    assert_says(&svg, "10 segments");
    assert_says(&svg, "10 ACKs: 40 bytes came");
}

#[test]
fn a_slide_is_well_formed_whatever_the_names_are() {
    let mut hostile = nagle();
    hostile.name = "<&\"'\u{1b}]]>".to_owned();
    hostile.options = vec![("<option>".to_owned(), Value::Text("\"&\"".to_owned()))];
    let run = Run { lesson: "</title><script>".to_owned(), ..Run::default() };
    let svg = sequence_svg(&run, &hostile).expect("it was captured");
    assert!(svg.contains("&lt;&amp;&quot;&#39;\u{FFFD}]]&gt;"), "{svg}");
    assert_readable(&svg);
    hostile.name = "a very long name, ".repeat(20);
    assert_readable(&sequence_svg(&run, &hostile).expect("it was captured"));
}

#[test]
fn a_slide_needs_nothing_but_itself() {
    let svg = drawn(&lossy());
    assert_eq!(svg.matches("http").count(), 1, "the name space, and no address");
    for outside in ["<script", "<style", "href", "url(", "@import", "<image", "<foreignObject"] {
        assert!(!svg.contains(outside), "{outside}");
    }
}

/// Nagle's algorithm meets a delayed ACK, 25 ms apart.
fn delayed() -> Case {
    let mut case = opened("delayed");
    write(&mut case, OPEN, FORWARD, 1, 0, b"head");
    write(&mut case, OPEN + 10, FORWARD, 2, 4, b"body");
    send(&mut case, OPEN + 20, data(FORWARD, 0, 4));
    read(&mut case, OPEN + 30 + TRIP, FORWARD, 0, b"head");
    send(&mut case, OPEN + 44_020 + TRIP, ack(BACK, 5));
    send(&mut case, OPEN + 44_030 + 2 * TRIP, data(FORWARD, 4, 4));
    send(&mut case, OPEN + 44_040 + 3 * TRIP, ack(BACK, 9));
    read(&mut case, OPEN + 44_050 + 3 * TRIP, FORWARD, 4, b"body");
    case
}

/// Two frames of a header and a body in one segment, of which the receiver found the parts.
fn framed() -> Case {
    let mut case = opened("framed");
    write(&mut case, OPEN, FORWARD, 1, 0, b"2hi3you");
    send(&mut case, OPEN + 10, data(FORWARD, 0, 7));
    read(&mut case, OPEN + 30 + TRIP, FORWARD, 0, b"2hi3you");
    for (frame, what, offset, bytes) in [(1, "header", 0, 1), (1, "body", 1, 2), (2, "header", 3, 1), (2, "body", 4, 3)]
    {
        case.push(OPEN + 40 + TRIP, Event::Part { stream: FORWARD, frame, what, offset, bytes });
    }
    case
}
