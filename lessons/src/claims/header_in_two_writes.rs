//! The claims of lesson 05.

use trace::{Case, Claim, Measure, Run, Stream};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

/// A command and its answer, each once across the connection.
const TWO_TRIPS: u64 = 2;

/// A round trip more.
const FOUR_TRIPS: u64 = 4;

/// The two sides, and which of them writes its header by itself.
const SIDES: [(&str, &str, Stream); 2] =
    [("answer, two writes", "Answer", BACK), ("request, two writes", "Request", FORWARD)];

/// What lesson 05 claims of `run`.
pub fn claims(run: &Run) -> Vec<Claim> {
    let mut claims: Vec<Claim> =
        SIDES.iter().filter_map(|&(case, side, stream)| held(run, case, side, stream)).collect();
    // What is lost on a wire is sent again, and makes trips and holds back what follows, whoever wrote it how.
    if run.number("loss_ppm").is_some() {
        return claims;
    }
    claims.extend(SIDES.iter().filter_map(|&(case, side, _)| as_dear_as_the_handshake(run, case, side)));
    claims.extend(whatever_the_options(run, "ack handshake").map(handshake_waits_for_no_ack));
    claims.extend(SIDES.iter().filter_map(|&(case, side, _)| quick_acks_save_no_trip(run, case, side)));
    claims.extend(SIDES.iter().filter_map(|&(case, side, stream)| nodelay(run, case, side, stream)));
    claims.extend(whatever_the_options(run, "one write each").map(|case| at_once(case, "One write")));
    claims.extend(whatever_the_options(run, "one writev each").map(|case| at_once(case, "One vectored write")));
    claims.extend(whatever_the_options(run, "MSG_MORE each").map(|case| kept(case, "MSG_MORE")));
    claims.extend(whatever_the_options(run, "a cork each").map(|case| kept(case, "TCP_CORK")));
    claims
}

/// The case of that way, be it with Nagle's algorithm or without, with quick ACKs or delayed ones: it is the same with all.
fn whatever_the_options<'a>(run: &'a Run, what: &str) -> Option<&'a Case> {
    run.cases.iter().find(|case| case.name.strip_prefix(what).is_some_and(|options| options.starts_with(": ")))
}

/// What so many trips a command are in all, under a name that tells them.
fn trips(case: &Case, name: &str, trips: u64) -> Measure {
    Measure::new(name, case.command_count().value.map(|commands| trips * commands))
}

fn two_a_command(case: &Case) -> Measure {
    trips(case, "two a command", TWO_TRIPS)
}

fn four_a_command(case: &Case) -> Measure {
    trips(case, "four a command", FOUR_TRIPS)
}

fn held(run: &Run, case: &str, side: &str, stream: Stream) -> Option<Claim> {
    let case = run.case(&format!("{case}: Nagle, delayed ACKs"))?;
    Some(
        Claim::new(format!("{side} in two writes: the body is held back while its header awaits its ACK"))
            .some(case.held_most(stream))
            .none(case.held_without_awaiting(stream)),
    )
}

fn as_dear_as_the_handshake(run: &Run, case: &str, side: &str) -> Option<Claim> {
    let case = run.case(&format!("{case}: Nagle, delayed ACKs"))?;
    let handshake = run.case("ack handshake: Nagle, delayed ACKs")?;
    Some(
        Claim::new(format!("{side} in two writes: as many trips as the ack handshake makes"))
            .equal(case.trips_with_acks(), four_a_command(case))
            .equal(handshake.trips_with_acks().named("the handshake's"), four_a_command(handshake)),
    )
}

fn handshake_waits_for_no_ack(case: &Case) -> Claim {
    Claim::new("The ack handshake holds nothing back: no write of it waits for an ACK")
        .none(case.held_most(FORWARD).named("held back by the client"))
        .none(case.held_most(BACK).named("held back by the server"))
}

/// On a wire, where the ACK takes its time however quick it is.
fn quick_acks_save_no_trip(run: &Run, case: &str, side: &str) -> Option<Claim> {
    let case = run.case(&format!("{case}: Nagle, quick ACKs")).filter(|_| run.net == "wire")?;
    Some(
        Claim::new(format!("{side} in two writes, quick ACKs: over a distance they save the delay, and no trip"))
            .equal(case.trips_with_acks(), four_a_command(case)),
    )
}

/// With quick ACKs nothing is claimed: one may come before a slow machine has made its second write, and makes a trip of it.
fn nodelay(run: &Run, case: &str, side: &str, stream: Stream) -> Option<Claim> {
    let case = run.case(&format!("{case}: TCP_NODELAY, delayed ACKs"))?;
    Some(
        Claim::new(format!("{side} in two writes, TCP_NODELAY: half the trips, and a segment for each write"))
            .none(case.held_most(stream))
            .equal(case.segment_count(stream), case.written(stream))
            .equal(case.trips_with_acks(), two_a_command(case)),
    )
}

/// Both ways of a case: its segments, one a command each.
fn share_a_segment(claim: Claim, case: &Case) -> Claim {
    claim
        .equal(case.segment_count(FORWARD).named("segments there"), case.command_count())
        .equal(case.segment_count(BACK).named("segments back"), case.command_count())
        .equal(case.trips_with_acks(), two_a_command(case))
}

fn at_once(case: &Case, way: &str) -> Claim {
    let claim = Claim::new(format!("{way}: header and body share a segment, nothing is held back, half the trips"))
        .none(case.held_most(FORWARD).named("held back by the client"))
        .none(case.held_most(BACK).named("held back by the server"));
    share_a_segment(claim, case)
}

fn kept(case: &Case, way: &str) -> Claim {
    let claim = Claim::new(format!("{way}: the header is held back for its body, with no ACK awaited; half the trips"))
        .some(case.held_without_awaiting(FORWARD).named("held by the client with no ACK awaited"))
        .some(case.held_without_awaiting(BACK).named("by the server"));
    share_a_segment(claim, case)
}
