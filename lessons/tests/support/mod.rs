//! What the tests of the programs share: where a program is, and one run of it. It refuses to wait for ever.

#![allow(dead_code, reason = "each test binary uses a part")]

use snapbox::cmd::Command;
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Output;
use std::sync::OnceLock;
use std::time::Duration;

/// Every lesson's name, in order.
pub(crate) const LESSONS: [&str; 9] = [
    "00-stream-not-messages",
    "01-sender-nagle",
    "02-receiver-short-reads",
    "03-ack-handshake",
    "04-struct-header",
    "05-header-in-two-writes",
    "06-many-framings",
    "07-hostile-peer",
    "08-every-cut",
];

/// Where a lesson's program, or the tour's, was built.
pub(crate) fn program(name: &str) -> &'static str {
    match name {
        "00-stream-not-messages" => env!("CARGO_BIN_EXE_00-stream-not-messages"),
        "01-sender-nagle" => env!("CARGO_BIN_EXE_01-sender-nagle"),
        "02-receiver-short-reads" => env!("CARGO_BIN_EXE_02-receiver-short-reads"),
        "03-ack-handshake" => env!("CARGO_BIN_EXE_03-ack-handshake"),
        "04-struct-header" => env!("CARGO_BIN_EXE_04-struct-header"),
        "05-header-in-two-writes" => env!("CARGO_BIN_EXE_05-header-in-two-writes"),
        "06-many-framings" => env!("CARGO_BIN_EXE_06-many-framings"),
        "07-hostile-peer" => env!("CARGO_BIN_EXE_07-hostile-peer"),
        "08-every-cut" => env!("CARGO_BIN_EXE_08-every-cut"),
        "tour" => env!("CARGO_BIN_EXE_tour"),
        other => panic!("there is no program {other}"),
    }
}

/// Where a lesson's plain program was built. `cargo test --test NAME` builds no example, so it is built here if need be.
pub(crate) fn plain_program(name: &str) -> &'static PathBuf {
    static BUILT: OnceLock<HashMap<String, PathBuf>> = OnceLock::new();
    let built = BUILT.get_or_init(build_plain_programs);
    built.get(name).unwrap_or_else(|| panic!("there is no plain program {name}"))
}

fn build_plain_programs() -> HashMap<String, PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = ["build", "--quiet", "--package", "lessons", "--examples", "--message-format", "json"];
    let output = std::process::Command::new(cargo).args(build).output().expect("cargo runs");
    assert!(output.status.success(), "the plain programs: {}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).expect("cargo's JSON is UTF-8");
    let of = |message: &str| -> Option<(String, PathBuf)> {
        let message: serde_json::Value = serde_json::from_str(message).expect("cargo prints JSON");
        let target = &message["target"];
        let is_example = target["kind"][0] == "example";
        is_example.then(|| Some((target["name"].as_str()?.to_owned(), message["executable"].as_str()?.into())))?
    };
    messages.lines().filter_map(of).collect()
}

/// A program with its arguments, to be given more before it runs. Colours are as on a plain terminal's pipe.
pub(crate) fn command(name: &str, args: &[&str]) -> Command {
    let command = Command::new(program(name)).args(args).timeout(Duration::from_secs(60));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env("TERM", "xterm-256color")
}

/// Runs a program to its end.
pub(crate) fn run(name: &str, args: &[&str]) -> Output {
    command(name, args).output().unwrap_or_else(|error| panic!("{name} {args:?}: {error}"))
}

/// What a program that ends well prints.
pub(crate) fn printed(name: &str, args: &[&str]) -> String {
    let output = run(name, args);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {args:?}: {}: {stderr}", output.status);
    String::from_utf8(output.stdout).expect("what a lesson prints is UTF-8")
}
