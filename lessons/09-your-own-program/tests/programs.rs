//! The programs of this walkthrough, the tool, and what a search with it finds.

use crate::ignorable::ignore;
use program::{Command, Program, State};
use serde_json::Value;
use std::path::Path;
use std::process;
use std::sync::Once;
use std::time::{Duration, Instant};

/// Far more than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(600);

/// When to stop waiting for something that begins now.
pub(crate) fn deadline() -> Instant {
    Instant::now() + PATIENCE
}

/// Starts a line of shell in which all programs are commands. They are built first: no test of this package builds another's.
pub(crate) fn start(line: &str) -> Program {
    if !cfg!(target_os = "linux") {
        ignore("only Linux tells what a program has read");
    }
    static BUILT: Once = Once::new();
    let folder = Path::new(env!("CARGO_BIN_EXE_client")).with_file_name("");
    BUILT.call_once(|| {
        build(&folder, "-p sticky -p your-own-program --bins --examples");
        build(&folder, "-p lessons --bin 03-ack-handshake --bin 04-struct-header");
    });
    let path = std::env::var("PATH").unwrap_or_default();
    let shell = Command::new(["sh", "-c", line]).expect("a shell and a line");
    let shell = shell.env("PATH", format!("{0}:{0}/examples:{path}", folder.display()));
    Program::start(&shell.env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8")).expect("there is a shell")
}

fn build(folder: &Path, what: &str) {
    let mut cargo = process::Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--target-dir"]).arg(folder.join("..")).args(what.split(' '));
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    assert!(cargo.status().expect("cargo runs").success(), "{what} cannot be built");
}

/// Runs a line of shell to its end: how it ended, and what it printed on its output, and on its standard error.
pub(crate) fn run(line: &str) -> (State, String, String) {
    let program = start(line);
    let state = program.wait(deadline()).expect("it is a child of this process");
    assert!(program.wait_for_output(deadline()), "{line} does not end");
    let output = program.output();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    (state, stdout, stderr)
}

/// What a search has found.
#[derive(Debug, PartialEq)]
pub(crate) enum Found {
    /// The smallest cut: its direction and its offsets.
    Cut(String, Vec<u64>),
    /// Nothing breaks the program.
    Nothing,
    /// It cannot be judged, for this reason.
    Unfit(String),
}

/// The smallest cut at one offset.
pub(crate) fn cut(direction: &str, at: &[u64]) -> Found {
    Found::Cut(direction.to_owned(), at.to_vec())
}

/// Searches with these options and programs.
pub(crate) fn search(args: &str) -> Found {
    let line = format!("sticky cut --search --format json {args}");
    let (state, stdout, stderr) = run(&line);
    let events: Vec<Value> = stdout.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let found = events.iter().find(|event| event["event"] == "found");
    match (state, found) {
        (State::Exited(0), None) => Found::Nothing,
        (State::Exited(1), Some(found)) => {
            assert_eq!(found["proven"], true, "{line}: {found}");
            let offsets = found["offsets"].as_array().expect("a cut").iter().filter_map(Value::as_u64).collect();
            Found::Cut(found["direction"].as_str().expect("a cut").to_owned(), offsets)
        }
        (State::Exited(2), None) => {
            // What follows names a port, which is another each time.
            let why = stderr.strip_prefix("error: ").and_then(|error| error.split([':', ',']).next());
            Found::Unfit(why.unwrap_or_else(|| panic!("{line}: {stderr}")).to_owned())
        }
        _ => panic!("{line}: {state}: {stderr}{events:?}"),
    }
}

/// Searches twice, with the same seed; the result is the same.
pub(crate) fn search_twice(args: &str) -> Found {
    let found = search(args);
    assert_eq!(search(args), found, "{args}: the second search");
    found
}
