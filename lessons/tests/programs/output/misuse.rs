//! Help that fits, and a clear message with exit status 2 for whatever is asked wrongly.

use super::{COLUMNS, assert_fits};
use crate::support::{command, lessons, printed, run};
use unicode_width::UnicodeWidthStr;

#[test]
fn help_fits_80_columns_and_tells_every_flag_of_the_lesson() {
    for name in lessons().chain(["tour"]) {
        let help = printed(name, &["--help"]);
        assert_fits(&help, &format!("{name} --help"));
        for flag in ["--seed", "--format", "--color", "--step"] {
            assert!(help.contains(flag), "{name} --help: {flag}");
        }
        assert_eq!(help.contains("--case"), name != "tour", "{name} --help");
    }
    for name in ["03-ack-handshake", "04-struct-header"] {
        for program in ["serve", "ask"] {
            assert_fits(&printed(name, &[program, "--help"]), &format!("{name} {program} --help"));
        }
    }
}

/// Programs, and what is wrong to ask of each.
const WRONG: &[(&str, &[&str])] = &[
    ("00-stream-not-messages", &["--nodelay", "--format xml", "--color sometimes", "--seed one"]),
    ("01-sender-nagle", &["--frobnicate", "--messages", "--messages 0", "--messages 201", "--messages many"]),
    ("01-sender-nagle", &["--messages -1", "--size 0", "--size 65537", "--read-size 0", "--quickack maybe"]),
    ("01-sender-nagle", &["--read-size 99999999999999999999999", "--nagle --nodelay", "--mss 536", "serve"]),
    ("02-receiver-short-reads", &["--mss 87", "--mss 32768", "--sndbuf 2047", "--rcvbuf 1048577"]),
    ("03-ack-handshake", &["frobnicate", "serve --listen", "--nodelay"]),
    ("04-struct-header", &["ask --order middle"]),
    ("05-header-in-two-writes", &["--commands 0", "--commands 101", "--messages 3"]),
    ("06-many-framings", &["--nodelay"]),
    ("07-hostile-peer", &["--announce 0", "--announce 4294967296", "--announce -1", "--wire 5ms"]),
    ("07-hostile-peer", &["--deadline 200", "--deadline 2s", "--deadline -50ms"]),
    ("08-every-cut", &["--nodelay", "--seed -1"]),
    ("tour", &["987", "nagle", "1 2", "--messages 3", "--case UDP", "1 --messages 0"]),
];

#[test]
fn misuse_gets_a_message_with_a_hint_and_exit_status_2() {
    let lines = WRONG.iter().flat_map(|(name, lines)| lines.iter().map(move |line| (*name, *line)));
    let asked = lines.map(|(name, line)| (name, line.split(' ').collect::<Vec<_>>()));
    for (name, args) in asked.chain([("tour", vec![""])]) {
        let output = run(name, &args);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name} {args:?}: {message}");
        assert!(output.stdout.is_empty(), "{name} {args:?}: {}", String::from_utf8_lossy(&output.stdout));
        assert!(message.starts_with("error: "), "{name} {args:?}: {message}");
        let hints = message.contains("hint: ") || message.contains("try '--help'");
        assert!(hints, "{name} {args:?}: {message}");
        let of_our_own = message.contains("hint: "); // clap does not break the lines of its messages
        assert!(!of_our_own || message.lines().all(|line| line.width() <= COLUMNS), "{name} {args:?}: {message}");
    }
}

#[test]
fn a_lesson_that_is_done_by_hand_is_named_with_its_walkthrough() {
    for number in ["9", "09"] {
        let output = run("tour", &[number]);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains("begin with lessons/09-your-own-program/README.md"), "{message}");
    }
}

#[test]
fn what_is_no_number_or_out_of_range_is_told_in_words() {
    for (name, args, words) in [
        ("07-hostile-peer", ["--announce", "5GiB"], "that is not a whole number, such as 4294967295"),
        ("07-hostile-peer", ["--announce", "-1"], "it must be from 1 to 4294967295"),
        ("00-stream-not-messages", ["--seed", "x"], "that is not a whole number, such as 1"),
        ("00-stream-not-messages", ["--seed", "-1"], "it must be from 0 to 18446744073709551615"),
        ("02-receiver-short-reads", ["--rcvbuf", "2k"], "that is not a whole number, such as 2048"),
        ("06-many-framings", ["--mtu", "500"], "it must be from 576 to 65535"),
    ] {
        let message = String::from_utf8(run(name, &args).stderr).expect("UTF-8");
        assert!(message.contains(words), "{args:?}: {message}");
    }
}

#[test]
fn a_lesson_is_chosen_by_its_number_or_its_name() {
    for name in ["1", "01", "01-sender-nagle", "sender-nagle"] {
        let text = printed("tour", &[name, "--messages", "1"]);
        assert!(text.starts_with("01 · "), "{name}: {text}");
        assert!(text.contains("burst: TCP_NODELAY"), "{name}: all of the lesson, not the tour's part");
    }
    for name in ["0", "00"] {
        assert!(printed("tour", &[name]).starts_with("00 · "));
    }
}

#[test]
fn the_list_has_every_question_and_how_to_run_its_lesson() {
    let list = printed("tour", &["list"]);
    for lesson in lessons::LESSONS {
        assert!(list.contains(&format!("cargo run -- {} ", lesson.digit())), "{list}");
        assert!(list.contains(lesson.question), "{list}");
    }
    assert_fits(&list, "list");
}

#[test]
fn the_tour_has_all_lessons_in_order_in_at_most_250_lines() {
    let tour = printed("tour", &["all"]);
    let at = |text: &str| tour.find(text).unwrap_or_else(|| panic!("no {text} in {tour}"));
    let openings = lessons::LESSONS.iter().map(|lesson| at(&format!("{} · {}", lesson.number(), lesson.question)));
    assert!(openings.is_sorted());
    assert!(tour.lines().count() <= 250, "{} lines", tour.lines().count());
}

#[test]
fn the_opener_fits_one_screen_with_a_line_to_type_in() {
    let opener = printed("tour", &[]);
    assert!(opener.lines().count() <= 21, "{opener}"); // a question, what is typed, and what comes of it take three more
    assert!(opener.contains("10 writes") && opener.contains("1 read") && opener.contains("10 frames"), "{opener}");
}

#[test]
fn a_case_that_no_lesson_has_is_misuse_and_prints_nothing_else() {
    for flags in [&["--format", "text"][..], &["--format", "json"], &["--step"]] {
        for lesson in lessons() {
            let output = command(lesson, &[flags, &["--case", "no such case"]].concat()).stdin("\n\n").output();
            let output = output.expect("it runs");
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{lesson}: {told}");
            assert!(told.contains(&format!("no case of {lesson} has 'no such case'")), "{told}");
        }
    }
    let output = run("01-sender-nagle", &["--case", "corked", "--case", "cirked"]);
    let told = String::from_utf8_lossy(&output.stderr);
    let note = "note: no case of 01-sender-nagle has 'cirked' in its name\n";
    assert_eq!((output.status.code(), told.as_ref()), (Some(0), note));
    let told = String::from_utf8(run("01-sender-nagle", &["--case", "cirked"]).stderr).expect("text");
    assert!(told.contains("burst, corked"), "{told}");
}

#[test]
fn cases_are_chosen_by_any_of_several_texts_in_capitals_or_not() {
    let printed = printed("06-many-framings", &["--case", "cobs", "--case", "LINE"]);
    let titles: Vec<&str> = printed.lines().filter(|line| ["line: LF", "COBS", "varint"].contains(line)).collect();
    assert_eq!(titles, ["line: LF", "COBS"]);
}
