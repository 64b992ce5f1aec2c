//! What lesson 06 claims.

use super::*;
use lesson::{Statement, claim};
use trace::{Case, Claim, Event, Measure, Stream};

const FORWARD: Stream = Stream::Forward;

/// Framings that carry whatever they are given, up to a length.
const CARRY_ALL: &[CaseName] = &[NETSTRING, LENGTH_1, LENGTH_2, LENGTH_4, VARINT, COBS];

/// The evidence for a framing that refuses messages.
const REFUSES: &str = "It refused {messages refused:message}, the {messages that do not fit} that did not fit; \
    {frames decoded as sent} of {frames sent:frame} came out as sent, with {bytes added:byte} added, {bytes of delimiters} \
    of them delimiters";

pub(crate) const CLAIMS: &[Statement] = &[
    claim("A fixed size: every other size is refused, and nothing is added to the rest")
        .on(FIXED, |claim, case| refuses(claim, case, 0, |payload| payload.len() != 4))
        .evidence(REFUSES),
    claim("A delimiter: the one message that contains it is refused, and the others are carried")
        .on(NUL, |claim, case| refuses(claim, case, 1, |payload| payload.contains(&0)))
        .evidence(REFUSES),
    claim("Lines: the one message that contains an LF is refused, and the others are carried")
        .on(LINE, |claim, case| refuses(claim, case, 1, |payload| payload.contains(&b'\n')))
        .evidence(REFUSES),
    claim("Netstrings, lengths, varints and COBS: every message is carried, and comes out as it was sent")
        .on_all(CARRY_ALL, |claim, cases| {
            let given = Measure::new("messages given", cases.iter().map(|case| case.encodings(FORWARD).len() as u64).sum::<u64>());
            let [decoded, sent] = frames(cases);
            claim.none(sum(cases, refused)).equal(sent, given.clone()).equal(decoded, given)
        })
        .evidence(
            "Of {messages given:message} given to them they refused {messages refused} and sent {frames sent}; \
             {frames decoded as sent} came out as sent",
        ),
    claim("COBS: a 00 ends every frame and occurs nowhere else, even where a message contains one")
        .on(COBS, |claim, case| {
            let sent = case.sent_values(FORWARD, Kind::Frame);
            let containing = sent.iter().filter(|payload| payload.contains(&0)).count() as u64;
            claim
                .some(Measure::new("messages that contain 00", containing))
                .equal(zeros_read(case), Measure::new("frames sent", sent.len() as u64))
        })
        .evidence(
            "{messages that contain 00:message} contained a 00, and {bytes 00 read:byte} of 00 were read for \
             {frames sent:frame}",
        ),
    claim("A varint: its length grows with the message, while a 4-byte length stays at 4 bytes")
        .on_both(LENGTH_4, VARINT, |claim, fixed, varint| {
            let (short, long) = (0, 2);
            let long_varint = costs(varint, long, "varint bytes, long message");
            claim
                .less(costs(varint, short, "varint bytes, short message"), long_varint.clone())
                .equal(costs(fixed, short, "length bytes, short message"), costs(fixed, long, "length bytes, long message"))
                .less(long_varint, costs(fixed, long, "length bytes, long message"))
        })
        .evidence(
            "To the shortest message the varint adds {varint bytes, short message:byte} and the fixed length \
             {length bytes, short message}; to the longest, {varint bytes, long message} and {length bytes, long message}",
        ),
    claim("Messages joined by LF: one that contains an LF comes out as two, and no call fails")
        .on(JOINED, |claim, case| {
            let (right, sent) = case.decoded_as_sent(FORWARD, Kind::Text, AT_LF);
            let sent = sent.named("messages sent");
            let taken = case.decoded_values(FORWARD, Kind::Text, AT_LF).len() as u64;
            claim.less(sent.clone(), Measure::new("messages received", taken)).less(right.named("as sent"), sent)
        })
        .evidence("{messages sent:message} were sent and {messages received} received, {as sent} of them as sent")
        .headline(),
    claim("Two JSON documents in one read: a parser that expects one finds extra data after it, and returns neither")
        .on(DOCUMENTS, |claim, case| {
            let errors = case.decoded_values(FORWARD, Kind::Error, BY_PARSER).len() as u64;
            claim
                .less(case.read_count(FORWARD), documents(case)[1].clone())
                .none(Measure::new("documents parsed", parsed(case)))
                .equal(Measure::new("errors", errors), case.read_count(FORWARD))
        })
        .evidence(
            "{documents sent:document} arrived in {reads:read}; the parser returned {documents parsed} and reported \
             {errors:error}",
        ),
    claim("One document per line: the same read, and the parser returns both documents")
        .on(DOCUMENT_LINES, |claim, case| {
            let [right, sent] = documents(case);
            claim.less(case.read_count(FORWARD), sent.clone()).equal(right, sent)
        })
        .evidence("{documents sent:document} arrived in {reads:read}; {documents parsed as sent} came out as sent"),
    claim("A function that returns the first frame of a read: the other frames are lost, and no call fails")
        .on(FIRST_FRAME, |claim, case| {
            let sent = Measure::new("frames sent", case.sent_values(FORWARD, Kind::Frame).len() as u64);
            claim.less(taken(case), sent).equal(case.bytes_read(FORWARD), case.bytes_written(FORWARD))
        })
        .evidence(
            "the function returned {frames taken} of {frames sent:frame}, though the reads returned {bytes read} of \
             the {bytes written:byte} written",
        ),
    claim("A decoder that keeps what comes after a frame: the same reads, and every frame comes out")
        .on(ALL_FRAMES, |claim, case| {
            let (right, sent) = case.decoded_as_sent(FORWARD, Kind::Frame, BY_READER);
            let sent = sent.named("frames sent");
            claim.equal(right.named("frames decoded as sent"), sent.clone()).equal(taken(case), sent)
        })
        .evidence("the decoder returned {frames taken} of {frames sent:frame}, {frames decoded as sent} of them as \
                   sent"),
    claim("TLS, Kafka, DNS, PostgreSQL, SCGI: one decoder with different options finds every message")
        .on_all(
            &[TLS.name, KAFKA.name, DNS.name, POSTGRESQL_FIRST.name, POSTGRESQL.name, SCGI.name],
            |claim, cases| {
                let [decoded, sent] = frames(cases);
                every_byte_found(claim.equal(decoded, sent), cases)
            },
        )
        .evidence(
            "{frames decoded as sent} of {frames sent:message} came out as sent, and {bytes found} of {bytes read:byte} \
             belong to one of them",
        ),
    claim("HTTP, RESP, WebSocket: each part says where the next one begins, and every payload is found")
        .on_all(&[HTTP.name, RESP.name, WEBSOCKET.name], |claim, cases| {
            let payloads = |case: &Case| case.decoded_values(FORWARD, Kind::Frame, BY_DECODER).len() as u64;
            let taken = sum(cases, |case| Measure::new("payloads found", payloads(case)));
            let [decoded, sent] = frames(cases);
            every_byte_found(claim.equal(decoded, sent.clone()).equal(taken, sent), cases)
        })
        .evidence(
            "{payloads found} of {frames sent:payload} were found, {frames decoded as sent} of them as sent, and {bytes found} \
             of {bytes read:byte} belong to a part",
        ),
];

/// A sum over cases, under the first one's name.
fn sum(cases: &[&Case], of: impl Fn(&Case) -> Measure) -> Measure {
    let add = |all: Measure, one: Measure| Measure::new(all.name, all.value.zip(one.value).map(|(a, b)| a + b));
    cases.iter().map(|case| of(case)).reduce(add).unwrap_or(Measure::new("", None))
}

/// Frames that were decoded exactly as they were sent, and how many were sent.
fn frames(cases: &[&Case]) -> [Measure; 2] {
    let of = |case: &Case| case.decoded_as_sent(FORWARD, Kind::Frame, BY_DECODER);
    let [decoded, sent] = [sum(cases, |case| of(case).0), sum(cases, |case| of(case).1)];
    [decoded.named("frames decoded as sent"), sent.named("frames sent")]
}

/// Documents that were parsed exactly as they were sent, and how many were sent.
fn documents(case: &Case) -> [Measure; 2] {
    let (right, sent) = case.decoded_as_sent(FORWARD, Kind::Text, BY_PARSER);
    [right.named("documents parsed as sent"), sent.named("documents sent")]
}

fn parsed(case: &Case) -> u64 {
    case.decoded_values(FORWARD, Kind::Text, BY_PARSER).len() as u64
}

fn refused(case: &Case) -> Measure {
    case.refused(FORWARD).named("messages refused")
}

/// A framing that adds `adds` bytes to a message, and refuses the messages that its decoder could not find again.
fn refuses(claim: Claim, case: &Case, adds: u64, cannot_carry: fn(&[u8]) -> bool) -> Claim {
    let [decoded, sent] = frames(&[case]);
    let cannot = case.encodings(FORWARD).iter().filter(|(payload, _)| cannot_carry(payload)).count();
    let delimiters = Measure::new("bytes of delimiters", sent.value.map(|frames| frames * adds));
    claim
        .some(refused(case))
        .equal(refused(case), Measure::new("messages that do not fit", cannot as u64))
        .equal(decoded, sent)
        .equal(added(case), delimiters)
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
    Measure::new("bytes 00 read", read.sum::<u64>())
}

/// What a framing adds to the `nth` length.
fn costs(case: &Case, nth: usize, name: &str) -> Measure {
    Measure::new(name, case.overheads(FORWARD).get(nth).and_then(|(_, added)| *added))
}

fn taken(case: &Case) -> Measure {
    Measure::new("frames taken", case.decoded_values(FORWARD, Kind::Frame, BY_READER).len() as u64)
}

fn every_byte_found(claim: Claim, cases: &[&Case]) -> Claim {
    claim
        .equal(sum(cases, |case| case.found(FORWARD)).named("bytes found"), sum(cases, |case| case.bytes_read(FORWARD)))
}
