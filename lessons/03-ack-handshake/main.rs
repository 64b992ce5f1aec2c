//! Lesson 03: length, OK, body. Turns keep messages apart as long as both sides wait for theirs; the protocol is shown
//! as it is, not mended.

mod claims;

use ack_handshake::{COMMAND_MAX, client, server};
use lesson::options::NODELAY_QUICK_ACKS;
use lesson::remote::{ANSWER_MAX, Conversation, Program};
use lesson::{CaseName, CaseResult, CaseSetup, Fallible, Lesson, Session, Stop};
use probe::TracedStream;
use receiver_short_reads::up_to;
use remote_command::{Connection, HARMLESS, RunLimits, Runner};
use std::io::Write;
use trace::Kind;

pub const LESSON: Lesson = Lesson {
    id: "03-ack-handshake",
    question: "Can waiting for an OK keep messages apart?",
    flags: &[],
    on_a_wire: true,
    sources: &[include_str!("main.rs")],
    headline: IN_TURNS,
    short: &[IN_TURNS, NO_WAIT],
    run,
    claims: claims::CLAIMS,
    program: Some(Program { serve, ask, has_order: false }),
};

const IN_TURNS: CaseName = CaseName::new("in turns: echo hi");
const NO_WAIT: CaseName = CaseName::new("the server does not wait: echo -n 5");
const OK_AS_ONE_READ: CaseName = CaseName::new("an empty output, then echo hi: the OK is one read");
const OK_AS_TWO_BYTES: CaseName = CaseName::new("an empty output, then echo hi: the OK is two bytes");
const TWO_COMMANDS: CaseName = CaseName::new("two commands at once");
const LONG_COMMAND: CaseName = CaseName::new("a command longer than a read");

/// Ways to take bytes for a value.
const ONE_READ: &str = "one read";
const TWO_BYTES: &str = "two bytes";
const AS_LONG_AS_SAID: &str = "as many bytes as the length says";

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let runner = Runner::new(HARMLESS, RunLimits::default());
    session.note(
        "A client sends a command. The server runs it, sends the length of what it printed, waits for an OK, and sends \
         what it printed.",
    )?;
    session.case(at_once(IN_TURNS, "Each side waits for the other before it writes."), |client, server| {
        in_turns(client, server, &runner, "echo hi")
    })?;

    let case = at_once(NO_WAIT, "The server sends length and output with no OK between.");
    session.case(case, |client, server| unasked_body(client, server, &runner))?;

    let description = "true prints nothing: the client sends its OK, and its next command.";
    let case = at_once(OK_AS_ONE_READ, description);
    session.case(case, |client, server| {
        empty_output(client, server, &runner)?;
        take_ok(server, COMMAND_MAX, ONE_READ)
    })?;

    let case = at_once(OK_AS_TWO_BYTES, description);
    session.case(case, |client, server| {
        empty_output(client, server, &runner)?;
        take_ok(server, ack_handshake::OK.len(), TWO_BYTES)?;
        receive_command(server).map(drop)
    })?;

    let case = at_once(TWO_COMMANDS, "The client sends echo hi and echo ho without waiting.");
    session.case(case, |client, server| {
        send_command(client, b"echo hi")?;
        send_command(client, b"echo ho")?;
        receive_command(server).map(drop)
    })?;

    let case = at_once(LONG_COMMAND, "A command of 1505 bytes, and a server that reads up to 1024.");
    session.case(case, |client, server| {
        send_command(client, &[b"echo ".as_slice(), &[b'x'; 1_500]].concat())?;
        receive_command(server)?;
        take_ok(server, ack_handshake::OK.len(), TWO_BYTES) // the server has answered, and reads the OK
    })
}

fn at_once(name: CaseName, description: &str) -> CaseSetup {
    name.describe(description).options(NODELAY_QUICK_ACKS)
}

// ANCHOR: in_turns
fn in_turns(client: &mut TracedStream, server: &mut TracedStream, runner: &Runner, command: &str) -> CaseResult {
    send_command(client, command.as_bytes())?; // the first trip
    let output = runner.run(&receive_command(server)?);

    send_length(server, output.as_bytes().len())?; // the second
    let length = receive_length(client)?;

    client::send_ok(client)?; // the third
    server.wait_for_arrival()?;
    server::read_ok(server)?;

    server.note_sent(Kind::Body, output.as_bytes());
    server::send_body(server, output.as_bytes())?; // the fourth
    client.wait_for_arrival()?;
    let body = client::read_body(client, length)?;
    client.note_decoded(Kind::Body, &body, AS_LONG_AS_SAID);
    Ok(())
}
// ANCHOR_END: in_turns

// ANCHOR: unasked_body
fn unasked_body(client: &mut TracedStream, server: &mut TracedStream, runner: &Runner) -> CaseResult {
    send_command(client, b"echo -n 5")?;
    let output = runner.run(&receive_command(server)?);

    send_length(server, output.as_bytes().len())?;
    server::send_body(server, output.as_bytes())?; // no OK was awaited
    client.wait_for_arrival()?;
    let length = up_to(client, ack_handshake::LENGTH_MAX)?;
    client.note_decoded(Kind::Length, &length, ONE_READ);
    Ok(())
}
// ANCHOR_END: unasked_body

// ANCHOR: empty_output
fn empty_output(client: &mut TracedStream, server: &mut TracedStream, runner: &Runner) -> CaseResult {
    send_command(client, b"true")?;
    let output = runner.run(&receive_command(server)?);
    send_length(server, output.as_bytes().len())?;
    receive_length(client)?; // 0: no body will come

    client.note_sent(Kind::Ok, b"OK");
    client::send_ok(client)?;
    send_command(client, b"echo hi")?; // nothing to wait for in between
    server.wait_for_bytes(9)?;
    Ok(())
}
// ANCHOR_END: empty_output

fn send_command(client: &mut TracedStream, command: &[u8]) -> CaseResult {
    client.note_sent(Kind::Command, command);
    Ok(client.write_all(command)?)
}

fn receive_command(server: &mut TracedStream) -> Fallible<Vec<u8>> {
    server.wait_for_arrival()?;
    let command = server::read_command(server)?.unwrap_or_default();
    server.note_decoded(Kind::Command, &command, ONE_READ);
    Ok(command)
}

fn take_ok(server: &mut TracedStream, most: usize, how: &'static str) -> CaseResult {
    let ok = up_to(server, most)?;
    server.note_decoded(Kind::Ok, &ok, how);
    Ok(())
}

fn send_length(server: &mut TracedStream, length: usize) -> CaseResult {
    server.note_sent(Kind::Length, length.to_string().as_bytes());
    Ok(server::send_length(server, length)?)
}

fn receive_length(client: &mut TracedStream) -> Fallible<usize> {
    client.wait_for_arrival()?;
    let length = client::read_length(client, ANSWER_MAX)?;
    client.note_decoded(Kind::Length, length.to_string().as_bytes(), ONE_READ);
    Ok(length)
}

// ANCHOR: serve
/// The remote command program: its server's side of a connection, until the client ends it.
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
// ANCHOR_END: serve

/// Its client's side of one command.
fn ask(connection: &mut Connection, command: &[u8], _: struct_header::Order) -> Fallible<Vec<u8>> {
    Ok(client::ask(connection, command, ANSWER_MAX)?)
}

#[cfg(test)]
pub(crate) mod tests;
