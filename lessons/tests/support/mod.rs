//! What the tests of the programs share: where a program is, and one run of it. It refuses to wait for ever.

#![allow(dead_code, reason = "each test binary uses a part")]

use snapbox::cmd::Command;
use std::process::Output;
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
