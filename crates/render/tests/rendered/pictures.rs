//! Rulers and lines as they come out, letter by letter, for cases written by hand.

use crate::assert_lines;
use crate::captures::*;
use render::{Format, choose_color};
use trace::{Case, Event, Kind, Run, Source, Value};

fn drawn(case: &Case) -> String {
    choose_color(false);
    Format::Text.case(case)
}

#[test]
fn a_character_cut_in_two_keeps_the_bars_in_line() {
    let (mut case, text) = (Case::tcp("cut"), "粘包".as_bytes());
    write(&mut case, 0, FORWARD, 1, 0, text);
    segments(&mut case, 0, 1, 0, 6);
    read_at_most(&mut case, 100, FORWARD, 0, 4, &text[..4]);
    read(&mut case, 100, FORWARD, 4, &text[4..]);
    assert_lines(
        &drawn(&case),
        r#"
        >  messages │1 "粘\xE5"    "\x8C\x85" │                         1 write
        >  segments │1 "粘\xE5"    "\x8C\x85" │                         1 segment
        >  reads    │1 "粘\xE5" │1 "\x8C\x85" │                         2 reads
        "#,
    );
}

#[test]
fn a_long_burst_is_drawn_without_its_middle_and_says_so() {
    let mut case = Case::tcp("burst");
    (0..200).for_each(|n| write(&mut case, 0, FORWARD, n + 1, 4 * n, b"aaaa"));
    segments(&mut case, 0, 1, 0, 800);
    read(&mut case, 100, FORWARD, 0, &[b'a'; 800]);
    assert_lines(
        &drawn(&case),
        "
        >  messages │1│2│3│4│5│6│7│8│9│10│11 ⋯  │196│197│198│199│200│   200 writes
        >  segments │1 2 3 4 5 6 7 8 9 10 11 ⋯   196 197 198 199 200│   1 segment
        >  reads    │1 2 3 4 5 6 7 8 9 10 11 ⋯   196 197 198 199 200│   1 read
        >            ⋯ messages 12 to 195 are not drawn
        ",
    );
}

#[test]
fn bytes_that_have_not_left_or_were_not_read_are_dots() {
    let mut case = Case::tcp("held");
    write(&mut case, 0, FORWARD, 1, 0, b"I'm ");
    segments(&mut case, 0, 1, 0, 4);
    write(&mut case, 0, FORWARD, 2, 4, b"Lyon");
    read(&mut case, 100, FORWARD, 0, b"I'm ");
    assert_lines(
        &drawn(&case),
        r#"
        >  messages │1 "I'm " │2 "Lyon" │                               2 writes
        >  segments │1 "I'm " │·········                                1 segment
        >  reads    │1 "I'm " │·········                                1 read
        "#,
    );
}

#[test]
fn what_a_datagram_lost_is_crossed_out() {
    let mut case = Case::udp("udp");
    write(&mut case, 0, FORWARD, 1, 0, b"I'm ");
    write(&mut case, 0, FORWARD, 2, 4, b"");
    read_at_most(&mut case, 100, FORWARD, 0, 2, b"I'");
    read_at_most(&mut case, 100, FORWARD, 4, 2, b"");
    assert_lines(
        &drawn(&case),
        r#"
        >  messages │1 "I'"  "m " │2 "" │                               2 writes
        >  reads    │1 "I'" │×××××│2 "" │                               2 reads
        "#,
    );
}

#[test]
fn digits_are_not_taken_for_the_number_of_their_message() {
    let mut case = Case::tcp("digits");
    write(&mut case, 0, FORWARD, 1, 0, b"1");
    write(&mut case, 0, FORWARD, 2, 1, b"01234");
    segments(&mut case, 0, 1, 0, 6);
    read_at_most(&mut case, 100, FORWARD, 0, 3, b"101");
    read(&mut case, 100, FORWARD, 3, b"234");
    assert_lines(
        &drawn(&case),
        r#"
        >  messages │1 "1" │2 "01"    "234" │                           2 writes
        >  segments │1 "1"  2 "01"    "234" │                           1 segment
        >  reads    │1 "1"  2 "01" │2 "234" │                           2 reads
        "#,
    );
}

#[test]
fn where_frames_are_known_every_row_is_of_frames() {
    assert_lines(
        &drawn(&framed(b"Lyo")),
        r#"
        >  writes   │1 header  "hi"  2 header │2   "Lyo" │              2 writes
        >  segments │1 header  "hi"  2 header      "Lyo" │              1 segment
        >  reads    │1 header  "hi"  2 header   │2 "Lyo" │              2 reads
        >  frames   │1 header  "hi" │2 header      "Lyo" │              2 frames
        "#,
    );
}

#[test]
fn what_a_peer_sent_cannot_move_the_cursor() {
    let mut case = Case::tcp("hostile");
    write(&mut case, 0, FORWARD, 1, 0, b"\x1b[2J\r");
    read(&mut case, 100, FORWARD, 0, b"\x1b[2J\r");
    case.push(0, Event::SentValue { stream: FORWARD, kind: Kind::Command, data: b"\x1b[31m".to_vec() });
    case.push(0, Event::DecodedValue { stream: FORWARD, kind: Kind::Command, data: b"\x07".to_vec(), how: "one read" });
    let text = drawn(&case) + &Format::Text.verdicts(&case) + &Format::Json.case(&case);
    assert!(text.contains("\\x1B[2J\\r"), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
}

/// Two commands of one write each; the second takes longer.
fn two_commands() -> Run {
    let mut case = Case::tcp("two commands");
    for (number, begins) in [(1, 0), (2, 50_000)] {
        let offset = (number - 1) * 4;
        case.push(begins, Event::Command { stream: FORWARD, number });
        write(&mut case, begins, FORWARD, number, offset, b"aaaa");
        segments(&mut case, begins, 1, offset, 4);
        read(&mut case, begins + number * 10_100, FORWARD, offset, b"aaaa");
    }
    let options = vec![("wire_us".to_owned(), Value::Number(10_000))];
    Run { options, cases: vec![case, Case::tcp("no command")], ..Run::default() }
}

#[test]
fn of_several_commands_the_first_is_drawn() {
    let case = &two_commands().cases[0];
    let drawn = drawn(case) + &Format::Text.verdicts(case);
    assert!(drawn.contains("  messages │1 \"aaaa\" │ ") && !drawn.contains("2 \"aaaa\""), "{drawn}");
    assert!(drawn.ends_with("(Command 1 of 2 is drawn.)\n"), "{drawn}");
}

#[test]
fn the_costs_of_commands_stand_side_by_side() {
    choose_color(false);
    let mut run = two_commands();
    let lines = |run: &Run| Format::Text.costs(run, 0).lines().map(str::to_owned).collect::<Vec<_>>();
    let on_a_wire = lines(&run);
    assert_eq!(on_a_wire[1], "The median of 2 commands trips  held      time  RTTs");
    let bar = "█".repeat(27);
    assert_eq!(on_a_wire[2], format!("two commands                 1     -  10.10 ms  1.01 {bar}"));
    assert!(on_a_wire[3].starts_with("A trip is"), "a case without commands has no line");
    run.options.clear();
    assert_eq!(lines(&run)[2], format!("two commands                 1     -  10.10 ms {}", "█".repeat(33)));
    let cost = r#""event":"cost","case":"two commands","commands":2,"trips":1,"held":null,"median_us":10100"#;
    assert_eq!(Format::Json.costs(&run, 7), format!("{{\"t_us\":7,{cost}}}\n"));
}

#[test]
fn waiting_is_drawn_to_scale_in_one_unit() {
    choose_color(false);
    let took = |name: &str, us| {
        let mut case = Case::tcp(name);
        write(&mut case, 0, FORWARD, 1, 0, b"hi");
        read(&mut case, us, FORWARD, 0, b"hi");
        case
    };
    let mut cases = [took("two writes", 43_900), took("half of that", 21_950), took("one write", 48)];
    let shown = |cases: &[&Case]| Format::Text.comparison(cases);
    let held = Event::Held { stream: FORWARD, bytes: 123_456_789, in_flight_segments: 1 };
    segments(&mut cases[0], 0, 1, 0, 2);
    let (stream, source) = (BACK, Source::TcpInfo); // held is shown where both kernels report it
    cases[0].push(0, Event::Segments { stream, count: 1, offset: 0, bytes: 2, mss: None, source });
    cases[0].push(0, held);
    let text = shown(&[&cases[0], &cases[1], &cases[2]]);
    let blocks: Vec<usize> = text.lines().map(|line| line.matches('█').count()).collect();
    assert_eq!((blocks[2], blocks[3], blocks[4]), (39, 20, 0), "{text}");
    for part in [
        " 123456789 B  43.90 ms █",
        " 21.95 ms █",
        " 0.04 ms ▏",
        "\"two writes\" took 915 times as long as \"one write\".\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let quick = shown(&[&cases[2]]);
    assert!(quick.contains(" 48 µs █") && !quick.contains("times as long"), "{quick}");
}

#[test]
fn when_segments_left_stands_under_them_also_where_they_are_narrow() {
    let mut case = Case::tcp("Nagle");
    (0..10).for_each(|n| write(&mut case, 0, FORWARD, n + 1, 4 * n, b"aaaa"));
    segments(&mut case, 0, 1, 0, 4);
    segments(&mut case, 42_000, 1, 4, 36);
    let text = drawn(&case);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[1], "  segments │1  │2   3   4   5   6   7   8   9   10  │          2 segments");
    assert_eq!(lines[3], "  left at   0 ms 42 ms");
}
