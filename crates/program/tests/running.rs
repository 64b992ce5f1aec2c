//! What a program says, is told and weighs while it runs; and what cannot be started.

#![cfg(unix)]

use program::{Command, Program, State};
use std::io::ErrorKind;
use std::time::{Duration, Instant};

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(60)
}

fn start(words: &[&str]) -> Program {
    Program::start(&Command::new(words).expect("it has a program").with_input()).expect("it starts")
}

#[test]
fn a_status_and_a_signal_are_told_apart() {
    assert_eq!(start(&["sh", "-c", "exit 7"]).wait(soon()).expect("it is ours"), State::Exited(7));
    let mut killed = start(&["sh", "-c", "kill -9 $$"]);
    assert_eq!(killed.wait(soon()).expect("it is ours"), State::Signaled(9));
    assert_eq!(killed.end().expect("it has ended"), State::Signaled(9));
    assert_eq!(killed.state().expect("it is known").to_string(), "was ended by SIGKILL");
}

#[test]
fn a_program_reads_what_it_is_sent_and_its_lines_come_back() {
    let program = start(&["cat"]);
    program.send("one\ntwo\nth");
    assert_eq!(program.read_line(soon()).expect("it answers"), Some(b"one".to_vec()));
    assert_eq!(program.read_line(soon()).expect("it answers"), Some(b"two".to_vec()));
    let timeout = program.read_line(Instant::now()).expect_err("the line has not ended");
    assert_eq!(timeout.kind(), ErrorKind::TimedOut);
    program.send("ree");
    program.end_input();
    assert_eq!(program.read_line(soon()).expect("it answers"), Some(b"three".to_vec()));
    assert_eq!(program.read_line(soon()).expect("it ends"), None);
    assert_eq!(program.wait(soon()).expect("it is ours"), State::Exited(0));
}

#[test]
fn a_program_that_reads_nothing_blocks_nobody() {
    let mut program = start(&["sleep", "1000"]);
    program.send(vec![b'x'; 4 * 1024 * 1024]);
    assert_eq!(program.end().expect("it ends"), State::Signaled(15));
}

#[test]
fn a_flood_does_not_block_the_program_and_its_end_is_kept() {
    let command = Command::new(["sh", "-c", "head -c 10000000 /dev/zero | tr '\\0' x; echo end; echo oops >&2"]);
    let program = Program::start(&command.expect("it has a program").keep(100)).expect("it starts");
    assert_eq!(program.wait(soon()).expect("it is ours"), State::Exited(0));
    assert!(program.wait_for_output(soon()));
    let output = program.output();
    assert_eq!((output.stdout_total, output.stdout.len()), (10_000_004, 100));
    assert!(output.stdout.ends_with(b"xend\n"));
    assert_eq!(output.stderr, b"oops\n");
}

#[cfg(target_os = "linux")]
#[test]
fn its_memory_includes_its_children() {
    let program = start(&["sh", "-c", "sleep 1000 & sleep 1000 & echo; wait"]);
    program.read_line(soon()).expect("it starts");
    let alone = start(&["sleep", "1000"]);
    assert!(program.memory() > alone.memory() && alone.memory() > Some(0));
}

#[test]
fn what_cannot_be_started_is_refused_with_a_reason() {
    let refusal = |words: &[&str]| match Program::start(&Command::new(words).expect("it has a program")) {
        Ok(_) => panic!("{words:?} started"),
        Err(error) => error.to_string(),
    };
    assert!(refusal(&["no-such-program"]).contains("there is no such program"));
    assert!(refusal(&["/etc/passwd"]).contains("it cannot be executed"));
    let variable = Command::new(["true"]).expect("it has a program").env("A", "b\0c");
    assert!(Program::start(&variable).is_err());
}
