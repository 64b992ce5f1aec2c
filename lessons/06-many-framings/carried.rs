//! One framing carries the messages over writes and reads that are cut at random. It knows no framing: the crate
//! `framing` does.

use super::{BY_DECODER, bytes_of};
use framing::{Decoder, Encode, Frame, Framing};
use lesson::{CaseName, CaseResult, Question, Session, Stop};
use probe::TracedStream;
use receiver_short_reads::exactly;
use sender_nagle::{random_chunks, write_random_chunks};
use trace::Kind;

/// The same messages for every framing: one is empty, one has what others use as delimiters.
pub(crate) const MESSAGES: [&[u8]; 5] = [b"I'm ", b"", b"Lyon", "粘包".as_bytes(), b"a\0\r\nb"];

/// Lengths of messages for which the table shows what a framing adds: every framing here takes the first, and the last is
/// more than 2 bytes of length can say.
const LENGTHS: [usize; 3] = [4, 300, 70_000];

/// The longest payload that a receiver accepts, in bytes: all that the lesson sends is far shorter.
pub(crate) const LIMIT: usize = 4096;

pub(crate) fn carry<F: Framing + Encode + Clone>(
    session: &mut Session<'_>,
    name: CaseName,
    description: &str,
    question: Question,
    framing: F,
) -> Result<(), Stop> {
    let seed = session.settings().seed;
    let case = bytes_of(name, description).ask(question).code("carry");
    session.case(case, |sender, receiver| {
        let stream = encode(sender, &framing);
        over_random_cuts([sender, receiver], &stream, seed, framing.clone())
    })
}

fn encode(sender: &TracedStream, framing: &impl Encode) -> Vec<u8> {
    let mut stream = Vec::new();
    for message in MESSAGES {
        let begins = stream.len();
        match framing.encode(message, &mut stream) {
            Ok(()) => note_sent(sender, message, begins, stream.len()),
            Err(refused) => sender.note_encoded(message, Err(refused.to_string())), // the stream is as it was
        }
    }
    for length in LENGTHS {
        let mut alone = Vec::new();
        let made = framing.encode(&vec![b'x'; length], &mut alone);
        sender.note_overhead(length as u64, made.ok().map(|()| (alone.len() - length) as u64));
    }
    stream
}

fn note_sent(sender: &TracedStream, message: &[u8], begins: usize, ends: usize) {
    sender.note_sent(Kind::Frame, message);
    sender.note_encoded(message, Ok((ends - begins) as u64));
    sender.note_frame(begins..ends);
}

pub(crate) fn over_random_cuts<F: Framing>(
    [sender, receiver]: [&mut TracedStream; 2],
    stream: &[u8],
    seed: u64,
    framing: F,
) -> CaseResult {
    let (mut decoder, mut frames) = (Decoder::new(framing, LIMIT), 0);
    // ANCHOR: carry
    write_random_chunks(sender, stream, 7, seed)?; // 1 to 7 bytes each
    for chunk in random_chunks(stream, 9, seed.wrapping_add(1)) {
        receiver.wait_for_bytes(chunk.len() as u64)?;
        decoder.feed(&exactly(receiver, chunk.len())?);
        while let Some(frame) = decoder.next_frame()? {
            frames += 1;
            note_parts(receiver, frames, &frame);
        }
    }
    decoder.finish()?; // an error inside a frame
    // ANCHOR_END: carry
    Ok(())
}

fn note_parts(receiver: &TracedStream, number: u64, frame: &Frame<'_>) {
    receiver.note_decoded(Kind::Frame, frame.payload, BY_DECODER);
    let payload = frame.offset + frame.header as u64;
    let trailer = payload + frame.payload.len() as u64;
    receiver.note_part(number, "header", frame.offset..payload);
    receiver.note_part(number, "payload", payload..trailer);
    receiver.note_part(number, "trailer", trailer..frame.offset + frame.len as u64);
}
