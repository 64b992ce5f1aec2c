//! Every command in a console block of the documents prints what is shown there: one test for each, but for those that talk to
//! a server, which are made together. Where the wire that a command needs cannot be laid, its test is ignored.

use crate::blocks::{Block, blocks, documents, root, text};
use crate::ignorable::{ignore, test};
use crate::server::Started;
use crate::support::program;
use crate::times::difference;
use libtest_mimic::Trial;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{PoisonError, RwLock};

/// How often a command is run whose output differs.
const RUNS: usize = 4;

/// The address that the walkthroughs show.
const SHOWN: &str = "127.0.0.1:8080";

/// A command with the output that a document shows, and where.
struct Shown {
    document: PathBuf,
    line: usize,
    command: String,
    output: String,
}

/// A test for each command of each document, those that wait longest first.
pub(crate) fn tests() -> Vec<Trial> {
    let mut tests = Vec::new();
    for document in documents().rev() {
        let (with_server, alone): (Vec<Shown>, Vec<Shown>) = commands(&document).into_iter().partition(needs_a_server);
        for shown in alone {
            tests.push(test(name(&shown), move || prints_what_is_shown(&shown, "")));
        }
        if let Some(first) = with_server.first() {
            tests.push(test(name(first), move || converse(with_server)));
        }
    }
    tests
}

/// The commands of a document; its plain program is run on every system, by a test of its own.
fn commands(document: &Path) -> Vec<Shown> {
    let mut all = Vec::new();
    for block in blocks(&text(document)) {
        let Block::Console { line, commands } = block else { continue };
        let shown = |(command, output)| Shown { document: document.to_owned(), line, command, output };
        all.extend(commands.into_iter().map(shown));
    }
    let may_have_none = !document.ends_with("README.md");
    assert!(may_have_none || !all.is_empty(), "{} shows no console block", document.display());
    all.retain(|shown| !shown.command.contains("--example"));
    all
}

fn needs_a_server(shown: &Shown) -> bool {
    [" serve", " ask "].iter().any(|word| shown.command.contains(word)) && !shown.command.contains("--wire")
}

fn name(shown: &Shown) -> String {
    let root = root();
    let document = shown.document.strip_prefix(&root).unwrap_or(&shown.document);
    format!("console::{}:{}: {:.40}", document.display(), shown.line, shown.command)
}

/// The first command starts the server that the others ask, on a port of the system's choice.
fn converse(commands: Vec<Shown>) {
    let serve = &commands[0];
    let mut server = Command::new("sh");
    server.args(["-c", &format!("exec {} --listen 127.0.0.1:0", built(&serve.command))]).env_remove("NO_COLOR");
    let mut server = Started::new(server.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()));
    let mut said = server.lines();
    let lines: String = serve.output.lines().map(|_| said.wait_for("what the server says", |_| true) + "\n").collect();
    let address = lines.split([' ', ';']).find(|word| word.contains(':')).expect("a server says where it listens");
    let difference = difference(&serve.document, serve.line, &lines.replace(address, SHOWN), &serve.output);
    assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    for shown in &commands[1..] {
        prints_what_is_shown(shown, &format!(" --connect {address}"));
    }
}

/// Holds what the command prints, with `more` behind it, against the document. A machine that is busy between two calls is no
/// machine of the walkthrough, the picture then has a row more: what differs is run again while no other command is.
fn prints_what_is_shown(shown: &Shown, more: &str) {
    static ALONE: RwLock<()> = RwLock::new(());
    if !cfg!(target_os = "linux") {
        ignore("the transcripts were taken on Linux, and other kernels tell less");
    }
    let compared = || {
        let printed = without_tries(&printed(&format!("{}{more}", built(&shown.command))));
        difference(&shown.document, shown.line, &printed, &shown.output)
    };
    let beside = ALONE.read().unwrap_or_else(PoisonError::into_inner);
    let mut difference = compared();
    drop(beside);
    if difference.is_some() {
        let _alone = ALONE.write().unwrap_or_else(PoisonError::into_inner);
        for _ in 1..RUNS {
            difference = difference.and_then(|_| compared());
        }
    }
    assert!(difference.is_none(), "{}", difference.unwrap_or_default());
}

/// What a line of shell prints; with `2>&1` at its end, what it prints on stderr stands behind that. Only such a line may fail,
/// and `decode`, where it finds a violation.
fn printed(line: &str) -> String {
    let (line, both) = line.strip_suffix(" 2>&1").map_or((line, false), |line| (line, true));
    let mut shell = Command::new("sh");
    let ran = shell.args(["-c", line]).env_remove("NO_COLOR").stdin(Stdio::null()).output();
    let Output { status, stdout, stderr } = ran.expect("there is a shell");
    let [shown, told] = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    if status.code() == Some(2) && told.contains("no wire here") {
        ignore(told.trim_end());
    }
    let found_a_violation = line.contains(" decode ") && status.code() == Some(1);
    assert!(status.success() || found_a_violation || both, "'{line}' failed: {told}");
    if both { shown + &told } else { shown }
}

/// The command with the programs that are built already in the places of `cargo run -q [--bin NAME] [--]`. The tool `sticky` is
/// no part of what a lesson needs: cargo builds it.
fn built(command: &str) -> String {
    let mut parts = command.split("cargo run -q ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |line, part| {
        let (how, args) = part.split_once("-- ").unwrap_or((part, ""));
        match how.split_whitespace().collect::<Vec<_>>()[..] {
            [] => format!("{line}'{}' {args}", program("tour").display()),
            ["--bin", name] => format!("{line}'{}' {args}", program(name).display()),
            ["-p", name] => format!("{line}'{}' run -q -p {name} -- {args}", env!("CARGO")),
            _ => panic!("a console block runs 'cargo run -q …', not '{command}'"),
        }
    })
}

/// `printed` without what it says of tries on a busy machine: a walkthrough shows a machine that is not.
fn without_tries(printed: &str) -> String {
    let lines = printed.lines().filter(|line| !(line.starts_with("  This took ") && line.contains("attempts")));
    lines.map(|line| format!("{line}\n")).collect()
}
