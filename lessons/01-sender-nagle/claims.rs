//! What lesson 01 claims.

use super::questions::{left_after_ms, pushed};
use super::*;
use lesson::{Statement, claim, premise};
use trace::{By, Case, Claim, Measure, Run, Stream, Value};

const FORWARD: Stream = Stream::Forward;

/// How many segments a fresh connection acknowledges at once before it begins to delay ACKs by itself.
const QUICK_ACKS: u64 = 16;

/// What a fresh connection's first segment can carry, rounded down, in bytes: on loopback Linux allows half of the window
/// that the peer announces, 32,741. A longer burst fills segments and windows, and they then cut it too.
const ONE_SEGMENT: u64 = 32_000;

/// A wire's largest packet where none is chosen, in bytes.
const PACKET: u64 = 1_500;

/// What the headers of a segment take of a wire's packet, in bytes: IPv4, TCP, and its timestamps (RFC 7323).
const HEADERS: u64 = 52;

pub(crate) const CLAIMS: &[Statement] = &[
    claim_with_acks("Nagle, delayed ACKs: \"I'm \" and \"Lyon\" arrive apart")
        .on(GREETING.with(NAGLE_DELAYED_ACKS), |claim, case| {
            premise::an_ack_awaited(claim, case, FORWARD, 1).some(case.held_most(FORWARD)).none(case.glued(FORWARD))
        })
        .evidence("{bytes held back:byte} waited for an ACK, and {glued reads:read} were glued"),
    claim_with_acks("Nagle: the kernel holds bytes back only while it waits for an ACK")
        .only(|run| is_small(run, 2))
        .on(BURST.with(NAGLE_DELAYED_ACKS), |claim, case| {
            premise::an_ack_awaited(premise::room_in_a_segment(claim, case, FORWARD), case, FORWARD, 1)
                .some(case.held_most(FORWARD))
                .none(held_without_an_ack(case))
        })
        .evidence(
            "it held {bytes held back:byte} back, and did so {times held with no ACK outstanding:time} with no \
                   ACK outstanding",
        ),
    claim_with_acks("Nagle, delayed ACKs: fewer segments than writes")
        .only(|run| is_small(run, 3))
        .on(BURST.with(NAGLE_DELAYED_ACKS), |claim, case| fewer_segments(given_nagle_holds(claim, case), case))
        .evidence("{writes:write} left as {segments:segment}"),
    claim_with_acks("Nagle, delayed ACKs: the sender glued every read that is glued")
        .only(|run| is_small(run, 3) && reads_can_glue(run))
        .on(BURST.with(NAGLE_DELAYED_ACKS), |claim, case| {
            given_nagle_holds(claim, case).some(glued_by(case, By::Sender)).none(glued_by(case, By::Receiver))
        })
        .evidence("the sender glued {reads glued by the sender:read}, and the receiver {reads glued by the receiver}"),
    // Over a distance a quick ACK takes a round trip: two segments either way.
    claim_with_acks("Nagle, quick ACKs: more segments than with delayed ACKs")
        .only(|run| is_small(run, 3) && run.net == "loopback")
        .on_both(BURST.with(NAGLE_DELAYED_ACKS), BURST.with(NAGLE_QUICK_ACKS), |claim, delayed, quick| {
            let more = delayed.segment_count(FORWARD).value.unwrap_or(0) + 1;
            premise::acks_at_once(given_nagle_holds(claim, delayed), quick, FORWARD, more).less(
                delayed.segment_count(FORWARD).named("segments with delayed ACKs"),
                quick.segment_count(FORWARD).named("segments with quick ACKs"),
            )
        })
        .evidence(
            "{segments with quick ACKs:segment} left with quick ACKs, and {segments with delayed ACKs} with delayed \
             ACKs",
        ),
    claim_with_acks("TCP_NODELAY: every write becomes its own segment")
        .only(|run| is_small(run, 1))
        .on(BURST.with(NODELAY_DELAYED_ACKS), |claim, case| {
            given_an_open_window(claim, case).equal(case.segment_count(FORWARD), case.written(FORWARD))
        })
        .evidence("{writes:write} left as {segments:segment}"),
    claim_with_acks("TCP_NODELAY: a read still returns several messages, glued by the receiver")
        .only(|run| is_small(run, 2) && reads_can_glue(run))
        .on(BURST.with(NODELAY_DELAYED_ACKS), |claim, case| {
            glued_by_the_receiver(given_an_open_window(claim, case), case)
        })
        .evidence(GLUED_BY_THE_RECEIVER)
        .headline(),
    // On a wire even a quick ACK takes time to arrive. A lost segment is waited for again, and a probe for it may carry
    // what was held back (RFC 8985, section 7).
    claim_with_acks("Nagle at a distance: one segment leaves at once, the rest when its ACK comes back, quick or not")
        .only(|run| is_small_on_a_wire(run, 2) && run.is_lossless())
        .on(FAR.with(NAGLE_QUICK_ACKS), |claim, case| {
            let number = |number: u64| Measure::new("", number);
            let after_the_first = case.written(FORWARD).value.unwrap_or(0).saturating_sub(1);
            claim
                .given(case.writes_awaiting_one_ack(FORWARD), after_the_first, "choose a longer round trip with --wire")
                .equal(case.left_before_first_ack(FORWARD), number(1))
                .equal(case.segment_count(FORWARD), number(2))
        })
        .evidence("{segments before the first ACK} of {segments:segment} left before the first ACK came"),
    claim_with_acks("Nagle, quick ACKs: bytes that leave at once on loopback wait at a distance")
        .only(|run| is_small_on_a_wire(run, 3) && run.net == "loopback")
        .on_both(BURST.with(NAGLE_QUICK_ACKS), FAR.with(NAGLE_QUICK_ACKS), |claim, near, far| {
            let more = far.segment_count(FORWARD).value.unwrap_or(0) + 1;
            premise::acks_at_once(claim, near, FORWARD, more).less(
                far.segment_count(FORWARD).named("segments at a distance"),
                near.segment_count(FORWARD).named("segments on loopback"),
            )
        })
        .evidence("{segments on loopback:segment} left on loopback, and {segments at a distance} at a distance"),
    claim_with_acks("PSH is no boundary: one read returns several segments that carry it")
        .only(|run| is_small_on_a_wire(run, 2) && reads_can_glue(run) && run.is_lossless())
        .on(FAR.with(NODELAY_QUICK_ACKS), |claim, case| {
            claim.less(case.read_count(FORWARD), pushed(case)).some(case.glued(FORWARD))
        })
        .evidence("{segments with PSH:segment} with PSH came back in {reads:read}, {glued reads} of them glued"),
    claim_with_acks("TCP_CORK: bytes wait although no ACK is outstanding, and leave in fewer segments")
        .only(|run| is_small(run, 2))
        .on(CORKED.with(NAGLE_QUICK_ACKS), |claim, case| {
            let claim = premise::room_in_a_segment(claim, case, FORWARD).some(held_without_an_ack(case));
            fewer_segments(claim, case)
        })
        .evidence(
            "bytes were held {times held with no ACK outstanding:time} with no ACK outstanding; {writes:write} left as \
             {segments:segment}",
        ),
    // The timer that ends it is that of a zero-window probe, which Linux sets to this timeout: tcp_check_probe_timer().
    claim("A cork that stays in: the bytes leave anyway, after the retransmission timeout")
        .only(Run::is_lossless)
        .on(CORK_STAYS, |claim, case| {
            let timeout =
                Measure::new("retransmission timeout in ms", case.retransmission_timeout_us.map(|us| us / 1_000));
            let waited = Measure::new("ms until they left", left_after_ms(case));
            claim.at_most(timeout, waited).some(held_without_an_ack(case))
        })
        .evidence(
            "they were held {times held with no ACK outstanding:time} with no ACK outstanding and left after \
             {ms until they left} ms; the timeout was {retransmission timeout in ms} ms",
        ),
    claim_with_acks("Pauses, quick ACKs, a fast reader: no read is glued this time")
        .only(|run| is_small(run, 1) && MESSAGES.in_run(run) <= QUICK_ACKS && run.net == "loopback")
        .on(PAUSES.with(NAGLE_QUICK_ACKS), |claim, case| {
            let writes = case.written(FORWARD).value.unwrap_or(0);
            premise::acks_at_once(claim, case, FORWARD, writes).none(case.glued(FORWARD))
        })
        .evidence("{glued reads:read} were glued"),
    claim_with_acks("Pauses, delayed ACKs: the sender glues messages all the same")
        .only(|run| is_small(run, 3) && reads_can_glue(run))
        .on(PAUSES.with(NAGLE_DELAYED_ACKS), glued_in_segments)
        .evidence(GLUED_IN_SEGMENTS),
    claim_with_acks("Pauses after a request and its answer: the sender glues messages all the same")
        .only(|run| is_small(run, 3) && reads_can_glue(run) && nodelay(run) != Some(true))
        .on(AFTER_AN_ANSWER, glued_in_segments)
        .evidence(GLUED_IN_SEGMENTS),
    claim_with_acks("TCP_QUICKACK does not last: after the server has answered, its kernel delays ACKs again")
        .only(|run| is_small(run, 3) && reads_can_glue(run) && nodelay(run) != Some(true))
        .on(AFTER_QUICKACK, glued_in_segments)
        .evidence(GLUED_IN_SEGMENTS),
    claim("TCP_NODELAY and pauses, a slower reader: the receiver glues messages all the same")
        .only(|run| is_small(run, 2) && reads_can_glue(run) && nodelay(run) != Some(false))
        .on_any(SLOWER_READER, |claim, case| glued_by_the_receiver(given_an_open_window(claim, case), case))
        .evidence(GLUED_BY_THE_RECEIVER),
];

const GLUED_BY_THE_RECEIVER: &str = "{writes:write} came back in {reads:read}; the receiver glued {reads glued by the \
                                     receiver} of them, and the sender {reads glued by the sender}";

const GLUED_IN_SEGMENTS: &str = "{writes:write} left as {segments:segment}, and {glued reads:glued read} came back";

/// Nearly everything that this lesson claims depends on when ACKs arrive.
const fn claim_with_acks(text: &'static str) -> Statement {
    claim(text).needs("quickack")
}

/// Whether at least this many messages were written, and one segment could carry them all.
fn is_small(run: &Run, least: u64) -> bool {
    fits(run, least, if run.net == "wire" { a_packets_room(run) } else { ONE_SEGMENT })
}

/// The same on a wire, where no segment carries more than a packet has room for.
fn is_small_on_a_wire(run: &Run, least: u64) -> bool {
    fits(run, least, a_packets_room(run))
}

fn fits(run: &Run, least: u64, room: u64) -> bool {
    let messages = MESSAGES.in_run(run);
    messages >= least && messages * SIZE.in_run(run) <= room
}

/// What a segment carries on a wire, in bytes.
fn a_packets_room(run: &Run) -> u64 {
    ONE_SEGMENT.min(run.number("mtu").unwrap_or(PACKET) - HEADERS)
}

/// What the learner chose for `TCP_NODELAY` in all cases.
fn nodelay(run: &Run) -> Option<bool> {
    run.options.iter().find(|(name, _)| name == "nodelay").map(|(_, value)| *value == Value::Bool(true))
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

fn glued_by_the_receiver(claim: Claim, case: &Case) -> Claim {
    claim
        .less(case.read_count(FORWARD), case.written(FORWARD))
        .some(glued_by(case, By::Receiver))
        .none(glued_by(case, By::Sender))
}

fn held_without_an_ack(case: &Case) -> Measure {
    case.held_without_awaiting(FORWARD).named("times held with no ACK outstanding")
}

fn glued_by(case: &Case, by: By) -> Measure {
    let name = if by == By::Sender { "reads glued by the sender" } else { "reads glued by the receiver" };
    let measure = case.read_measure(FORWARD, name, |read| read.by == Some(by));
    let unknown = case.reads(FORWARD).iter().any(|read| read.verdict.glued() && read.by.is_none());
    Measure { value: measure.value.filter(|_| !unknown), ..measure }
}
