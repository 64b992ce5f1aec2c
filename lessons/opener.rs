//! What `cargo run` shows first, on one screen: ten messages, glued with nothing set and with TCP_NODELAY, and found again by a
//! length before each.

use lesson::options::{AS_THE_SYSTEM, NODELAY};
use lesson::question::READS;
use lesson::{CaseName, CaseResult, Lesson, Session, Statement, Stop, claim, read_all, source};
use probe::TracedStream;
use receiver_short_reads::up_to;
use std::io::Write;
use struct_header::{Decoder, Order, encode};
use trace::{Case, Claim, Kind, Stream};

/// The opener: a lesson without a number.
pub const LESSON: Lesson = Lesson {
    id: "opener",
    question: "Ten messages, ten writes. How many reads?",
    flags: &[],
    on_a_wire: false,
    sources: &[source!("opener.rs")],
    headline: NOTHING_SET,
    short: &[NOTHING_SET, WITH_NODELAY, WITH_LENGTHS],
    run,
    claims: CLAIMS,
    program: None,
};

const NOTHING_SET: CaseName = CaseName::new("nothing set");
const WITH_NODELAY: CaseName = CaseName::new("TCP_NODELAY");
const WITH_LENGTHS: CaseName = CaseName::new("TCP_NODELAY, and a length before each message");

const MESSAGES: usize = 10;
const SIZE: usize = 4;
const BY_LENGTH: &str = "length before each";

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let case = NOTHING_SET
        .describe("A segment is what TCP puts into one packet.")
        .options(AS_THE_SYSTEM)
        .ask(READS)
        .code("burst");
    session.case(case, burst)?;
    session.case(WITH_NODELAY.describe("").options(NODELAY).code("burst"), burst)?;
    session.case(WITH_LENGTHS.describe("").options(NODELAY).code("lengths"), lengths)?;
    session.note(
        "TCP keeps every byte, in order, but no boundaries between messages. Programs have to mark them \
         themselves, for example with a length before each message.",
    )
}

fn burst(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    // ANCHOR: burst
    sender_nagle::burst(sender, &messages())?; // a write_all for each
    read_all(receiver, 1024)?; // reads of up to 1024 bytes, until it has everything
    // ANCHOR_END: burst
    Ok(())
}

fn lengths(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    // ANCHOR: lengths
    for (nth, message) in messages().iter().enumerate() {
        let frame = framed(sender, nth, message)?; // 4 bytes of length, then the message
        sender.write_all(&frame)?;
    }
    sender.shutdown_write()?;
    receiver.wait_for_arrival()?;

    let mut decoder = Decoder::new(Order::Big, SIZE);
    while let bytes @ [_, ..] = &up_to(receiver, 1024)?[..] {
        decoder.feed(bytes);
        while let Some(message) = decoder.next_frame()? {
            receiver.note_decoded(Kind::Frame, message, BY_LENGTH);
        }
    }
    // ANCHOR_END: lengths
    Ok(decoder.finish()?)
}

/// Ten messages of letters.
fn messages() -> Vec<[u8; SIZE]> {
    (b'a'..).take(MESSAGES).map(|letter| [letter; SIZE]).collect()
}

/// A message with its length before it.
fn framed(sender: &TracedStream, nth: usize, message: &[u8]) -> Result<Vec<u8>, struct_header::HeaderError> {
    let mut frame = Vec::new();
    encode(message, Order::Big, &mut frame)?;
    sender.note_sent(Kind::Frame, message);
    sender.note_frame(nth * frame.len()..(nth + 1) * frame.len());
    Ok(frame)
}

const CLAIMS: &[Statement] = &[
    claim("Nothing set: a read returns several messages").on(NOTHING_SET, glued),
    claim("TCP_NODELAY: a read returns several messages all the same").on(WITH_NODELAY, glued).headline(),
    claim("A length before each message: the reader finds all ten again").on(WITH_LENGTHS, |claim, case| {
        let (found, sent) = case.decoded_as_sent(Stream::Forward, Kind::Frame, BY_LENGTH);
        claim.some(sent.clone()).equal(found, sent)
    }),
];

fn glued(claim: Claim, case: &Case) -> Claim {
    claim.less(case.read_count(Stream::Forward), case.written(Stream::Forward))
}

/// What would belie each claim.
#[cfg(test)]
pub(crate) const ALTERATIONS: &[crate::alter::Alteration] = &[
    ("Nothing set", |run| crate::alter::read_apart(crate::alter::case(run, NOTHING_SET), Stream::Forward)),
    ("TCP_NODELAY", |run| crate::alter::read_apart(crate::alter::case(run, WITH_NODELAY), Stream::Forward)),
    ("A length", |run| {
        crate::alter::retake(crate::alter::case(run, WITH_LENGTHS), Kind::Frame, |_, data| data.clear());
    }),
];
