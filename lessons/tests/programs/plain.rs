//! Every lesson's plain program is short, needs nothing of this workspace, and prints what its lesson is about. Only what
//! the kernel guarantees is compared, or what 1,000 of 1,000 runs printed on an idle machine and on a busy one; never a time.

use crate::support::{lessons, plain_program};
use snapbox::cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The most lines that a plain program may have, comments included.
const LINES_MAX: usize = 60;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn source(lesson: &str) -> String {
    fs::read_to_string(folder().join(lesson).join("plain.rs")).unwrap()
}

/// Runs a plain program to its end and returns its lines.
fn printed(lesson: &str) -> Vec<String> {
    let output = Command::new(plain_program(lesson)).timeout(Duration::from_secs(60)).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{lesson}: {}: {stderr}", output.status);
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// Holds what is printed against `expected`, line for line. `[..]` ends what is compared of a line: a time follows.
fn prints(lesson: &str, expected: &[&str]) {
    let printed = printed(lesson);
    assert_eq!(printed.len(), expected.len(), "{lesson}: {printed:#?}");
    for (line, expected) in printed.iter().zip(expected) {
        let same = match expected.strip_suffix("[..]") {
            Some(beginning) => line.starts_with(beginning),
            None => line == expected,
        };
        assert!(same, "{lesson}\n  prints   {line}\n  expected {expected}");
        assert!(line.chars().count() <= 80, "{lesson} prints more than 80 columns: {line}");
    }
}

#[test]
fn udp_receives_an_empty_message_and_tcp_only_an_end() {
    let expected = [
        "UDP, after three sends:",
        "  receive 1 returns 4 bytes: \"I'm \"",
        "  receive 2 returns 0 bytes: \"\"",
        "  receive 3 returns 4 bytes: \"Lyon\"",
        "TCP, after three writes:",
        "  read 1 returns 8 bytes: \"I'm Lyon\"",
        "  read 2 returns 0 bytes: \"\"",
        "  0 bytes: that is the end of the stream, not the empty message",
    ];
    prints("00-stream-not-messages", &expected);
}

#[test]
fn two_messages_are_read_as_one_without_tcp_nodelay_and_with_it() {
    let printed = printed("01-sender-nagle");
    for nodelay in ["false", "true "] {
        let glued = format!("  TCP_NODELAY {nodelay}  one read of 8 bytes: \"I'm Lyon\"");
        assert!(printed.contains(&glued), "{printed:#?}");
    }
}

#[test]
fn nagle_holds_ten_messages_back_and_nodelay_glues_them_too() {
    if !cfg!(target_os = "linux") {
        eprintln!("skipped: only Linux lets a program ask for delayed ACKs");
        return;
    }
    let expected = [
        "Two writes, and a read when both messages have arrived:",
        "  TCP_NODELAY false  one read of 8 bytes: \"I'm Lyon\"",
        "  TCP_NODELAY true   one read of 8 bytes: \"I'm Lyon\"",
        "Ten writes of 4 bytes, and reads until all is there:",
        "  TCP_NODELAY false  a read of 4 bytes, after [..]",
        "  TCP_NODELAY false  a read of 36 bytes, after [..]",
        "  TCP_NODELAY true   a read of 40 bytes, after [..]",
    ];
    prints("01-sender-nagle", &expected);
}

#[test]
fn a_read_returns_what_is_there_and_a_write_accepts_what_fits() {
    let printed = printed("02-receiver-short-reads");
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
fn without_a_turn_the_length_and_the_ok_are_misread() {
    let expected = [
        "The server waits for the OK:",
        "  the client reads \"3\", the length",
        "  the server reads \"OK\"",
        "  the client reads \"hi\\n\", the body",
        "The server does not wait, and the body is \"5\":",
        "  the client reads \"15\": is that the length?",
        "The body is empty, and the client's next command follows its OK at once:",
        "  the client reads \"0\", the length",
        "  the server reads \"OKecho hi\": is that an OK?",
    ];
    prints("03-ack-handshake", &expected);
}

#[test]
fn exact_reads_find_every_message_and_a_wrong_count_gets_lost() {
    let expected = [
        "One reader: \"I'm \"",
        "One reader: \"\"",
        "One reader: \"Lyon\"",
        "The other: told 3893 bytes, takes 3072",
        "The other: reads 171325751 as the next length",
    ];
    prints("04-struct-header", &expected);
}

#[test]
fn three_ways_to_answer_are_timed() {
    let expected = [
        "Ten requests of 20 bytes; each answer is a header of 4 and a body of 20.",
        "  header and body in two writes [..]",
        "  the same with TCP_NODELAY [..]",
        "  header and body in one write [..]",
    ];
    prints("05-header-in-two-writes", &expected);
}

#[test]
fn a_message_with_the_delimiter_in_it_arrives_as_two() {
    let expected = [
        r#"sent       ["I'm ", "", "two\nlines", "a\0NUL", "Lyon"]"#,
        r#"by line    ["I'm ", "", "two", "lines", "a\0NUL", "Lyon"]"#,
        r#"by NUL     ["I'm ", "", "two\nlines", "a", "NUL", "Lyon"]"#,
        r#"by length  ["I'm ", "", "two\nlines", "a\0NUL", "Lyon"]"#,
    ];
    prints("06-many-framings", &expected);
}

#[test]
fn a_trusting_server_reserves_and_a_careful_one_refuses() {
    let expected = [
        "A client announces 4294967295 bytes, sends 10, and falls silent.",
        "  The trusting server reserves 67108864 bytes.",
        "  The trusting server gives up waiting after [..]",
        "A client announces 4294967295 bytes, sends 10, and falls silent.",
        "  The careful server refuses it after [..]",
        "A client announces 20 bytes, sends 10, and falls silent.",
        "  The careful server gives up waiting after [..]",
    ];
    prints("07-hostile-peer", &expected);
}

#[test]
fn one_read_for_a_header_breaks_and_exact_reads_do_not() {
    let expected = [
        "There are 32768 ways to cut 16 bytes.",
        "one read for the header: 32704 ways break the decoder",
        "  first [[03], [00, 00, 00, E7, B2, 98, 00, 00, 00, 00, 01, 00, 00, 00, 61]]",
        "exact reads for the header: 0 ways break the decoder",
    ];
    prints("08-every-cut", &expected);
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
    for path in sources_in(&folder()) {
        let prints = ["println!(", " print!("].iter().any(|call| fs::read_to_string(&path).unwrap().contains(call));
        let may = path.ends_with("plain.rs") || path.starts_with(folder().join("tests"));
        assert!(may || !prints, "{} prints past render", path.display());
    }
}

fn sources_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources_in(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
