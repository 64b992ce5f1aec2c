//! `sticky`: a tool for streams and programs of your own. Each subcommand is a module.

mod any_framing;
mod chunks;
mod cut;
mod decode;
mod encode;
mod framing_options;
mod judge;
mod page;
mod report;
mod streams;

use clap::Command;
use std::process::ExitCode;

const NOTES: &str = r"Examples:
  sticky decode --framing line lines.txt
  printf '5:hello,' | sticky decode --framing netstring
  sticky cut --search --to localhost:8000 -- python3 client.py {addr}
  sticky judge --framing length -- python3 server.py
  sticky page trace.jsonl > page.html

Exit status: 0 if all went well; 1 if a frame was bad, a line could not be
encoded, a cut broke a program or a check failed; 2 if the command line is wrong
or something is missing.";

fn main() -> ExitCode {
    let command = Command::new("sticky")
        .bin_name("sticky")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Streams and programs of your own: decode, cut, judge, play")
        .after_help(NOTES)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([decode::command(), encode::command(), cut::command(), judge::command(), page::command()]);
    command_line::run(command, std::env::args_os().skip(1), |matches| match matches.subcommand() {
        Some(("decode", matches)) => any_framing::framing(matches)?.decode(matches),
        Some(("encode", matches)) => encode::run(matches),
        Some(("cut", matches)) => cut::run(matches),
        Some(("judge", matches)) => judge::run(matches),
        Some(("page", matches)) => page::run(matches),
        _ => Ok(0), // clap requires one of them
    })
}
