//! Lesson 06: the same messages through every classic framing, over the same cuts. Each framing pays in its own way, and
//! each but the last few has messages that it cannot carry.

mod annotated;
mod broken;
mod carried;
mod protocols;

use annotated::ANNOTATED;
use carried::carry;
use framing::{BigEndian, Cobs, Delimiter, Fixed, Line, LittleEndian, Netstring, Prefix, Varint};
use lesson::{Flag, Lesson, Show, Stop};
use link::SocketOptions;
use protocols::PROTOCOLS;
use std::num::NonZeroUsize;
use std::process::ExitCode;

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "06-many-framings",
    question: "What can mark a message's end, and what does it cost?",
    flags: &[Flag::Wire],
    brief: &["line: LF", "COBS"],
    run,
    claims: lessons::claims::many_framings::claims,
    program: None,
};

/// Every write leaves at once, in a segment of its own.
const AT_ONCE: SocketOptions =
    SocketOptions { nodelay: Some(true), quickack: Some(true), sndbuf: None, rcvbuf: None, mss: None };

/// Runs it as a program.
pub fn main() -> ExitCode {
    lesson::main(&LESSON)
}

fn run(show: &mut Show<'_>) -> Result<(), Stop> {
    show.note(
        "Five messages: \"I'm \", \"\", \"Lyon\", \"粘包\", \"a\\x00\\r\\nb\". The same to every framing, over the same cuts: \
         writes of 1 to 7 bytes, reads of 1 to 9.",
    )?;
    framings(show)?;
    show.overheads()?;
    show.bytes(broken::JOINED, "3 messages joined by LF, the second with an LF in it.", AT_ONCE, broken::join)?;
    let does = "Twice 3 frames in a write. The reader takes one, and forgets what it read behind it.";
    show.case(broken::FORGETS, does, AT_ONCE, broken::read_and_forget)?;
    let does = "The same writes. What is behind a frame stays in the decoder.";
    show.case(broken::KEEPS, does, AT_ONCE, broken::read_and_keep)?;

    let seed = show.settings().seed;
    for protocol in PROTOCOLS {
        show.bytes(protocol.name, protocol.does, AT_ONCE, |sender, receiver| {
            protocols::recognise(protocol, sender, receiver, seed)
        })?;
    }
    for sample in ANNOTATED {
        show.bytes(sample.name, sample.does, AT_ONCE, |sender, receiver| {
            annotated::annotate(sample, sender, receiver, seed)
        })?;
    }
    Ok(())
}

fn framings(show: &mut Show<'_>) -> Result<(), Stop> {
    let four = Fixed::new(NonZeroUsize::new(4).expect("4 is not 0"));
    let nul = Delimiter::new("\0").expect("a delimiter of one byte");
    carry(show, "fixed: 4 bytes", "Nothing but the messages: both ends know that each has 4 bytes.", four)?;
    carry(show, "delimiter: 00", "Behind each message a 00.", nul)?;
    carry(show, "line: LF", "Behind each message an LF; a CR before it belongs to it.", Line::new())?;
    carry(show, "netstring", "Before each its length in digits and a colon, behind it a comma.", Netstring)?;
    carry(show, "length: 1 byte", "Before each its length in 1 byte.", Prefix::<1>::new())?;
    let big = Prefix::<2, BigEndian>::new();
    carry(show, "length: 2 bytes, big-endian", "Before each its length, the most significant byte first.", big)?;
    let little = Prefix::<4, LittleEndian>::new();
    carry(show, "length: 4 bytes, little-endian", "Before each its length, the least significant byte first.", little)?;
    carry(show, "varint", "Before each its length, 7 bits a byte, as few bytes as it takes.", Varint)?;
    carry(show, "COBS", "Every 00 is taken out of the message; a 00 ends it.", Cobs)
}
