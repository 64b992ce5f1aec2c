//! Every console block of the walkthrough prints what is shown there.

use crate::blocks::{Block, blocks, root, text};
use crate::programs::{deadline, run, start};
use crate::times::difference;
use program::State;
use std::net::TcpListener;

/// The ports that the walkthrough shows.
const SHOWN: [&str; 2] = ["7000", "7001"];

/// Commands of the walkthrough that make the programs, and that make them commands: [`start`] has done so.
const SET_UP: [&str; 2] = [
    "cargo build -q -p sticky -p your-own-program --bins --examples",
    "PATH=$PWD/target/debug:$PWD/target/debug/examples:$PATH",
];

pub(crate) fn every_console_block_prints_what_is_shown() {
    let document = root().join("lessons/09-your-own-program/README.md");
    let mut compared = 0;
    for block in blocks(&text(&document)) {
        let Block::Console { line, commands } = block else { continue };
        for (printed, shown) in session(commands) {
            let difference = difference(&document, line, &printed, &shown);
            assert!(difference.is_none(), "{}", difference.unwrap_or_default());
            compared += shown.lines().count();
        }
    }
    assert!(compared > 20, "only {compared} lines were compared");
}

/// What each command of a block prints, and what is shown. Those that end in `&` go on to its end.
fn session(commands: Vec<(String, String)>) -> Vec<(String, String)> {
    let ours = free_ports();
    let replaced = |text: &str, from: [&str; 2], to: [&str; 2]| text.replace(from[0], to[0]).replace(from[1], to[1]);
    let to_ours = |text: &str| replaced(text, SHOWN, [&ours[0], &ours[1]]);
    let to_shown = |text: &str| replaced(text, [&ours[0], &ours[1]], SHOWN);
    let (mut beside, mut compared) = (Vec::new(), Vec::new());
    for (command, output) in commands {
        if SET_UP.contains(&command.as_str()) {
            continue;
        }
        let line = to_ours(&command);
        if let Some(line) = line.strip_suffix(" &") {
            let program = start(line);
            let said = output.lines().map(|_| program.read_line(deadline()).expect("it says something"));
            let said: Vec<u8> = said.flat_map(|line| [line.unwrap_or_default(), b"\n".to_vec()].concat()).collect();
            compared.push((to_shown(&String::from_utf8_lossy(&said)), output));
            beside.push(program);
        } else {
            let (state, stdout, stderr) = run(&line);
            assert_eq!((state, stderr.as_str()), (State::Exited(status(&output)), ""), "{line}: {stdout}");
            compared.push((to_shown(&stdout), output));
        }
    }
    compared
}

/// The exit status that goes with what is shown of a command.
fn status(shown: &str) -> i32 {
    match shown {
        _ if shown.contains("error: no cut") => 2,
        _ if shown.contains("The smallest cut") || shown.contains("Cuts that break it") => 1,
        _ => 0,
    }
}

/// Two ports that nobody listens on.
fn free_ports() -> [String; 2] {
    let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
    listeners.map(|listener| listener.local_addr().expect("it is bound").port().to_string())
}
