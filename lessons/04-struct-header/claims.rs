//! What lesson 04 claims.

use super::*;
use lesson::{Statement, claim, premise};
use trace::{Case, Measure, Run, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

pub(crate) const CLAIMS: &[Statement] = &[
    claim("Four bytes, then as many as they say: every body as it was meant, the empty one too").on(
        EXACT_READS,
        |claim, case| {
            let (frames, sent) = case.decoded_as_sent(BACK, Kind::Frame, BY_EXACT_READS);
            claim.equal(frames, sent)
        },
    ),
    claim("A command costs two one-way trips: nobody waits for a turn").on(EXACT_READS, |claim, case| {
        let commands = case.written(FORWARD).value.unwrap_or(0);
        claim.equal(case.trips(), Measure::new("two a command", 2 * commands))
    }),
    claim("The decoder finds every frame again, whatever the cuts of writes and reads").only(cuts_differ).on(
        RANDOM_CUTS,
        |claim, case| {
            let (frames, sent) = case.decoded_as_sent(FORWARD, Kind::Frame, BY_DECODER);
            claim.some(not_whole(case)).equal(frames, sent)
        },
    ),
    claim("Counting all that was collected at every read ends the body too early").on(
        COUNTED_WRONGLY,
        |claim, case| {
            let first = |bodies: &[&[u8]]| bodies.first().map(|body| body.len() as u64);
            let taken = first(&case.decoded_values(FORWARD, Kind::Frame, BY_A_WRONG_COUNT));
            let sent = first(&case.sent_values(FORWARD, Kind::Frame));
            claim.less(Measure::new("bytes taken", taken), Measure::new("bytes of the body", sent))
        },
    ),
    claim("Then the middle of the text is read as the next header").on(COUNTED_WRONGLY, |claim, case| {
        let second = |lengths: &[&[u8]]| {
            let text = lengths.get(1).and_then(|text| std::str::from_utf8(text).ok());
            text.and_then(|text| text.parse::<i64>().ok()).map(i64::unsigned_abs)
        };
        let taken = second(&case.decoded_values(FORWARD, Kind::Length, BY_A_WRONG_COUNT));
        let sent = second(&case.sent_values(FORWARD, Kind::Length));
        claim.differ(Measure::new("next length taken", taken), Measure::new("next length meant", sent))
    }),
    // What is lost on a wire is sent again, and holds back what follows, whoever wrote it how.
    claim("Header and body in two writes: the body is held back while the header awaits its ACK")
        .only(Run::is_lossless)
        .on(TWO_WRITES.with(NAGLE_DELAYED_ACKS), |claim, case| {
            let claim = premise::an_ack_awaited(claim, case, BACK, 1);
            claim.some(case.held_most(BACK)).none(case.held_without_awaiting(BACK))
        }),
    claim("Two writes with TCP_NODELAY: nothing is held back")
        .only(Run::is_lossless)
        .on(TWO_WRITES.with(NODELAY_DELAYED_ACKS), |claim, case| {
            premise::an_open_window(claim, case, 2).none(case.held_most(BACK))
        }),
    claim("Header and body in one write: nothing is held back, and they share a segment")
        .only(Run::is_lossless)
        .on(ONE_WRITE.with(NAGLE_DELAYED_ACKS), |claim, case| {
            claim.none(case.held_most(BACK)).equal(case.segment_count(BACK), Measure::new("answers", 1))
        }),
    claim("The ack handshake holds nothing back, so it beats the header in two writes").only(Run::is_lossless).on_both(
        TWO_WRITES.with(NAGLE_DELAYED_ACKS),
        HANDSHAKE.with(NAGLE_DELAYED_ACKS),
        |claim, two_writes, handshake| {
            premise::an_ack_awaited(claim, two_writes, BACK, 1)
                .none(handshake.held_most(FORWARD).named("held back by its client"))
                .none(handshake.held_most(BACK).named("held back by its server"))
                .some(two_writes.held_most(BACK).named("held back with two writes"))
        },
    ),
];

fn not_whole(case: &Case) -> Measure {
    case.read_measure(FORWARD, "reads not of one whole frame", |read| read.verdict != Verdict::Whole)
}

/// Some seeds draw the same cuts for writes and reads.
fn cuts_differ(run: &Run) -> bool {
    RANDOM_CUTS.in_run(run).is_some_and(|case| not_whole(case).value != Some(0))
}
