//! Commands from the bytes of a client to the bytes of an output: what is refused, and what comes back whole. Nothing here
//! does harm if it runs after all, as it does where the code under test is broken.

mod support;

use remote_command::{Allowed, HARMLESS, RunLimits, Runner};
use support::{SHELL, have, text};

fn harmless() -> Runner {
    Runner::new(HARMLESS, RunLimits::default())
}

#[track_caller]
fn assert_refused(command: &[u8], reason: &str) {
    let output = text(&harmless().run(command));
    assert!(output.starts_with("refused: "), "{}: {output}", command.escape_ascii());
    assert!(output.contains(reason), "{}: {output}", command.escape_ascii());
    assert_eq!(output.matches('\n').count(), 1, "one line: {output}");
}

#[test]
fn what_is_not_on_the_list_is_refused_with_the_list() {
    let list = "date, echo, expr, factor, false, printf, pwd, seq, sleep, true, uname, whoami, yes";
    for command in ["id", "env", "/bin/echo hi", "./echo", "ECHO hi", "''", "hostname"] {
        assert_refused(command.as_bytes(), list);
    }
}

#[test]
fn what_is_no_command_is_refused_with_what_to_do() {
    assert_refused(b"", "empty");
    assert_refused(b" \r\n\t ", "empty");
    assert_refused(b"# echo hi", "empty");
    assert_refused(b"echo \xff", "not UTF-8 at its byte 5");
    assert_refused(b"echo 'hi", "quotation");
    assert_refused(b"echo \"hi", "quotation");
    assert_refused(b"echo hi\\", "quotation");
    assert_refused(b"echo a\0b", "NUL");
}

#[test]
fn a_command_that_fills_a_read_of_1024_is_refused_because_it_may_be_cut() {
    let command = |length: usize| [b"true ".as_slice(), &vec![b' '; length - 5]].concat();
    assert_refused(&command(1024), "1023 bytes");
    assert_refused(&[b'x'; 100_000], "1023 bytes");
    let output = text(&harmless().run(&command(1023)));
    assert!(!output.contains("1023"), "{output}");
}

#[test]
fn a_refusal_shows_a_name_escaped_and_cut() {
    let output = text(&harmless().run(format!("'\x1b]0;{}' x", "a".repeat(500)).as_bytes()));
    assert!(!output.contains('\x1b') && output.len() < 300, "{output}");
}

#[test]
fn arguments_that_are_not_let_through_are_refused_with_the_usage() {
    const LIST: &[Allowed] = &[Allowed { name: "true", usage: "[NOTHING]", prints: "nothing", lets: <[_]>::is_empty }];
    let output = text(&Runner::new(LIST, RunLimits::default()).run(b"true x"));
    assert_eq!(output, "refused: these arguments are not let through. Send: true [NOTHING] (it prints nothing)\n");
}

#[test]
fn a_program_that_this_machine_lacks_is_refused_by_name() {
    const LIST: &[remote_command::Allowed] =
        &[remote_command::Allowed { name: "no-such-program-anywhere", usage: "", prints: "nothing", lets: |_| true }];
    let output = text(&Runner::new(LIST, RunLimits::default()).run(b"no-such-program-anywhere"));
    assert!(output.starts_with("refused: no-such-program-anywhere is not on this machine"), "{output}");
}

#[test]
fn words_are_split_as_a_shell_splits_them_and_nothing_else_is_done() {
    if !have(&["echo"]) {
        return;
    }
    let output = harmless().run(b"echo 'a  b' \"c d\" * $HOME ; `pwd` | cat && ~\r\n");
    assert_eq!(text(&output), "a  b c d * $HOME ; `pwd` | cat && ~\n");
}

#[test]
fn a_command_may_be_any_text() {
    if !have(&["echo"]) {
        return;
    }
    assert_eq!(text(&harmless().run("echo 粘包 ü".as_bytes())), "粘包 ü\n");
}

#[test]
fn a_million_lines_come_back_whole() {
    if !have(&["seq"]) {
        return;
    }
    let expected: String = (1..=1_000_000).map(|number| format!("{number}\n")).collect();
    assert!(harmless().run(b"seq 1 1000000").as_bytes() == expected.as_bytes());
}

#[test]
fn a_command_that_prints_nothing_has_an_empty_output() {
    if !have(&["true", "false"]) {
        return;
    }
    assert_eq!(harmless().run(b"true").as_bytes(), b"");
    assert_eq!(harmless().run(b"false").as_bytes(), b"", "an exit status is not reported");
}

#[test]
fn an_output_that_is_not_text_comes_back_byte_for_byte() {
    if !have(&["printf"]) {
        return;
    }
    assert_eq!(harmless().run(br"printf '\377\000\012\200'").as_bytes(), b"\xff\0\n\x80");
}

#[test]
fn more_on_stderr_than_a_pipe_holds_blocks_nothing_and_comes_after_stdout() {
    if !have(&["sh", "seq"]) {
        return;
    }
    let runner = Runner::new(SHELL, RunLimits::default());
    let output = runner.run(b"sh -c 'seq 1 100000 >&2; seq 1 50000; seq 100001 100010 >&2'");
    let numbers = |last: u32| (1..=last).map(|number| format!("{number}\n"));
    let expected: String = numbers(50_000).chain(numbers(100_010)).collect();
    assert!(text(&output) == expected, "{} bytes of {}", output.as_bytes().len(), expected.len());
}

#[test]
fn a_child_finds_its_standard_input_empty() {
    if !have(&["sh", "cat"]) {
        return;
    }
    assert_eq!(text(&Runner::new(SHELL, RunLimits::default()).run(b"sh -c 'cat; echo end'")), "end\n");
}
