//! What lesson 02 claims.

use super::*;
use lesson::{Statement, claim, premise};
use trace::{Case, Cut, Event, JudgedRead, Measure, Run, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;

/// Segments that a fresh connection may send before the first ACK: RFC 6928.
const INITIAL_WINDOW: u64 = 10;

pub(crate) const CLAIMS: &[Statement] = &[
    claim("A read that asks for less than waits splits a message").on(ONE_THEN_SEVEN, |claim, case| {
        let queued = case.reads(FORWARD).first().and_then(|read| read.queued);
        let asked = |read: &JudgedRead| read.cut == Some(Cut::Asked);
        let cut = case.read_measure(FORWARD, "reads cut because they asked for less", asked);
        claim.less(got(case, 0), Measure::new("waited", queued)).some(cut)
    }),
    claim("The next read glues the rest to the next message").on(ONE_THEN_SEVEN, |claim, case| {
        let both = |read: &JudgedRead| read.verdict == Verdict::GluedSplit;
        claim.some(case.read_measure(FORWARD, "reads glued and split", both))
    }),
    claim("A read returns what is there, old bytes and new ones, not what it asked for").on(
        TEN_TWO_TWENTY,
        |claim, case| {
            let left = case.bytes_written(FORWARD).value.zip(got(case, 0).value).map(|(written, got)| written - got);
            claim
                .equal(got(case, 1), Measure::new("written and not read before", left))
                .less(got(case, 1), asked(case, 1))
                .some(case.glued(FORWARD))
        },
    ),
    claim("A message cut into segments is read whole: segments are no edges either")
        .needs("mss")
        .only(segments_fit)
        .on(MANY_SEGMENTS, |claim, case| {
            premise::all_waiting(claim, case, FORWARD)
                .less(case.written(FORWARD), case.segment_count(FORWARD))
                .less(case.read_count(FORWARD), case.segment_count(FORWARD))
                .none(case.split(FORWARD))
        }),
    claim("A write can accept less than it is given; written again, nothing is lost").only(buffers_are_small).on(
        SHORT_WRITES,
        |claim, case| {
            let size = case.messages(FORWARD).iter().map(|m| m.range.end - m.range.start).sum::<u64>();
            claim.some(short(case)).equal(case.bytes_read(FORWARD), Measure::new("bytes in the message", size))
        },
    ),
    claim("A long message leaves in rounds: ten segments, and the rest when ACKs have come back")
        .only(window_is_filled)
        .on(FIRST_WINDOW, |claim, case| {
            let window = Measure::new("initial window", INITIAL_WINDOW);
            claim.equal(case.left_before_first_ack(FORWARD), window.clone()).less(window, case.segment_count(FORWARD))
        }),
    claim("Text decoded read by read breaks a character; kept bytes make it whole").on(CUT_CHARACTER, |claim, case| {
        let (alone, sent) = case.decoded_as_sent(FORWARD, Kind::Text, ALONE);
        let (kept, _) = case.decoded_as_sent(FORWARD, Kind::Text, KEPT);
        claim
            .less(alone.named("text as meant, each read alone"), sent.clone())
            .equal(kept.named("text as meant, begun character kept"), sent)
    }),
];

fn got(case: &Case, nth: usize) -> Measure {
    Measure::new(format!("read {} got", nth + 1), case.reads(FORWARD).get(nth).map(JudgedRead::got))
}

fn asked(case: &Case, nth: usize) -> Measure {
    Measure::new(format!("read {} asked for", nth + 1), case.reads(FORWARD).get(nth).map(|read| read.asked))
}

/// Writes of which the kernel took a part; `None` where it always took all, as Windows does whatever the size of its buffers.
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

/// Whether the learner's options leave several segments, all of which fit into the receiver's window at once.
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
    unset && run.is_lossless() && size(run, LONGER_THAN_A_WINDOW) > INITIAL_WINDOW * segment(run, u64::MAX)
}
