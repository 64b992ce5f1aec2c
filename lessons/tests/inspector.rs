//! The frame inspector as its users meet it: streams on standard input, lines on standard output, an exit status. Expected
//! frames are written by hand; the kit's encoders have no part in them.

mod support;

#[path = "inspector/cuts.rs"]
mod cuts;
#[path = "inspector/endings.rs"]
mod endings;
#[path = "inspector/flags.rs"]
mod flags;
#[path = "inspector/growth.rs"]
mod growth;
#[path = "inspector/notes.rs"]
mod notes;
#[path = "inspector/text.rs"]
mod text;

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use support::program;

/// What the inspector does with `input`. Flags are split at blanks.
fn run(flags: &str, input: &[u8]) -> Output {
    run_with(&flags.split(' ').collect::<Vec<_>>(), input)
}

fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(program("06-many-framings"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_vec();
    // It may end before it has read all: after a violation nothing more is of use.
    let writing = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    writing.join().expect("nothing panics there");
    output
}

/// What a line of JSON tells.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    Frame(u64, Vec<u8>),
    Error(u64, String),
}

fn frame(offset: u64, payload: &[u8]) -> Told {
    Told::Frame(offset, payload.to_vec())
}

fn error(offset: u64, kind: &str) -> Told {
    Told::Error(offset, kind.to_owned())
}

/// What `decode` with these flags tells of `stream`, and its exit status. Every line has just the fields of its event.
fn decoded(flags: &str, stream: &[u8]) -> (Vec<Told>, Option<i32>) {
    let output = run(&format!("decode --format json {flags}"), stream);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{flags}");
    let lines = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    (lines.lines().map(told).collect(), output.status.code())
}

fn told(line: &str) -> Told {
    let value: Value = serde_json::from_str(line).expect(line);
    let names: Vec<&str> = value.as_object().expect(line).keys().map(String::as_str).collect();
    let (offset, text) = (value["offset"].as_u64().expect(line), |name: &str| value[name].as_str().expect(line));
    match text("event") {
        "frame" => {
            assert_eq!(names, ["event", "offset", "payload"]);
            Told::Frame(offset, bytes(text("payload")))
        }
        "error" => {
            assert_eq!(names, ["event", "kind", "offset", "text"]); // serde_json sorts them
            assert!(!text("text").is_empty());
            error(offset, text("kind"))
        }
        other => panic!("{other}"),
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect(hex)).collect()
}
