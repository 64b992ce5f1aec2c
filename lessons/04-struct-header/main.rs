//! Lesson 04: four bytes of length before every body. The decoder takes every cut; a wrong count does not.

mod costs;
mod program;

use lesson::remote::{ANSWER_MAX, Program};
use lesson::{CaseResult, Fallible, Flag, Lesson, Show, Stop, Subcommands};
use link::SocketOptions;
use probe::TracedStream;
use receiver_short_reads::{exactly, up_to};
use remote_command::{HARMLESS, RunLimits, Runner};
use std::io::Write;
use std::process::ExitCode;
use struct_header::{Decoder, HEADER, Order, encode, read_frame, write_frame};
use trace::Kind;

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "04-struct-header",
    question: "How does a reader know where a message ends?",
    flags: &[Flag::Nagle, Flag::QuickAck, Flag::Wire],
    brief: &["cut by lot", "two writes: Nagle"],
    run,
    claims: lessons::claims::struct_header::claims,
    program: Some(Subcommands::RemoteCommand(Program { serve: program::serve, ask: program::ask, has_order: true })),
};

/// Runs it as a program.
pub fn main() -> ExitCode {
    lesson::main(&LESSON)
}

fn run(show: &mut Show<'_>) -> Result<(), Stop> {
    let (runner, seed) = (Runner::new(HARMLESS, RunLimits::default()), show.settings().seed);
    show.note("The same program, with 4 bytes of length before every answer, and no OK.")?;
    let at_once = SocketOptions { nodelay: Some(true), quickack: Some(true), ..SocketOptions::default() };
    let does = "The client reads 4 bytes, then as many as they say. true prints nothing.";
    show.case("exact reads: echo hi, true", does, at_once, |client, server| {
        ["echo hi", "true"].iter().try_for_each(|command| request(client, server, &runner, command))
    })?;
    let does = "4 frames. Writes of 1 to 7 bytes, reads of 1 to 9: no cut knows a frame.";
    show.case("cut by lot", does, at_once, |sender, receiver| cut_by_lot(sender, receiver, seed))?;
    let does = "A body of 3893 bytes, then one of 3. The reader adds all it has to its count at every read.";
    show.case("counted wrongly", does, at_once, count_wrongly)?;
    let delayed = |nodelay| SocketOptions { nodelay: Some(nodelay), quickack: Some(false), ..SocketOptions::default() };
    for nodelay in [false, true] {
        show.varied(
            "two writes",
            "One command, 20 bytes of answer: header, then body.",
            delayed(nodelay),
            costs::two_writes,
        )?;
    }
    show.varied("one write", "The same answer, header and body together.", delayed(false), costs::one_write)?;
    show.varied(
        "ack handshake",
        "The same answer as in lesson 03: length, OK, body.",
        delayed(false),
        costs::handshake,
    )?;
    show.compare(&["two writes", "one write", "ack handshake"])
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
    client.note_decoded(Kind::Frame, &body, "exact reads");
    Ok(())
}
// ANCHOR_END: request

// ANCHOR: cut_by_lot
fn cut_by_lot(sender: &mut TracedStream, receiver: &mut TracedStream, seed: u64) -> CaseResult {
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
            receiver.note_decoded(Kind::Frame, body, "decoder");
        }
    }
    Ok(decoder.finish()?)
}
// ANCHOR_END: cut_by_lot

/// A reader that adds the whole of what it has to its count at every read, not the new bytes alone.
// ANCHOR: count_wrongly
fn count_wrongly(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let long: String = (1..=1000).map(|n| format!("{n}\n")).collect();
    for body in [long.as_str(), "hi\n"] {
        sender.note_sent(Kind::Length, body.len().to_string().as_bytes());
        sender.note_sent(Kind::Frame, body.as_bytes());
        write_frame(sender, body.as_bytes(), Order::Little)?;
    }
    receiver.wait_for_bytes((2 * HEADER + long.len() + 3) as u64)?;

    let length = read_any_length(receiver)?;
    let (mut body, mut counted) = (Vec::new(), 0);
    while counted < i64::from(length) {
        body.extend(up_to(receiver, 1024)?);
        counted += body.len() as i64; // the bug: 1024, then 2048 more, then 3072 more
    }
    receiver.note_decoded(Kind::Frame, &body, "counted wrongly");
    read_any_length(receiver)?; // and this is no header, but text
    Ok(())
}
// ANCHOR_END: count_wrongly

/// Reads four bytes and believes them.
fn read_any_length(receiver: &mut TracedStream) -> Fallible<i32> {
    let four = exactly(receiver, HEADER)?;
    let length = i32::from_le_bytes([four[0], four[1], four[2], four[3]]);
    receiver.note_decoded(Kind::Length, length.to_string().as_bytes(), "counted wrongly");
    Ok(length)
}
