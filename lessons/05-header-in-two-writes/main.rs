//! Lesson 05: a header in a write of its own, alone on stage. The same command and answer in every case; only the calls that
//! hand header and body over, and the options, change.

mod ways;

use lesson::{CaseResult, Flag, Lesson, Show, Stop};
use link::SocketOptions;
use probe::TracedStream;
use std::process::ExitCode;
use ways::{Way, acknowledge, corked, handshake, more_to_come, one_write, receive, two_writes, vectored};

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "05-header-in-two-writes",
    question: "What does a header in a write of its own cost?",
    flags: &[Flag::Nagle, Flag::QuickAck, Flag::Commands, Flag::Wire],
    brief: &["answer, two writes: Nagle, delayed", "one write each"],
    run,
    claims: lessons::claims::header_in_two_writes::claims,
    program: None,
};

/// How many commands, one after the other, where none are asked for: the first could be another than the rest.
const COMMANDS: u64 = 3;

/// Nagle's algorithm off or on, quick ACKs or delayed ones.
const NAGLE_DELAYED: (bool, bool) = (false, false);
const NAGLE_QUICK: (bool, bool) = (false, true);
const NODELAY_DELAYED: (bool, bool) = (true, false);

/// Runs it as a program.
pub fn main() -> ExitCode {
    lesson::main(&LESSON)
}

fn run(show: &mut Show<'_>) -> Result<(), Stop> {
    show.note("A command of 20 bytes and its answer of 20, each behind a header of 4. How are the two handed over?")?;
    let does = "The command in one write. The answer: header, then body.";
    for options in [NAGLE_DELAYED, NAGLE_QUICK, NODELAY_DELAYED] {
        commands(show, "answer, two writes", does, options, |client, server, quick| {
            exchange(client, server, quick, one_write, two_writes)
        })?;
    }
    let does = "The command: header, then body. The answer in one write.";
    for options in [NAGLE_DELAYED, NAGLE_QUICK, NODELAY_DELAYED] {
        commands(show, "request, two writes", does, options, |client, server, quick| {
            exchange(client, server, quick, two_writes, one_write)
        })?;
    }
    let each: [(&str, &str, Way); 4] = [
        ("one write each", "Header and body copied together, one write.", one_write),
        ("one writev each", "Header and body where they lie, one vectored write.", vectored),
        ("MSG_MORE each", "Two writes; the first says that more will come.", more_to_come),
        ("a cork each", "The cork put in, two writes, the cork pulled.", corked),
    ];
    for (what, does, way) in each {
        commands(show, what, does, NAGLE_DELAYED, |client, server, quick| exchange(client, server, quick, way, way))?;
    }
    let does = "As in lesson 03, no header: command, length, OK, body.";
    commands(show, "ack handshake", does, NAGLE_DELAYED, handshake)?;
    show.costs()
}

/// A case of as many commands as were asked for, one after another on one connection.
fn commands(
    show: &mut Show<'_>,
    what: &str,
    does: &str,
    (nodelay, quick): (bool, bool),
    one: impl Fn(&mut TracedStream, &mut TracedStream, bool) -> CaseResult,
) -> Result<(), Stop> {
    let commands = show.settings().commands.unwrap_or(COMMANDS);
    let options = SocketOptions { nodelay: Some(nodelay), quickack: Some(quick), ..SocketOptions::default() };
    let quick = show.settings().options.quickack.unwrap_or(quick);
    show.varied(what, does, options, |client, server| {
        (1..=commands).try_for_each(|number| {
            client.note_command(number);
            one(client, server, quick)
        })
    })
}

// ANCHOR: exchange
fn exchange(
    client: &mut TracedStream,
    server: &mut TracedStream,
    quick: bool,
    request: Way,
    answer: Way,
) -> CaseResult {
    acknowledge(server, quick)?;
    request(client, b"twenty bytes command")?;
    receive(server)?;

    acknowledge(client, quick)?;
    answer(server, b"twenty bytes of body")?;
    receive(client)
}
// ANCHOR_END: exchange
