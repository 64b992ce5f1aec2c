//! The article's four Python programs, unchanged, against ours: both directions, both protocols. They are no part of
//! this project: `ARTICLE_DIR` says where they are, and without them the tests are ignored.

use crate::ignorable::ignore;
use crate::server::{Server, Started, numbers};
use snapbox::cmd::Command;
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};

const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// A protocol: our lesson, and the article's programs.
struct Protocol {
    lesson: &'static str,
    client: &'static str,
    server: &'static str,
}

const HANDSHAKE: Protocol = Protocol {
    lesson: "03-ack-handshake",
    client: "subprocess_client_development.py",
    server: "subprocess_server_development.py",
};

const STRUCT: Protocol = Protocol {
    lesson: "04-struct-header",
    client: "subprocess_struct_client.py",
    server: "subprocess_struct_server.py",
};

/// Where the article's programs are, which need python3.
fn article() -> PathBuf {
    let Some(dir) = std::env::var_os("ARTICLE_DIR").filter(|dir| !dir.is_empty()) else {
        ignore("ARTICLE_DIR does not say where the article's programs are");
    };
    if Command::new("python3").arg("--version").output().is_err() {
        ignore("python3 is not on this machine");
    }
    // A path that is not absolute begins at the repository's root, where the tests are started from.
    let dir = Path::new(HERE).join("..").join(dir);
    assert!(dir.join(STRUCT.client).is_file(), "ARTICLE_DIR names {}: {} is not there", dir.display(), STRUCT.client);
    dir
}

fn redirect() -> PathBuf {
    Path::new(HERE).join("tests/witnesses/redirect.py")
}

fn port(address: &str) -> &str {
    address.rsplit(':').next().expect("rsplit gives one part at least")
}

/// What the article's client prints for each of `commands`, asked on one connection.
fn their_client(dir: &Path, protocol: &Protocol, address: &str, commands: &[&str]) -> Vec<String> {
    let mut input = commands.join("\n");
    input.push_str("\nexit\n");
    let client = Command::new("python3").arg(redirect()).arg(dir.join(protocol.client));
    let client = client.env("REDIRECT_PORT", port(address)).env("PYTHONUNBUFFERED", "1");
    let output = client.stdin(input).timeout(crate::server::PATIENCE).output().expect("it runs and ends");
    let text = crate::server::printed(&output);
    let answers: Vec<_> = text.split('\0').skip(1).map(str::to_owned).collect();
    let (exit, answers) = answers.split_last().expect("it asked for a command");
    assert_eq!((exit.as_str(), answers.len()), ("", commands.len()), "{text:?}");
    // Its print adds one line end to whatever came.
    answers.iter().map(|answer| answer.strip_suffix('\n').expect("printed").to_owned()).collect()
}

/// The article's server; it is ended with the first part, the second is its address.
fn their_server(dir: &Path, protocol: &Protocol) -> (Started, String) {
    let mut command = process::Command::new("python3");
    command.arg(redirect()).arg(dir.join(protocol.server)).env("PYTHONUNBUFFERED", "1");
    // A client that resets the connection ends it, with a traceback.
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = Started::new(&mut command);
    let mut lines = server.lines();
    let ready = lines.wait_for("the article's server", |line| line.starts_with("ready "));
    (server, format!("127.0.0.1:{}", ready.trim_start_matches("ready ")))
}

/// What our client prints for `commands`, asked on one connection.
fn our_client(protocol: &Protocol, address: &str, commands: &[&str]) -> String {
    let client = crate::support::command(protocol.lesson, &["ask", "--connect", address]);
    crate::server::printed(&client.stdin(commands.join("\n")).output().expect("it runs and ends"))
}

/// After an empty output it sends `OK` and its next command with nothing between: a server that reads more than two bytes for
/// the `OK` hangs.
pub(crate) fn their_handshake_client_gets_every_answer_of_our_server() {
    let dir = article();
    let server = Server::of(HANDSHAKE.lesson);
    let answers = their_client(&dir, &HANDSHAKE, &server.address, &["echo hi", "seq 1 1000", "true"]);
    assert_eq!(answers, ["hi\n", &numbers(1000), ""]);
    let answers = their_client(&dir, &HANDSHAKE, &server.address, &["true", "echo hi", "true", "true", "seq 1 3"]);
    assert_eq!(answers, ["", "hi\n", "", "", "1\n2\n3\n"]);
}

pub(crate) fn their_struct_client_gets_short_and_empty_answers_of_ours() {
    let dir = article();
    let server = Server::of(STRUCT.lesson);
    assert_eq!(their_client(&dir, &STRUCT, &server.address, &["echo hi", "true"]), ["hi\n", ""]);
    assert_eq!(their_client(&dir, &STRUCT, &server.address, &["true", "echo hi"]), ["", "hi\n"]);
}

pub(crate) fn their_struct_client_counts_wrongly_whichever_server_sent() {
    let dir = article();
    let (ours, theirs) = (Server::of(STRUCT.lesson), their_server(&dir, &STRUCT));
    for address in [&ours.address, &theirs.1] {
        let answers = their_client(&dir, &STRUCT, address, &["seq 1 1000"]);
        let (got, sent) = (&answers[0], numbers(1000));
        assert!(sent.starts_with(got.as_str()) && got.len() < sent.len(), "{} of {} bytes", got.len(), sent.len());
    }
}

pub(crate) fn our_client_loses_nothing_of_either_of_their_servers() {
    let dir = article();
    for protocol in [HANDSHAKE, STRUCT] {
        let (_server, address) = their_server(&dir, &protocol);
        let answers = our_client(&protocol, &address, &["echo hi", "seq 1 1000", "true"]);
        assert_eq!(answers, format!("hi\n{}", numbers(1000)), "{}", protocol.server);
        for (command, answer) in [("echo hi", "hi\n"), ("seq 1 1000", &numbers(1000)), ("true", "")] {
            let output = crate::server::ask(protocol.lesson, &address, &[command]);
            assert_eq!(crate::server::printed(&output), answer, "{}: {command}", protocol.server);
        }
    }
}

/// In the header's protocol an empty answer is a message: nothing can stick to it.
pub(crate) fn our_struct_client_survives_an_empty_output_of_theirs() {
    let dir = article();
    let (_server, address) = their_server(&dir, &STRUCT);
    assert_eq!(our_client(&STRUCT, &address, &["true", "echo hi", "true", "seq 1 3"]), "hi\n1\n2\n3\n");
}

pub(crate) fn ours_go_on_with_ours_after_an_empty_output_in_both_protocols() {
    for protocol in [HANDSHAKE, STRUCT] {
        let server = Server::of(protocol.lesson);
        let answers = our_client(&protocol, &server.address, &["true", "echo hi", "true", "true", "seq 1 1000"]);
        assert_eq!(answers, format!("hi\n{}", numbers(1000)), "{}", protocol.lesson);
    }
}
