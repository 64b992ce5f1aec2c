//! Lesson 04: four bytes of length before every body. The decoder takes every cut; a wrong count does not.

mod claims;
mod costs;

use lesson::flags::{NAGLE, NODELAY, QUICKACK};
use lesson::options::{NAGLE_DELAYED_ACKS, NODELAY_DELAYED_ACKS, NODELAY_QUICK_ACKS};
use lesson::remote::{ANSWER_MAX, Conversation, Program};
use lesson::{ByOptions, CaseName, CaseResult, Fallible, Lesson, Session, Stop};
use probe::TracedStream;
use receiver_short_reads::{exactly, up_to};
use remote_command::{Connection, HARMLESS, RunLimits, Runner};
use std::io::Write;
use struct_header::{Decoder, HEADER, Order, encode, header, read_frame, write_frame};
use trace::Kind;

pub const LESSON: Lesson = Lesson {
    id: "04-struct-header",
    question: "How does a reader know where a message ends?",
    flags: &[NODELAY, NAGLE, QUICKACK],
    on_a_wire: true,
    sources: &[include_str!("main.rs")],
    headline: RANDOM_CUTS,
    short: &[RANDOM_CUTS, TWO_WRITES.with(NAGLE_DELAYED_ACKS)],
    run,
    claims: claims::CLAIMS,
    program: Some(Program { serve, ask, has_order: true }),
};

const EXACT_READS: CaseName = CaseName::new("exact reads: echo hi, true");
const RANDOM_CUTS: CaseName = CaseName::new("cut by lot");
const COUNTED_WRONGLY: CaseName = CaseName::new("counted wrongly");
const TWO_WRITES: ByOptions = ByOptions("two writes");
const ONE_WRITE: ByOptions = ByOptions("one write");
const HANDSHAKE: ByOptions = ByOptions("ack handshake");

/// Ways to take bytes for a value.
const BY_EXACT_READS: &str = "exact reads";
const BY_DECODER: &str = "decoder";
const BY_A_WRONG_COUNT: &str = "counted wrongly";

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let (runner, seed) = (Runner::new(HARMLESS, RunLimits::default()), session.settings().seed);
    session.note("The same program, with 4 bytes of length before every answer, and no OK.")?;
    let case = EXACT_READS.describe("The client reads 4 bytes, then as many as they say. true prints nothing.");
    session.case(case.options(NODELAY_QUICK_ACKS), |client, server| {
        ["echo hi", "true"].iter().try_for_each(|command| request(client, server, &runner, command))
    })?;

    let case = RANDOM_CUTS.describe("4 frames. Writes of 1 to 7 bytes, reads of 1 to 9: no cut knows a frame.");
    session.case(case.options(NODELAY_QUICK_ACKS), |sender, receiver| random_cuts(sender, receiver, seed))?;

    let case = COUNTED_WRONGLY
        .describe("A body of 3893 bytes, then one of 3. The reader adds all it has to its count at every read.");
    session.case(case.options(NODELAY_QUICK_ACKS), count_wrongly)?;

    let description = "One command, 20 bytes of answer: header, then body.";
    session.case(TWO_WRITES.with(NAGLE_DELAYED_ACKS).describe(description), costs::two_writes)?;
    session.case(TWO_WRITES.with(NODELAY_DELAYED_ACKS).describe(description), costs::two_writes)?;

    let case = ONE_WRITE.with(NAGLE_DELAYED_ACKS).describe("The same answer, header and body together.");
    session.case(case, costs::one_write)?;

    let case = HANDSHAKE.with(NAGLE_DELAYED_ACKS).describe("The same answer as in lesson 03: length, OK, body.");
    session.case(case, costs::handshake)?;
    session.compare(&[TWO_WRITES, ONE_WRITE, HANDSHAKE])
}

// ANCHOR: request
fn request(client: &mut TracedStream, server: &mut TracedStream, runner: &Runner, command: &str) -> CaseResult {
    client.write_all(command.as_bytes())?;
    server.wait_for_arrival()?;
    let output = runner.run(&up_to(server, 1024)?);

    server.note_sent(Kind::Frame, output.as_bytes());
    write_frame(server, output.as_bytes(), Order::Little)?; // one write
    client.wait_for_arrival()?;
    let body = read_frame(client, Order::Little, ANSWER_MAX)?.unwrap_or_default(); // exactly 4, then exactly n
    client.note_decoded(Kind::Frame, &body, BY_EXACT_READS);
    Ok(())
}
// ANCHOR_END: request

// ANCHOR: random_cuts
fn random_cuts(sender: &mut TracedStream, receiver: &mut TracedStream, seed: u64) -> CaseResult {
    let mut stream = Vec::new();
    for body in ["I'm ", "", "Lyon", "粘包"] {
        let begins = stream.len();
        encode(body.as_bytes(), Order::Little, &mut stream)?;
        sender.note_sent(Kind::Frame, body.as_bytes());
        sender.note_frame(begins..stream.len());
    }
    sender_nagle::write_random_chunks(sender, &stream, 7, seed)?; // the writes do not know where a frame ends

    let mut decoder = Decoder::new(Order::Little, ANSWER_MAX);
    for piece in sender_nagle::random_chunks(&stream, 9, seed.wrapping_add(1)) {
        receiver.wait_for_bytes(piece.len() as u64)?;
        decoder.feed(&exactly(receiver, piece.len())?); // nor do the reads
        while let Some(body) = decoder.next_frame()? {
            receiver.note_decoded(Kind::Frame, body, BY_DECODER);
        }
    }
    Ok(decoder.finish()?)
}
// ANCHOR_END: random_cuts

/// A reader that adds the whole of what it has to its count at every read, not the new bytes alone.
// ANCHOR: count_wrongly
fn count_wrongly(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let long: String = (1..=1000).map(|n| format!("{n}\n")).collect();
    for body in [long.as_str(), "hi\n"] {
        sender.note_sent(Kind::Length, body.len().to_string().as_bytes());
        sender.note_sent(Kind::Frame, body.as_bytes());
        write_frame(sender, body.as_bytes(), Order::Little)?;
    }
    receiver.wait_for_arrival()?;

    let length = read_any_length(receiver)?;
    let (mut body, mut counted) = (Vec::new(), 0);
    while counted < i64::from(length) {
        body.extend(up_to(receiver, 1024)?);
        counted += body.len() as i64; // the bug: 1024, then 2048 more, then 3072 more
    }
    receiver.note_decoded(Kind::Frame, &body, BY_A_WRONG_COUNT);
    read_any_length(receiver)?; // and this is no header, but text
    Ok(())
}
// ANCHOR_END: count_wrongly

/// Reads four bytes and believes them.
fn read_any_length(receiver: &mut TracedStream) -> Fallible<i32> {
    let four = exactly(receiver, HEADER)?;
    let length = i32::from_le_bytes([four[0], four[1], four[2], four[3]]);
    receiver.note_decoded(Kind::Length, length.to_string().as_bytes(), BY_A_WRONG_COUNT);
    Ok(length)
}

// ANCHOR: serve
/// The remote command program: its server's side of a connection, until the client ends it.
fn serve(connection: &mut Connection, with: &Conversation<'_>) -> CaseResult {
    loop {
        connection.turn(with.limits.idle);
        let command = up_to(connection, 1024)?; // requests have no header in this protocol either
        if command.is_empty() {
            return Ok(());
        }
        let output = with.run(connection, &command);
        connection.turn(with.limits.delivery);
        let header = header(output.as_bytes().len(), with.order)?;
        with.say(connection, &format!("send {header:02x?} and {} bytes", output.as_bytes().len()));
        sender_nagle::vectored(connection, &[&header[..], output.as_bytes()])?; // one write, nothing copied
    }
}
// ANCHOR_END: serve

/// Its client's side of one command.
fn ask(connection: &mut Connection, command: &[u8], order: Order) -> Fallible<Vec<u8>> {
    connection.write_all(command)?;
    let body = read_frame(connection, order, ANSWER_MAX)?;
    body.ok_or_else(|| "the server closed the connection without an answer".into())
}

#[cfg(test)]
pub(crate) mod tests;
