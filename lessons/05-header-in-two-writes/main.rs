//! Lesson 05: a header in a write of its own. Every case has the same command and answer, and differs in the calls that hand
//! over header and body, or in the options.

mod claims;
mod questions;
mod turns;
mod ways;

use lesson::flags::{NAGLE, NODELAY, QUICKACK};
use lesson::options::{NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS};
use lesson::{ByOptions, CaseResult, CaseSetup, Flag, Lesson, Session, Stop, flags, source};
use link::SocketOptions;
use probe::TracedStream;
use std::time::Duration;
use turns::{handshake, receive, send, set_acks};
use ways::{Way, corked, more_to_come, one_write, one_writev, two_writes};

pub const LESSON: Lesson = Lesson {
    id: "05-header-in-two-writes",
    question: "What does a header in a write of its own cost?",
    flags: &[NODELAY, NAGLE, QUICKACK, COMMANDS],
    on_a_wire: true,
    sources: &[source!("main.rs"), source!("ways.rs"), source!("turns.rs")],
    headline: TWO_WRITES.with(NAGLE_DELAYED_ACKS),
    short: &[
        TWO_WRITES.with(NAGLE_DELAYED_ACKS),
        TWO_WRITES.with(NODELAY_DELAYED_ACKS),
        FULL_SEGMENT.with(NAGLE_DELAYED_ACKS),
        ONE_WRITE.with(NAGLE_DELAYED_ACKS),
        HANDSHAKE.with(NAGLE_DELAYED_ACKS),
    ],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const TWO_WRITES: ByOptions = ByOptions("answer, two writes");
const REQUEST: ByOptions = ByOptions("request, two writes");
const SHORTER: ByOptions = ByOptions("a segment less a byte");
const FULL_SEGMENT: ByOptions = ByOptions("a full segment");
const ONE_WRITE: ByOptions = ByOptions("one write, one writev");
const MSG_MORE: ByOptions = ByOptions("MSG_MORE, both ways");
const CORK: ByOptions = ByOptions("a cork, both ways");
const HANDSHAKE: ByOptions = ByOptions("ack handshake");
const FAR: ByOptions = ByOptions("handshake, 20 ms away");

/// Several, one after another, since the first could differ from the rest.
const COMMANDS: Flag = flags::COMMANDS.or(3);

/// The round trip to a host that is not this machine.
const DISTANCE: Duration = Duration::from_millis(20);

const COMMAND: &[u8] = b"twenty bytes command";
const ANSWER: &[u8] = b"twenty bytes of body";

/// What a segment carries on Ethernet, in bytes, TCP's options included. On loopback the kernel lets segments grow.
const ETHERNET: u32 = 1460;
/// A receive buffer, in bytes, whose window has room for such a segment.
const ROOM: usize = 128 << 10;

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    session
        .note("A command of 20 bytes and an answer of 20, each after a header of 4. How are header and body sent?")?;
    for options in [NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS] {
        let case = TWO_WRITES.with(options).describe("The command in one write. The answer: header, then body.");
        commands(session, case.code("two_writes").ask(questions::HELD), one_write, two_writes)?;
    }
    let case = REQUEST.with(NAGLE_DELAYED_ACKS).describe("The command: header, then body. The answer in one write.");
    commands(session, case.code("two_writes"), two_writes, one_write)?;

    for (case, less) in [(SHORTER, 1), (FULL_SEGMENT, 0)] {
        let case = case.with(NAGLE_DELAYED_ACKS).describe(match less {
            0 => "The answer: header, then a body that exactly fills a segment of Ethernet.",
            _ => "The answer: header, then a body that is a byte shorter than a segment of Ethernet.",
        });
        let case = case
            .options(SocketOptions { mss: Some(ETHERNET), rcvbuf: Some(ROOM), ..NAGLE_DELAYED_ACKS })
            .code("as_long_as");
        each_command(session, asked(case), |client, server, quick| as_long_as_a_segment(client, server, quick, less))?;
    }
    let case = ONE_WRITE.with(NAGLE_DELAYED_ACKS);
    let case = case.describe("The command: header and body copied together. The answer: one writev takes both.");
    commands(session, case.code("one_write"), one_write, one_writev)?;
    let case = MSG_MORE.with(NAGLE_DELAYED_ACKS).describe("Two writes; the first says that more will come.");
    commands(session, case.code("more_to_come").ask(questions::HELD), more_to_come, more_to_come)?;
    let case = CORK.with(NAGLE_DELAYED_ACKS).describe("Sets the cork, makes two writes, and removes the cork.");
    commands(session, case.code("corked").ask(questions::HELD), corked, corked)?;

    let case = HANDSHAKE.with(NAGLE_DELAYED_ACKS).describe("As in lesson 03, no header: command, length, OK, body.");
    each_command(session, asked(case.code("handshake")), handshake)?;
    if !session.is_tour() && !session.is_on_a_wire() {
        let case = FAR.with(NAGLE_DELAYED_ACKS).describe("The same handshake, with a host that is 20 ms away.");
        each_command(session, asked(case.at_a_distance(DISTANCE).code("handshake")), handshake)?;
    }
    session.costs()
}

fn commands(session: &mut Session<'_>, case: CaseSetup, request: Way, answer: Way) -> Result<(), Stop> {
    each_command(session, asked(case), |client, server, quick| {
        exchange(client, server, quick, (request, COMMAND), (answer, ANSWER))
    })
}

fn asked(case: CaseSetup) -> CaseSetup {
    case.ask(questions::TRIPS)
}

fn as_long_as_a_segment(client: &mut TracedStream, server: &mut TracedStream, quick: bool, less: u64) -> CaseResult {
    // ANCHOR: as_long_as
    let segment = server.segment_bytes_max().unwrap_or(ETHERNET.into());
    let body = vec![b'.'; (segment - less) as usize];
    exchange(client, server, quick, (one_write, COMMAND), (two_writes, &body))
    // ANCHOR_END: as_long_as
}

fn exchange(
    client: &mut TracedStream,
    server: &mut TracedStream,
    quick: bool,
    request: (Way, &[u8]),
    answer: (Way, &[u8]),
) -> CaseResult {
    set_acks(server, quick)?;
    send(client, request)?;
    receive(server)?;
    set_acks(client, quick)?;
    send(server, answer)?;
    receive(client)
}

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
