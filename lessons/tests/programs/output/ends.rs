//! A reader that goes away, and Enter pressed or never pressed: a lesson ends, and quietly.

use crate::support::{command, lessons, printed, program, side_by_side};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

fn spawned(name: &str, args: &[&str]) -> Child {
    let mut command = Command::new(program(name));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What `| head -1` does: one line is read, then nobody reads any more.
#[test]
fn a_reader_that_leaves_after_a_line_ends_the_lesson_quietly() {
    for name in lessons().chain(["tour"]) {
        for format in ["text", "json"] {
            let mut child = spawned(name, &["--format", format]);
            let mut line = String::new();
            BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
            assert!(!line.is_empty(), "{name}");
            let output = child.wait_with_output().expect("it ends");
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{name} --format {format}");
            assert_eq!(output.status.code(), Some(0), "{name} --format {format}");
        }
    }
}

#[test]
fn a_reader_that_was_never_there_gets_no_help_and_no_noise() {
    for args in [["--help"], ["list"]] {
        let mut child = spawned("tour", &args);
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn stepping_with_no_input_at_all_goes_on_by_itself() {
    side_by_side(lessons().chain(["tour"]), |name| {
        let output = command(name, &["--step"]).stdin("").output().expect("it runs");
        assert!(output.status.success(), "{name}");
        assert_eq!(shape(&output.stdout), shape(printed(name, &[]).as_bytes()), "{name}");
    });
}

#[test]
fn stepping_asks_before_each_case_and_prints_the_same() {
    let name = "00-stream-not-messages";
    let output = command(name, &["--step"]).stdin("\n".repeat(100)).output().expect("it runs");
    assert!(output.status.success());
    assert_eq!(shape(&output.stdout), shape(printed(name, &[]).as_bytes()), "the prompts are no part of the output");
    let prompts = String::from_utf8_lossy(&output.stderr);
    let case = |before| [before, "run it", "the verdict"];
    let cases = [case("the first case; q: leave"), case("the next case"), case("the next case")].concat();
    let expected: String = cases.iter().chain(&["the claims"]).map(|before| format!("[Enter: {before}] ")).collect();
    assert_eq!(prompts, expected, "what was shown stays until Enter");
}

#[test]
fn nobody_is_asked_for_enter_where_nothing_comes() {
    let output = command("08-every-cut", &["--step", "--case", "random"]).stdin("\n".repeat(100)).output();
    let prompts = String::from_utf8(output.expect("it runs").stderr).expect("text");
    assert_eq!(prompts, "[Enter: the first case; q: leave] [Enter: run it] [Enter: the claims] ");
}

#[test]
fn q_leaves_a_lesson_where_it_stands() {
    let output = command("00-stream-not-messages", &["--step"]).stdin("\n\n\nq\n\n\n").output().expect("it runs");
    let (shown, prompts) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!((output.status.code(), prompts.matches("[Enter: ").count()), (Some(0), 4), "{prompts}");
    assert!(shown.contains("messages") && !shown.contains("claims:"), "{shown}");
}

#[test]
fn stepping_waits_for_enter_before_the_first_case() {
    let mut child = spawned("00-stream-not-messages", &["--step"]);
    let mut prompts = child.stderr.take().expect("piped");
    let mut prompted = [0; "[Enter: the first case; q: leave] ".len()];
    prompts.read_exact(&mut prompted).expect("a prompt");
    assert_eq!(&prompted, b"[Enter: the first case; q: leave] ");
    child.stdin.take().expect("piped").write_all(b"\n").expect("it waits for Enter");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
}

/// The lines that are the same in every run: titles, rulers, claims, without the numbers in them.
fn shape(output: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(output);
    let lines = text.lines().filter(|line| line.starts_with(['✓', '✗', '?', '0']) || line.ends_with("held"));
    lines.map(str::to_owned).collect()
}
