//! The claims of lesson 02.

use super::decoded_as_sent;
use trace::{Case, Claim, Cut, Event, Kind, Measure, Run, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;

/// What lesson 02 claims of `run`.
pub fn claims(run: &Run) -> Vec<Claim> {
    let mut claims = Vec::new();
    if let Some(case) = run.case("recv(1), then recv(7)") {
        claims.push(asked_for_less(case));
        claims.push(glued_and_split(case));
    }
    claims.extend(run.case("10, 2, 2, 20").map(asked_for_more));
    claims.extend(run.case("one message, many segments").filter(|_| segments_fit(run)).map(segments_are_no_edges));
    claims.extend(run.case("small buffers, a slow reader").filter(|_| buffers_are_small(run)).map(short_writes));
    claims.extend(run.case("longer than the first window").filter(|_| window_is_filled(run)).map(first_window));
    claims.extend(run.case("粘包 cut inside a character").map(characters));
    claims
}

fn got(case: &Case, nth: usize) -> Measure {
    Measure::new(format!("read {} got", nth + 1), case.reads(FORWARD).get(nth).map(trace::JudgedRead::got))
}

fn asked(case: &Case, nth: usize) -> Measure {
    Measure::new(format!("read {} asked for", nth + 1), case.reads(FORWARD).get(nth).map(|read| read.asked))
}

fn asked_for_less(case: &Case) -> Claim {
    let queued = case.reads(FORWARD).first().and_then(|read| read.queued);
    let cut = case.read_measure(FORWARD, "reads cut because they asked for less", |read| read.cut == Some(Cut::Asked));
    Claim::new("A read that asks for less than waits splits a message")
        .less(got(case, 0), Measure::new("waited", queued))
        .some(cut)
}

fn glued_and_split(case: &Case) -> Claim {
    let both = case.read_measure(FORWARD, "reads glued and split", |read| read.verdict == Verdict::GluedSplit);
    Claim::new("The next read glues the rest to the next message").some(both)
}

fn asked_for_more(case: &Case) -> Claim {
    let left = case.bytes_written(FORWARD).value.zip(got(case, 0).value).map(|(written, got)| written - got);
    Claim::new("A read returns what is there, old bytes and new ones, not what it asked for")
        .equal(got(case, 1), Measure::new("written and not read before", left))
        .less(got(case, 1), asked(case, 1))
        .some(case.glued(FORWARD))
}

/// Whether the learner's options leave several segments, all of which fit into the receiver's window at once.
fn segments_fit(run: &Run) -> bool {
    let size = run.number("size").unwrap_or(4_000);
    // Over a distance the first ACK comes too late for more.
    let at_once = INITIAL_WINDOW * segment(run, 536);
    let small_enough = size <= 10 * 524
        && (run.net == "loopback" || size <= at_once)
        && run.number("rcvbuf").is_none()
        && run.number("sndbuf").is_none();
    small_enough && run.number("mss").unwrap_or(536) < size && run.number("read_size").unwrap_or(size) >= size
}

fn segments_are_no_edges(case: &Case) -> Claim {
    Claim::new("A message cut into segments is read whole: segments are no edges either")
        .less(case.written(FORWARD), case.segment_count(FORWARD))
        .less(case.read_count(FORWARD), case.segment_count(FORWARD))
        .none(case.split(FORWARD))
}

fn buffers_are_small(run: &Run) -> bool {
    let small = |name| run.number(name).is_none_or(|bytes| bytes <= 2_048);
    small("sndbuf") && small("rcvbuf") && run.number("size").is_none_or(|size| size >= 16_384)
}

fn short_writes(case: &Case) -> Claim {
    let of_writes = |wanted: fn(u64, u64) -> bool| {
        let short = |event: &Event| matches!(event, Event::Write { asked, accepted, .. } if wanted(*asked, *accepted));
        case.events.iter().filter(|timed| short(&timed.event)).count() as u64
    };
    let size = case.messages(FORWARD).iter().map(|m| m.range.end - m.range.start).sum::<u64>();
    Claim::new("A write can accept less than it is given; written again, nothing is lost")
        .some(Measure::new("short writes", of_writes(|asked, accepted| 0 < accepted && accepted < asked)))
        .equal(case.bytes_read(FORWARD), Measure::new("bytes in the message", size))
}

/// Segments that a fresh connection may send before the first ACK: RFC 6928.
const INITIAL_WINDOW: u64 = 10;

/// The most that a segment carries in a case that asks for `own_mss`, in bytes: RFC 9293, section 3.7.1, less TCP's
/// timestamps (RFC 7323).
fn segment(run: &Run, own_mss: u64) -> u64 {
    let (headers, timestamps) = (40, 12);
    let of_mtu = run.number("mtu").unwrap_or(1_500) - headers;
    run.number("mss").unwrap_or(own_mss).min(of_mtu) - timestamps
}

/// Whether the message has more segments than that, and nothing else holds them back or sends some again.
fn window_is_filled(run: &Run) -> bool {
    let unset = ["sndbuf", "rcvbuf", "loss_ppm"].iter().all(|option| run.number(option).is_none());
    unset && run.number("size").unwrap_or(20_000) > INITIAL_WINDOW * segment(run, u64::MAX)
}

fn first_window(case: &Case) -> Claim {
    Claim::new("A long message leaves in rounds: ten segments, and the rest when ACKs have come back")
        .equal(case.left_before_first_ack(FORWARD), Measure::new("initial window", INITIAL_WINDOW))
        .less(Measure::new("initial window", INITIAL_WINDOW), case.segment_count(FORWARD))
}

fn characters(case: &Case) -> Claim {
    let (alone, meant) = decoded_as_sent(case, FORWARD, Kind::Text, "each read decoded alone");
    let (kept, _) = decoded_as_sent(case, FORWARD, Kind::Text, "the begun character kept");
    Claim::new("Text decoded read by read breaks a character; kept bytes make it whole")
        .less(alone.named("text as meant, each read alone"), meant.clone())
        .equal(kept.named("text as meant, begun character kept"), meant)
}
