//! Runs the commands of a walkthrough: `cargo run` becomes the program that is built already, `serve` stays running until
//! the document ends, on a port of the system's choice that `ask` then finds. A pipeline is the shell's. Only the tool
//! `sticky` is no part of what a lesson needs: cargo builds it when the first command names it.

use crate::support::plain_program;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

/// The address that the walkthroughs show.
const SHOWN: &str = "127.0.0.1:8080";

/// A reader's terminals, one of them with a server.
#[derive(Default)]
pub(crate) struct Terminal {
    server: Option<(Child, String)>,
}

impl Terminal {
    /// Runs a command; gives what it prints. Of a server, whose output does not end, it gives `lines` lines. `None`, told on
    /// stderr, where it needs a wire and there is none here.
    #[expect(clippy::print_stderr, reason = "a test says what it skips")]
    pub(crate) fn run(&mut self, command: &str, lines: usize) -> Option<String> {
        let (command, both) = match command.strip_suffix(" 2>&1") {
            Some(command) => (command, true),
            None => (command, false),
        };
        let words = words(command);
        let mut program = if command.contains(" | ") { pipeline(command) } else { program(&words) };
        if words.iter().any(|word| word == "serve") {
            return Some(self.serve(&mut program, lines));
        }
        if let Some((_, address)) = &self.server {
            if words.iter().any(|word| word == "ask") && !words.iter().any(|word| word == "--wire") {
                program.args(["--connect", address]);
            }
        }
        let Output { status, stdout, stderr } = program.stdin(Stdio::null()).output().unwrap();
        let told = String::from_utf8_lossy(&stderr);
        if words.iter().any(|word| word == "--wire") && status.code() == Some(2) && told.contains("no wire here") {
            eprintln!("skipped: '{command}': {}", told.trim_end());
            return None;
        }
        let found_a_violation = words.iter().any(|word| word == "decode") && status.code() == Some(1);
        assert!(status.success() || both || found_a_violation, "'{command}' failed: {told}");
        let mut shown = String::from_utf8_lossy(&stdout).into_owned();
        if both {
            shown += &told;
        }
        Some(shown)
    }

    fn serve(&mut self, program: &mut Command, lines: usize) -> String {
        program.args(["--listen", "127.0.0.1:0"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = program.spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let shown: Vec<String> = stdout.lines().take(lines.max(1)).map(Result::unwrap).collect();
        let first = shown.first().expect("a server says where it listens");
        let address = first.split([' ', ';']).find(|word| word.contains(':')).expect("an address").to_owned();
        let shown: String = shown.iter().map(|line| format!("{}\n", line.replace(&address, SHOWN))).collect();
        self.end_server();
        self.server = Some((child, address));
        shown
    }

    fn end_server(&mut self) {
        if let Some((mut child, _)) = self.server.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.end_server();
    }
}

/// A pipeline, with the programs that are built already in the places of `cargo run -q --bin NAME --`.
fn pipeline(command: &str) -> Command {
    let (first, rest) = command.split_once(RUN).unwrap_or((command, ""));
    let built = rest.split(RUN).map(|part| match part.split_once(" -- ") {
        Some((name, args)) => format!("{} {args}", crate::support::program(name).display()),
        None => part.to_owned(),
    });
    let mut shell = Command::new("sh");
    shell.args(["-c", &(first.to_owned() + &built.collect::<String>())]);
    shell
}

/// How a console block runs a lesson.
const RUN: &str = "cargo run -q --bin ";

/// The program that `cargo run -q [--bin NAME | --example NAME] [-- ARGS]` runs, with its arguments; of another package, `cargo run` itself.
fn program(words: &[String]) -> Command {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (path, rest) = match words.as_slice() {
        ["cargo", "run", "-q", "-p", ..] => (env!("CARGO").into(), &words[1..]),
        ["cargo", "run", "-q", "--bin", name, rest @ ..] => (crate::support::program(name), rest),
        ["cargo", "run", "-q", "--example", name, rest @ ..] => (plain_program(name), rest),
        ["cargo", "run", "-q", rest @ ..] => (crate::support::program("tour"), rest),
        _ => panic!("a console block runs 'cargo run -q …', not {words:?}"),
    };
    let mut command = Command::new(path);
    command.args(rest.strip_prefix(&["--"]).unwrap_or(rest)).env_remove("NO_COLOR");
    command
}

/// Splits at blanks, but not inside double quotes.
fn words(command: &str) -> Vec<String> {
    let outside_and_inside = command.split('"').enumerate();
    let split = |(n, part): (usize, &str)| match n % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        _ => vec![part.to_owned()],
    };
    outside_and_inside.flat_map(split).collect()
}
