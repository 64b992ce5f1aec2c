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

/// The evidence for a frame that was refused.
const REFUSED: &str = "There was {refusals:refusal}, with {bytes reserved:byte} reserved: no more than the {bytes of \
    four reads} that four reads ask for";

pub(crate) const CLAIMS: &[Statement] = &[
    claim("A trusted length: the reader reserves what the peer announces before any of it arrives")
        .on_either(&[HUGE_TRUSTING], |claim, case, run| {
            let most = ANNOUNCE.in_run(run).min(RESERVED_MAX as u64);
            claim
                .equal(reserved(case), Measure::new("bytes announced, up to 256 MiB", most))
                .less(payload_read(case), reserved(case))
        })
        .evidence(
            "It reserved {bytes reserved:byte}, as many as were announced, up to the lesson's 256 MiB \
             ({bytes announced, up to 256 MiB}), and {bytes of payload read} arrived",
        ),
    claim("Memory that is reserved and never written: most of it is not in use yet")
        .only(|run| ANNOUNCE.in_run(run) >= SET_MAX as u64)
        .on(HUGE_TRUSTING, |claim, case| claim.less(resident(case), reserved(case)))
        .evidence("{bytes resident} of {bytes reserved:byte} reserved were resident"),
    claim("A trusted length, and every byte written: four bytes from a peer fill all the memory that the reader reserves")
        .only(|run| ANNOUNCE.in_run(run) >= SET_MAX as u64)
        .on(HUGE_SET, |claim, case| {
            let half = reserved(case).value.map(|bytes| bytes / 2);
            claim
                .equal(case.bytes_read(FORWARD), Measure::new("bytes of the header", HEADER_BYTES))
                .less(Measure::new("half of what was reserved", half), resident(case))
        })
        .evidence(
            "{bytes read:byte} arrived, all {bytes of the header} of the header, and {bytes resident} were resident: \
             more than half of what was reserved ({half of what was reserved})",
        )
        .headline(),
    claim("A limit: a huge length is refused, and no memory is reserved for it")
        .only(|run| ANNOUNCE.in_run(run) > LIMIT as u64)
        .on(HUGE_CAREFUL, refuses)
        .evidence(REFUSED),
    claim("-1 and a signed limit: -1 passes, and as a size it is more than any memory")
        .on(MINUS_ONE_TRUSTING, |claim, case| {
            let refused = case.ended(Ending::NoMemory).named("refusals of memory");
            claim.less(Measure::new("limit", LIMIT as u64), length_decoded(case)).some(refused)
        })
        .evidence(
            "As a size it is {length decoded}, where the limit is {limit}; memory was refused {refusals of memory:time}",
        ),
    claim("-1 and a reader that checks the sign: -1 is refused").on(MINUS_ONE_CAREFUL, refuses).evidence(REFUSED),
    claim("\"HTTP\" as a length: a trusting reader takes four letters for a number")
        .on(HTTP_TRUSTING, |claim, case| {
            claim
                .equal(length_decoded(case), Measure::new("HTTP as a number", HTTP_AS_LENGTH))
                .less(payload_read(case), reserved(case))
        })
        .evidence(
            "It decoded a length of {length decoded}, and the letters make {HTTP as a number}; it reserved \
             {bytes reserved:byte} and read {bytes of payload read}",
        ),
    claim("\"HTTP\" and a limit: the length is refused").on(HTTP_CAREFUL, refuses).evidence(REFUSED),
    claim("A reset taken for the end: the reader returns half a frame as a whole one")
        .on(RESET_TRUSTING, |claim, case| {
            let decoded = bytes_of("bytes returned", &case.decoded_values(FORWARD, Kind::Frame, "all that came"));
            claim.some(case.ended(Ending::Completed).named("turns completed")).less(decoded, sent(case))
        })
        .evidence("{turns completed:turn} was completed with {bytes returned} of the {bytes of the frame:byte} of the frame"),
    claim("A reset reported as an error: the reader returns no part of the frame")
        .on(RESET_CAREFUL, |claim, case| {
            let completed = case.ended(Ending::Completed).named("turns completed");
            claim.some(resets(case)).none(completed).less(payload_read(case), sent(case))
        })
        .evidence(
            "{resets:reset} was reported and {turns completed:turn} completed, after {bytes of payload read} of the \
             {bytes of the frame:byte} of the frame",
        ),
    claim("A silent peer and no deadline: the reader waits, and nothing ends the wait")
        .on(SILENCE_TRUSTING, |claim, case| claim.some(waiting(case)))
        .evidence("{readers still waiting:reader} still waited when the lesson stopped it"),
    claim("A silent peer and a deadline: the deadline ends the wait")
        .on(SILENCE_CAREFUL, |claim, case| claim.some(deadlines(case)).none(case.bytes_read(FORWARD)))
        .evidence("{deadlines passed:deadline} passed, with {bytes read:byte} read"),
    claim("A frame that never comes: a trusting reader waits, with all the memory for it reserved")
        .on(NEVER_SENT_TRUSTING, |claim, case| {
            claim.some(waiting(case)).equal(reserved(case), length_decoded(case)).less(payload_read(case), reserved(case))
        })
        .evidence(
            "{readers still waiting:reader} still waited, with {bytes reserved} of {length decoded:byte} reserved and \
             {bytes of payload read} read",
        ),
    claim("A frame that never comes, read with care: memory grows only with what arrives, and a deadline ends the wait")
        .on(NEVER_SENT_CAREFUL, |claim, case| {
            let lengths = case.sent_values(FORWARD, Kind::Length);
            let announced = lengths.first().and_then(|text| std::str::from_utf8(text).ok()?.parse().ok());
            claim.some(deadlines(case)).less(reserved(case), Measure::new("bytes announced", announced))
        })
        .evidence("{deadlines passed:deadline} passed, with {bytes reserved} of {bytes announced:byte} reserved"),
    claim("A timeout for each read: it never stops a peer that sends a byte at a time")
        .on_either(&[DRIP_TRUSTING], |claim, case, run| {
            let limit = Measure::new("timeout in ms", DEADLINE.in_run(run) / 1000);
            claim
                .less(longest_wait(case), limit.clone())
                .less(limit, in_ms(case.ended_after_us(FORWARD)).named("turn in ms"))
                .none(case.ended(Ending::TimeOut).named("timeouts"))
        })
        .evidence(
            "The timeout was {timeout in ms} ms and the longest wait for a byte {longest wait in ms} ms; the turn took \
             {turn in ms} ms, with {timeouts:timeout}",
        ),
    claim("A deadline for all reads together: it ends the turn, although every single byte came in time")
        .on_either(&[DRIP_CAREFUL], |claim, case, run| {
            let limit = Measure::new("deadline in ms", DEADLINE.in_run(run) / 1000);
            claim.some(deadlines(case)).less(longest_wait(case), limit)
        })
        .evidence(
            "{deadlines passed:deadline} of {deadline in ms} ms passed; the longest wait for a byte was \
             {longest wait in ms} ms",
        ),
    claim("Two programs that write first and read afterwards: each waits for the other, and nothing ends the wait")
        .on(BOTH_WRITE_TRUSTING, |claim, case| {
            both_ended(claim, case, waiting(case).named("writers still waiting"))
                .none(case.bytes_read(FORWARD).named("bytes read by the server"))
                .none(case.bytes_read(BACK).named("bytes read by the client"))
        })
        .evidence(
            "{writers still waiting} of {writers:writer} still waited, with {bytes accepted} of {bytes to write:byte} \
             accepted; the server read {bytes read by the server} and the client {bytes read by the client}",
        ),
    claim("A deadline for each write: both programs end")
        .on(BOTH_WRITE_CAREFUL, |claim, case| both_ended(claim, case, deadlines(case)))
        .evidence(
            "{deadlines passed} of {writers:writer} were stopped by a deadline, with {bytes accepted} of \
             {bytes to write:byte} accepted",
        ),
];

/// How much of the frame arrived after its header.
fn payload_read(case: &Case) -> Measure {
    Measure::new(
        "bytes of payload read",
        case.bytes_read(FORWARD).value.map(|bytes| bytes.saturating_sub(HEADER_BYTES)),
    )
}

fn length_decoded(case: &Case) -> Measure {
    let text = case.decoded(FORWARD, Kind::Length).first().and_then(|text| std::str::from_utf8(text).ok());
    Measure::new("length decoded", text.and_then(|text| text.parse().ok()))
}

fn reserved(case: &Case) -> Measure {
    case.reserved_most(FORWARD).named("bytes reserved")
}

fn resident(case: &Case) -> Measure {
    case.resident_most(FORWARD).named("bytes resident")
}

fn waiting(case: &Case) -> Measure {
    case.ended(Ending::Waiting).named("readers still waiting")
}

fn deadlines(case: &Case) -> Measure {
    case.ended(Ending::Deadline).named("deadlines passed")
}

fn in_ms(us: Measure) -> Measure {
    Measure { value: us.value.map(|us| us / 1000), ..us }
}

fn longest_wait(case: &Case) -> Measure {
    in_ms(case.longest_wait_us(FORWARD)).named("longest wait in ms")
}

fn bytes_of(name: &str, frames: &[&[u8]]) -> Measure {
    Measure::new(name, frames.iter().map(|frame| frame.len() as u64).sum::<u64>())
}

/// Bytes of the frames that the peer began to send.
fn sent(case: &Case) -> Measure {
    bytes_of("bytes of the frame", &case.sent_values(FORWARD, Kind::Frame))
}

/// Turns that a reset ended; `None` if the system reported the end of the stream instead of the reset, as wine may.
fn resets(case: &Case) -> Measure {
    let saw_an_end = case.events.iter().any(|timed| matches!(timed.event, Event::Read { got: 0, .. }));
    let resets = case.ended(Ending::Reset).value.filter(|_| !saw_an_end);
    Measure::new("resets", resets)
}

fn refuses(claim: Claim, case: &Case) -> Claim {
    let four_reads = Measure::new("bytes of four reads", 4 * SPACE as u64);
    claim.some(case.ended(Ending::Refused).named("refusals")).at_most(reserved(case), four_reads)
}

/// The writes of both ends ended in the way that `ended` counts, with their frames accepted only in part.
fn both_ended(claim: Claim, case: &Case, ended: Measure) -> Claim {
    let accepted = Stream::BOTH.map(|stream| case.bytes_written(stream).value.unwrap_or(0));
    let messages = Stream::BOTH.into_iter().flat_map(|stream| case.messages(stream));
    let to_write = messages.map(|message| message.range.end - message.range.start).sum::<u64>();
    claim
        .equal(ended, Measure::new("writers", 2))
        .less(Measure::new("bytes accepted", accepted.iter().sum::<u64>()), Measure::new("bytes to write", to_write))
}
