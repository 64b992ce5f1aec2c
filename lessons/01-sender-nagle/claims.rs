//! What lesson 01 claims.

use super::{BURST, CORKED, GREETING, MESSAGES, PAUSES, PAUSES_AFTER_AN_ANSWER, READ_SIZE, SIZE};
use lesson::options::{NAGLE, NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS};
use lesson::{Statement, claim, premise};
use trace::{By, Case, Claim, Measure, Run, Stream};

const FORWARD: Stream = Stream::Forward;

/// How many segments a fresh connection acknowledges at once before it begins to delay ACKs by itself.
const QUICK_ACKS: u64 = 16;

/// What a fresh connection's first segment can carry, rounded down, in bytes: on loopback Linux allows half of the window
/// that the peer announces, 32,741. A longer burst fills segments and windows, and they then cut it too.
const ONE_SEGMENT: u64 = 32_000;

/// What the headers of a segment take of a wire's packet, in bytes: IPv4, TCP, and its timestamps (RFC 7323).
const HEADERS: u64 = 52;

pub(crate) const CLAIMS: &[Statement] = &[
    claim_with_acks("Nagle, an ACK awaited: it even separates I'm from Lyon").on(
        GREETING.with(NAGLE_DELAYED_ACKS),
        |claim, case| {
            premise::an_ack_awaited(claim, case, FORWARD, 1).some(case.held_most(FORWARD)).none(case.glued(FORWARD))
        },
    ),
    claim_with_acks("Nagle holds bytes back only while an ACK is awaited").only(|run| is_small(run, 2)).on(
        BURST.with(NAGLE_DELAYED_ACKS),
        |claim, case| {
            premise::an_ack_awaited(premise::room_in_a_segment(claim, case, FORWARD), case, FORWARD, 1)
                .some(case.held_most(FORWARD))
                .none(case.held_without_awaiting(FORWARD))
        },
    ),
    claim_with_acks("Nagle, delayed ACKs: fewer segments than writes")
        .only(|run| is_small(run, 3))
        .on(BURST.with(NAGLE_DELAYED_ACKS), |claim, case| fewer_segments(given_nagle_holds(claim, case), case)),
    claim_with_acks("Nagle, delayed ACKs: what is glued was glued by the sender")
        .only(|run| is_small(run, 3) && reads_can_glue(run))
        .on(BURST.with(NAGLE_DELAYED_ACKS), |claim, case| {
            given_nagle_holds(claim, case).some(glued_by(case, By::Sender)).none(glued_by(case, By::Receiver))
        }),
    // Over a distance a quick ACK takes a round trip: two segments either way.
    claim_with_acks("Nagle, quick ACKs: more segments than with delayed ones")
        .only(|run| is_small(run, 3) && run.net == "loopback")
        .on_both(BURST.with(NAGLE_DELAYED_ACKS), BURST.with(NAGLE_QUICK_ACKS), |claim, delayed, quick| {
            let more = delayed.segment_count(FORWARD).value.unwrap_or(0) + 1;
            premise::acks_at_once(given_nagle_holds(claim, delayed), quick, FORWARD, more).less(
                delayed.segment_count(FORWARD).named("segments, delayed ACKs"),
                quick.segment_count(FORWARD).named("segments, quick ACKs"),
            )
        }),
    claim_with_acks("TCP_NODELAY: a segment for every write")
        .only(|run| is_small(run, 1))
        .on(BURST.with(NODELAY_DELAYED_ACKS), |claim, case| {
            given_an_open_window(claim, case).equal(case.segment_count(FORWARD), case.written(FORWARD))
        }),
    claim_with_acks("TCP_NODELAY: glued all the same, by the receiver; it is not framing")
        .only(|run| is_small(run, 2) && reads_can_glue(run))
        .on(BURST.with(NODELAY_DELAYED_ACKS), |claim, case| {
            given_an_open_window(claim, case)
                .less(case.read_count(FORWARD), case.written(FORWARD))
                .some(glued_by(case, By::Receiver))
                .none(glued_by(case, By::Sender))
        }),
    claim_with_acks("TCP_CORK holds bytes back with no ACK awaited, and lets them go as fewer segments")
        .only(|run| is_small(run, 2))
        .on(CORKED.with(NAGLE_QUICK_ACKS), |claim, case| {
            fewer_segments(
                premise::room_in_a_segment(claim, case, FORWARD).some(case.held_without_awaiting(FORWARD)),
                case,
            )
        }),
    claim_with_acks("Pauses on a fresh connection: no read is glued, this time")
        .only(|run| is_small(run, 1) && MESSAGES.in_run(run) <= QUICK_ACKS && run.net == "loopback")
        .on(PAUSES.with(NAGLE_QUICK_ACKS), |claim, case| {
            let writes = case.written(FORWARD).value.unwrap_or(0);
            premise::acks_at_once(claim, case, FORWARD, writes).none(case.glued(FORWARD))
        }),
    claim_with_acks("Pauses with delayed ACKs are no fix: reads are glued, by the sender")
        .only(|run| is_small(run, 3) && reads_can_glue(run))
        .on(PAUSES.with(NAGLE_DELAYED_ACKS), glued_in_segments),
    claim_with_acks("Pauses after a request and its answer are no fix: reads are glued, by the sender")
        .only(|run| is_small(run, 3) && reads_can_glue(run))
        .on(PAUSES_AFTER_AN_ANSWER.with(NAGLE), glued_in_segments),
    // On a wire the ACK takes its time however quick it is. What is lost is awaited again, and a probe for it may carry what
    // was held back (RFC 8985, section 7).
    claim_with_acks("Nagle, over a distance: one segment leaves, the rest when its ACK has come back")
        .only(|run| is_small(run, 2) && run.net == "wire" && run.is_lossless())
        .on(BURST.with(NAGLE_QUICK_ACKS), |claim, case| {
            claim
                .equal(case.left_before_first_ack(FORWARD), Measure::new("one", 1))
                .equal(case.segment_count(FORWARD), Measure::new("two", 2))
        }),
];

/// All that this lesson claims depends on when ACKs come.
const fn claim_with_acks(text: &'static str) -> Statement {
    claim(text).needs("quickack")
}

/// Whether so many messages at least were written, and one segment could carry them all. On a wire, no segment carries more
/// than a packet has room for.
fn is_small(run: &Run, least: u64) -> bool {
    let packet = run.number("mtu").filter(|_| run.net == "wire");
    let one_segment = packet.map_or(ONE_SEGMENT, |mtu| ONE_SEGMENT.min(mtu - HEADERS));
    let messages = MESSAGES.in_run(run);
    messages >= least && messages * SIZE.in_run(run) <= one_segment
}

/// Whether a read takes at least two messages, so that they can be glued at all.
fn reads_can_glue(run: &Run) -> bool {
    MESSAGES.in_run(run) > 1 && READ_SIZE.in_run(run) >= 2 * SIZE.in_run(run)
}

/// The messages fit into one segment, since a full one leaves at once; and three of them met one ACK's delay.
fn given_nagle_holds(claim: Claim, case: &Case) -> Claim {
    premise::an_ack_awaited(premise::room_in_a_segment(claim, case, FORWARD), case, FORWARD, 2)
}

/// Every message may leave at once, in a segment of its own.
fn given_an_open_window(claim: Claim, case: &Case) -> Claim {
    let messages = case.written(FORWARD).value.unwrap_or(0);
    premise::an_open_window(premise::room_in_a_segment(claim, case, FORWARD), case, messages)
}

fn fewer_segments(claim: Claim, case: &Case) -> Claim {
    claim.less(case.segment_count(FORWARD), case.written(FORWARD))
}

/// Fewer segments than messages, each smaller than a segment: some shared one, even where several segments left between two
/// looks and nobody can say which messages did.
fn glued_in_segments(claim: Claim, case: &Case) -> Claim {
    fewer_segments(premise::an_ack_awaited(claim, case, FORWARD, 2).some(case.glued(FORWARD)), case)
}

fn glued_by(case: &Case, by: By) -> Measure {
    let name = if by == By::Sender { "reads glued by the sender" } else { "reads glued by the receiver" };
    let measure = case.read_measure(FORWARD, name, |read| read.by == Some(by));
    let unknown = case.reads(FORWARD).iter().any(|read| read.verdict.glued() && read.by.is_none());
    Measure { value: measure.value.filter(|_| !unknown), ..measure }
}
