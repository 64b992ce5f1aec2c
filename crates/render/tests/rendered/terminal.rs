//! The sequence picture in the terminal, letter by letter, for captures written by hand.

use crate::assert_lines;
use crate::captures::*;
use render::{choose_color, sequence, sequence_key, sequence_svg};
use trace::{Case, Run};
use unicode_width::UnicodeWidthStr;

/// The picture, which is never wider than the terminal.
#[track_caller]
fn drawn(case: &Case) -> String {
    choose_color(false);
    let drawn = sequence(case);
    assert!(drawn.lines().all(|line| line.width() <= render::line_width()), "{drawn}");
    drawn
}

#[test]
fn with_nagle_the_second_segment_waits_for_the_first_ack() {
    assert_lines(
        &drawn(&nagle()),
        r#"
        >     ms         sender                                   receiver
        >    0.0 writes 1 to 10 ├─┤1├──╮                         │
        >                       │      ╰─────╮                   │
        >                       │            ╰─────╮             │
        >                       │                  ╰─────╮       │
        >   25.0                │                        ╰──────►│
        >   25.1                │                      ╭╌ ack 5 ╌┤ read 1: "abcd",
        >                       │                 ╭╌╌╌╌╯         │ message 1
        >                       │           ╭╌╌╌╌╌╯              │
        >                       │      ╭╌╌╌╌╯                    │
        >   50.1                │◄╌╌╌╌╌╯                         │
        >   50.1                ├─┤2 3 4 5 6 7 8 9 10├─╮         │
        >                       │                      ╰─╮       │
        >                       │                        ╰─╮     │
        >                       │                          ╰─╮   │
        >   75.1                │                            ╰──►│
        >   75.1                │                     ╭╌ ack 41 ╌┤ read 2: 36 bytes,
        >                       │                ╭╌╌╌╌╯          │ messages 2 to 10 GLUED
        >                       │           ╭╌╌╌╌╯               │
        >                       │      ╭╌╌╌╌╯                    │
        >  100.1                │◄╌╌╌╌╌╯                         │
        >  3 segments that open or close the connection are not drawn
        "#,
    );
}

#[test]
fn ten_segments_at_once_are_one_arrow_that_says_how_many() {
    assert_lines(
        &drawn(&nodelay()),
        r#"
        >     ms         sender                                   receiver
        >    0.0 writes 1 to 10 ├─┤1│2│3│4│5│6│7│8│9│10├─╮       │
        >                       │  10 segments           ╰╮      │
        >                       │                         ╰╮     │
        >                       │                          ╰─╮   │
        >                       │                            ╰╮  │
        >   25.0                │                             ╰─►│
        >   25.1                │             ╭╌ ack 5 … 41 ×10 ╌┤ read 1: 40 bytes,
        >                       │           ╭╌╯                  │ messages 1 to 10 GLUED
        >                       │        ╭╌╌╯                    │
        >                       │      ╭╌╯                       │
        >                       │   ╭╌╌╯                         │
        >   50.1                │◄╌╌╯                            │
        >  3 segments that open or close the connection are not drawn
        "#,
    );
}

#[test]
fn a_lost_segment_ends_on_its_way_and_is_sent_again() {
    assert_lines(
        &drawn(&lossy()),
        r#"
        >     ms         sender                                   receiver
        >    0.0 writes 1 and 2 ├─┤1├───╮                        │
        >    0.0                ├─┤2├──╮╰───────× lost           │
        >                       │      ╰─────╮                   │
        >                       │            ╰─────╮             │
        >                       │                  ╰─────╮       │
        >   25.0                │                        ╰──────►│
        >   25.1                │                      ╭╌ ack 1 ╌┤
        >      ⋮                ┊           lost ×╌╌╌╌╌╯         ┊
        >  300.0                ├─ again ┤1├─╮                   │
        >                       │            ╰───╮               │
        >                       │                ╰────╮          │
        >                       │                     ╰────╮     │
        >  325.0                │                          ╰────►│
        >  325.0                │                     ╭╌ ack 11 ╌┤ read 1: "粘包Lyon",
        >                       │                ╭╌╌╌╌╯          │ messages 1 and 2 GLUED
        >                       │           ╭╌╌╌╌╯               │
        >                       │      ╭╌╌╌╌╯                    │
        >  350.0                │◄╌╌╌╌╌╯                         │
        >  3 segments that open or close the connection are not drawn
        "#,
    );
}

#[test]
fn in_a_conversation_both_sides_write_and_read() {
    assert_lines(
        &drawn(&conversation()),
        r#"
        >     ms        client                                             server
        >    0.0 write 1: "hi" ├─┤1├──────╮                               │
        >                      │          ╰─────────╮                     │
        >                      │                    ╰─────────╮           │
        >   25.0               │                              ╰──────────►│ read 1: "hi",
        >                      │                                          │ message 1
        >   25.1               │                               ╭──────┤1├─┤ write 1: "ho"
        >                      │                     ╭─────────╯          │
        >                      │           ╭─────────╯                    │
        >   50.1 read 1: "ho", │◄──────────╯                              │
        >            message 1 │                                          │
        >   50.3 write 2: "hi" ├─┤2├──────╮                               │
        >                      │          ╰─────────╮                     │
        >                      │                    ╰─────────╮           │
        >   75.3               │                              ╰──────────►│ read 2: "hi",
        >                      │                                          │ message 2
        >   75.4               │                               ╭──────┤2├─┤ write 2: "ho"
        >                      │                     ╭─────────╯          │
        >                      │           ╭─────────╯                    │
        >  100.4 read 2: "ho", │◄──────────╯                              │
        >            message 2 │                                          │
        >  6 segments that open or close the connection are not drawn
        "#,
    );
}

#[test]
fn a_long_conversation_loses_its_middle_and_says_so() {
    let drawn = drawn(&long());
    assert!(drawn.lines().count() <= 48, "{drawn}");
    assert!(drawn.contains("… 106 segments …"), "{drawn}");
    assert!(drawn.contains("┤1├") && drawn.contains("┤60├") && !drawn.contains("┤30├"), "{drawn}");
    let column = |line: &str| Some(line.split_once(['│', '├', '┊'])?.0.width());
    let columns: Vec<usize> = drawn.lines().filter_map(column).collect();
    let straight = columns.len() > 20 && columns.windows(2).all(|pair| pair[0] == pair[1]);
    assert!(straight, "wide characters bend the lines: {drawn}");
}

#[test]
fn arrows_that_would_hide_each_other_are_counted() {
    let mut case = opened("crowd");
    write(&mut case, OPEN, FORWARD, 1, 0, &[b'x'; 400]);
    for n in 0..40 {
        send(&mut case, OPEN + 3_000 * n, data(FORWARD, 10 * n, 10));
        send(&mut case, OPEN + 3_000 * n + 1_500, ack(BACK, 10 * n + 1));
    }
    let drawn = drawn(&case);
    assert!(drawn.contains("not drawn, where arrows would hide each other"), "{drawn}");
}

#[test]
fn whatever_was_captured_is_drawn_in_80_columns() {
    assert!((0..200).all(|seed| !drawn(&anything(seed)).is_empty()));
    assert!(sequence_key().lines().all(|line| line.width() <= render::line_width()), "{}", sequence_key());
}

#[test]
fn nothing_is_drawn_of_what_was_not_captured() {
    let mut case = Case::tcp("loopback");
    write(&mut case, 0, FORWARD, 1, 0, b"I'm ");
    assert_eq!(drawn(&case), "");
    assert_eq!(sequence_svg(&Run::default(), &case), None);
}
