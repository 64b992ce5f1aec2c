//! Lesson 02: what a read can return, and what a write can accept. Lesson 04 shows how a program reads by lengths.

mod calls;
mod claims;
mod questions;

use lesson::flags::{MSS, RCVBUF, SNDBUF};
use lesson::options::NODELAY_QUICK_ACKS;
use lesson::question::READS;
use lesson::{CaseName, CaseSetup, Flag, Lesson, Session, Stop, flags, source};
use link::SocketOptions;
use questions::{END_READ, FIRST_READ, IN_ONE_WRITE, SECOND_READ, TEXT_IS_RIGHT};
use std::time::Duration;
use trace::{Case, Event};

pub const LESSON: Lesson = Lesson {
    id: "02-receiver-short-reads",
    question: "A read asks for n bytes. What can it return?",
    flags: &[SNDBUF, RCVBUF, MSS, SIZE, READ_SIZE],
    on_a_wire: true,
    sources: &[source!("calls.rs")],
    headline: TEN_TWO_TWENTY,
    short: &[ONE_THEN_SEVEN, TEN_TWO_TWENTY, CAPACITY, MANY_SEGMENTS, LONG_FAR, CUT_CHARACTER],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const ONE_THEN_SEVEN: CaseName = CaseName::new("recv(1), then recv(7)");
const TEN_TWO_TWENTY: CaseName = CaseName::new("10, 2, 2, 20");
const LARGE_BUFFER: CaseName = CaseName::new("a buffer of 1024 bytes");
const CAPACITY: CaseName = CaseName::new("Vec::with_capacity(1024)");
const MANY_SEGMENTS: CaseName = CaseName::new("one message, many segments");
const SHORT_WRITES: CaseName = CaseName::new("small buffers, a slow reader");
const LONG_NEAR: CaseName = CaseName::new("a long message, on loopback");
const LONG_FAR: CaseName = CaseName::new("a long message, at a distance");
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

/// Bytes of a message that has more than ten segments at a distance, and that one read can return.
const LONG: u64 = 16_000;
/// More than that, in bytes, for the buffers on its way: the writer waits for nobody.
const ROOM: usize = 128 << 10;
const ROUND_TRIP: Duration = Duration::from_millis(40);

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let chosen = session.settings().chosen(&SIZE);
    let asked = session.number(&READ_SIZE);
    session.settings().fits(chosen.unwrap_or(LONGER_THAN_BUFFERS), asked)?;
    session.note(
        "Each write is one message here. Before each read the lesson asks the kernel how many bytes are waiting.",
    )?;
    small_reads(session)?;
    long_messages(session, |default| vec![b'x'; chosen.unwrap_or(default) as usize], asked as usize)?;

    let case = CUT_CHARACTER.describe("Writes 粘包, which is 6 bytes in UTF-8; reads 4 bytes, then the rest.");
    session.case(at_once(case).ask(TEXT_IS_RIGHT).code("cut_characters"), calls::cut_characters)
}

/// A case in which every write leaves at once.
fn at_once(case: CaseSetup) -> CaseSetup {
    case.options(NODELAY_QUICK_ACKS)
}

fn small_reads(session: &mut Session<'_>) -> Result<(), Stop> {
    let case = ONE_THEN_SEVEN.describe("Writes \"I'm \", reads 1 byte, writes \"Lyon\", and asks for 7 bytes.");
    session.case(at_once(case).ask(SECOND_READ).code("one_then_seven"), calls::one_then_seven)?;

    let case = TEN_TWO_TWENTY.describe("Writes 10 bytes, reads 2, writes 2 more, and asks for 20.");
    session.case(at_once(case).ask(SECOND_READ).code("ten_two_twenty"), calls::ten_two_twenty)?;

    let case = LARGE_BUFFER.describe("Writes \"I'm \", then \"Lyon\", and ends; asks for 1024 bytes each time.");
    session.case(at_once(case).ask(END_READ).code("large_buffer"), calls::large_buffer)?;

    let case = CAPACITY.describe("Writes \"I'm Lyon\", and reads into a Vec made by Vec::with_capacity(1024).");
    session.case(at_once(case).ask(FIRST_READ).code("capacity"), calls::capacity)
}

fn long_messages(session: &mut Session<'_>, message: impl Fn(u64) -> Vec<u8>, asked: usize) -> Result<(), Stop> {
    let (segmented, segment) = (message(SEGMENTED), session.settings().options.mss.unwrap_or(SEGMENT));
    let case = MANY_SEGMENTS
        .describe(format!("Writes {} bytes; a segment carries at most {segment}.", segmented.len()))
        .options(SocketOptions { mss: Some(SEGMENT), ..NODELAY_QUICK_ACKS });
    session.case(case.ask(READS).code("write_at_once"), |sender, receiver| {
        calls::write_at_once(sender, receiver, &segmented, asked)
    })?;

    let long = message(LONGER_THAN_BUFFERS);
    let case = SHORT_WRITES.describe(format!(
        "Writes {} bytes into small buffers; the reader reads only when the writer cannot go on.",
        long.len()
    ));
    let small = SocketOptions { sndbuf: Some(SMALL_BUFFER), rcvbuf: Some(SMALL_BUFFER), ..NODELAY_QUICK_ACKS };
    session.case(case.options(small).ask(IN_ONE_WRITE).code("short_writes"), |sender, receiver| {
        calls::short_writes(sender, receiver, &long, asked)
    })?;

    let long = message(LONG);
    let cases = [
        (LONG_NEAR, "without leaving this machine"),
        (
            LONG_FAR,
            if session.is_on_a_wire() { "to another host" } else { "to a host that is a round trip of 40 ms away" },
        ),
    ];
    for (name, to) in cases.into_iter().skip(usize::from(session.is_on_a_wire())) {
        let case = name.describe(format!("Writes {} bytes, {to}.", long.len())).ask(READS);
        let case = case.options(SocketOptions { sndbuf: Some(ROOM), rcvbuf: Some(ROOM), ..NODELAY_QUICK_ACKS });
        let case =
            if name == LONG_FAR { case.at_a_distance(ROUND_TRIP).in_time(read_before_the_rest_came) } else { case };
        session.case(case.code("write_at_once"), |sender, receiver| {
            calls::write_at_once(sender, receiver, &long, asked)
        })?;
    }
    Ok(())
}

/// Whether the reader had its turn before what leaves after the first ACK can have arrived, one and a half round trips after
/// the write.
fn read_before_the_rest_came(case: &Case) -> bool {
    let at = |wanted: fn(&Event) -> bool| case.events.iter().find(|timed| wanted(&timed.event)).map(|timed| timed.t_us);
    let wrote = at(|event| matches!(event, Event::Write { .. }));
    let read = at(|event| matches!(event, Event::Read { .. }));
    let waited = wrote.zip(read).map(|(wrote, read)| read - wrote);
    waited.zip(case.round_trip_us).is_none_or(|(waited, round_trip)| waited < round_trip + round_trip / 4)
}

#[cfg(test)]
pub(crate) mod tests;
