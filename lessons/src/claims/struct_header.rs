//! The claims of lesson 04.

use super::decoded_as_sent;
use trace::{Case, Claim, Kind, Measure, Run, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

/// What lesson 04 claims of `run`.
pub fn claims(run: &Run) -> Vec<Claim> {
    let mut claims = Vec::new();
    if let Some(case) = run.case("exact reads: echo hi, true") {
        claims.push(exact_reads(case));
        claims.push(trips(case));
    }
    claims.extend(run.case("cut by lot").and_then(every_cut));
    if let Some(case) = run.case("counted wrongly") {
        claims.push(truncated(case));
        claims.push(desynchronised(case));
    }
    // What is lost on a wire is sent again, and holds back what follows, whoever wrote it how.
    let lossless = |_: &&Case| run.number("loss_ppm").is_none();
    let two_writes = run.case("two writes: Nagle, delayed ACKs").filter(lossless);
    claims.extend(two_writes.map(body_held));
    claims.extend(run.case("two writes: TCP_NODELAY, delayed ACKs").filter(lossless).map(nodelay_holds_nothing));
    claims.extend(run.case("one write: Nagle, delayed ACKs").filter(lossless).map(one_write_holds_nothing));
    let handshake = run.case("ack handshake: Nagle, delayed ACKs").filter(lossless);
    claims.extend(two_writes.zip(handshake).map(|(two_writes, handshake)| handshake_beats(two_writes, handshake)));
    claims
}

fn exact_reads(case: &Case) -> Claim {
    let (frames, meant) = decoded_as_sent(case, BACK, Kind::Frame, "exact reads");
    Claim::new("Four bytes, then as many as they say: every body as it was meant, the empty one too")
        .equal(frames, meant)
}

fn trips(case: &Case) -> Claim {
    let commands = case.written(FORWARD).value.unwrap_or(0);
    Claim::new("A command costs two one-way trips: nobody waits for a turn")
        .equal(case.trips(), Measure::new("two a command", 2 * commands))
}

/// Left out where both lots drew the same cuts, which some seeds do.
fn every_cut(case: &Case) -> Option<Claim> {
    let (frames, meant) = decoded_as_sent(case, FORWARD, Kind::Frame, "decoder");
    let not_whole = case.read_measure(FORWARD, "reads not of one whole write", |read| read.verdict != Verdict::Whole);
    let claim = Claim::new("The decoder finds every frame again, whatever the cuts of writes and reads");
    (not_whole.value != Some(0)).then(|| claim.some(not_whole).equal(frames, meant))
}

fn bytes_of(bodies: &[&[u8]], nth: usize) -> Option<u64> {
    bodies.get(nth).map(|body| body.len() as u64)
}

fn truncated(case: &Case) -> Claim {
    let kept = bytes_of(&case.decoded_values(FORWARD, Kind::Frame, "counted wrongly"), 0);
    let sent = bytes_of(&case.sent_values(FORWARD, Kind::Frame), 0);
    Claim::new("Counting all that was collected at every read ends the body too early")
        .less(Measure::new("bytes taken", kept), Measure::new("bytes of the body", sent))
}

fn desynchronised(case: &Case) -> Claim {
    let number = |lengths: &[&[u8]]| {
        let text = lengths.get(1).and_then(|text| std::str::from_utf8(text).ok());
        text.and_then(|text| text.parse::<i64>().ok()).map(i64::unsigned_abs)
    };
    let taken = number(&case.decoded_values(FORWARD, Kind::Length, "counted wrongly"));
    let meant = number(&case.sent_values(FORWARD, Kind::Length));
    Claim::new("Then the middle of the text is read as the next header")
        .differ(Measure::new("next length taken", taken), Measure::new("next length meant", meant))
}

fn body_held(case: &Case) -> Claim {
    Claim::new("Header and body in two writes: the body is held back while the header awaits its ACK")
        .some(case.held_most(BACK))
        .none(case.held_without_awaiting(BACK))
}

fn nodelay_holds_nothing(case: &Case) -> Claim {
    Claim::new("Two writes with TCP_NODELAY: nothing is held back").none(case.held_most(BACK))
}

fn one_write_holds_nothing(case: &Case) -> Claim {
    Claim::new("Header and body in one write: nothing is held back, and they share a segment")
        .none(case.held_most(BACK))
        .equal(case.segment_count(BACK), Measure::new("answers", 1))
}

fn handshake_beats(two_writes: &Case, handshake: &Case) -> Claim {
    Claim::new("The ack handshake holds nothing back, so it beats the header in two writes")
        .none(handshake.held_most(FORWARD).named("held back by its client"))
        .none(handshake.held_most(BACK).named("held back by its server"))
        .some(two_writes.held_most(BACK).named("held back with two writes"))
}
