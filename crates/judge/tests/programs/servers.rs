//! Servers.

use crate::{failed, framings, judge, run, trial};
use judge::{Role, Verdict};
use libtest_mimic::Trial;
use std::time::Duration;

pub(crate) fn tests() -> Vec<Trial> {
    let right = |framing: &'static str| {
        trial(format!("a_right_server_of_{framing}_passes_every_check"), || passes_every_check(framing))
    };
    let wrong = |&(behaviour, wanted): &(&'static str, &'static [&'static str])| {
        trial(format!("a_server_that_{behaviour}_fails_exactly_{}", wanted.join("_")), || {
            fails_exactly(behaviour, wanted)
        })
    };
    let mut tests: Vec<Trial> = framings::ALL.into_iter().map(right).chain(WRONG.iter().map(wrong)).collect();
    tests.extend(crate::tests![
        a_cut_that_breaks_a_server_breaks_it_again,
        a_failing_check_shows_conversation_bytes_and_command,
        the_picture_names_the_read_that_broke_the_program,
        reads_that_nobody_saw_are_not_drawn,
        a_server_that_closes_with_bytes_unread_is_not_said_to_reset,
        a_server_that_answers_slowly_does_not_hold_the_judge,
    ]);
    tests
}

fn passes_every_check(framing: &str) {
    let (failed, report) = failed(Role::Server, framing, "right");
    assert!(failed.is_empty(), "{framing}: {report}");
}

/// What each wrong server does, and the checks that it fails.
const WRONG: &[(&str, &[&str])] = &[
    (
        "one-client",
        &[
            "next-client",
            "every-cut",
            "cut-characters",
            "end-inside",
            "length-over-limit",
            "length-negative",
            "http",
            "memory",
            "fifty-clients",
            "vanished-client",
        ],
    ),
    ("one-at-a-time", &["fifty-clients"]),
    ("never-closes", &["end-of-stream", "end-inside"]),
    ("drops-empty", &["empty-frame"]),
    ("text", &["not-utf8"]),
    ("one-frame-a-read", &["glued", "every-cut", "writes-first"]),
    (
        "one-read-is-all",
        &["every-cut", "byte-by-byte", "cut-characters", "large-frame", "writes-first", "fifty-clients"],
    ),
    ("answers-the-rest", &["end-inside"]),
    ("dies-of-nonsense", &["length-over-limit", "length-negative", "http", "memory"]),
    ("dies-of-a-reset", &["vanished-client"]),
    ("reserves", &["memory"]),
    ("short-writes", &["large-frame"]),
    ("two-writes", &["header-apart"]),
];

fn fails_exactly(behaviour: &str, wanted: &[&str]) {
    let (failed, report) = failed(Role::Server, "length-4", behaviour);
    assert_eq!(failed, wanted, "{behaviour}: {report}");
}

fn a_cut_that_breaks_a_server_breaks_it_again() {
    let report = run(&judge(Role::Server, "length-4", "one-read-is-all").only(["every-cut"]).expect("it exists"));
    let Verdict::Failed(fault) = &report.outcomes[0].verdict else { panic!("{}", report.text()) };
    let cuts = fault.cuts.clone().expect("it is about cuts");
    assert_eq!(cuts.len(), 1, "the smallest cut");
    let again = judge(Role::Server, "length-4", "one-read-is-all").only(["every-cut"]).expect("it exists");
    assert_eq!(run(&again.clone().cuts(cuts)).failed(), ["every-cut"]);
    assert!(run(&again.cuts(Vec::new())).passed(), "uncut it does nothing wrong");
}

fn a_failing_check_shows_conversation_bytes_and_command() {
    let judge = judge(Role::Server, "length-4", "dies-of-nonsense").only(["length-negative"]).expect("it exists");
    let report = run(&judge.again("sticky judge --framing length"));
    let text = report.text();
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("the program exited with status 7"), "{text}");
    for shown in ["ff ff ff ff", "judge → program", "program → judge", "1 failed"] {
        assert!(text.contains(shown), "{shown} is missing: {text}");
    }
    let command = "sticky judge --framing length --only length-negative -- ";
    assert!(text.contains(command) && text.contains("subject length-4 dies-of-nonsense"), "{text}");
    assert!(report.outcomes[0].json().contains(r#""sent":"ffffffff"#));
}

/// It answers each frame in time, and would need minutes for all.
fn a_server_that_answers_slowly_does_not_hold_the_judge() {
    let judge = judge(Role::Server, "length-4", "slow").only(["writes-first"]).expect("it exists");
    let report = run(&judge.timeout(Duration::from_secs(1)));
    assert_eq!(report.failed(), ["writes-first"], "{}", report.text());
}

/// What is reported of one check, on one line, and with its lines.
fn reported(behaviour: &str, check: &str) -> (String, String) {
    let judge = judge(Role::Server, "length-4", behaviour).only([check]).expect("it exists");
    let text = run(&judge.timeout(Duration::from_secs(5))).text();
    (text.split_whitespace().collect::<Vec<_>>().join(" "), text)
}

fn the_picture_names_the_read_that_broke_the_program() {
    let (flat, text) = reported("one-read-is-all", "every-cut");
    let read = "is SHORT: when it returned, 1 of the 4 bytes of frame 1's header had come.";
    let unseen = "If a read ended after byte 1, it was SHORT: 1 of the 4 bytes of frame 1's header had come.";
    let sentence = if cfg!(target_os = "linux") { format!("Read 1 {read}") } else { unseen.to_owned() };
    assert!(flat.contains(&sentence), "{text}");
    assert!(text.contains("  00000000  00│00 00 04"), "the cut is in the bytes: {text}");
    let row = |name: &str| text.lines().any(|line| line.starts_with(&format!("  {name:<9}│")));
    assert!(row("sent") && row("frames") && row("expected"), "{text}");
    assert_eq!(row("reads"), cfg!(target_os = "linux"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

fn reads_that_nobody_saw_are_not_drawn() {
    let (flat, text) = reported("one-frame-a-read", "glued");
    assert!(flat.contains("FAILED: The program did not send answer 2 of 3 in full within 5s."), "{text}");
    assert!(flat.contains("Frames 1 to 3 left in one piece: a read can return them GLUED."), "{text}");
    assert!(!text.lines().any(|line| line.starts_with("  reads")), "{text}");
}

fn a_server_that_closes_with_bytes_unread_is_not_said_to_reset() {
    let (flat, text) = reported("closes-unread", "one-frame");
    assert!(flat.contains("The program closed the connection with bytes unread (a reset)"), "{text}");
}
