//! One framing, its messages, and the cuts. It knows no framing: the kit does.

use super::{BY_DECODER, bytes_of};
use framing::{Decoder, Encode, Framing};
use lesson::{CaseName, CaseResult, Session, Stop};
use probe::TracedStream;
use receiver_short_reads::exactly;
use trace::Kind;

/// The same messages for every framing: one is empty, one has what others use as delimiters.
const MESSAGES: [&[u8]; 5] = [b"I'm ", b"", b"Lyon", "粘包".as_bytes(), b"a\0\r\nb"];

/// Lengths of messages for which it is told what a framing adds: the first fits every framing here, the last not even 2
/// bytes of length.
const LENGTHS: [usize; 3] = [4, 300, 70_000];

/// The longest payload that a receiver takes, in bytes: all that the lesson sends is far shorter.
pub(crate) const LIMIT: usize = 4096;

pub(crate) fn carry<F: Framing + Encode + Clone>(
    session: &mut Session<'_>,
    name: CaseName,
    description: &str,
    framing: F,
) -> Result<(), Stop> {
    let seed = session.settings().seed;
    session.case(bytes_of(name, description), |sender, receiver| {
        let stream = encode(sender, &framing);
        over_cruel_cuts(sender, receiver, &stream, seed, Decoder::new(framing.clone(), LIMIT))
    })
}

// ANCHOR: encode
fn encode(sender: &TracedStream, framing: &impl Encode) -> Vec<u8> {
    let mut stream = Vec::new();
    for message in MESSAGES {
        let before = stream.len();
        match framing.encode(message, &mut stream) {
            Ok(()) => {
                sender.note_sent(Kind::Frame, message);
                sender.note_encoded(message, Ok((stream.len() - before) as u64));
            }
            Err(refused) => sender.note_encoded(message, Err(refused.to_string())), // and the stream is as it was
        }
    }
    for length in LENGTHS {
        let mut alone = Vec::new();
        let made = framing.encode(&vec![b'x'; length], &mut alone);
        sender.note_overhead(length as u64, made.ok().map(|()| (alone.len() - length) as u64));
    }
    stream
}
// ANCHOR_END: encode

// ANCHOR: over_cruel_cuts
pub(crate) fn over_cruel_cuts<F: Framing>(
    sender: &mut TracedStream,
    receiver: &mut TracedStream,
    stream: &[u8],
    seed: u64,
    mut decoder: Decoder<F>,
) -> CaseResult {
    sender_nagle::write_random_chunks(sender, stream, 7, seed)?; // the writes do not know where a frame ends
    let mut number = 0;
    for piece in sender_nagle::random_chunks(stream, 9, seed.wrapping_add(1)) {
        receiver.wait_for_bytes(piece.len() as u64)?;
        decoder.feed(&exactly(receiver, piece.len())?); // nor do the reads
        while let Some(frame) = decoder.next_frame()? {
            number += 1;
            receiver.note_decoded(Kind::Frame, frame.payload, BY_DECODER);
            let (begin, end) = (frame.offset, frame.offset + frame.len as u64);
            let payload = begin + frame.header as u64;
            let trailer = payload + frame.payload.len() as u64;
            receiver.note_part(number, "header", begin..payload);
            receiver.note_part(number, "payload", payload..trailer);
            receiver.note_part(number, "trailer", trailer..end);
        }
    }
    Ok(decoder.finish()?)
}
// ANCHOR_END: over_cruel_cuts
