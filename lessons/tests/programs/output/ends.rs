//! A reader that goes away: a lesson ends, and quietly.

use crate::support::{lessons, program};
use std::io::{BufRead, BufReader};
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
