//! Rulers and lines as they come out, letter by letter, for cases told by hand.

use render::{Format, choose_color};
use trace::{Case, Claim, Event, Kind, Measure, Run, Source, Stream, Value};

const FORWARD: Stream = Stream::Forward;

fn write(case: &mut Case, message: u64, offset: u64, data: &[u8]) {
    let bytes = data.len() as u64;
    let data = data.to_vec();
    case.push(offset, Event::Write { stream: FORWARD, message, offset, asked: bytes, accepted: bytes, data });
}

fn segments(case: &mut Case, count: u64, offset: u64, bytes: u64) {
    let source = Source::TcpInfo;
    case.push(offset, Event::Segments { stream: FORWARD, count, offset, bytes, mss: None, source });
}

fn read(case: &mut Case, offset: u64, asked: u64, data: &[u8]) {
    let got = data.len() as u64;
    case.push(100, Event::Read { stream: FORWARD, offset, asked, got, data: data.to_vec() });
}

fn greeting() -> Case {
    let mut case = Case::tcp("greeting");
    write(&mut case, 1, 0, b"I'm ");
    segments(&mut case, 1, 0, 4);
    write(&mut case, 2, 4, b"Lyon");
    segments(&mut case, 1, 4, 4);
    read(&mut case, 0, 1024, b"I'm Lyon");
    case
}

fn drawn(case: &Case) -> String {
    choose_color(false);
    Format::Text.case(case)
}

/// Compares line by line. What is expected stands behind `>`, so that blanks in front are seen.
#[track_caller]
fn assert_drawn(case: &Case, expected: &str) {
    let expected: Vec<&str> = expected.lines().filter_map(|line| Some(line.split_once('>')?.1)).collect();
    let drawn = drawn(case);
    assert_eq!(drawn.lines().collect::<Vec<_>>(), expected, "\n{drawn}");
}

#[test]
fn a_glued_greeting_is_one_read_under_two_segments() {
    assert_drawn(
        &greeting(),
        "
        >  messages │1 I'm␣ │2 Lyon │                                   2 writes
        >  segments │1 I'm␣ │2 Lyon │                                   2 segments
        >  reads    │1 I'm␣  2 Lyon │                                   1 read
        ",
    );
}

#[test]
fn a_character_cut_in_two_keeps_the_bars_in_line() {
    let (mut case, text) = (Case::tcp("cut"), "粘包".as_bytes());
    write(&mut case, 1, 0, text);
    segments(&mut case, 1, 0, 6);
    read(&mut case, 0, 4, &text[..4]);
    read(&mut case, 4, 1024, &text[4..]);
    assert_drawn(
        &case,
        r"
        >  messages │1 粘\xE5   \x8C\x85  │                             1 write
        >  segments │1 粘\xE5   \x8C\x85  │                             1 segment
        >  reads    │1 粘\xE5 │1 \x8C\x85 │                             2 reads
        ",
    );
}

#[test]
fn a_long_burst_is_drawn_without_its_middle_and_says_so() {
    let mut case = Case::tcp("burst");
    (0..200).for_each(|n| write(&mut case, n + 1, 4 * n, b"aaaa"));
    segments(&mut case, 1, 0, 800);
    read(&mut case, 0, 1024, &[b'a'; 800]);
    assert_drawn(
        &case,
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
    write(&mut case, 1, 0, b"I'm ");
    segments(&mut case, 1, 0, 4);
    write(&mut case, 2, 4, b"Lyon");
    read(&mut case, 0, 1024, b"I'm ");
    assert_drawn(
        &case,
        "
        >  messages │1 I'm␣ │2 Lyon │                                   2 writes
        >  segments │1 I'm␣ │·······                                    1 segment
        >  reads    │1 I'm␣ │·······                                    1 read
        ",
    );
}

#[test]
fn what_a_datagram_lost_is_crossed_out_and_an_empty_one_has_a_place() {
    let mut case = Case::udp("udp");
    write(&mut case, 1, 0, b"I'm ");
    write(&mut case, 2, 4, b"");
    read(&mut case, 0, 2, b"I'");
    read(&mut case, 4, 2, b"");
    assert_drawn(
        &case,
        "
        >  messages │1 I'   m␣  │2  │                                   2 writes
        >  reads    │1 I' │×××××│2  │                                   2 reads
        ",
    );
}

#[test]
fn what_a_peer_sent_cannot_move_the_cursor() {
    let mut case = Case::tcp("hostile");
    write(&mut case, 1, 0, b"\x1b[2J\r");
    read(&mut case, 0, 1024, b"\x1b[2J\r");
    case.push(0, Event::SentValue { stream: FORWARD, kind: Kind::Command, data: b"\x1b[31m".to_vec() });
    case.push(0, Event::DecodedValue { stream: FORWARD, kind: Kind::Command, data: b"\x07".to_vec(), how: "one read" });
    let text = drawn(&case) + &Format::Text.verdicts(&case) + &Format::Json.case(&case);
    assert!(text.contains("\\x1B[2J\\r"), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
}

#[test]
fn a_json_line_has_its_fields_in_the_order_of_the_contract() {
    let case = greeting();
    let lines = Format::Json.case(&case);
    let lines: Vec<&str> = lines.lines().collect();
    assert!(lines[0].starts_with(r#"{"t_us":0,"event":"case","name":"greeting","transport":"tcp","options":{}"#));
    assert_eq!(
        lines[1],
        r#"{"t_us":0,"event":"write","stream":"forward","message":1,"offset":0,"asked":4,"accepted":4,"text":"I'm "}"#
    );
    let read = r#""offset":0,"asked":1024,"got":8,"messages":[1,2],"verdict":"glued","by":"receiver","cut":null"#;
    assert!(lines[5].contains(read), "{}", lines[5]);
}

#[test]
fn names_and_bytes_of_any_kind_are_valid_json() {
    let mut case = Case::tcp("a \"name\" with \\ and \n and 粘");
    case.options = vec![("quickack".to_owned(), Value::Null), ("numbers".to_owned(), Value::Numbers(vec![1, 2]))];
    write(&mut case, 1, 0, b"\"\\\n\xff\x00");
    let run = Run {
        lesson: "\"".to_owned(),
        net: String::new(),
        os: String::new(),
        kernel: None,
        seed: u64::MAX,
        options: vec![],
        cases: vec![],
    };
    let claims = [Claim::new("\"<\"").less(Measure::new("a\tb", 1), Measure::new("c", None))];
    let text = Format::Json.opening(&run, "", 0) + &Format::Json.case(&case) + &Format::Json.claims(&run, &claims, 0);
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("valid JSON, one object a line")).collect();
    assert_eq!(lines[0]["seed"], u64::MAX);
    assert_eq!(lines[1]["name"], case.name);
    assert_eq!(lines[2]["text"], r#""\\\n\xFF\x00"#, "what is no text is spelt out");
    assert_eq!(lines[3]["verdict"], "not-observed");
    assert_eq!(lines[3]["evidence"]["a\tb"], 1);
    assert_eq!(lines[4]["not_observed"], 1);
}

/// Two commands of one write each; the second takes longer.
fn two_commands() -> Run {
    let mut case = Case::tcp("two commands");
    for (number, begins) in [(1, 0), (2, 50_000)] {
        let offset = (number - 1) * 4;
        case.push(begins, Event::Command { stream: FORWARD, number });
        let event =
            Event::Write { stream: FORWARD, message: number, offset, asked: 4, accepted: 4, data: vec![b'a'; 4] };
        case.push(begins, event);
        let source = Source::TcpInfo;
        case.push(begins, Event::Segments { stream: FORWARD, count: 1, offset, bytes: 4, mss: None, source });
        let read = Event::Read { stream: FORWARD, offset, asked: 4, got: 4, data: vec![b'a'; 4] };
        case.push(begins + number * 10_100, read);
    }
    let wire = ("wire_us".to_owned(), Value::Number(10_000));
    Run {
        lesson: "05-test".to_owned(),
        net: "wire".to_owned(),
        os: String::new(),
        kernel: None,
        seed: 1,
        options: vec![wire],
        cases: vec![case, greeting()],
    }
}

#[test]
fn of_a_case_made_of_commands_the_first_is_drawn_and_the_rest_is_named() {
    let case = &two_commands().cases[0];
    let drawn = drawn(case) + &Format::Text.verdicts(case);
    assert!(drawn.contains("  messages │1 aaaa │ ") && !drawn.contains("2 aaaa"), "{drawn}");
    assert!(drawn.ends_with("(command 1 of 2 is drawn)\n"), "{drawn}");
}

#[test]
fn the_costs_of_a_command_stand_side_by_side_and_on_a_wire_in_round_trips() {
    choose_color(false);
    let mut run = two_commands();
    let lines = |run: &Run| Format::Text.costs(run, 0).lines().map(str::to_owned).collect::<Vec<_>>();
    let on_a_wire = lines(&run);
    assert_eq!(
        on_a_wire[1..3],
        [
            "The median of 2 commands                        trips held back      time   RTTs",
            "two commands                                        1         -   10.1 ms   1.01",
        ],
        "a case without commands has no line"
    );
    run.options.clear();
    assert_eq!(lines(&run)[2], "two commands                                        1         -   10.1 ms");
    let json = Format::Json.costs(&run, 7);
    let cost =
        r#"{"t_us":7,"event":"cost","case":"two commands","commands":2,"trips":1,"held":null,"median_us":10100}"#;
    assert_eq!(json, format!("{cost}\n"));
}
