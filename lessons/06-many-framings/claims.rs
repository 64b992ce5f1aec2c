//! What lesson 06 claims.

use super::*;
use lesson::{Statement, claim};
use trace::{Case, Claim, Event, Measure, Stream};

const FORWARD: Stream = Stream::Forward;

/// Framings that carry whatever they are given, up to a length.
const CARRY_ALL: &[CaseName] = &[NETSTRING, LENGTH_1, LENGTH_2, LENGTH_4, VARINT, COBS];

pub(crate) const CLAIMS: &[Statement] = &[
    claim("A fixed size refuses every other size; what it takes costs nothing")
        .on(FIXED, |claim, case| refuses(claim, case, 0, |payload| payload.len() != 4)),
    claim("A delimiter refuses the one message that contains it, and carries the others")
        .on(NUL, |claim, case| refuses(claim, case, 1, |payload| payload.contains(&0))),
    claim("Lines refuse the one message with an LF, and carry the others")
        .on(LINE, |claim, case| refuses(claim, case, 1, |payload| payload.contains(&b'\n'))),
    claim("Netstrings, lengths, varints and COBS refuse none: every message comes out as it was meant").on_all(
        CARRY_ALL,
        |claim, cases| {
            let given = cases.iter().map(|case| case.encodings(FORWARD).len() as u64).sum::<u64>();
            let [frames, sent] = frames(cases);
            claim
                .none(sum(cases, |case| case.refused(FORWARD)))
                .equal(frames, Measure::new("messages", given))
                .equal(sent.named("frames sent"), Measure::new("messages", given))
        },
    ),
    claim("COBS: a 00 stands at the end of every frame and nowhere else, also where a message had one").on(
        COBS,
        |claim, case| {
            let sent = case.sent_values(FORWARD, Kind::Frame);
            let inside = sent.iter().filter(|payload| payload.contains(&0)).count() as u64;
            claim
                .some(Measure::new("messages with a 00", inside))
                .equal(zeros_read(case), Measure::new("frames", sent.len() as u64))
        },
    ),
    claim("A varint grows with the message, 4 bytes of length do not").on_both(
        LENGTH_4,
        VARINT,
        |claim, fixed, varint| {
            let (short, long) = (0, 2);
            claim
                .less(costs(varint, short, "varint"), costs(varint, long, "varint"))
                .equal(costs(fixed, short, "length"), costs(fixed, long, "length"))
                .less(costs(varint, long, "varint"), costs(fixed, long, "length"))
        },
    ),
    claim("Joined without a look inside, a message with an LF comes out as two, and what follows has the wrong number")
        .on(JOINED, |claim, case| {
            let (right, sent) = case.decoded_as_sent(FORWARD, Kind::Text, AT_LF);
            let taken = case.decoded_values(FORWARD, Kind::Text, AT_LF).len() as u64;
            claim.less(sent.clone(), Measure::new("taken", taken)).less(right, sent)
        }),
    claim("A reader that forgets what it read behind a frame loses messages, and no call tells").on(
        FORGOTTEN,
        |claim, case| {
            let sent = Measure::new("frames meant", case.sent_values(FORWARD, Kind::Frame).len() as u64);
            claim.less(taken(case), sent).equal(case.bytes_read(FORWARD), case.bytes_written(FORWARD))
        },
    ),
    claim("The same reads, and what is behind a frame is kept: nothing is lost").on(KEPT, |claim, case| {
        let (right, sent) = case.decoded_as_sent(FORWARD, Kind::Frame, BY_READER);
        claim.equal(right, sent.clone()).equal(taken(case), sent)
    }),
    claim("TLS, Kafka, DNS, PostgreSQL, SCGI: one decoder, other options; every message found, no byte left over")
        .on_all(
            &[TLS.name, KAFKA.name, DNS.name, POSTGRESQL_FIRST.name, POSTGRESQL.name, SCGI.name],
            |claim, cases| {
                let [frames, sent] = frames(cases);
                every_byte_found(claim.equal(frames, sent), cases)
            },
        ),
    claim("HTTP, RESP, WebSocket: each part says where the next one begins, and what was meant comes out").on_all(
        &[HTTP.name, RESP.name, WEBSOCKET.name],
        |claim, cases| {
            let payloads = |case: &Case| case.decoded_values(FORWARD, Kind::Frame, BY_DECODER).len() as u64;
            let taken = sum(cases, |case| Measure::new("payloads taken", payloads(case)));
            let [frames, sent] = frames(cases);
            every_byte_found(claim.equal(frames, sent.clone()).equal(taken, sent), cases)
        },
    ),
];

/// A sum over cases, under the first one's name.
fn sum(cases: &[&Case], of: impl Fn(&Case) -> Measure) -> Measure {
    let add = |all: Measure, one: Measure| Measure::new(all.name, all.value.zip(one.value).map(|(a, b)| a + b));
    cases.iter().map(|case| of(case)).reduce(add).unwrap_or(Measure::new("", None))
}

/// Frames that were decoded into just what was sent, and how many were sent.
fn frames(cases: &[&Case]) -> [Measure; 2] {
    let of = |case: &Case| case.decoded_as_sent(FORWARD, Kind::Frame, BY_DECODER);
    [sum(cases, |case| of(case).0), sum(cases, |case| of(case).1)]
}

/// A framing that adds so many bytes to a message, and refuses the messages that it could not find again.
fn refuses(claim: Claim, case: &Case, adds: u64, cannot_carry: fn(&[u8]) -> bool) -> Claim {
    let [frames, sent] = frames(&[case]);
    let cannot = case.encodings(FORWARD).iter().filter(|(payload, _)| cannot_carry(payload)).count();
    let ends = Measure::new("its ends", sent.value.map(|frames| frames * adds));
    claim
        .some(case.refused(FORWARD))
        .equal(case.refused(FORWARD), Measure::new("messages that it cannot carry", cannot as u64))
        .equal(frames, sent)
        .equal(added(case), ends)
}

fn added(case: &Case) -> Measure {
    let payload: u64 = case.sent_values(FORWARD, Kind::Frame).iter().map(|payload| payload.len() as u64).sum();
    Measure::new("bytes added", case.bytes_read(FORWARD).value.and_then(|wire| wire.checked_sub(payload)))
}

fn zeros_read(case: &Case) -> Measure {
    let read = case.events.iter().filter_map(|timed| match &timed.event {
        Event::Read { stream: FORWARD, data, .. } => Some(data.iter().filter(|&&byte| byte == 0).count() as u64),
        _ => None,
    });
    Measure::new("bytes 00 on the wire", read.sum::<u64>())
}

/// What a framing adds to the `nth` length.
fn costs(case: &Case, nth: usize, what: &str) -> Measure {
    let of = case.overheads(FORWARD).get(nth).copied();
    let name = of.map_or(what.to_owned(), |(payload, _)| format!("{what} at {payload} bytes"));
    Measure::new(name, of.and_then(|(_, added)| added))
}

fn taken(case: &Case) -> Measure {
    Measure::new("frames taken", case.decoded_values(FORWARD, Kind::Frame, BY_READER).len() as u64)
}

fn every_byte_found(claim: Claim, cases: &[&Case]) -> Claim {
    claim.equal(sum(cases, |case| case.found(FORWARD)), sum(cases, |case| case.bytes_read(FORWARD)))
}
