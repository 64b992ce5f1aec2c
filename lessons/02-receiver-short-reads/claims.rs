//! What lesson 02 claims.

use super::calls::{ALONE, KEPT};
use super::questions::bytes_after_a_short_read;
use super::*;
use lesson::{Statement, claim, premise};
use trace::{Cut, JudgedRead, Kind, Measure, Run, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;

/// What a write accepts at once, however far the other host is, in bytes: Linux has more room at first, for ten segments twice over.
const WRITTEN_AT_ONCE: u64 = 20_000;

/// Segments that a fresh connection may send before the first ACK: RFC 6928.
const INITIAL_WINDOW: u64 = 10;

pub(crate) const CLAIMS: &[Statement] = &[
    claim("A read that asks for less than is waiting splits a message")
        .on(ONE_THEN_SEVEN, |claim, case| {
            let asked = |read: &JudgedRead| read.cut == Some(Cut::Asked);
            let cut = case.read_measure(FORWARD, "reads that asked for less", asked);
            claim.less(returned(case, 0), waiting(case, 0)).some(cut)
        })
        .evidence(
            "{bytes waiting:byte} were waiting, and read 1 returned {bytes of read 1}; {reads that asked for less:read} asked \
             for less than was waiting",
        ),
    claim("The next read returns the rest, glued to the next message")
        .on(ONE_THEN_SEVEN, |claim, case| {
            let both = |read: &JudgedRead| read.verdict == Verdict::GluedSplit;
            claim.some(case.read_measure(FORWARD, "reads both glued and split", both))
        })
        .evidence("{reads both glued and split:read} returned the rest of one message and the next one"),
    claim("A read returns what is there, old bytes and new ones, not what it asked for")
        .on(TEN_TWO_TWENTY, |claim, case| {
            let read = returned(case, 0).value;
            let left = case.bytes_written(FORWARD).value.zip(read).map(|(written, read)| written - read);
            let asked = case.reads(FORWARD).get(1).map(|read| read.asked);
            claim
                .equal(returned(case, 1), Measure::new("bytes not read before", left))
                .less(returned(case, 1), Measure::new("bytes that read 2 asked for", asked))
                .some(case.glued(FORWARD))
        })
        .evidence(
            "read 2 asked for {bytes that read 2 asked for:byte} and returned {bytes of read 2}, all {bytes not read before} \
             that were there; {glued reads:read} came back glued",
        )
        .headline(),
    claim("A read that returns less than it asked for is not the end; one of 0 bytes is")
        .on(LARGE_BUFFER, |claim, case| {
            let ends = case.events.iter().filter(|timed| matches!(timed.event, Event::Shutdown { .. })).count() as u64;
            claim
                .some(Measure::new("bytes after a short read", bytes_after_a_short_read(case)))
                .equal(case.read_measure(FORWARD, "reads of 0 bytes", ends_here), Measure::new("shutdowns", ends))
        })
        .evidence(
            "{bytes after a short read:byte} came after a short read; {shutdowns:shutdown} led to {reads of 0 \
             bytes:read} of 0 bytes",
        ),
    claim("A read into a Vec that has a capacity but no length returns 0 bytes, and that is not the end")
        .on(CAPACITY, |claim, case| {
            claim
                .none(returned(case, 0))
                .some(waiting(case, 0))
                .some(returned(case, 1))
                .none(case.read_measure(FORWARD, "ends", ends_here))
        })
        .evidence(
            "read 1 returned {bytes of read 1:byte} while {bytes waiting} were waiting, and read 2 returned {bytes of read 2}; \
             {ends:read} met the end of the stream",
        ),
    claim("Segment boundaries are not message boundaries: one message, many segments, one read")
        .needs("mss")
        .only(segments_fit)
        .on(MANY_SEGMENTS, |claim, case| {
            premise::all_waiting(claim, case, FORWARD)
                .less(case.written(FORWARD), case.segment_count(FORWARD))
                .less(case.read_count(FORWARD), case.segment_count(FORWARD))
                .none(case.split(FORWARD))
        })
        .evidence("{writes:write} left as {segments:segment} and came back in {reads:read}, {split reads} of them split"),
    claim("A write can accept less than it is given; writing the rest later loses nothing")
        .only(buffers_are_small)
        .on(SHORT_WRITES, |claim, case| {
            let size = case.messages(FORWARD).iter().map(|m| m.range.end - m.range.start).sum::<u64>();
            claim.some(short(case)).equal(case.bytes_read(FORWARD), Measure::new("bytes in the message", size))
        })
        .evidence("after {short writes:short write}, {bytes read} of {bytes in the message:byte} were read"),
    claim("A long message at a distance: ten segments leave at once, and the rest as ACKs come back")
        .only(window_is_filled)
        .on(LONG_FAR, |claim, case| {
            let window = Measure::new("", INITIAL_WINDOW);
            let first = case.left_before_first_ack(FORWARD);
            claim.equal(first.clone(), window).less(first, case.segment_count(FORWARD))
        })
        .evidence("{segments before the first ACK} of {segments:segment} left before the first ACK came"),
    claim("It worked on localhost: a message that takes one read there takes several at a distance")
        .only(|run| window_is_filled(run) && size(run, LONG) <= READ_SIZE.in_run(run).min(WRITTEN_AT_ONCE))
        .on_both(LONG_NEAR, LONG_FAR, |claim, near, far| {
            premise::all_waiting(claim, near, FORWARD)
                .less(near.read_count(FORWARD).named("reads on loopback"), far.read_count(FORWARD).named("reads at a distance"))
        })
        .evidence("it took {reads on loopback:read} on loopback, and {reads at a distance} at a distance"),
    claim("Decoding each read on its own breaks a character; keeping the partial character fixes it")
        .on(CUT_CHARACTER, |claim, case| {
            let (alone, sent) = case.decoded_as_sent(FORWARD, Kind::Text, ALONE);
            let (kept, _) = case.decoded_as_sent(FORWARD, Kind::Text, KEPT);
            let sent = sent.named("texts sent");
            claim
                .less(alone.named("right texts, each read on its own"), sent.clone())
                .equal(kept.named("right texts, partial character kept"), sent)
        })
        .evidence(
            "of {texts sent:text}, {right texts, each read on its own} came out right with each read on its own, and \
             {right texts, partial character kept} with the partial character kept",
        ),
];

fn returned(case: &Case, nth: usize) -> Measure {
    Measure::new(format!("bytes of read {}", nth + 1), case.reads(FORWARD).get(nth).map(JudgedRead::got))
}

fn waiting(case: &Case, nth: usize) -> Measure {
    Measure::new("bytes waiting", case.reads(FORWARD).get(nth).and_then(|read| read.queued))
}

fn ends_here(read: &JudgedRead) -> bool {
    read.verdict == Verdict::End
}

/// Writes of which the kernel took only a part; `None` if it always took everything, as Windows does whatever its
/// buffers' size.
fn short(case: &Case) -> Measure {
    let took_less = |event: &Event| match *event {
        Event::Write { asked, accepted, .. } if accepted < asked => Some(accepted),
        _ => None,
    };
    let took: Vec<u64> = case.events.iter().filter_map(|timed| took_less(&timed.event)).collect();
    let short = took.iter().filter(|&&accepted| accepted > 0).count() as u64;
    Measure::new("short writes", (!took.is_empty()).then_some(short))
}

fn size(run: &Run, of_the_case: u64) -> u64 {
    run.number("size").unwrap_or(of_the_case)
}

/// The most that a segment carries in a case that asks for `own_mss`, in bytes: RFC 9293, section 3.7.1, less TCP's
/// timestamps (RFC 7323).
fn segment(run: &Run, own_mss: u64) -> u64 {
    let (headers, timestamps) = (40, 12);
    let of_mtu = run.number("mtu").unwrap_or(1_500) - headers;
    run.number("mss").unwrap_or(own_mss).min(of_mtu) - timestamps
}

/// Whether the learner's options still give several segments, all of which fit into the receiver's window at once.
fn segments_fit(run: &Run) -> bool {
    let size = size(run, SEGMENTED);
    // Over a distance the first ACK comes too late for more.
    let at_once = INITIAL_WINDOW * segment(run, SEGMENT.into());
    let fits = size <= 10 * 524 && (run.net == "loopback" || size <= at_once);
    let own_buffers = run.number("rcvbuf").is_none() && run.number("sndbuf").is_none();
    let one_read = run.number("read_size").is_none_or(|bytes| bytes >= size);
    fits && own_buffers && one_read && run.number("mss").unwrap_or(SEGMENT.into()) < size
}

fn buffers_are_small(run: &Run) -> bool {
    let small = |name| run.number(name).is_none_or(|bytes| bytes <= SMALL_BUFFER as u64);
    small("sndbuf") && small("rcvbuf") && size(run, LONGER_THAN_BUFFERS) >= LONGER_THAN_BUFFERS
}

/// Whether the message has more segments than the first window, and nothing else holds them back or sends some again.
fn window_is_filled(run: &Run) -> bool {
    let unset = ["sndbuf", "rcvbuf"].iter().all(|option| run.number(option).is_none());
    unset && run.is_lossless() && size(run, LONG) > INITIAL_WINDOW * segment(run, u64::MAX)
}
