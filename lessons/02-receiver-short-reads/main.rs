//! Lesson 02: what a read can return, and what a write can accept. It mends nothing: a program that knows its lengths
//! comes in 04.

mod claims;
#[expect(dead_code, reason = "a whole program, of which the lesson runs a part")]
mod plain;

use lesson::flags::{MSS, RCVBUF, SNDBUF};
use lesson::options::NODELAY_QUICK_ACKS;
use lesson::{CaseName, CaseResult, Flag, Lesson, Session, Stop, flags, read_all};
use link::SocketOptions;
use probe::TracedStream;
use receiver_short_reads::{TextDecoder, up_to};
use std::io::{ErrorKind, Read, Write};
use trace::Kind;

pub const LESSON: Lesson = Lesson {
    id: "02-receiver-short-reads",
    question: "A read asks for n bytes. What can it return?",
    flags: &[SNDBUF, RCVBUF, MSS, SIZE, READ_SIZE],
    on_a_wire: true,
    sources: &[include_str!("main.rs")],
    headline: ONE_THEN_SEVEN,
    short: &[ONE_THEN_SEVEN, CUT_CHARACTER],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const ONE_THEN_SEVEN: CaseName = CaseName::new("recv(1), then recv(7)");
const TEN_TWO_TWENTY: CaseName = CaseName::new("10, 2, 2, 20");
const MANY_SEGMENTS: CaseName = CaseName::new("one message, many segments");
const SHORT_WRITES: CaseName = CaseName::new("small buffers, a slow reader");
const FIRST_WINDOW: CaseName = CaseName::new("longer than the first window");
const CUT_CHARACTER: CaseName = CaseName::new("粘包 cut inside a character");

/// Each case has a size of its own where none is chosen.
const SIZE: Flag = flags::SIZE;
const READ_SIZE: Flag = flags::READ_SIZE.or(16_384);

/// Bytes of the message that is cut into segments, and the most that each may carry.
const SEGMENTED: u64 = 4_000;
const SEGMENT: u32 = 536;

/// Bytes of the message that is longer than its buffers, and what these are asked to hold.
const LONGER_THAN_BUFFERS: u64 = 16_384;
const SMALL_BUFFER: usize = 2_048;

/// Bytes of the message that is longer than the first window.
const LONGER_THAN_A_WINDOW: u64 = 20_000;

/// Two ways to decode text.
const ALONE: &str = "each read decoded alone";
const KEPT: &str = "the begun character kept";

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let chosen = session.settings().chosen(&SIZE);
    let message = |default| vec![b'x'; chosen.unwrap_or(default) as usize];
    let asked = session.number(&READ_SIZE);
    session.settings().fits(chosen.unwrap_or(LONGER_THAN_BUFFERS), asked)?;
    let asked = asked as usize;
    session.note("Before each read the kernel is asked how many bytes wait.")?;

    let case = ONE_THEN_SEVEN.describe("Writes \"I'm \"; reads 1; writes \"Lyon\"; reads 7.");
    session.case(case.options(NODELAY_QUICK_ACKS), one_then_seven)?;

    let case = TEN_TWO_TWENTY.describe("Writes 10 bytes; reads 2; writes 2 more; asks for 20.");
    session.case(case.options(NODELAY_QUICK_ACKS), ten_two_twenty)?;

    let (segmented, segment) = (message(SEGMENTED), session.settings().options.mss.unwrap_or(SEGMENT));
    let description = format!("One write of {} bytes, segments of at most {segment}.", segmented.len());
    let case = MANY_SEGMENTS.describe(description);
    session.case(case.options(SocketOptions { mss: Some(SEGMENT), ..NODELAY_QUICK_ACKS }), |sender, receiver| {
        write_at_once(sender, receiver, &segmented, asked)
    })?;

    let long = message(LONGER_THAN_BUFFERS);
    let length = long.len();
    let case = SHORT_WRITES.describe(format!(
        "{length} bytes to write, little room, and a reader that waits until the writer cannot go on."
    ));
    let small = SocketOptions { sndbuf: Some(SMALL_BUFFER), rcvbuf: Some(SMALL_BUFFER), ..NODELAY_QUICK_ACKS };
    session.case(case.options(small), |sender, receiver| short_writes(sender, receiver, &long, asked))?;

    if session.is_on_a_wire() {
        let long = message(LONGER_THAN_A_WINDOW);
        let case = FIRST_WINDOW.describe(format!("One write of {} bytes.", long.len()));
        let case = case.options(NODELAY_QUICK_ACKS);
        session.case(case, |sender, receiver| write_at_once(sender, receiver, &long, asked))?;
    }
    let case = CUT_CHARACTER.describe("Writes 粘包, 6 bytes; reads 4, then the rest.");
    session.case(case.options(NODELAY_QUICK_ACKS), cut_characters)
}

fn write_at_once(sender: &mut TracedStream, receiver: &mut TracedStream, message: &[u8], asked: usize) -> CaseResult {
    sender.write_all(message)?;
    Ok(read_all(receiver, asked)?)
}

// ANCHOR: one_then_seven
fn one_then_seven(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    sender.write_all(b"I'm ")?;
    receiver.wait_for_arrival()?;
    plain::read_up_to(receiver, 1)?;

    sender.write_all(b"Lyon")?;
    receiver.wait_for_bytes(7)?;
    plain::read_up_to(receiver, 7)?;
    Ok(())
}
// ANCHOR_END: one_then_seven

fn ten_two_twenty(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    sender.write_all(b"0123456789")?;
    receiver.wait_for_arrival()?;
    plain::read_up_to(receiver, 2)?;

    sender.write_all(b"ab")?;
    receiver.wait_for_bytes(10)?;
    plain::read_up_to(receiver, 20)?;
    Ok(())
}

// ANCHOR: short_writes
fn short_writes(sender: &mut TracedStream, receiver: &mut TracedStream, message: &[u8], asked: usize) -> CaseResult {
    sender.get_ref().set_nonblocking(true)?;
    let (mut rest, mut buffer) = (message, vec![0; asked]);
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
    Ok(read_all(receiver, asked)?)
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
    receiver.note_decoded(Kind::Text, alone.as_bytes(), ALONE);

    let mut text = TextDecoder::default();
    let kept: String = reads.iter().map(|read| text.push(read)).collect();
    receiver.note_decoded(Kind::Text, (kept + &text.finish()).as_bytes(), KEPT);
    Ok(())
}
// ANCHOR_END: cut_characters

#[cfg(test)]
pub(crate) mod tests;
