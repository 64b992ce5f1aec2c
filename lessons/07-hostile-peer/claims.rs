//! What lesson 07 claims.

use super::naive::{RESERVED_MAX, SET_MAX};
use super::ours::SPACE;
use super::*;
use lesson::{Statement, claim};
use trace::{Claim, Ending, Event, Measure};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

/// "HTTP" as four bytes of length, the first one the highest.
const HTTP_AS_LENGTH: u64 = 0x4854_5450;

const HEADER_BYTES: u64 = 4;

pub(crate) const CLAIMS: &[Statement] = &[
    claim("Naive: what the peer announces is reserved, as far as the lesson lets it, and nothing came").on_either(
        &[HUGE_NAIVE],
        |claim, case, run| {
            let most = ANNOUNCE.in_run(run).min(RESERVED_MAX as u64);
            claim
                .equal(reserved(case), Measure::new("announced, or the lesson's 256 MiB", most))
                .less(came(case), reserved(case))
        },
    ),
    claim("Reserved is not yet used: memory is resident where its bytes are set")
        .only(|run| ANNOUNCE.in_run(run) >= SET_MAX as u64)
        .on_both(HUGE_NAIVE, HUGE_SET, |claim, zeroed, set| {
            let half = reserved(set).value.map(|bytes| bytes / 2);
            claim
                .less(
                    zeroed.resident_most(FORWARD).named("resident, zeroes"),
                    reserved(zeroed).named("reserved, zeroes"),
                )
                .less(Measure::new("half of reserved, set", half), set.resident_most(FORWARD).named("resident, set"))
        }),
    claim("A limit refuses the length before anything is reserved for it")
        .only(|run| ANNOUNCE.in_run(run) > LIMIT as u64)
        .on(HUGE_OURS, refuses),
    claim("Naive: -1 is below every limit, and as a size it is more than any memory").on(
        MINUS_ONE_NAIVE,
        |claim, case| {
            claim.less(Measure::new("limit", LIMIT as u64), length_decoded(case)).some(case.ended(Ending::NoMemory))
        },
    ),
    claim("Ours reads the sign, and refuses a length of -1").on(MINUS_ONE_OURS, refuses),
    claim("Naive: HTTP is a length like any other").on(HTTP_NAIVE, |claim, case| {
        claim
            .equal(length_decoded(case), Measure::new("HTTP as a number", HTTP_AS_LENGTH))
            .less(came(case), reserved(case))
    }),
    claim("A limit refuses HTTP too, with next to nothing reserved").on(HTTP_OURS, refuses),
    claim("Naive: a reset is taken for an end, and half a frame for a whole one").on(RESET_NAIVE, |claim, case| {
        let decoded = bytes_of("taken as a frame", &case.decoded_values(FORWARD, Kind::Frame, "all that came"));
        claim.some(case.ended(Ending::Completed).named("done")).less(decoded, sent(case))
    }),
    claim("A reset is told as what it is, and half a frame is none").on(RESET_OURS, |claim, case| {
        claim.some(resets(case)).none(case.ended(Ending::Completed).named("frames taken")).less(came(case), sent(case))
    }),
    claim("Naive: a silent peer is waited for, and nothing ends it")
        .on(SILENCE_NAIVE, |claim, case| claim.some(case.ended(Ending::Waiting))),
    claim("A deadline ends the silence")
        .on(SILENCE_OURS, |claim, case| claim.some(case.ended(Ending::Deadline)).none(case.bytes_read(FORWARD))),
    claim("Naive: a frame that never comes is waited for, all its memory reserved").on(
        NEVER_SENT_NAIVE,
        |claim, case| {
            claim
                .some(case.ended(Ending::Waiting))
                .equal(reserved(case), length_decoded(case))
                .less(came(case), reserved(case))
        },
    ),
    claim("Memory grows with what came, and a deadline ends the wait").on(NEVER_SENT_OURS, |claim, case| {
        let lengths = case.sent_values(FORWARD, Kind::Length);
        let announced = lengths.first().and_then(|text| std::str::from_utf8(text).ok()?.parse().ok());
        claim.some(case.ended(Ending::Deadline)).less(reserved(case), Measure::new("announced", announced))
    }),
    claim("A time-out a read ends no peer that is slow: each read was in time, all together were not").on_either(
        &[DRIP_NAIVE],
        |claim, case, run| {
            let limit = Measure::new("time-out µs", DEADLINE.in_run(run));
            claim
                .less(case.longest_wait_us(FORWARD), limit.clone())
                .less(limit, case.ended_after_us(FORWARD))
                .none(case.ended(Ending::TimeOut).named("time-outs"))
        },
    ),
    claim("A deadline for the turn ends it, though each read was in time").on_either(
        &[DRIP_OURS],
        |claim, case, run| {
            let limit = Measure::new("deadline µs", DEADLINE.in_run(run));
            claim.some(case.ended(Ending::Deadline)).less(case.longest_wait_us(FORWARD), limit)
        },
    ),
    claim("Naive: two that write and do not read wait for each other, and nothing ends it").on(
        BOTH_WRITE_NAIVE,
        |claim, case| {
            both_ended(claim, case, Ending::Waiting)
                .none(case.bytes_read(FORWARD).named("read by the server"))
                .none(case.bytes_read(BACK).named("read by the client"))
        },
    ),
    claim("A deadline for the write ends both")
        .on(BOTH_WRITE_OURS, |claim, case| both_ended(claim, case, Ending::Deadline)),
];

/// What came of the frame behind its header.
fn came(case: &Case) -> Measure {
    Measure::new("came of it", case.bytes_read(FORWARD).value.map(|bytes| bytes.saturating_sub(HEADER_BYTES)))
}

fn length_decoded(case: &Case) -> Measure {
    let text = case.events.iter().find_map(|timed| match &timed.event {
        Event::DecodedValue { kind: Kind::Length, data, .. } => std::str::from_utf8(data).ok(),
        _ => None,
    });
    Measure::new("length taken", text.and_then(|text| text.parse().ok()))
}

fn reserved(case: &Case) -> Measure {
    case.reserved_most(FORWARD)
}

fn bytes_of(name: &str, frames: &[&[u8]]) -> Measure {
    Measure::new(name, frames.iter().map(|frame| frame.len() as u64).sum::<u64>())
}

/// Bytes of the frames that the peer meant to send.
fn sent(case: &Case) -> Measure {
    bytes_of("meant", &case.sent_values(FORWARD, Kind::Frame))
}

/// Turns that a reset ended; `None` where the system reported an end of the stream in place of the reset, as wine may.
fn resets(case: &Case) -> Measure {
    let told_an_end = case.events.iter().any(|timed| matches!(timed.event, Event::Read { got: 0, .. }));
    if told_an_end { Measure::new("reset", None) } else { case.ended(Ending::Reset) }
}

fn refuses(claim: Claim, case: &Case) -> Claim {
    let room = Measure::new("room for four reads", 4 * SPACE as u64);
    claim.some(case.ended(Ending::Refused)).at_most(reserved(case), room)
}

/// Both ends' writes ended so, with their frames accepted in part.
fn both_ended(claim: Claim, case: &Case, how: Ending) -> Claim {
    let accepted = Stream::BOTH.map(|stream| case.bytes_written(stream).value.unwrap_or(0));
    let messages = Stream::BOTH.into_iter().flat_map(|stream| case.messages(stream));
    let to_write = messages.map(|message| message.range.end - message.range.start).sum::<u64>();
    claim
        .equal(case.ended(how), Measure::new("ends", 2))
        .less(Measure::new("bytes accepted", accepted.iter().sum::<u64>()), Measure::new("bytes to write", to_write))
}
