//! The article's programs, unchanged but for their port, and ours for the same two protocols. The article's are no part of this
//! project: `ARTICLE_DIR` says where they are, and without them their test is ignored.

use crate::blocks::root;
use crate::ignorable::ignore;
use crate::programs::{Found, cut, search_twice};
use std::process::Command;
use std::thread;

/// A search for the cut that breaks one of the article's pairs: its client asks `command`, and is to print `answer`.
fn their_pair(pair: [&str; 2], more: &str, command: &str) -> String {
    let Some(dir) = std::env::var_os("ARTICLE_DIR").filter(|dir| !dir.is_empty()) else {
        ignore("ARTICLE_DIR does not say where the article's programs are");
    };
    if Command::new("python3").arg("--version").output().is_err() {
        ignore("python3 is not on this machine");
    }
    // A path that is not absolute begins at the repository's root, where the tests are started from.
    let dir = root().join(dir);
    let [server, client] = pair.map(|program| dir.join(program));
    assert!(client.is_file(), "ARTICLE_DIR names {}: {} is not there", dir.display(), client.display());
    let python = format!("python3 {}", root().join("lessons/tests/witnesses/redirect.py").display());
    let answer = command.strip_prefix("echo ").expect("it is an echo");
    let client = format!(
        "printf '%s\\nexit\\n' '{command}' | REDIRECT_PORT={{port}} {python} {} | tr -d '\\0' | grep -qx '{answer}'",
        client.display()
    );
    let server = format!("env REDIRECT_LISTEN={{port}} {python} {}", server.display());
    // Python starts slowly on a busy machine: one try at a time, and time to read a piece.
    format!("{more} --jobs 1 --patience 10000 --limit 10000 --serve {} -- sh -c {}", quoted(&server), quoted(&client))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

pub(crate) fn the_articles_pairs_have_a_smallest_cut_and_it_is_found_twice() {
    let with_header = ["subprocess_struct_server.py", "subprocess_struct_client.py"];
    let handshake = ["subprocess_server_development.py", "subprocess_client_development.py"];
    // This answer's length, 12, has two digits. Each search that finds a program hanging waits for it several times.
    thread::scope(|scope| {
        for (pair, direction) in [(with_header, "up"), (with_header, "down"), (handshake, "up"), (handshake, "down")] {
            let args = their_pair(pair, &format!("--{direction}"), "echo hello world");
            scope.spawn(move || assert_eq!(search_twice(&args), cut(direction, &[1]), "{args}"));
        }
    });
}

/// A search for the cut that breaks one of ours.
fn our_pair(lesson: &str, more: &str, command: &str, answer: &str) -> String {
    let client = format!("test \"$({lesson} ask --connect {{addr}} '{command}')\" = \"{answer}\"");
    format!("{more} --serve '{lesson} serve --listen 127.0.0.1:{{port}}' -- sh -c {}", quoted(&client))
}

pub(crate) fn our_struct_client_survives_every_cut_of_an_answer() {
    let numbers: Vec<String> = (1..=20).map(|number| number.to_string()).collect();
    for (command, answer) in [("echo hello world", "hello world"), ("seq 1 20", &numbers.join("\n"))] {
        assert_eq!(search_twice(&our_pair("04-struct-header", "--down", command, answer)), Found::Nothing);
    }
}

/// The handshake's length is decimal text: `12` cut in two is the length 1. No client can mend that, as one digit alone shows.
pub(crate) fn a_length_without_an_end_mark_survives_no_cut() {
    let pair = |command: &str, answer: &str| our_pair("03-ack-handshake", "--down", command, answer);
    assert_eq!(search_twice(&pair("echo hi", "hi")), Found::Nothing);
    assert_eq!(search_twice(&pair("echo hello world", "hello world")), cut("down", &[1]));
}

/// In both protocols a command is whatever one read returns.
pub(crate) fn a_request_without_framing_survives_no_cut_whoever_serves() {
    for lesson in ["03-ack-handshake", "04-struct-header"] {
        assert_eq!(search_twice(&our_pair(lesson, "--up", "echo hi", "hi")), cut("up", &[1]), "{lesson}");
    }
}
