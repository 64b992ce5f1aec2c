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
use struct_header::{Order, header};
use turns::{handshake, receive, set_acks};

pub const LESSON: Lesson = Lesson {
    id: "05-header-in-two-writes",
    question: "What does a header in a write of its own cost?",
    flags: &[NODELAY, NAGLE, QUICKACK, COMMANDS],
    on_a_wire: true,
    sources: &[include_str!("main.rs")],
    headline: ANSWER_IN_TWO.with(NAGLE_DELAYED_ACKS),
    short: &[ANSWER_IN_TWO.with(NAGLE_DELAYED_ACKS), ONE_WRITE.with(NAGLE_DELAYED_ACKS)],
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

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    session
        .note("A command of 20 bytes and its answer of 20, each behind a header of 4. How are the two handed over?")?;
    let three = [NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS];
    for case in three.map(|options| ANSWER_IN_TWO.with(options)) {
        let description = "The command in one write. The answer: header, then body.";
        commands(session, case.describe(description), one_write, two_writes)?;
    }
    for case in three.map(|options| REQUEST_IN_TWO.with(options)) {
        let description = "The command: header, then body. The answer in one write.";
        commands(session, case.describe(description), two_writes, one_write)?;
    }
    let each: [(ByOptions, &str, Way); 4] = [
        (ONE_WRITE, "Header and body copied together, one write.", one_write),
        (ONE_WRITEV, "Header and body where they lie, one vectored write.", one_writev),
        (MSG_MORE, "Two writes; the first says that more will come.", more_to_come),
        (CORK, "The cork put in, two writes, the cork pulled.", corked),
    ];
    for (case, description, way) in each {
        commands(session, case.with(NAGLE_DELAYED_ACKS).describe(description), way, way)?;
    }
    let case = HANDSHAKE.with(NAGLE_DELAYED_ACKS).describe("As in lesson 03, no header: command, length, OK, body.");
    each_command(session, case, handshake)?;
    session.costs()
}

/// Sends a body behind its header.
type Way = fn(&mut TracedStream, &[u8]) -> CaseResult;

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

fn commands(session: &mut Session<'_>, case: CaseSetup, request: Way, answer: Way) -> Result<(), Stop> {
    each_command(session, case, |client, server, quick| exchange(client, server, quick, request, answer))
}

// ANCHOR: exchange
fn exchange(
    client: &mut TracedStream,
    server: &mut TracedStream,
    quick: bool,
    request: Way,
    answer: Way,
) -> CaseResult {
    set_acks(server, quick)?;
    request(client, b"twenty bytes command")?;
    receive(server)?;

    set_acks(client, quick)?;
    answer(server, b"twenty bytes of body")?;
    receive(client)
}
// ANCHOR_END: exchange

/// A case of as many commands as were asked for, one after another on one connection.
fn each_command(
    session: &mut Session<'_>,
    case: CaseSetup,
    exchange: impl Fn(&mut TracedStream, &mut TracedStream, bool) -> CaseResult,
) -> Result<(), Stop> {
    let (commands, quick) = (session.number(&COMMANDS), session.options_of(&case).quickack == Some(true));
    session.case(case, |client, server| {
        (1..=commands).try_for_each(|number| {
            client.note_command(number);
            exchange(client, server, quick)
        })
    })
}

#[cfg(test)]
pub(crate) mod tests;
