//! What lesson 05 claims.

use super::*;
use lesson::{Statement, claim, premise};
use trace::{Case, Claim, Measure, Run, Stream};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

/// The trips of a command and its answer; and the same with a round trip more.
const TWO_TRIPS: u64 = 2;
const FOUR_TRIPS: u64 = 4;

const HELD_FOR_AN_ACK: &str =
    "it held {bytes held back:byte} back, and did so {looks without an ACK:time} with no ACK outstanding";
const SHARED: &str = "the frames of {commands:command} left as {segments there:segment} there and {segments back} \
                      back, in {trips:trip} (two for each command make {two a command}); a header was seen waiting for \
                      its body {held for no ACK there:time} at the client and {held for no ACK back} at the server";

pub(crate) const CLAIMS: &[Statement] = &[
    claim("The answer in two writes: the kernel holds the body back until its header is acknowledged")
        .on(TWO_WRITES.with(NAGLE_DELAYED_ACKS), |claim, case| held_for_an_ack(claim, case, BACK))
        .evidence(HELD_FOR_AN_ACK)
        .headline(),
    claim("The request in two writes: the kernel holds the body back until its header is acknowledged")
        .on(REQUEST.with(NAGLE_DELAYED_ACKS), |claim, case| held_for_an_ack(claim, case, FORWARD))
        .evidence(HELD_FOR_AN_ACK),
    of_trips("The answer in two writes: it takes as many trips as the ack handshake")
        .on_both(
            TWO_WRITES.with(NAGLE_DELAYED_ACKS),
            HANDSHAKE.with(NAGLE_DELAYED_ACKS),
            |claim, two_writes, handshake| {
                four_trips(premise::an_ack_awaited_in_each_command(claim, two_writes, BACK), two_writes)
                    .equal(trips(handshake).named("trips of the handshake"), trips_of(handshake, FOUR_TRIPS))
            },
        )
        .evidence(
            "it took {trips:trip} with two writes and {trips of the handshake} with the handshake; \
             four for each command make {four a command}",
        ),
    of_trips("The ack handshake: nothing is held back, since none of its writes waits for an ACK")
        .on_any(HANDSHAKE, holds_nothing)
        .evidence(
            "{held by the client} bytes were held back by the client's kernel, and {held by the server} by the \
             server's",
        ),
    // On a wire even a quick ACK takes time to arrive. On loopback nothing is claimed: an ACK may come before a slow
    // machine has made its second write, and counts as a trip.
    claim("The answer in two writes, over a distance: quick ACKs save the delay, but no trip")
        .only(|run| run.is_lossless() && run.net == "wire")
        .on(TWO_WRITES.with(NAGLE_QUICK_ACKS), four_trips)
        .evidence("it took {trips:trip}, and four for each command make {four a command}"),
    of_trips("The ack handshake, 20 ms away: it makes as many trips as on loopback, and they take two round trips")
        .on_both(HANDSHAKE.with(NAGLE_DELAYED_ACKS), FAR.with(NAGLE_DELAYED_ACKS), |claim, here, far| {
            let away = Measure::new("µs away", far.cost().map(|cost| cost.median_us));
            claim
                .equal(trips(far).named("trips away"), trips(here))
                .at_most(Measure::new("µs of two round trips", 2 * DISTANCE.as_micros() as u64), away)
        })
        .evidence(
            "it took {trips:trip} on loopback and {trips away} away; a command took {µs away} µs, and two round \
             trips are {µs of two round trips} µs",
        ),
    of_trips("The answer in two writes, TCP_NODELAY: half the trips, and a segment for each write")
        .on(TWO_WRITES.with(NODELAY_DELAYED_ACKS), |claim, case| {
            let claim = premise::an_open_window(claim, case, 2);
            two_trips(claim, case).none(case.held_most(BACK)).equal(case.segment_count(BACK), case.written(BACK))
        })
        .evidence(
            "it took {trips:trip}, and two for each command make {two a command}; {bytes held back} bytes were held \
             back; {writes:write} left as {segments:segment}",
        ),
    of_trips("A body that fills a segment: Nagle's algorithm sends it at once, and holds back one a byte shorter")
        .on_both(SHORTER.with(NAGLE_DELAYED_ACKS), FULL_SEGMENT.with(NAGLE_DELAYED_ACKS), |claim, shorter, full| {
            let claim = premise::an_ack_awaited_in_each_command(claim, shorter, BACK);
            premise::an_open_window(claim, full, 2)
                .refused(full.missing.iter().any(|option| option == "mss"))
                .some(shorter.held_most(BACK).named("held of the shorter"))
                .none(full.held_most(BACK).named("held of the full"))
        })
        .evidence(
            "{held of the full} bytes of the full one were held back, and {held of the shorter} of the \
             shorter one",
        ),
    of_trips("One call for header and body, write or writev: they share a segment, in half the trips")
        .on_any(ONE_WRITE, |claim, case| share_a_segment(holds_nothing(claim, case), case))
        .evidence(
            "the frames of {commands:command} left as {segments there:segment} there and {segments back} back, \
             in {trips:trip} (two for each command make {two a command}); the kernels held \
             {held by the client} and {held by the server} bytes back",
        ),
    of_trips("MSG_MORE: the header waits for its body, not for an ACK; they share a segment, in half the trips")
        .on_any(MSG_MORE, |claim, case| share_a_segment(held_for_its_body(claim, case), case))
        .evidence(SHARED),
    of_trips("TCP_CORK: the header waits for its body, not for an ACK; they share a segment, in half the trips")
        .on_any(CORK, |claim, case| share_a_segment(held_for_its_body(claim, case), case))
        .evidence(SHARED),
];

/// A segment that a wire loses is sent again: that adds trips and holds back what follows, however it was written.
const fn of_trips(text: &'static str) -> Statement {
    claim(text).only(Run::is_lossless)
}

fn trips(case: &Case) -> Measure {
    case.trips_with_acks().named("trips")
}

/// How many trips all commands take with `trips` for each.
fn trips_of(case: &Case, trips: u64) -> Measure {
    let name = if trips == TWO_TRIPS { "two a command" } else { "four a command" };
    Measure::new(name, case.command_count().value.map(|commands| trips * commands))
}

fn four_trips(claim: Claim, case: &Case) -> Claim {
    claim.equal(trips(case), trips_of(case, FOUR_TRIPS))
}

fn two_trips(claim: Claim, case: &Case) -> Claim {
    claim.equal(trips(case), trips_of(case, TWO_TRIPS))
}

fn held_for_an_ack(claim: Claim, case: &Case, stream: Stream) -> Claim {
    let claim = premise::an_ack_awaited_in_each_command(claim, case, stream);
    claim.some(case.held_most(stream)).none(case.held_without_awaiting(stream).named("looks without an ACK"))
}

fn holds_nothing(claim: Claim, case: &Case) -> Claim {
    claim
        .none(case.held_most(FORWARD).named("held by the client"))
        .none(case.held_most(BACK).named("held by the server"))
}

fn held_for_its_body(claim: Claim, case: &Case) -> Claim {
    claim
        .some(case.held_without_awaiting(FORWARD).named("held for no ACK there"))
        .some(case.held_without_awaiting(BACK).named("held for no ACK back"))
}

/// One segment for each command, in both directions.
fn share_a_segment(claim: Claim, case: &Case) -> Claim {
    let claim = claim
        .equal(case.segment_count(FORWARD).named("segments there"), case.command_count())
        .equal(case.segment_count(BACK).named("segments back"), case.command_count());
    two_trips(claim, case)
}
