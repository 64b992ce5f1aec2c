//! `sticky page`: makes a page that plays a recorded trace, the JSON lines of a lesson or of several.

use crate::streams::{self, cannot_read, say};
use clap::{ArgMatches, Command};
use command_line::{Failure, Stop, print_to};
use serde_json::Value;
use std::io::Read;

/// The most that a trace may have, in bytes: a browser has to hold it several times.
const LARGEST: usize = 64 << 20;

/// The version of the lines that the page reads.
const VERSION: u64 = 1;

pub(crate) fn command() -> Command {
    Command::new("page")
        .about("Make a page that plays a recorded run")
        .arg(streams::file().help("The trace [default: standard input]"))
        .after_help(NOTES)
}

const NOTES: &str = r"
A trace is what a lesson prints with --format json. The page is one HTML file: it
needs no network and no server. To make one at once, run a lesson with --html.

Example:
  cargo run -- 1 --format json > trace.jsonl
  sticky page trace.jsonl > page.html";

pub(crate) fn run(matches: &ArgMatches) -> Result<u8, Stop> {
    let mut bytes = Vec::new();
    let most = LARGEST as u64 + 1;
    streams::open(matches)?.take(most).read_to_end(&mut bytes).map_err(|error| cannot_read(&error))?;
    if bytes.len() > LARGEST {
        let hint = "record a single lesson, or fewer messages";
        return Err(Failure::cannot(format!("the trace has more than {} MiB", LARGEST >> 20), hint).into());
    }
    let trace = String::from_utf8(bytes)
        .map_err(|error| wrong(line_at(error.as_bytes(), error.utf8_error().valid_up_to()), "is not UTF-8"))?;
    let whole = check(&trace)?;
    if !whole {
        say("warning: ", "the trace is cut off: its last line is not the event 'end'. The page shows what is there.");
    }
    print_to(&mut std::io::stdout(), page::html(&trace))?;
    Ok(0)
}

/// The number of the line in which a byte lies, from 1.
fn line_at(bytes: &[u8], offset: usize) -> usize {
    bytes[..offset].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// Whether the trace has its last line.
///
/// # Errors
/// If a line is no event, or if the trace has no run of this version.
fn check(trace: &str) -> Result<bool, Failure> {
    let (mut runs, mut ended) = (0, false);
    for (line, number) in trace.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        let event: Value =
            serde_json::from_str(line).map_err(|error| wrong(number, &format!("is not JSON: {error}")))?;
        match event["event"].as_str() {
            Some("run") if event["version"].as_u64() == Some(VERSION) && event["t_us"].is_u64() => runs += 1,
            Some("run") if event["version"].as_u64() != Some(VERSION) => {
                let version =
                    event["version"].as_u64().map_or("no version".to_owned(), |version| format!("version {version}"));
                return Err(wrong(number, &format!("begins a run of {version}; this tool reads version {VERSION}")));
            }
            Some(_) if runs == 0 => {
                return Err(wrong(number, "comes before the event 'run', with which a trace begins"));
            }
            Some(_) if event["t_us"].is_u64() && has_a_stream(&event) => {}
            _ => {
                return Err(wrong(
                    number,
                    "is no event: it needs 't_us' and 'event', and a stream is 'forward' or 'back'",
                ));
            }
        }
        ended = event["event"] == "end";
    }
    if runs == 0 {
        return Err(Failure::cannot("the trace is empty", HINT));
    }
    Ok(ended)
}

/// Whether an event names a stream of a connection, or none.
fn has_a_stream(event: &Value) -> bool {
    event.get("stream").is_none_or(|stream| ["forward", "back"].iter().any(|known| stream == known))
}

const HINT: &str = "record one with: cargo run -- 1 --format json > trace.jsonl";

fn wrong(line: usize, what: &str) -> Failure {
    Failure::cannot(format!("line {line} of the trace {what}"), HINT)
}
