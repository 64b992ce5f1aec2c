//! Lesson 02: what a read can return, and what a write can accept. It mends nothing: a program that knows its lengths
//! comes in 04.

use lessons::{CaseResult, Flag, Lesson, Show, Stop, read_all};
use link::SocketOptions;
use probe::TracedStream;
use receiver_short_reads::{TextDecoder, up_to};
use std::io::{ErrorKind, Read, Write};
use std::process::ExitCode;
use trace::Kind;

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "02-receiver-short-reads",
    question: "A read asks for n bytes. What can it return?",
    flags: &[Flag::Sndbuf, Flag::Rcvbuf, Flag::Mss, Flag::Size, Flag::ReadSize, Flag::Wire],
    brief: &["recv(1)", "粘包"],
    run,
    claims: lessons::claims::receiver_short_reads::claims,
    program: None,
};

/// Runs it as a program.
pub fn main() -> ExitCode {
    lessons::main(&LESSON)
}

fn run(show: &mut Show<'_>) -> Result<(), Stop> {
    let settings = show.settings().clone();
    let read_size = settings.read_size.unwrap_or(16_384) as usize;
    settings.fits(settings.size.unwrap_or(16_384) as usize, read_size)?;
    let message = |default| vec![b'x'; settings.size.unwrap_or(default) as usize];
    let one = message(4_000);
    let mss = settings.options.mss.unwrap_or(536);
    let does = format!("One write of {} bytes, segments of at most {mss}. How many reads?", one.len());
    show.note("Before each read the kernel is asked how many bytes wait.")?;
    let at_once = SocketOptions { nodelay: Some(true), quickack: Some(true), ..SocketOptions::default() };
    show.case("recv(1), then recv(7)", "Writes \"I'm \"; reads 1; writes \"Lyon\"; reads 7.", at_once, one_then_seven)?;
    show.case(
        "10, 2, 2, 20",
        "Writes 10 bytes; reads 2; writes 2 more; asks for 20. How many come?",
        at_once,
        ten_two_twenty,
    )?;
    show.case("one message, many segments", &does, SocketOptions { mss: Some(536), ..at_once }, |sender, receiver| {
        sender.write_all(&one)?;
        Ok(read_all(receiver, read_size)?)
    })?;
    let small = SocketOptions { sndbuf: Some(2_048), rcvbuf: Some(2_048), ..at_once };
    let one = message(16_384);
    let does =
        format!("{} bytes to write, little room, and a reader that waits until the writer cannot go on.", one.len());
    show.case("small buffers, a slow reader", &does, small, |sender, receiver| {
        short_writes(sender, receiver, &one, read_size)
    })?;
    if show.settings().wire.is_some() {
        let long = message(20_000);
        let does = format!("One write of {} bytes. How many leave before the first ACK comes?", long.len());
        show.case("longer than the first window", &does, at_once, |sender, receiver| {
            sender.write_all(&long)?;
            Ok(read_all(receiver, read_size)?)
        })?;
    }
    show.case("粘包 cut inside a character", "Writes 粘包, 6 bytes; reads 4, then the rest.", at_once, cut_characters)
}

// ANCHOR: one_then_seven
fn one_then_seven(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    sender.write_all(b"I'm ")?;
    receiver.wait_for_arrival()?;
    let _ = receiver.read(&mut [0; 1])?;

    sender.write_all(b"Lyon")?;
    receiver.wait_for_bytes(7)?;
    let _ = receiver.read(&mut [0; 7])?;
    Ok(())
}
// ANCHOR_END: one_then_seven

fn ten_two_twenty(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    sender.write_all(b"0123456789")?;
    receiver.wait_for_arrival()?;
    let _ = receiver.read(&mut [0; 2])?;

    sender.write_all(b"ab")?;
    receiver.wait_for_bytes(10)?;
    let _ = receiver.read(&mut [0; 20])?;
    Ok(())
}

// ANCHOR: short_writes
fn short_writes(
    sender: &mut TracedStream,
    receiver: &mut TracedStream,
    message: &[u8],
    read_size: usize,
) -> CaseResult {
    sender.get_ref().set_nonblocking(true)?;
    let (mut rest, mut buffer) = (message, vec![0; read_size]);
    while !rest.is_empty() {
        match sender.write(rest) {
            Ok(accepted) => rest = &rest[accepted..],
            Err(full) if full.kind() == ErrorKind::WouldBlock => {
                if receiver.wait_for_arrival_or_ack()? > 0 {
                    let _ = receiver.read(&mut buffer)?;
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(read_all(receiver, read_size)?)
}
// ANCHOR_END: short_writes

// ANCHOR: cut_characters
fn cut_characters(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let message = "粘包";
    sender.note_sent(Kind::Text, message.as_bytes());
    sender.write_all(message.as_bytes())?;
    receiver.wait_for_bytes(message.len() as u64)?;
    let reads = [up_to(receiver, 4)?, up_to(receiver, 1024)?];

    let alone: String = reads.iter().map(|read| String::from_utf8_lossy(read)).collect();
    receiver.note_decoded(Kind::Text, alone.as_bytes(), "each read decoded alone");

    let mut text = TextDecoder::default();
    let kept: String = reads.iter().map(|read| text.push(read)).collect();
    receiver.note_decoded(Kind::Text, (kept + &text.finish()).as_bytes(), "the begun character kept");
    Ok(())
}
// ANCHOR_END: cut_characters
