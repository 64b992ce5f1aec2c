//! Lesson 06: the same messages through every classic framing, over the same cuts. Each framing has a price, and all but
//! the last few refuse some messages.

mod annotated;
mod carried;
mod claims;
mod json;
mod protocols;
mod questions;

use annotated::{HTTP, RESP, WEBSOCKET};
use carried::{LIMIT, carry};
use framing::{BigEndian, Cobs, Decoder, Delimiter, Encode, Fixed, Line, LittleEndian, Netstring, Prefix, Varint};
use json::one_document;
use lesson::options::NODELAY_QUICK_ACKS;
use lesson::{CaseName, CaseResult, CaseSetup, Lesson, Session, Stop, source};
use probe::TracedStream;
use protocols::{DNS, KAFKA, POSTGRESQL, POSTGRESQL_FIRST, SCGI, TLS};
use questions::{ADDED, CARRIED, DOCUMENTS_TAKEN, FRAMES_TAKEN, HEADER, MESSAGES_TAKEN, PAYLOAD};
use receiver_short_reads::up_to;
use std::io::Write;
use std::num::NonZeroUsize;
use std::ops::Range;
use trace::Kind;

pub const LESSON: Lesson = Lesson {
    id: "06-many-framings",
    question: "What can mark a message's end, and what does it cost?",
    flags: &[],
    on_a_wire: true,
    sources: &[source!("main.rs"), source!("carried.rs"), source!("protocols.rs"), source!("annotated.rs")],
    headline: JOINED,
    short: &[LINE, VARINT, COBS, JOINED, DOCUMENTS, FIRST_FRAME],
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
const DOCUMENTS: CaseName = CaseName::new("JSON documents, read by read");
const DOCUMENT_LINES: CaseName = CaseName::new("JSON documents, line by line");
const FIRST_FRAME: CaseName = CaseName::new("three frames a write, read by a function");
const ALL_FRAMES: CaseName = CaseName::new("three frames a write, read by a decoder");

/// Ways to decode what was read.
const BY_DECODER: &str = "decoder";
const BY_READER: &str = "reader";
const BY_PARSER: &str = "parser";
const AT_LF: &str = "split at LF";

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    framings(session)?;
    session.overheads()?;
    mistakes(session)?;

    let seed = session.settings().seed;
    for protocol in [&TLS, &KAFKA, &DNS, &POSTGRESQL_FIRST, &POSTGRESQL, &SCGI] {
        let case = bytes_of(protocol.name, protocol.description).ask(HEADER).code("protocol");
        session.case(case, |sender, receiver| protocols::recognise(protocol, sender, receiver, seed))?;
    }
    for sample in [&HTTP, &RESP, &WEBSOCKET] {
        let case = bytes_of(sample.name, sample.description).ask(PAYLOAD).code(sample.code);
        session.case(case, |sender, receiver| annotated::annotate(sample, sender, receiver, seed))?;
    }
    Ok(())
}

fn framings(session: &mut Session<'_>) -> Result<(), Stop> {
    session.note(
        "Every framing gets the same five messages, \"I'm \", \"\", \"Lyon\", \"粘包\" and \"a\\x00\\r\\nb\", and the same random \
         cuts.",
    )?;
    let four = Fixed::new(NonZeroUsize::new(4).expect("4 is not 0"));
    carry(session, FIXED, "No mark at all: both ends have agreed on messages of 4 bytes.", CARRIED, four)?;
    let nul = Delimiter::new("\0").expect("a delimiter of one byte");
    carry(session, NUL, "A 00 comes after each message.", CARRIED, nul)?;
    carry(session, LINE, "An LF comes after each message.", CARRIED, Line::new())?;
    carry(session, NETSTRING, "The length in decimal digits and a colon, the message, a comma.", ADDED, Netstring)?;
    carry(session, LENGTH_1, "The length in 1 byte, then the message.", ADDED, Prefix::<1>::new())?;
    let (two, four) = (Prefix::<2, BigEndian>::new(), Prefix::<4, LittleEndian>::new());
    carry(session, LENGTH_2, "The length, its most significant byte first, then the message.", ADDED, two)?;
    carry(session, LENGTH_4, "The length, its least significant byte first, then the message.", ADDED, four)?;
    carry(
        session,
        VARINT,
        "The length in as few bytes as it needs, 7 bits in each, then the message.",
        ADDED,
        Varint::new(),
    )?;
    carry(session, COBS, "The encoder replaces every 00 in the message, and adds a 00 at its end.", ADDED, Cobs)
}

fn mistakes(session: &mut Session<'_>) -> Result<(), Stop> {
    let description = "The sender joins \"I'm \", \"a\\r\\nb\" and \"Lyon\" by LF, and the receiver splits at LF.";
    session.case(bytes_of(JOINED, description).ask(MESSAGES_TAKEN).code("join"), join)?;

    let documents = |name: CaseName, description| at_once(name, description).ask(DOCUMENTS_TAKEN);
    let description = "Two writes, a document in each. The parser takes whatever a read returns for one document.";
    session.case(documents(DOCUMENTS, description).code("documents"), parse_reads)?;
    let description = "The same with an LF after each document. The reader hands the parser one line at a time.";
    session.case(documents(DOCUMENT_LINES, description).code("document_lines"), parse_lines)?;

    let description = "A function reads up to 1,024 bytes and returns the first frame in them. It is called twice.";
    session.case(at_once(FIRST_FRAME, description).ask(FRAMES_TAKEN).code("first_frame"), read_first_frames)?;
    let description =
        "The same writes. One decoder gets what each read returns, and is asked for frames until it has none.";
    session.case(at_once(ALL_FRAMES, description).ask(FRAMES_TAKEN).code("all_frames"), read_all_frames)
}

fn at_once(name: CaseName, description: &str) -> CaseSetup {
    name.describe(description).options(NODELAY_QUICK_ACKS)
}

fn bytes_of(name: CaseName, description: &str) -> CaseSetup {
    at_once(name, description).draw_bytes()
}

fn join(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let messages = ["I'm ", "a\r\nb", "Lyon"];
    messages.iter().for_each(|message| sender.note_sent(Kind::Text, message.as_bytes()));
    // ANCHOR: join
    // Nobody looks into the messages.
    sender.write_all((messages.join("\n") + "\n").as_bytes())?;
    receiver.wait_for_arrival()?;
    let read = String::from_utf8(up_to(receiver, 1024)?)?;
    let mut begins = 0;
    for (number, line) in (1..).zip(read.split_inclusive('\n')) {
        let text = line.trim_end_matches(['\r', '\n']);
        receiver.note_decoded(Kind::Text, text.as_bytes(), AT_LF);
        note_line(receiver, number, text.len(), begins..begins + line.len());
        begins += line.len();
    }
    // ANCHOR_END: join
    Ok(())
}

fn note_line(receiver: &TracedStream, number: u64, text: usize, line: Range<usize>) {
    let [begins, text_ends, ends] = [line.start, line.start + text, line.end].map(|at| at as u64);
    receiver.note_part(number, "payload", begins..text_ends);
    receiver.note_part(number, "trailer", text_ends..ends);
}

const TWO_DOCUMENTS: [&str; 2] = ["{\"x\":1}", "{\"y\":2}"];

/// Writes the documents, each with `end` after it.
fn write_documents(sender: &mut TracedStream, end: &str) -> CaseResult {
    let mut begins = 0;
    for document in TWO_DOCUMENTS {
        sender.note_sent(Kind::Text, document.as_bytes());
        sender.note_frame(begins..begins + document.len() + end.len());
        begins += document.len() + end.len();
        sender.write_all((document.to_owned() + end).as_bytes())?;
    }
    Ok(())
}

fn parse_reads(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    // ANCHOR: documents
    write_documents(sender, "")?; // a write for each
    receiver.wait_for_arrival()?;
    while receiver.outstanding() > 0 {
        let read = String::from_utf8(up_to(receiver, 1024)?)?;
        note_parsed(receiver, one_document(&read));
    }
    // ANCHOR_END: documents
    Ok(())
}

fn parse_lines(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    // ANCHOR: document_lines
    write_documents(sender, "\n")?; // a write for each
    receiver.wait_for_arrival()?;
    let mut lines = Decoder::new(Line::new(), LIMIT);
    while receiver.outstanding() > 0 {
        lines.feed(&up_to(receiver, 1024)?);
        while let Some(line) = lines.next_frame()? {
            let document = std::str::from_utf8(line.payload)?;
            note_parsed(receiver, one_document(document));
        }
    }
    lines.finish()?; // an error if the last line has no LF
    // ANCHOR_END: document_lines
    Ok(())
}

fn note_parsed(receiver: &TracedStream, parsed: Result<&str, String>) {
    match parsed {
        Ok(document) => receiver.note_decoded(Kind::Text, document.as_bytes(), BY_PARSER),
        Err(error) => receiver.note_decoded(Kind::Error, error.as_bytes(), BY_PARSER),
    }
}

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

fn read_first_frames(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let mut sent = 0;
    // ANCHOR: first_frame
    for messages in SIX_MESSAGES {
        write_frames(sender, messages, &mut sent)?; // three frames
        receiver.wait_for_arrival()?;
        let read = up_to(receiver, 1024)?;
        let length = usize::from(u16::from_be_bytes([read[0], read[1]]));
        receiver.note_decoded(Kind::Frame, &read[2..2 + length], BY_READER);
    }
    // ANCHOR_END: first_frame
    Ok(())
}

fn read_all_frames(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let mut sent = 0;
    // ANCHOR: all_frames
    let mut decoder = Decoder::new(Framed::new(), LIMIT);
    for messages in SIX_MESSAGES {
        write_frames(sender, messages, &mut sent)?; // three frames
        receiver.wait_for_arrival()?;
        decoder.feed(&up_to(receiver, 1024)?);
        while let Some(frame) = decoder.next_frame()? {
            receiver.note_decoded(Kind::Frame, frame.payload, BY_READER);
        }
    }
    decoder.finish()?; // an error if the stream ended inside a frame
    // ANCHOR_END: all_frames
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
