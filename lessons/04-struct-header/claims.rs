//! What lesson 04 claims.

use super::*;
use lesson::{Statement, claim, premise};
use trace::{Case, Measure, Run, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

pub(crate) const CLAIMS: &[Statement] = &[
    claim("Read four bytes, then as many as they say: every body arrives as it was sent, the empty one too")
        .on(EXACT_READS, |claim, case| {
            let [frames, sent] = as_sent(case, BACK, Kind::Frame, BY_EXACT_READS);
            claim.equal(frames, sent)
        })
        .evidence("{values as sent} of {values sent} bodies arrived as sent"),
    claim("A header in place of the OK: a command costs two one-way trips, since nobody waits for a turn")
        .on(EXACT_READS, |claim, case| {
            let commands = case.written(FORWARD).value.unwrap_or(0);
            claim.equal(case.trips(), Measure::new("trips of commands and answers", 2 * commands))
        })
        .evidence(
            "data crossed the connection {one-way trips} times; commands and answers make \
             {trips of commands and answers}",
        ),
    claim("Random writes, random reads: the decoder finds every frame, whatever the cuts")
        .on(RANDOM_CUTS, |claim, case| {
            let [frames, sent] = as_sent(case, FORWARD, Kind::Frame, BY_DECODER);
            let not_whole =
                case.read_measure(FORWARD, "reads that are not whole", |read| read.verdict != Verdict::Whole);
            claim.given(not_whole, 1, "choose another --seed").equal(frames, sent)
        })
        .evidence(
            "{values as sent} of {values sent} frames were found, though {reads that are not whole:read} did not \
             return exactly one",
        )
        .headline(),
    claim("The client adds its whole buffer to the count at every read: it stops too early")
        .on(ADDED_UP, |claim, case| {
            let first = |bodies: Vec<&[u8]>| bodies.first().map(|body| body.len() as u64);
            let taken = first(case.decoded_values(FORWARD, Kind::Frame, BY_THIS_READER));
            let sent = first(case.sent_values(FORWARD, Kind::Frame));
            claim.less(Measure::new("bytes taken", taken), Measure::new("bytes of the body", sent))
        })
        .evidence("it took {bytes taken} of {bytes of the body:byte}"),
    claim("The client stops too early: it takes the middle of the text for the next length")
        .on(ADDED_UP, |claim, case| {
            let [read, sent] = lengths(case, 1);
            claim.differ(read, sent)
        })
        .evidence("{length sent} was sent, and {length read} was read"),
    claim("Sender and reader differ in byte order: the reader gets another number, here a negative one")
        .on(OTHER_ORDER, |claim, case| {
            let text = case.decoded_values(FORWARD, Kind::Length, BY_THIS_READER).concat();
            let read: i64 = std::str::from_utf8(&text).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
            claim.some(Measure::new("below zero", (-read).max(0).unsigned_abs())).some(lengths(case, 0)[1].clone())
        })
        .evidence("{length sent} was sent, and -{below zero} was read"),
    claim("Sender and reader differ in the size of a length: the rest of the length is taken for the body")
        .on(LONG_LENGTH, |claim, case| {
            let [frames, sent] = as_sent(case, FORWARD, Kind::Frame, BY_THIS_READER);
            claim.less(frames, sent)
        })
        .evidence("{values as sent} of {values sent:body} arrived as sent"),
    claim("Sender and reader differ in the encoding: the frame is the same, but its text is not")
        .on(GBK, |claim, case| {
            let [frames, frames_sent] = as_sent(case, FORWARD, Kind::Frame, BY_EXACT_READS);
            let [texts, texts_sent] = as_sent(case, FORWARD, Kind::Text, BY_EXACT_READS);
            claim.equal(frames, frames_sent).less(texts.named("texts as sent"), texts_sent.named("texts sent"))
        })
        .evidence("{values as sent} of {values sent:frame} and {texts as sent} of {texts sent:text} arrived as sent"),
    // A segment that a wire loses is sent again and holds back what follows, however it was written.
    claim("Header and body in two writes: the kernel holds the body back until the header is acknowledged")
        .only(Run::is_lossless)
        .on(TWO_WRITES.with(NAGLE_DELAYED_ACKS), |claim, case| {
            let claim = premise::an_ack_awaited(claim, case, BACK, 1);
            claim.some(case.held_most(BACK)).none(held_for_no_ack(case))
        })
        .evidence(
            "it held {bytes held back:byte} back, and did so {looks without an ACK:time} with no ACK outstanding",
        ),
    claim("Two writes with TCP_NODELAY: the kernel holds nothing back")
        .only(Run::is_lossless)
        .on(TWO_WRITES.with(NODELAY_DELAYED_ACKS), |claim, case| {
            premise::an_open_window(claim, case, 2).none(case.held_most(BACK))
        })
        .evidence("{bytes held back} bytes were held back"),
    claim("Header and body in one write: the kernel holds nothing back, and one segment carries both")
        .only(Run::is_lossless)
        .on(ONE_WRITE.with(NAGLE_DELAYED_ACKS), |claim, case| {
            let frames = Measure::new("frames", case.frames(BACK).len() as u64);
            claim.none(case.held_most(BACK)).equal(case.segment_count(BACK), frames)
        })
        .evidence("{bytes held back} bytes were held back; {frames:frame} left as {segments:segment}"),
    claim("The ack handshake: nothing is held back, so it beats the header in two writes")
        .only(Run::is_lossless)
        .on_both(
            TWO_WRITES.with(NAGLE_DELAYED_ACKS),
            HANDSHAKE.with(NAGLE_DELAYED_ACKS),
            |claim, two_writes, handshake| {
                premise::an_ack_awaited(claim, two_writes, BACK, 1)
                    .none(handshake.held_most(FORWARD).named("held by its client"))
                    .none(handshake.held_most(BACK).named("held by its server"))
                    .some(two_writes.held_most(BACK).named("held with two writes"))
            },
        )
        .evidence(
            "the client's kernel held {held by its client} bytes back and the server's {held by its server}; \
             with two writes the server's held {held with two writes}",
        ),
];

/// How many values of that kind were decoded exactly as they were sent, and how many were sent.
fn as_sent(case: &Case, stream: Stream, kind: Kind, how: &str) -> [Measure; 2] {
    let (same, sent) = case.decoded_as_sent(stream, kind, how);
    [same.named("values as sent"), sent.named("values sent")]
}

/// The length of the nth frame, from 0, as it was read and as it was sent.
fn lengths(case: &Case, nth: usize) -> [Measure; 2] {
    let number = |lengths: Vec<&[u8]>| {
        let text = lengths.get(nth).and_then(|text| std::str::from_utf8(text).ok());
        text.and_then(|text| text.parse::<i64>().ok()).map(i64::unsigned_abs)
    };
    let read = number(case.decoded_values(FORWARD, Kind::Length, BY_THIS_READER));
    let sent = number(case.sent_values(FORWARD, Kind::Length));
    [Measure::new("length read", read), Measure::new("length sent", sent)]
}

fn held_for_no_ack(case: &Case) -> Measure {
    case.held_without_awaiting(BACK).named("looks without an ACK")
}
