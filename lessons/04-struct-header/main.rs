//! Lesson 04: four bytes of length before every body. A decoder survives every cut; readers that misread the four
//! bytes lose their place.

mod claims;
mod costs;
mod questions;
mod readers;

use lesson::flags::{NAGLE, NODELAY, QUICKACK};
use lesson::options::{NAGLE_DELAYED_ACKS, NODELAY_DELAYED_ACKS, NODELAY_QUICK_ACKS};
use lesson::remote::{ANSWER_MAX, Conversation, Program, read_header};
use lesson::{ByOptions, CaseName, CaseResult, CaseSetup, Fallible, Lesson, Session, Stop, source};
use probe::TracedStream;
use receiver_short_reads::{exactly, up_to};
use remote_command::{Connection, HARMLESS, RunLimits, Runner};
use std::io::{Read, Write};
use struct_header::{Decoder, HEADER, Order, encode, header, read_frame, write_frame};
use trace::Kind;

pub const LESSON: Lesson = Lesson {
    id: "04-struct-header",
    question: "How does a reader know where a message ends?",
    flags: &[NODELAY, NAGLE, QUICKACK],
    on_a_wire: true,
    sources: &[source!("main.rs"), source!("readers.rs"), source!("costs.rs")],
    headline: RANDOM_CUTS,
    short: &[
        EXACT_READS,
        RANDOM_CUTS,
        ADDED_UP,
        TWO_WRITES.with(NAGLE_DELAYED_ACKS),
        ONE_WRITE.with(NAGLE_DELAYED_ACKS),
    ],
    run,
    claims: claims::CLAIMS,
    program: Some(Program { serve, ask, has_order: true }),
};

const EXACT_READS: CaseName = CaseName::new("four bytes, then as many: echo hi, true");
const RANDOM_CUTS: CaseName = CaseName::new("random cuts");
const ADDED_UP: CaseName = CaseName::new("a client that counts bytes");
const OTHER_ORDER: CaseName = CaseName::new("a length from a machine with the other byte order");
const LONG_LENGTH: CaseName = CaseName::new("a length of 8 bytes");
const GBK: CaseName = CaseName::new("a text in GBK");
const TWO_WRITES: ByOptions = ByOptions("two writes");
const ONE_WRITE: ByOptions = ByOptions("one write");
const HANDSHAKE: ByOptions = ByOptions("ack handshake");

/// Ways to read a value.
const BY_EXACT_READS: &str = "exact reads";
const BY_DECODER: &str = "decoder";
const BY_THIS_READER: &str = "this reader";

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let (runner, seed) = (Runner::new(HARMLESS, RunLimits::default()), session.settings().seed);
    session.note(
        "A client sends a command. The server answers with 4 bytes of length and then what the command printed.",
    )?;
    let description = "The client reads 4 bytes, and then as many as they say. true prints nothing.";
    let case = at_once(EXACT_READS, "request", description).ask(questions::READS);
    session.case(case, |client, server| {
        ["echo hi", "true"].iter().try_for_each(|command| request(client, server, &runner, command))
    })?;

    let description = "Sends 4 frames in writes of 1 to 7 bytes, and reads 1 to 9 bytes at a time, both at random.";
    let case = at_once(RANDOM_CUTS, "decoder", description).ask(questions::FRAMES);
    session.case(case, |sender, receiver| random_cuts(sender, receiver, seed))?;
    readers(session)?;

    let description = "One command, and an answer of 20 bytes: the header, then the body.";
    for options in [NAGLE_DELAYED_ACKS, NODELAY_DELAYED_ACKS] {
        let case = TWO_WRITES.with(options).describe(description).code("two_writes");
        session.case(case.ask(questions::HELD).ask(questions::TRIPS), costs::two_writes)?;
    }
    let case = ONE_WRITE.with(NAGLE_DELAYED_ACKS).describe("The same answer, header and body together.");
    session.case(case.code("one_write").ask(questions::SEGMENTS), costs::one_write)?;

    let case = HANDSHAKE.with(NAGLE_DELAYED_ACKS).describe("The same answer as in lesson 03: length, OK, body.");
    session.case(case.code("handshake").ask(questions::HELD).ask(questions::TRIPS), costs::handshake)?;
    session.compare(&[TWO_WRITES, ONE_WRITE, HANDSHAKE])
}

/// Readers that misread what their sender wrote.
fn readers(session: &mut Session<'_>) -> Result<(), Stop> {
    let description = "A body of 3893 bytes, then one of 3. The client reads up to 1024 bytes at a time.";
    let case = at_once(ADDED_UP, "adds_up", description).ask(questions::BODY_BYTES);
    session.case(case, |sender, receiver| {
        readers::two_frames(sender)?;
        receiver.wait_for_arrival()?;
        readers::adds_up(receiver)
    })?;

    let description = "The sender puts the most significant byte of 200 first; the reader expects it last.";
    let case = at_once(OTHER_ORDER, "other_order", description).ask(questions::OTHER_ORDER);
    session.case(case, readers::other_order)?;

    let description = "The sender writes a C long, 8 bytes on most 64-bit systems; the reader expects 4.";
    let case = at_once(LONG_LENGTH, "long_length", description).ask(questions::BODY_AS_SENT);
    session.case(case, readers::long_length)?;

    let description = "The server's system prints GBK, a Chinese encoding; the client decodes UTF-8.";
    let case = at_once(GBK, "gbk", description).ask(questions::FRAME_AS_SENT).ask(questions::TEXT_AS_SENT);
    session.case(case, readers::gbk)
}

fn at_once(name: CaseName, code: &'static str, description: &str) -> CaseSetup {
    name.describe(description).options(NODELAY_QUICK_ACKS).code(code)
}

fn request(client: &mut TracedStream, server: &mut TracedStream, runner: &Runner, command: &str) -> CaseResult {
    // ANCHOR: request
    client.write_all(command.as_bytes())?;
    server.wait_for_arrival()?;
    let output = runner.run(&up_to(server, 1024)?);

    note_frame(server, output.as_bytes());
    write_frame(server, output.as_bytes(), Order::Little)?; // one write
    client.wait_for_arrival()?;
    let body = read_frame(client, Order::Little, ANSWER_MAX)?; // exactly 4, then n
    client.note_decoded(Kind::Frame, &body.unwrap_or_default(), BY_EXACT_READS);
    Ok(())
    // ANCHOR_END: request
}

/// Notes the frame that `end` is about to write.
fn note_frame(end: &TracedStream, body: &[u8]) {
    end.note_sent(Kind::Frame, body);
    end.note_next_frame(HEADER + body.len());
}

/// Frames that are cut at random, by the writes and then again by the reads.
fn random_cuts(sender: &mut TracedStream, receiver: &mut TracedStream, seed: u64) -> CaseResult {
    let mut stream = Vec::new();
    for body in ["I'm ", "", "Lyon", "粘包"] {
        let begins = stream.len();
        encode(body.as_bytes(), Order::Little, &mut stream)?;
        sender.note_sent(Kind::Frame, body.as_bytes());
        sender.note_frame(begins..stream.len());
    }
    sender_nagle::write_random_chunks(sender, &stream, 7, seed)?;
    let sizes = sender_nagle::random_chunks(&stream, 9, seed.wrapping_add(1)).map(<[u8]>::len);
    decode(receiver, sizes)
}

fn decode(receiver: &mut TracedStream, sizes: impl Iterator<Item = usize>) -> CaseResult {
    // ANCHOR: decoder
    let mut decoder = Decoder::new(Order::Little, ANSWER_MAX);
    for size in sizes {
        receiver.wait_for_bytes(size as u64)?;
        decoder.feed(&exactly(receiver, size)?); // whatever came
        while let Some(body) = decoder.next_frame()? {
            receiver.note_decoded(Kind::Frame, body, BY_DECODER);
        }
    }
    Ok(decoder.finish()?)
    // ANCHOR_END: decoder
}

/// The server's side of the remote command program, until the client ends the connection.
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

/// The client's side of one command.
fn ask(connection: &mut Connection, command: &[u8], order: Order) -> Fallible<Vec<u8>> {
    connection.write_all(command)?;
    let header = read_header(connection)?;
    let body = read_frame(&mut header.chain(connection), order, ANSWER_MAX)?;
    body.ok_or_else(|| "the server closed the connection without an answer".into())
}

#[cfg(test)]
pub(crate) mod tests;
