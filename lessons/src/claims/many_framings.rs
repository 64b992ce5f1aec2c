//! The claims of lesson 06.

use super::decoded_as_sent;
use trace::{Case, Claim, Event, Kind, Measure, Run, Stream};

const FORWARD: Stream = Stream::Forward;

/// Framings that carry whatever they are given, up to a length.
const CARRY_ALL: [&str; 6] =
    ["netstring", "length: 1 byte", "length: 2 bytes, big-endian", "length: 4 bytes, little-endian", "varint", "COBS"];

/// Framings that do not, and what each refuses in words.
const REFUSE: [(&str, &str); 3] = [
    ("fixed: 4 bytes", "A fixed size refuses every other size; what it takes costs nothing"),
    ("delimiter: 00", "A delimiter refuses the one message that contains it, and carries the others"),
    ("line: LF", "Lines refuse the one message with an LF, and carry the others"),
];

const PROTOCOLS: [&str; 6] = [
    "TLS records",
    "Kafka",
    "DNS over TCP",
    "PostgreSQL: what a client sends first",
    "PostgreSQL: from then on",
    "netstring: SCGI",
];

const ANNOTATED: [&str; 3] = ["HTTP/1.1", "RESP (Redis)", "WebSocket"];

/// What lesson 06 claims of `run`.
pub fn claims(run: &Run) -> Vec<Claim> {
    let mut claims: Vec<Claim> =
        REFUSE.iter().filter_map(|&(name, text)| Some(refuses(run.case(name)?, text))).collect();
    claims.extend(all(run, &CARRY_ALL).map(|cases| carry_all(&cases)));
    claims.extend(run.case("COBS").map(no_zero_inside));
    claims.extend(all(run, &["length: 4 bytes, little-endian", "varint"]).map(|cases| grows(cases[0], cases[1])));
    claims.extend(run.case("joined by LF, split at LF").map(joined));
    claims.extend(run.case("over-read and forgotten").map(forgotten));
    claims.extend(run.case("over-read and kept").map(kept));
    claims.extend(all(run, &PROTOCOLS).map(|cases| recognised(&cases)));
    claims.extend(all(run, &ANNOTATED).map(|cases| taken_apart(&cases)));
    claims
}

/// The cases of these names, if all ran.
fn all<'a>(run: &'a Run, names: &[&str]) -> Option<Vec<&'a Case>> {
    names.iter().map(|name| run.case(name)).collect()
}

/// Frames of one case that were taken for just what was meant, and how many were meant.
fn frames(case: &Case) -> (Measure, Measure) {
    decoded_as_sent(case, FORWARD, Kind::Frame, "decoder")
}

/// A sum over cases, under the first one's name.
fn sum(measures: impl IntoIterator<Item = Measure>) -> Measure {
    let add = |all: Measure, one: Measure| Measure::new(all.name, all.value.zip(one.value).map(|(a, b)| a + b));
    measures.into_iter().reduce(add).unwrap_or(Measure::new("", None))
}

fn sums(cases: &[&Case], of: impl Fn(&Case) -> (Measure, Measure)) -> (Measure, Measure) {
    let (left, right): (Vec<Measure>, Vec<Measure>) = cases.iter().map(|case| of(case)).unzip();
    (sum(left), sum(right))
}

/// Messages that this framing could not find again: of another size, or with its delimiter inside.
fn cannot_carry(case: &Case) -> Measure {
    let cannot = |payload: &[u8]| match case.name.as_str() {
        "fixed: 4 bytes" => payload.len() != 4,
        "delimiter: 00" => payload.contains(&0),
        _ => payload.contains(&b'\n'),
    };
    let count = case.encodings(FORWARD).iter().filter(|(payload, _)| cannot(payload)).count();
    Measure::new("messages that it cannot carry", count as u64)
}

fn refuses(case: &Case, text: &str) -> Claim {
    let (decoded_as_sent, meant) = frames(case);
    let an_end = u64::from(case.name != "fixed: 4 bytes");
    let ends = Measure::new("its ends", meant.value.map(|frames| frames * an_end));
    Claim::new(text)
        .some(case.refused(FORWARD))
        .equal(case.refused(FORWARD), cannot_carry(case))
        .equal(decoded_as_sent, meant)
        .equal(added(case), ends)
}

/// What was added to the payloads on the wire.
fn added(case: &Case) -> Measure {
    let payload: u64 = case.sent_values(FORWARD, Kind::Frame).iter().map(|payload| payload.len() as u64).sum();
    Measure::new("bytes added", case.bytes_read(FORWARD).value.and_then(|wire| wire.checked_sub(payload)))
}

fn carry_all(cases: &[&Case]) -> Claim {
    let (decoded_as_sent, meant) = sums(cases, frames);
    let given = cases.iter().map(|case| case.encodings(FORWARD).len() as u64).sum::<u64>();
    Claim::new("Netstrings, lengths, varints and COBS refuse none: every message comes out as it was meant")
        .none(sum(cases.iter().map(|case| case.refused(FORWARD))))
        .equal(decoded_as_sent, Measure::new("messages", given))
        .equal(meant.named("frames sent"), Measure::new("messages", given))
}

/// How often `byte` was read.
fn bytes_of(case: &Case, wanted: u8) -> Measure {
    let read = case.events.iter().filter_map(|timed| match &timed.event {
        Event::Read { stream: FORWARD, data, .. } => Some(data.iter().filter(|&&byte| byte == wanted).count() as u64),
        _ => None,
    });
    Measure::new(format!("bytes {wanted:02x} on the wire"), read.sum::<u64>())
}

fn no_zero_inside(case: &Case) -> Claim {
    let sent = case.sent_values(FORWARD, Kind::Frame);
    let inside = sent.iter().filter(|payload| payload.contains(&0)).count() as u64;
    Claim::new("COBS: a 00 stands at the end of every frame and nowhere else, also where a message had one")
        .some(Measure::new("messages with a 00", inside))
        .equal(bytes_of(case, 0), Measure::new("frames", sent.len() as u64))
}

fn grows(fixed: &Case, varint: &Case) -> Claim {
    let costs = |case: &Case, nth: usize, what: &str| {
        let of = case.overheads(FORWARD).get(nth).copied();
        let name = of.map_or(what.to_owned(), |(payload, _)| format!("{what} at {payload} bytes"));
        Measure::new(name, of.and_then(|(_, added)| added))
    };
    let (short, long) = (0, 2);
    Claim::new("A varint grows with the message, 4 bytes of length do not")
        .less(costs(varint, short, "varint"), costs(varint, long, "varint"))
        .equal(costs(fixed, short, "length"), costs(fixed, long, "length"))
        .less(costs(varint, long, "varint"), costs(fixed, long, "length"))
}

fn joined(case: &Case) -> Claim {
    let (decoded_as_sent, meant) = decoded_as_sent(case, FORWARD, Kind::Text, "split at LF");
    let taken = case.decoded_values(FORWARD, Kind::Text, "split at LF").len() as u64;
    Claim::new(
        "Joined without a look inside, a message with an LF comes out as two, and what follows has the wrong number",
    )
    .less(meant.clone(), Measure::new("taken", taken))
    .less(decoded_as_sent, meant)
}

fn taken(case: &Case) -> (Measure, Measure) {
    let taken = case.decoded_values(FORWARD, Kind::Frame, "reader").len() as u64;
    (
        Measure::new("frames taken", taken),
        Measure::new("frames meant", case.sent_values(FORWARD, Kind::Frame).len() as u64),
    )
}

fn forgotten(case: &Case) -> Claim {
    let (taken, meant) = taken(case);
    Claim::new("A reader that forgets what it read behind a frame loses messages, and no call tells")
        .less(taken, meant)
        .equal(case.bytes_read(FORWARD), case.bytes_written(FORWARD))
}

fn kept(case: &Case) -> Claim {
    let (decoded_as_sent, meant) = decoded_as_sent(case, FORWARD, Kind::Frame, "reader");
    let (taken, _) = taken(case);
    Claim::new("The same reads, and what is behind a frame is kept: nothing is lost")
        .equal(decoded_as_sent, meant.clone())
        .equal(taken, meant)
}

fn recognised(cases: &[&Case]) -> Claim {
    let (decoded_as_sent, meant) = sums(cases, frames);
    let (found, read) = sums(cases, |case| (case.found(FORWARD), case.bytes_read(FORWARD)));
    Claim::new("TLS, Kafka, DNS, PostgreSQL, SCGI: one decoder, other options; every message found, no byte left over")
        .equal(decoded_as_sent, meant)
        .equal(found, read)
}

fn taken_apart(cases: &[&Case]) -> Claim {
    let (decoded_as_sent, meant) = sums(cases, frames);
    let taken = sum(cases
        .iter()
        .map(|case| Measure::new("payloads taken", case.decoded_values(FORWARD, Kind::Frame, "decoder").len() as u64)));
    let (found, read) = sums(cases, |case| (case.found(FORWARD), case.bytes_read(FORWARD)));
    Claim::new("HTTP, RESP, WebSocket: each part says where the next one begins, and what was meant comes out")
        .equal(decoded_as_sent, meant.clone())
        .equal(taken, meant)
        .equal(found, read)
}
