//! The tool as its users see it: a stream on standard input, lines on standard output, an exit status. Expected frames are written
//! by hand, not by our encoders.

mod cuts;
mod endings;
mod framings;
mod mistakes;
mod page;
mod pipes;
mod text;

use serde_json::Value;
use std::io::Write;
use std::process::{Child, Command, Output, Stdio};

/// The program with its arguments, split at blanks, and pipes for all that it reads and writes.
fn sticky(args: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sticky"));
    command.args(args.split(' ')).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A process that is ended where the test ends, however that is.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill(); // it may have ended by itself
        let _ = self.0.wait();
    }
}

/// What the tool does with `input`.
fn run(args: &str, input: &[u8]) -> Output {
    given(sticky(args), input)
}

fn given(mut sticky: Command, input: &[u8]) -> Output {
    let mut child = sticky.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_vec();
    // It may end before it has read everything: after a violation it needs no more.
    let writing = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    writing.join().expect("nothing panics there");
    output
}

fn stdout(output: Output) -> String {
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A frame as [`decoded`] reports it.
fn frame(offset: usize, payload: &[u8]) -> String {
    format!("{offset} \"{}\"", payload.escape_ascii())
}

/// What `decode` with these options reports of `stream`, and its exit status: `0 "a", 5 oversize; 1`. Every line of JSON has
/// just the fields of its event.
fn decoded(options: &str, stream: &[u8]) -> String {
    let output = run(&format!("decode --format json --framing {options}"), stream);
    assert_eq!(stderr(&output), "", "{options}");
    let status = output.status.code().expect("it ends by itself");
    format!("{}; {status}", stdout(output).lines().map(event).collect::<Vec<_>>().join(", "))
}

/// Decodes each stream with its options, and compares.
fn each_is_decoded(expected: &[(&str, &[u8], &str)]) {
    for (options, stream, expected) in expected {
        assert_eq!(decoded(options, stream), *expected, "{options}");
    }
}

fn event(line: &str) -> String {
    let value: Value = serde_json::from_str(line).expect(line);
    let names: Vec<&str> = value.as_object().expect(line).keys().map(String::as_str).collect();
    let (offset, text) = (value["offset"].as_u64().expect(line), |name: &str| value[name].as_str().expect(line));
    if text("event") == "frame" {
        assert_eq!(names, ["event", "offset", "payload"]);
        return frame(offset as usize, &bytes(text("payload")));
    }
    let (kind, numbers) = (text("kind"), |names: [&str; 2]| names.map(|name| value[name].as_u64()));
    let fields: &[&str] = match kind {
        "oversize" => &["announced", "event", "kind", "limit", "offset", "text"], // serde_json sorts them
        "truncated" if value["bytes"].is_null() => &["event", "got", "kind", "needed", "offset", "text"],
        "truncated" => {
            assert_eq!(value["got"], bytes(text("bytes")).len(), "{line}");
            &["bytes", "event", "got", "kind", "needed", "offset", "text"]
        }
        _ => &["event", "kind", "offset", "text"],
    };
    assert_eq!((text("event"), names.as_slice()), ("error", fields), "{line}");
    // The words have the same numbers.
    for number in numbers(["announced", "limit"]).into_iter().chain(numbers(["got", "needed"])).flatten() {
        assert!(text("text").contains(&number.to_string()), "{line}");
    }
    format!("{offset} {kind}")
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect(hex)).collect()
}
