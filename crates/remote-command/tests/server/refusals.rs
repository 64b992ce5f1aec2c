//! What is refused, with a reason and what to send instead.

use crate::support::{patient, run};

#[track_caller]
fn assert_refused(command: &[u8], reason: &str) {
    let output = run(patient(), command);
    assert!(output.starts_with("refused: "), "{}: {output}", command.escape_ascii());
    assert!(output.contains(reason), "{}: {output}", command.escape_ascii());
    assert_eq!(output.matches('\n').count(), 1, "one line: {output}");
}

#[test]
fn what_is_not_on_the_list_is_refused_with_the_list() {
    let list = "both, echo, false, printf, pwd, seq, sleep, true, uname, whoami, yes";
    for command in ["id", "env", "/bin/echo hi", "./echo", "ECHO hi", "''", "cat /etc/passwd"] {
        assert_refused(command.as_bytes(), list);
    }
}

#[test]
fn what_is_no_command_is_refused_with_what_to_do() {
    for empty in ["", " \r\n\t ", "# echo hi"] {
        assert_refused(empty.as_bytes(), "empty");
    }
    for unclosed in ["echo 'hi", "echo \"hi", "echo hi\\"] {
        assert_refused(unclosed.as_bytes(), "inside quotes");
    }
    assert_refused(b"echo \xff", "not valid UTF-8 from byte 5 on");
    assert_refused(b"echo a\0b", "NUL");
}

#[test]
fn a_command_that_fills_its_read_is_refused_as_perhaps_cut() {
    let command = |length: usize| [b"true ".as_slice(), &vec![b' '; length - 5]].concat();
    assert_refused(&command(1024), "1023 bytes");
    assert_refused(&[b'x'; 100_000], "1023 bytes");
    let output = run(patient(), command(1023));
    assert!(!output.contains("1023"), "{output}");
}

#[test]
fn a_refusal_shows_a_name_escaped_and_cut() {
    let output = run(patient(), format!("'\x1b]0;{}' x", "a".repeat(500)));
    assert!(!output.contains('\x1b') && output.len() < 300, "{output}");
}
