//! Lesson 06: the same messages through every classic framing, over the same cuts. Each framing pays in its own way, and
//! each but the last few has messages that it cannot carry.

mod annotated;
mod carried;
mod claims;
mod protocols;

use annotated::{HTTP, RESP, WEBSOCKET};
use carried::{LIMIT, carry};
use framing::{BigEndian, Cobs, Decoder, Delimiter, Encode, Fixed, Line, LittleEndian, Netstring, Prefix, Varint};
use lesson::options::NODELAY_QUICK_ACKS;
use lesson::{CaseName, CaseResult, CaseSetup, Lesson, Session, Stop};
use probe::TracedStream;
use protocols::{DNS, KAFKA, POSTGRESQL, POSTGRESQL_FIRST, SCGI, TLS};
use receiver_short_reads::up_to;
use std::io::Write;
use std::num::NonZeroUsize;
use trace::Kind;

pub const LESSON: Lesson = Lesson {
    id: "06-many-framings",
    question: "What can mark a message's end, and what does it cost?",
    flags: &[],
    on_a_wire: true,
    sources: &[include_str!("main.rs")],
    headline: LINE,
    short: &[LINE, COBS],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const FIXED: CaseName = CaseName::new("fixed: 4 bytes");
const NUL: CaseName = CaseName::new("delimiter: 00");
const LINE: CaseName = CaseName::new("line: LF");
const NETSTRING: CaseName = CaseName::new("netstring");
const LENGTH_1: CaseName = CaseName::new("length: 1 byte");
const LENGTH_2: CaseName = CaseName::new("length: 2 bytes, big-endian");
const LENGTH_4: CaseName = CaseName::new("length: 4 bytes, little-endian");
const VARINT: CaseName = CaseName::new("varint");
const COBS: CaseName = CaseName::new("COBS");
const JOINED: CaseName = CaseName::new("joined by LF, split at LF");
const FORGOTTEN: CaseName = CaseName::new("over-read and forgotten");
const KEPT: CaseName = CaseName::new("over-read and kept");

/// Ways to take bytes for a message.
const BY_DECODER: &str = "decoder";
const BY_READER: &str = "reader";
const AT_LF: &str = "split at LF";

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    session.note(
        "Five messages: \"I'm \", \"\", \"Lyon\", \"粘包\", \"a\\x00\\r\\nb\". The same to every framing, over the same cuts: \
         writes of 1 to 7 bytes, reads of 1 to 9.",
    )?;
    let four = Fixed::new(NonZeroUsize::new(4).expect("4 is not 0"));
    carry(session, FIXED, "Nothing but the messages: both ends know that each has 4 bytes.", four)?;
    carry(session, NUL, "Behind each message a 00.", Delimiter::new("\0").expect("a delimiter of one byte"))?;
    carry(session, LINE, "Behind each message an LF; a CR before it belongs to it.", Line::new())?;
    carry(session, NETSTRING, "Before each its length in digits and a colon, behind it a comma.", Netstring)?;
    carry(session, LENGTH_1, "Before each its length in 1 byte.", Prefix::<1>::new())?;
    let (two, four) = (Prefix::<2, BigEndian>::new(), Prefix::<4, LittleEndian>::new());
    carry(session, LENGTH_2, "Before each its length, the most significant byte first.", two)?;
    carry(session, LENGTH_4, "Before each its length, the least significant byte first.", four)?;
    carry(session, VARINT, "Before each its length, 7 bits a byte, as few bytes as it takes.", Varint::new())?;
    carry(session, COBS, "Every 00 is taken out of the message; a 00 ends it.", Cobs)?;
    session.overheads()?;

    session.case(bytes_of(JOINED, "3 messages joined by LF, the second with an LF in it."), join)?;

    let description = "Twice 3 frames in a write. The reader takes one, and forgets what it read behind it.";
    session.case(at_once(FORGOTTEN, description), read_and_forget)?;
    session.case(at_once(KEPT, "The same writes. What is behind a frame stays in the decoder."), read_and_keep)?;

    let seed = session.settings().seed;
    for protocol in [&TLS, &KAFKA, &DNS, &POSTGRESQL_FIRST, &POSTGRESQL, &SCGI] {
        session.case(bytes_of(protocol.name, protocol.description), |sender, receiver| {
            protocols::recognise(protocol, sender, receiver, seed)
        })?;
    }
    for sample in [&HTTP, &RESP, &WEBSOCKET] {
        session.case(bytes_of(sample.name, sample.description), |sender, receiver| {
            annotated::annotate(sample, sender, receiver, seed)
        })?;
    }
    Ok(())
}

fn at_once(name: CaseName, description: &str) -> CaseSetup {
    name.describe(description).options(NODELAY_QUICK_ACKS)
}

fn bytes_of(name: CaseName, description: &str) -> CaseSetup {
    at_once(name, description).draw_bytes()
}

// ANCHOR: join
fn join(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let messages = ["I'm ", "a\r\nb", "Lyon"];
    messages.iter().for_each(|message| sender.note_sent(Kind::Text, message.as_bytes()));
    sender.write_all((messages.join("\n") + "\n").as_bytes())?; // nobody looked into the messages
    receiver.wait_for_arrival()?;

    let (read, mut begins) = (String::from_utf8(up_to(receiver, 1024)?)?, 0);
    for (nth, line) in (1..).zip(read.split_inclusive('\n')) {
        let (text, ends) = (line.trim_end_matches(['\r', '\n']), begins + line.len() as u64);
        receiver.note_decoded(Kind::Text, text.as_bytes(), AT_LF);
        receiver.note_part(nth, "payload", begins..begins + text.len() as u64);
        receiver.note_part(nth, "trailer", begins + text.len() as u64..ends);
        begins = ends;
    }
    Ok(())
}
// ANCHOR_END: join

type Framed = Prefix<2, BigEndian>;

const SIX_MESSAGES: [[&str; 3]; 2] = [["one", "two", "three"], ["four", "five", "six"]];

fn write_frames(sender: &mut TracedStream, messages: [&str; 3], begins: &mut usize) -> CaseResult {
    let mut stream = Vec::new();
    for message in messages {
        let before = stream.len();
        Framed::new().encode(message.as_bytes(), &mut stream)?;
        sender.note_sent(Kind::Frame, message.as_bytes());
        sender.note_frame(*begins + before..*begins + stream.len());
    }
    *begins += stream.len();
    Ok(sender.write_all(&stream)?)
}

// ANCHOR: forget
fn read_and_forget(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let mut sent = 0;
    for messages in SIX_MESSAGES {
        write_frames(sender, messages, &mut sent)?;
        receiver.wait_for_arrival()?;
        let read = up_to(receiver, 1024)?; // returns more than the one frame that is wanted
        let length = usize::from(u16::from_be_bytes([read[0], read[1]]));
        receiver.note_decoded(Kind::Frame, &read[2..2 + length], BY_READER);
    } // and here the rest of it is gone
    Ok(())
}
// ANCHOR_END: forget

// ANCHOR: keep
fn read_and_keep(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let (mut decoder, mut sent) = (Decoder::new(Framed::new(), LIMIT), 0);
    for messages in SIX_MESSAGES {
        write_frames(sender, messages, &mut sent)?;
        receiver.wait_for_arrival()?;
        decoder.feed(&up_to(receiver, 1024)?);
        while let Some(frame) = decoder.next_frame()? {
            receiver.note_decoded(Kind::Frame, frame.payload, BY_READER);
        }
    }
    Ok(decoder.finish()?)
}
// ANCHOR_END: keep

#[cfg(test)]
pub(crate) mod tests;
