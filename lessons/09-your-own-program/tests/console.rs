//! Every console block of the walkthrough prints what is shown there.

use crate::blocks::{Block, blocks, root, text};
use crate::programs::{deadline, run, start};
use crate::times::difference;
use program::State;
use std::net::TcpListener;

/// The ports that the walkthrough shows.
const SHOWN: [&str; 2] = ["127.0.0.1:7000", "127.0.0.1:7001"];

/// Commands of the walkthrough that make the programs, and that make them commands: [`start`] has done so.
const SET_UP: [&str; 2] = ["cargo build -q -p sticky -p your-own-program", "PATH=$PWD/target/debug:$PATH"];

/// How the walkthrough runs the plain program, like those of the other lessons; here it is built.
const EXAMPLE: &str = "cargo run -q -p your-own-program --example 09-your-own-program -- ";

pub(crate) fn every_console_block_prints_what_is_shown() {
    let document = root().join("lessons/09-your-own-program/README.md");
    let mut compared = 0;
    for block in blocks(&text(&document)) {
        let Block::Console { line, commands } = block else { continue };
        let (printed, shown) = session(commands);
        let difference = difference(&document, line, &printed, &shown);
        assert!(difference.is_none(), "{}", difference.unwrap_or_default());
        compared += shown.lines().count();
    }
    assert!(compared > 20, "only {compared} lines were compared");
}

/// What the commands of a block print, one after the other, and what is shown. Those that end in `&` go on to its end.
fn session(commands: Vec<(String, String)>) -> (String, String) {
    let ports = SHOWN.map(|shown| (shown, free_address()));
    let to_ours = |text: &str| ports.iter().fold(text.to_owned(), |text, (shown, ours)| text.replace(shown, ours));
    let to_shown = |text: &str| ports.iter().fold(text.to_owned(), |text, (shown, ours)| text.replace(ours, shown));
    let (mut beside, mut printed, mut shown) = (Vec::new(), String::new(), String::new());
    for (command, output) in commands {
        if SET_UP.contains(&command.as_str()) {
            continue;
        }
        let line = to_ours(&command.replace(EXAMPLE, "09-your-own-program "));
        if let Some(line) = line.strip_suffix(" &") {
            let program = start(line);
            for _ in output.lines() {
                let said = program.read_line(deadline()).expect("it says something").unwrap_or_default();
                printed += &to_shown(&format!("{}\n", String::from_utf8_lossy(&said)));
            }
            beside.push(program);
        } else {
            let (state, stdout, stderr) = run(&line);
            assert_eq!((state, stderr.as_str()), (State::Exited(0), ""), "{line}: {stdout}");
            printed += &to_shown(&stdout);
        }
        shown += &output;
    }
    (printed, shown)
}

/// An address that nobody listens on.
fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it is bound").to_string()
}
