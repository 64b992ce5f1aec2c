//! What comes back of a command that runs: all that it printed, byte for byte.

use crate::support::{SHELL, harmless, text};
use remote_command::{RunLimits, Runner};

#[test]
fn words_are_split_as_by_a_shell_and_nothing_else_is_done() {
    let output = harmless().run(b"echo 'a  b' \"c d\" * $HOME ; `pwd` | cat && ~\r\n");
    assert_eq!(text(&output), "a  b c d * $HOME ; `pwd` | cat && ~\n");
}

#[test]
fn a_command_may_be_any_text() {
    assert_eq!(text(&harmless().run("echo 粘包 ü".as_bytes())), "粘包 ü\n");
}

#[test]
fn a_million_lines_come_back_whole() {
    let expected: String = (1..=1_000_000).map(|number| format!("{number}\n")).collect();
    assert!(harmless().run(b"seq 1 1000000").as_bytes() == expected.as_bytes());
}

#[test]
fn a_command_that_prints_nothing_has_an_empty_output() {
    assert_eq!(harmless().run(b"true").as_bytes(), b"");
    assert_eq!(harmless().run(b"false").as_bytes(), b"", "an exit status is not reported");
}

#[test]
fn an_output_that_is_not_text_comes_back_byte_for_byte() {
    assert_eq!(harmless().run(br"printf '\377\000\012\200'").as_bytes(), b"\xff\0\n\x80");
}

#[test]
fn more_on_stderr_than_a_pipe_holds_comes_after_stdout() {
    let runner = Runner::new(SHELL, RunLimits::default());
    let output = runner.run(b"sh -c 'seq 1 100000 >&2; seq 1 50000; seq 100001 100010 >&2'");
    let numbers = |last: u32| (1..=last).map(|number| format!("{number}\n"));
    let expected: String = numbers(50_000).chain(numbers(100_010)).collect();
    assert!(text(&output) == expected, "{} bytes of {}", output.as_bytes().len(), expected.len());
}

#[test]
fn a_child_finds_its_standard_input_empty() {
    assert_eq!(text(&Runner::new(SHELL, RunLimits::default()).run(b"sh -c 'cat; echo end'")), "end\n");
}
