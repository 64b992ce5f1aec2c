//! Lesson 03: length, OK, body. Taking turns keeps messages apart for as long as both sides wait; the protocol is shown as
//! the article has it, gaps included.

mod claims;
mod pipes;
mod questions;

use ack_handshake::{COMMAND_MAX, HandshakeError, LENGTH_MAX, client, server};
use lesson::options::NODELAY_QUICK_ACKS;
use lesson::remote::{ANSWER_MAX, Conversation, Program, as_header};
use lesson::{CaseName, CaseResult, CaseSetup, Fallible, Lesson, Session, Stop, source};
use probe::TracedStream;
use receiver_short_reads::{exactly, up_to};
use remote_command::{Connection, HARMLESS, Output, RunLimits, Runner};
use std::io::Write;
use trace::Kind;

pub const LESSON: Lesson = Lesson {
    id: "03-ack-handshake",
    question: "Can waiting for an OK keep messages apart?",
    flags: &[],
    on_a_wire: true,
    sources: &[source!("main.rs"), source!("pipes.rs")],
    headline: IN_TURNS,
    short: &[IN_TURNS, NO_WAIT, OK_AS_ONE_READ, OK_AS_TWO_BYTES, TWO_COMMANDS, STDERR_FIRST],
    run,
    claims: claims::CLAIMS,
    program: Some(Program { serve, ask, has_order: false }),
};

const IN_TURNS: CaseName = CaseName::new("in turns: echo hi");
const NO_WAIT: CaseName = CaseName::new("the server does not wait: echo -n 5");
const OK_AS_ONE_READ: CaseName = CaseName::new("an empty output, then echo hi: one read for the OK");
const OK_AS_TWO_BYTES: CaseName = CaseName::new("an empty output, then echo hi: two bytes for the OK");
const TWO_COMMANDS: CaseName = CaseName::new("two commands at once");
const LONG_COMMAND: CaseName = CaseName::new("a command of 1505 bytes");
const STDERR_FIRST: CaseName = CaseName::new("a command that prints 256 KiB: stderr, then stdout");
const BOTH_PIPES: CaseName = CaseName::new("a command that prints 256 KiB: both at once");

/// Ways to read a value.
const ONE_READ: &str = "one read";
const EXACTLY: &str = "exact reads";

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let runner = &Runner::new(HARMLESS, RunLimits::default());
    session.note(
        "A client sends a command. The server runs it, sends the length of the output, waits for an OK, and then \
         sends the output.",
    )?;
    let case = at_once(IN_TURNS, "in_turns", "Each side waits for the other before it writes.").ask(questions::TRIPS);
    session.case(case, |client, server| in_turns(client, server, runner))?;

    let case = at_once(NO_WAIT, "no_wait", "The server sends the length and the output, with no OK between them.");
    session.case(case.ask(questions::LENGTH), |client, server| no_wait(client, server, runner))?;

    let description = "true prints nothing, so no body comes: the client sends its OK, and then its next command.";
    let case = at_once(OK_AS_ONE_READ, "ok_as_one_read", description).ask(questions::BYTES_FOR_THE_OK);
    session.case(case, |client, server| ok_as_one_read(client, server, runner))?;

    let case = at_once(OK_AS_TWO_BYTES, "ok_as_two_bytes", "The same, but the server asks for two bytes.");
    session.case(case.ask(questions::NEXT_COMMAND), |client, server| ok_as_two_bytes(client, server, runner))?;

    let case = at_once(TWO_COMMANDS, "two_commands", "The client sends echo hi and echo ho without waiting.");
    session.case(case.ask(questions::COMMANDS), two_commands)?;

    let case =
        at_once(LONG_COMMAND, "long_command", "The server reads up to 1024 bytes, answers, and waits for an OK.");
    session.case(case.ask(questions::TAKEN_FOR_THE_OK), long_command)?;
    pipes::cases(session)
}

fn at_once(name: CaseName, code: &'static str, description: &str) -> CaseSetup {
    name.describe(description).options(NODELAY_QUICK_ACKS).code(code)
}

fn in_turns(client: &mut TracedStream, server: &mut TracedStream, runner: &Runner) -> CaseResult {
    // ANCHOR: in_turns
    write(client, Kind::Command, b"echo hi")?;
    let output = runner.run(&read(server, Kind::Command, COMMAND_MAX)?);

    write(server, Kind::Length, &digits(&output))?;
    let length = number(&read(client, Kind::Length, LENGTH_MAX)?)?;

    write(client, Kind::Ok, b"OK")?;
    read_exactly(server, Kind::Ok, 2)?;

    write(server, Kind::Body, output.as_bytes())?;
    read_exactly(client, Kind::Body, length)
    // ANCHOR_END: in_turns
}

fn no_wait(client: &mut TracedStream, server: &mut TracedStream, runner: &Runner) -> CaseResult {
    // ANCHOR: no_wait
    write(client, Kind::Command, b"echo -n 5")?;
    let output = runner.run(&read(server, Kind::Command, COMMAND_MAX)?);

    write(server, Kind::Length, &digits(&output))?;
    write(server, Kind::Body, output.as_bytes())?; // without waiting for an OK
    read(client, Kind::Length, LENGTH_MAX).map(drop)
    // ANCHOR_END: no_wait
}

/// The exchange for a command that prints nothing, up to and including the length.
fn empty_output(client: &mut TracedStream, server: &mut TracedStream, runner: &Runner) -> CaseResult {
    write(client, Kind::Command, b"true")?;
    let output = runner.run(&read(server, Kind::Command, COMMAND_MAX)?);
    write(server, Kind::Length, &digits(&output))?;
    read(client, Kind::Length, LENGTH_MAX).map(drop)
}

fn ok_as_one_read(client: &mut TracedStream, server: &mut TracedStream, runner: &Runner) -> CaseResult {
    // ANCHOR: ok_as_one_read
    empty_output(client, server, runner)?; // the client has read a length of 0
    write(client, Kind::Ok, b"OK")?;
    write(client, Kind::Command, b"echo hi")?; // there is no body to wait for
    server.wait_for_arrival()?;
    read(server, Kind::Ok, 1024).map(drop)
    // ANCHOR_END: ok_as_one_read
}

fn ok_as_two_bytes(client: &mut TracedStream, server: &mut TracedStream, runner: &Runner) -> CaseResult {
    // ANCHOR: ok_as_two_bytes
    empty_output(client, server, runner)?;
    write(client, Kind::Ok, b"OK")?;
    write(client, Kind::Command, b"echo hi")?;
    server.wait_for_arrival()?;
    read_exactly(server, Kind::Ok, 2)?;
    read(server, Kind::Command, COMMAND_MAX).map(drop)
    // ANCHOR_END: ok_as_two_bytes
}

fn two_commands(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
    // ANCHOR: two_commands
    write(client, Kind::Command, b"echo hi")?;
    write(client, Kind::Command, b"echo ho")?;
    server.wait_for_arrival()?;
    read(server, Kind::Command, 1024).map(drop)
    // ANCHOR_END: two_commands
}

fn long_command(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
    // ANCHOR: long_command
    let command = [b"echo ".as_slice(), &[b'x'; 1_500]].concat();
    write(client, Kind::Command, &command)?;
    read(server, Kind::Command, 1024)?;
    read_exactly(server, Kind::Ok, 2) // it has answered, and waits for the OK
    // ANCHOR_END: long_command
}

/// One call that writes; the trace notes what kind of value the program sends.
fn write(end: &mut TracedStream, kind: Kind, data: &[u8]) -> CaseResult {
    end.note_sent(kind, data);
    Ok(end.write_all(data)?)
}

/// One call that reads at most `most` bytes, once everything that was sent has arrived.
fn read(end: &mut TracedStream, kind: Kind, most: usize) -> Fallible<Vec<u8>> {
    end.wait_for_arrival()?;
    let data = up_to(end, most)?;
    end.note_decoded(kind, &data, ONE_READ);
    Ok(data)
}

/// As many calls as it takes to read exactly `bytes` bytes.
fn read_exactly(end: &mut TracedStream, kind: Kind, bytes: usize) -> CaseResult {
    end.wait_for_arrival()?;
    let data = exactly(end, bytes)?;
    end.note_decoded(kind, &data, EXACTLY);
    Ok(())
}

/// The length of what a command printed, as the protocol sends it.
fn digits(output: &Output) -> Vec<u8> {
    output.as_bytes().len().to_string().into_bytes()
}

fn number(digits: &[u8]) -> Fallible<usize> {
    Ok(std::str::from_utf8(digits)?.parse()?)
}

/// The server's side of the remote command program, until the client ends the connection.
fn serve(connection: &mut Connection, with: &Conversation<'_>) -> CaseResult {
    loop {
        connection.turn(with.limits.idle);
        let Some(command) = server::read_command(connection)? else { return Ok(()) };
        let output = with.run(connection, &command);
        connection.turn(with.limits.turn);
        let length = output.as_bytes().len();
        server::send_length(connection, length)?;
        with.say(connection, &format!("sent \"{length}\", wait for OK"));
        server::read_ok(connection)?;
        with.say(connection, &format!("got OK, send {length} bytes"));
        connection.turn(with.limits.delivery);
        server::send_body(connection, output.as_bytes())?;
    }
}

/// The client's side of one command.
fn ask(connection: &mut Connection, command: &[u8], _: struct_header::Order) -> Fallible<Vec<u8>> {
    client::ask(connection, command, ANSWER_MAX).map_err(|error| match &error {
        HandshakeError::NotALength { text } => as_header(text).map_or(error.into(), Into::into),
        _ => error.into(),
    })
}

#[cfg(test)]
pub(crate) mod tests;
