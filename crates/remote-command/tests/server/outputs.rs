//! What comes back of a command that runs: all that it printed, byte for byte.

use crate::support::{patient, run, shell};
use remote_command::{HARMLESS, Runner};

#[test]
fn words_are_split_as_by_a_shell_and_nothing_else_is_done() {
    let output = run(patient(), "echo 'a  b' \"c d\" * $HOME ; `pwd` | cat && ~\r\n");
    assert_eq!(output, "a  b c d * $HOME ; `pwd` | cat && ~\n");
}

#[test]
fn a_command_may_be_any_text() {
    assert_eq!(run(patient(), "echo 粘包 ü"), "粘包 ü\n");
}

#[test]
fn a_million_lines_come_back_whole() {
    let expected: String = (1..=1_000_000).map(|number| format!("{number}\n")).collect();
    assert!(run(patient(), "seq 1 1000000") == expected);
}

#[test]
fn a_command_that_prints_nothing_has_an_empty_output() {
    assert_eq!(run(patient(), "true"), "");
    assert_eq!(run(patient(), "false"), "", "an exit status is not reported");
}

#[test]
fn an_output_that_is_not_text_comes_back_byte_for_byte() {
    let output = Runner::new(HARMLESS, patient()).run(br"printf '\377\000\012\200'");
    assert_eq!(output.as_bytes(), b"\xff\0\n\x80");
}

#[test]
fn more_on_stderr_than_a_pipe_holds_comes_after_stdout() {
    let output = shell(patient(), "seq 1 100000 >&2; seq 1 50000; seq 100001 100010 >&2");
    let numbers = |last: u32| (1..=last).map(|number| format!("{number}\n"));
    let expected: String = numbers(50_000).chain(numbers(100_010)).collect();
    assert!(output == expected, "{} bytes of {}", output.len(), expected.len());
}

#[test]
fn a_child_finds_its_standard_input_empty() {
    assert_eq!(shell(patient(), "cat; echo end"), "end\n");
}
