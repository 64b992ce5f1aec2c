//! The claims of lesson 01.

use trace::{By, Case, Claim, Measure, Run, Stream};

const FORWARD: Stream = Stream::Forward;

/// The congestion window of a fresh connection, in segments (RFC 6928): no more leave before the first ACK.
const INITIAL_WINDOW: u64 = 10;

/// How many segments a fresh connection acknowledges at once before it begins to delay ACKs by itself.
const QUICK_ACKS: u64 = 16;

/// What a fresh connection's first segment can carry, rounded down, in bytes: on loopback Linux allows half of the window
/// that the peer announces, 32,741. A longer burst fills segments and windows, and they then cut it too.
const ONE_SEGMENT: u64 = 32_000;

/// What the headers of a segment take of a wire's packet, in bytes: IPv4, TCP, and its timestamps (RFC 7323).
const HEADERS: u64 = 52;

/// What lesson 01 claims of `run`.
pub fn claims(run: &Run) -> Vec<Claim> {
    let checks: [fn(&Run) -> Option<Claim>; 10] = [
        greeting_separated,
        held_only_while_awaiting,
        fewer_segments,
        glued_by_the_sender,
        quick_acks_hold_less,
        segment_for_every_write,
        glued_all_the_same,
        corked,
        pauses_happen_to_work,
        pauses_with_delayed_acks,
    ];
    let mut claims: Vec<Claim> = checks.iter().filter_map(|check| check(run)).collect();
    claims.extend(pauses_after_an_answer(run));
    claims.extend(a_round_trip_awaited(run));
    let refused = run.cases.iter().any(|case| case.missing.iter().any(|option| option == "quickack"));
    claims.into_iter().map(|claim| claim.refused(refused)).collect()
}

fn messages(run: &Run) -> u64 {
    run.number("messages").unwrap_or(10)
}

fn size(run: &Run) -> u64 {
    run.number("size").unwrap_or(4)
}

/// On a wire, no segment carries more than a packet has room for.
fn one_segment(run: &Run) -> u64 {
    let packet = run.number("mtu").filter(|_| run.net == "wire");
    packet.map_or(ONE_SEGMENT, |mtu| ONE_SEGMENT.min(mtu - HEADERS))
}

/// The case of that name, where so many messages at least were written and one segment could carry them all.
fn small<'a>(run: &'a Run, name: &str, least: u64) -> Option<&'a Case> {
    let small = messages(run) >= least && messages(run) * size(run) <= one_segment(run);
    run.case(name).filter(|_| small)
}

/// Whether a read takes at least two messages, so that they can be glued at all.
fn reads_can_glue(run: &Run) -> bool {
    messages(run) > 1 && run.number("read_size").unwrap_or(1024) >= 2 * size(run)
}

fn greeting_separated(run: &Run) -> Option<Claim> {
    let case = run.case("I'm + Lyon: Nagle, delayed ACKs")?;
    Some(
        Claim::new("Nagle, an ACK awaited: it even separates I'm from Lyon")
            .some(case.held_most(FORWARD))
            .none(case.glued(FORWARD)),
    )
}

fn held_only_while_awaiting(run: &Run) -> Option<Claim> {
    let case = small(run, "burst: Nagle, delayed ACKs", 2)?;
    Some(
        Claim::new("Nagle holds bytes back only while an ACK is awaited")
            .some(case.held_most(FORWARD))
            .none(case.held_without_awaiting(FORWARD)),
    )
}

fn fewer_segments(run: &Run) -> Option<Claim> {
    let case = small(run, "burst: Nagle, delayed ACKs", 3)?;
    Some(
        Claim::new("Nagle, delayed ACKs: fewer segments than writes")
            .less(case.segment_count(FORWARD), case.written(FORWARD)),
    )
}

fn glued_by(case: &Case, by: By) -> Measure {
    let name = match by {
        By::Sender => "reads glued by the sender",
        By::Receiver => "reads glued by the receiver",
        By::Both => "reads glued by both",
    };
    let measure = case.read_measure(FORWARD, name, |read| read.by == Some(by));
    let unknown = case.reads(FORWARD).iter().any(|read| read.verdict.glued() && read.by.is_none());
    Measure { value: measure.value.filter(|_| !unknown), ..measure }
}

fn glued_by_the_sender(run: &Run) -> Option<Claim> {
    let case = small(run, "burst: Nagle, delayed ACKs", 3).filter(|_| reads_can_glue(run))?;
    Some(
        Claim::new("Nagle, delayed ACKs: what is glued was glued by the sender")
            .some(glued_by(case, By::Sender))
            .none(glued_by(case, By::Receiver)),
    )
}

fn quick_acks_hold_less(run: &Run) -> Option<Claim> {
    // Over a distance a quick ACK takes a round trip: two segments either way.
    let delayed = small(run, "burst: Nagle, delayed ACKs", 3).filter(|_| run.net == "loopback")?;
    let quick = run.case("burst: Nagle, quick ACKs")?;
    Some(Claim::new("Nagle, quick ACKs: more segments than with delayed ones").less(
        delayed.segment_count(FORWARD).named("segments, delayed ACKs"),
        quick.segment_count(FORWARD).named("segments, quick ACKs"),
    ))
}

/// On a wire, where the ACK takes its time however quick it is.
fn a_round_trip_awaited(run: &Run) -> Option<Claim> {
    // What is lost is awaited again, and a probe for it may carry what was held back (RFC 8985, section 7).
    let lossless = run.number("loss_ppm").is_none();
    let case = small(run, "burst: Nagle, quick ACKs", 2).filter(|_| run.net == "wire" && lossless)?;
    Some(
        Claim::new("Nagle, over a distance: one segment leaves, the rest when its ACK has come back")
            .equal(case.left_before_first_ack(FORWARD), Measure::new("one", 1))
            .equal(case.segment_count(FORWARD), Measure::new("two", 2)),
    )
}

fn segment_for_every_write(run: &Run) -> Option<Claim> {
    let case = small(run, "burst: TCP_NODELAY, delayed ACKs", 1).filter(|_| messages(run) <= INITIAL_WINDOW)?;
    Some(Claim::new("TCP_NODELAY: a segment for every write").equal(case.segment_count(FORWARD), case.written(FORWARD)))
}

fn glued_all_the_same(run: &Run) -> Option<Claim> {
    let case = small(run, "burst: TCP_NODELAY, delayed ACKs", 2)?;
    (reads_can_glue(run) && messages(run) <= INITIAL_WINDOW).then(|| {
        Claim::new("TCP_NODELAY: glued all the same, by the receiver; it is not framing")
            .less(case.read_count(FORWARD), case.written(FORWARD))
            .some(glued_by(case, By::Receiver))
            .none(glued_by(case, By::Sender))
    })
}

fn corked(run: &Run) -> Option<Claim> {
    let case = small(run, "burst, corked: Nagle, quick ACKs", 2)?;
    Some(
        Claim::new("TCP_CORK holds bytes back with no ACK awaited, and lets them go as fewer segments")
            .some(case.held_without_awaiting(FORWARD))
            .less(case.segment_count(FORWARD), case.written(FORWARD)),
    )
}

fn pauses_happen_to_work(run: &Run) -> Option<Claim> {
    let case = small(run, "pauses, fresh connection: Nagle, quick ACKs", 1);
    let case = case.filter(|_| messages(run) <= QUICK_ACKS && run.net == "loopback")?;
    Some(Claim::new("Pauses on a fresh connection: no read is glued, this time").none(case.glued(FORWARD)))
}

/// Fewer segments than messages, each smaller than a segment: some shared one, even where several segments left between two
/// looks and nobody can say which messages did.
fn glued_in_segments(case: &Case, text: &str) -> Claim {
    Claim::new(text).some(case.glued(FORWARD)).less(case.segment_count(FORWARD), case.written(FORWARD))
}

fn pauses_with_delayed_acks(run: &Run) -> Option<Claim> {
    let case = small(run, "pauses, fresh connection: Nagle, delayed ACKs", 3).filter(|_| reads_can_glue(run))?;
    Some(glued_in_segments(case, "Pauses with delayed ACKs are no fix: reads are glued, by the sender"))
}

fn pauses_after_an_answer(run: &Run) -> Option<Claim> {
    let case = small(run, "pauses, after a request and its answer: Nagle, ACKs as the kernel likes", 3);
    let case = case.filter(|_| reads_can_glue(run))?;
    Some(glued_in_segments(case, "Pauses after a request and its answer are no fix: reads are glued, by the sender"))
}
