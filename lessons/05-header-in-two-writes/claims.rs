//! What lesson 05 claims.

use super::*;
use lesson::{Statement, claim, premise};
use trace::{Case, Claim, Measure, Run, Stream};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

/// A command and its answer, each once across the connection.
const TWO_TRIPS: u64 = 2;

/// A round trip more.
const FOUR_TRIPS: u64 = 4;

pub(crate) const CLAIMS: &[Statement] = &[
    claim("Answer in two writes: the body is held back while its header awaits its ACK")
        .on(ANSWER_IN_TWO.with(NAGLE_DELAYED_ACKS), |claim, case| held_for_an_ack(claim, case, BACK)),
    claim("Request in two writes: the body is held back while its header awaits its ACK")
        .on(REQUEST_IN_TWO.with(NAGLE_DELAYED_ACKS), |claim, case| held_for_an_ack(claim, case, FORWARD)),
    of_trips("Answer in two writes: as many trips as the ack handshake makes").on_both(
        ANSWER_IN_TWO.with(NAGLE_DELAYED_ACKS),
        HANDSHAKE.with(NAGLE_DELAYED_ACKS),
        |claim, case, handshake| as_dear_as_the_handshake(claim, case, handshake, BACK),
    ),
    of_trips("Request in two writes: as many trips as the ack handshake makes").on_both(
        REQUEST_IN_TWO.with(NAGLE_DELAYED_ACKS),
        HANDSHAKE.with(NAGLE_DELAYED_ACKS),
        |claim, case, handshake| as_dear_as_the_handshake(claim, case, handshake, FORWARD),
    ),
    of_trips("The ack handshake holds nothing back: no write of it waits for an ACK").on_any(HANDSHAKE, holds_nothing),
    // On a wire the ACK takes its time however quick it is.
    claim("Answer in two writes, quick ACKs: over a distance they save the delay, and no trip")
        .only(|run| run.is_lossless() && run.net == "wire")
        .on(ANSWER_IN_TWO.with(NAGLE_QUICK_ACKS), four_trips),
    claim("Request in two writes, quick ACKs: over a distance they save the delay, and no trip")
        .only(|run| run.is_lossless() && run.net == "wire")
        .on(REQUEST_IN_TWO.with(NAGLE_QUICK_ACKS), four_trips),
    // With quick ACKs nothing is claimed: one may come before a slow machine has made its second write, and makes a trip.
    of_trips("Answer in two writes, TCP_NODELAY: half the trips, and a segment for each write")
        .on(ANSWER_IN_TWO.with(NODELAY_DELAYED_ACKS), |claim, case| a_segment_each(claim, case, BACK)),
    of_trips("Request in two writes, TCP_NODELAY: half the trips, and a segment for each write")
        .on(REQUEST_IN_TWO.with(NODELAY_DELAYED_ACKS), |claim, case| a_segment_each(claim, case, FORWARD)),
    of_trips("One write: header and body share a segment, nothing is held back, half the trips")
        .on_any(ONE_WRITE, |claim, case| share_a_segment(holds_nothing(claim, case), case)),
    of_trips("One vectored write: header and body share a segment, nothing is held back, half the trips")
        .on_any(ONE_WRITEV, |claim, case| share_a_segment(holds_nothing(claim, case), case)),
    of_trips("MSG_MORE: the header is held back for its body, with no ACK awaited; half the trips")
        .on_any(MSG_MORE, |claim, case| share_a_segment(held_for_its_body(claim, case), case)),
    of_trips("TCP_CORK: the header is held back for its body, with no ACK awaited; half the trips")
        .on_any(CORK, |claim, case| share_a_segment(held_for_its_body(claim, case), case)),
];

/// What is lost on a wire is sent again, and makes trips and holds back what follows, whoever wrote it how.
const fn of_trips(text: &'static str) -> Statement {
    claim(text).only(Run::is_lossless)
}

/// What so many trips a command are in all, under a name that says so.
fn trips(case: &Case, name: &str, trips: u64) -> Measure {
    Measure::new(name, case.command_count().value.map(|commands| trips * commands))
}

fn four_trips(claim: Claim, case: &Case) -> Claim {
    claim.equal(case.trips_with_acks(), trips(case, "four a command", FOUR_TRIPS))
}

fn two_trips(claim: Claim, case: &Case) -> Claim {
    claim.equal(case.trips_with_acks(), trips(case, "two a command", TWO_TRIPS))
}

fn held_for_an_ack(claim: Claim, case: &Case, stream: Stream) -> Claim {
    let claim = premise::an_ack_awaited_in_each_command(claim, case, stream);
    claim.some(case.held_most(stream)).none(case.held_without_awaiting(stream))
}

fn as_dear_as_the_handshake(claim: Claim, two_writes: &Case, handshake: &Case, stream: Stream) -> Claim {
    four_trips(premise::an_ack_awaited_in_each_command(claim, two_writes, stream), two_writes)
        .equal(handshake.trips_with_acks().named("the handshake's"), trips(handshake, "four a command", FOUR_TRIPS))
}

fn holds_nothing(claim: Claim, case: &Case) -> Claim {
    claim
        .none(case.held_most(FORWARD).named("held back by the client"))
        .none(case.held_most(BACK).named("held back by the server"))
}

fn held_for_its_body(claim: Claim, case: &Case) -> Claim {
    claim
        .some(case.held_without_awaiting(FORWARD).named("held by the client with no ACK awaited"))
        .some(case.held_without_awaiting(BACK).named("by the server"))
}

fn a_segment_each(claim: Claim, case: &Case, stream: Stream) -> Claim {
    let claim = premise::an_open_window(claim, case, 2)
        .none(case.held_most(stream))
        .equal(case.segment_count(stream), case.written(stream));
    two_trips(claim, case)
}

/// Both ways of a case: its segments, one a command each.
fn share_a_segment(claim: Claim, case: &Case) -> Claim {
    let claim = claim
        .equal(case.segment_count(FORWARD).named("segments there"), case.command_count())
        .equal(case.segment_count(BACK).named("segments back"), case.command_count());
    two_trips(claim, case)
}
