//! Clients.

use crate::{failed, framings, trial};
use judge::Role;
use libtest_mimic::Trial;

pub(crate) fn tests() -> Vec<Trial> {
    let right = |framing: &'static str| {
        trial(format!("a_right_client_of_{framing}_passes_every_check"), || passes_every_check(framing))
    };
    let wrong = |&(behaviour, wanted): &(&'static str, &'static [&'static str])| {
        trial(format!("a_client_that_{behaviour}_fails_exactly_{}", wanted.join("_")), || {
            fails_exactly(behaviour, wanted)
        })
    };
    framings::ALL.into_iter().map(right).chain(WRONG.iter().map(wrong)).collect()
}

fn passes_every_check(framing: &str) {
    let (failed, report) = failed(Role::Client, framing, "client-right");
    assert!(failed.is_empty(), "{framing}: {report}");
}

/// What each wrong client does, and the checks that it fails.
const WRONG: &[(&str, &[&str])] = &[
    ("client-drops-empty", &["empty-frame"]),
    ("client-text", &["not-utf8"]),
    ("client-one-read-is-all", &["glued", "every-cut", "byte-by-byte", "cut-characters", "large-frame"]),
    ("client-careless", &["end-inside", "length-over-limit", "length-negative", "http", "vanished-server"]),
    ("client-lingers", &["end-of-stream"]),
    ("client-reserves", &["memory"]),
    ("client-two-writes", &["header-apart"]),
];

fn fails_exactly(behaviour: &str, wanted: &[&str]) {
    let (failed, report) = failed(Role::Client, "length-4", behaviour);
    assert_eq!(failed, wanted, "{behaviour}: {report}");
}
