//! Every lesson's plain program is short, needs nothing of this workspace, and prints what its lesson is about. Only what
//! the kernel guarantees is compared, or what 1,000 of 1,000 runs printed on an idle machine and on a busy one; never a time.

use crate::support::{lessons, plain_program, sources};
use crate::walkthroughs::blocks::{Block, blocks, text};
use crate::walkthroughs::times::difference;
use snapbox::cmd::Command;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// The most lines that a plain program may have, comments included.
const LINES_MAX: usize = 60;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn source(lesson: &str) -> String {
    fs::read_to_string(folder().join(lesson).join("plain.rs")).unwrap()
}

/// Runs a plain program to its end and gives what it prints.
fn printed(lesson: &str) -> String {
    let output = Command::new(plain_program(lesson)).timeout(Duration::from_secs(60)).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{lesson}: {}: {stderr}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// On other systems a program cannot ask for delayed ACKs, and a write accepts more.
const ON_LINUX_ALONE: [&str; 2] = ["01-sender-nagle", "02-receiver-short-reads"];

#[test]
fn a_plain_program_prints_what_its_walkthrough_shows() {
    for lesson in lessons().filter(|lesson| cfg!(target_os = "linux") || !ON_LINUX_ALONE.contains(lesson)) {
        let walkthrough = folder().join(lesson).join("README.md");
        let Some(Block::Console { line, commands }) = blocks(&text(&walkthrough)).into_iter().nth(1) else {
            panic!("{lesson} does not run its plain program")
        };
        let printed = printed(lesson);
        let difference = difference(&walkthrough, line, &printed, &commands[0].1);
        assert!(difference.is_none(), "{}", difference.unwrap());
        printed.lines().for_each(|line| assert!(line.chars().count() <= 80, "{lesson} prints over 80 columns: {line}"));
    }
}

#[test]
fn two_messages_are_read_as_one_without_tcp_nodelay_and_with_it() {
    let printed = printed("01-sender-nagle");
    for nodelay in ["false", "true "] {
        let glued = format!("  TCP_NODELAY {nodelay}  one read of 8 bytes: \"I'm Lyon\"");
        assert!(printed.lines().any(|line| line == glued), "{printed}");
    }
}

#[test]
fn a_read_returns_what_is_there_and_a_write_accepts_what_fits() {
    let printed = printed("02-receiver-short-reads");
    let printed: Vec<&str> = printed.lines().collect();
    let reads = [
        "After \"I'm \": a read of up to 1 byte  returns \"I\"",
        "After \"Lyon\": a read of up to 7 bytes returns \"'m Lyon\"",
    ];
    assert_eq!(printed[..2], reads);
    let number = |line: &str| line.split(' ').find_map(|word| word.parse::<usize>().ok());
    let accepted = number(printed[3].split(": ").nth(1).unwrap()).unwrap();
    let read = number(printed[4].split("returns ").nth(1).unwrap()).unwrap();
    assert!(0 < read && read <= accepted && accepted <= 16_384, "{printed:#?}");
    assert!(!cfg!(target_os = "linux") || accepted < 16_384, "{printed:#?}");
}

#[test]
fn a_plain_program_is_short_and_whole_and_never_sleeps() {
    for lesson in lessons() {
        let source = source(lesson);
        assert!(source.lines().count() <= LINES_MAX, "{lesson} has {} lines", source.lines().count());
        assert!(source.starts_with("//! ") && source.contains("\nfn main() -> io::Result<()> {\n"), "{lesson}");
        for word in ["sleep", "unwrap", "unsafe", "mod ", "include"] {
            assert!(!source.contains(word), "{lesson} has {word}");
        }
        for name in source.lines().filter_map(|line| line.strip_prefix("use ")) {
            let root = name.split("::").next().unwrap();
            assert!(["std", "socket2", "rand"].contains(&root), "{lesson} uses {root}");
        }
    }
}

#[test]
fn the_plain_programs_show_the_calls_that_set_options() {
    let sources: String = lessons().map(source).collect();
    let calls = ["set_tcp_nodelay(", "set_tcp_quickack(", "set_recv_buffer_size(", "set_send_buffer_size("];
    for call in calls.into_iter().chain(["set_read_timeout(", "set_nonblocking("]) {
        assert!(sources.contains(call), "no plain program has {call}");
    }
}

#[test]
fn nothing_but_a_plain_program_prints_by_itself() {
    for path in sources(&folder()) {
        let prints = ["println!(", " print!("].iter().any(|call| fs::read_to_string(&path).unwrap().contains(call));
        let may = ["tests", "exercises/starters"].iter().any(|inside| path.starts_with(folder().join(inside)));
        let may = may || path.ends_with("plain.rs");
        assert!(may || !prints, "{} prints past render", path.display());
    }
}
