//! Lesson 05: a header in a write of its own, alone on stage. The same command and answer in every case; only the calls that
//! hand header and body over, and the options, change.

mod claims;
#[expect(dead_code, reason = "a whole program, of which the lesson runs a part")]
mod plain;
mod turns;

use lesson::flags::{NAGLE, NODELAY, QUICKACK};
use lesson::options::{NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS};
use lesson::{ByOptions, CaseResult, CaseSetup, Flag, Lesson, Session, Stop, flags};
use link::{send_more, set_cork};
use probe::TracedStream;
use std::process::ExitCode;
use struct_header::{Order, header};
use turns::{Acks, handshake, receive};

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "05-header-in-two-writes",
    question: "What does a header in a write of its own cost?",
    flags: &[NODELAY, NAGLE, QUICKACK, COMMANDS],
    on_a_wire: true,
    drawn_in_tour: &[ANSWER_IN_TWO.with(NAGLE_DELAYED_ACKS), ONE_WRITE.with(NAGLE_DELAYED_ACKS)],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const ANSWER_IN_TWO: ByOptions = ByOptions("answer, two writes");
const REQUEST_IN_TWO: ByOptions = ByOptions("request, two writes");
const ONE_WRITE: ByOptions = ByOptions("one write each");
const ONE_WRITEV: ByOptions = ByOptions("one writev each");
const MSG_MORE: ByOptions = ByOptions("MSG_MORE each");
const CORK: ByOptions = ByOptions("a cork each");
const HANDSHAKE: ByOptions = ByOptions("ack handshake");

/// One after the other: the first could be another than the rest.
const COMMANDS: Flag = flags::COMMANDS.or(3);

/// Runs it as a program.
pub fn main() -> ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    session
        .note("A command of 20 bytes and its answer of 20, each behind a header of 4. How are the two handed over?")?;
    for options in [NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS] {
        let case = ANSWER_IN_TWO.with(options).describe("The command in one write. The answer: header, then body.");
        commands(session, case, one_write, two_writes)?;
    }
    for options in [NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS] {
        let case = REQUEST_IN_TWO.with(options).describe("The command: header, then body. The answer in one write.");
        commands(session, case, two_writes, one_write)?;
    }
    let case = ONE_WRITE.with(NAGLE_DELAYED_ACKS).describe("Header and body copied together, one write.");
    commands(session, case, one_write, one_write)?;

    let case = ONE_WRITEV.with(NAGLE_DELAYED_ACKS).describe("Header and body where they lie, one vectored write.");
    commands(session, case, one_writev, one_writev)?;

    let case = MSG_MORE.with(NAGLE_DELAYED_ACKS).describe("Two writes; the first says that more will come.");
    commands(session, case, more_to_come, more_to_come)?;

    let case = CORK.with(NAGLE_DELAYED_ACKS).describe("The cork put in, two writes, the cork pulled.");
    commands(session, case, corked, corked)?;

    let case = HANDSHAKE.with(NAGLE_DELAYED_ACKS).describe("As in lesson 03, no header: command, length, OK, body.");
    each_command(session, case, handshake)?;
    session.costs()
}

/// Sends a body behind its header.
type Way = fn(&mut TracedStream, &[u8]) -> CaseResult;

/// As the plain program does it.
fn two_writes(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    Ok(plain::answer_in_two_writes(end, body)?)
}

// ANCHOR: right_ways
fn one_write(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    Ok(plain::answer_in_one_write(end, body)?) // copies the body behind its header
}

fn one_writev(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    let header = header(body.len(), Order::Little)?;
    Ok(sender_nagle::vectored(end, &[&header[..], body])?) // one call takes both from where they lie
}

fn more_to_come(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    let header = header(body.len(), Order::Little)?;
    Ok(sender_nagle::more_to_come(end, &[&header[..], body], |end, data| end.write_by(data, send_more))?)
}

fn corked(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    set_cork(end.get_ref(), true)?;
    let written = two_writes(end, body);
    set_cork(end.get_ref(), false)?; // also where a write failed
    written
}
// ANCHOR_END: right_ways

/// A case in which commands are sent one way, and answered another.
fn commands(session: &mut Session<'_>, case: CaseSetup, request: Way, answer: Way) -> Result<(), Stop> {
    each_command(session, case, |client, server, acks| exchange(client, server, acks, request, answer))
}

// ANCHOR: exchange
fn exchange(client: &mut TracedStream, server: &mut TracedStream, acks: Acks, request: Way, answer: Way) -> CaseResult {
    acks.set(server)?;
    request(client, b"twenty bytes command")?;
    receive(server)?;

    acks.set(client)?;
    answer(server, b"twenty bytes of body")?;
    receive(client)
}
// ANCHOR_END: exchange

/// A case of as many commands as were asked for, one after another on one connection.
fn each_command(
    session: &mut Session<'_>,
    case: CaseSetup,
    exchange: impl Fn(&mut TracedStream, &mut TracedStream, Acks) -> CaseResult,
) -> Result<(), Stop> {
    let (commands, acks) = (session.number(&COMMANDS), Acks::of(session.options_of(&case)));
    session.case(case, |client, server| {
        (1..=commands).try_for_each(|number| {
            client.note_command(number);
            exchange(client, server, acks)
        })
    })
}

#[cfg(test)]
pub(crate) mod tests;
