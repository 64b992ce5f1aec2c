//! What lesson 03 claims.

use super::*;
use lesson::{Statement, claim};
use trace::{Case, Ending, Measure, Stream};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

/// How many times a command and its answer cross the connection: command, length, OK, body.
const TRIPS_A_COMMAND: u64 = 4;

pub(crate) const CLAIMS: &[Statement] = &[
    claim("Both sides wait for their turn: no read is glued, and every value arrives as it was sent")
        .on(IN_TURNS, |claim, case| {
            let of = |kind, how| case.decoded_as_sent(BACK, kind, how);
            let [length, body] = [of(Kind::Length, ONE_READ), of(Kind::Body, EXACTLY)];
            let both = |name, [one, other]: [Measure; 2]| {
                Measure::new(name, one.value.zip(other.value).map(|(one, other)| one + other))
            };
            claim
                .none(glued_at_the_server(case))
                .none(glued_at_the_client(case))
                .equal(both("values as sent", [length.0, body.0]), both("values sent", [length.1, body.1]))
        })
        .evidence(
            "{glued at the server} of the server's reads and {glued at the client} of the client's were glued; \
             {values as sent} of {values sent:value} arrived as sent",
        ),
    claim("Both sides wait for their turn: a command costs four one-way trips")
        .on(IN_TURNS, |claim, case| {
            let commands = case.sent_values(FORWARD, Kind::Command).len() as u64;
            claim.equal(case.trips(), Measure::new("trips of command, length, OK and body", TRIPS_A_COMMAND * commands))
        })
        .evidence(
            "data crossed the connection {one-way trips} times; \
             command, length, OK and body make {trips of command, length, OK and body}",
        )
        .headline(),
    claim("A body sent before its OK: it is glued to the length, which becomes another number")
        .on(NO_WAIT, |claim, case| {
            claim.some(glued_at_the_client(case)).less(
                number_in(case.sent_values(BACK, Kind::Length), "length sent"),
                number_in(case.decoded_values(BACK, Kind::Length, ONE_READ), "length read"),
            )
        })
        .evidence(
            "the server sent the length {length sent}, and the client read {length read}, \
             in {glued at the client:glued read}",
        ),
    claim("One read for the OK when the next command has arrived, too: the server gets neither")
        .on(OK_AS_ONE_READ, |claim, case| {
            let bytes = |values: Vec<&[u8]>| values.concat().len() as u64;
            claim.some(glued_at_the_server(case)).less(
                Measure::new("bytes of the OK", bytes(case.sent_values(FORWARD, Kind::Ok))),
                Measure::new("bytes taken for it", bytes(case.decoded_values(FORWARD, Kind::Ok, ONE_READ))),
            )
        })
        .evidence(
            "{bytes taken for it:byte} were taken for an OK of {bytes of the OK}, in {glued at the server:glued read}",
        ),
    claim("Two bytes for the OK: the next command waits in the queue, and is read next")
        .on(OK_AS_TWO_BYTES, |claim, case| {
            let [oks, oks_sent] = as_sent(case, FORWARD, Kind::Ok, EXACTLY, "OKs");
            let [commands, commands_sent] = as_sent(case, FORWARD, Kind::Command, ONE_READ, "commands");
            claim.equal(oks, oks_sent).equal(commands, commands_sent)
        })
        .evidence("{OKs as sent} of {OKs sent:OK} and {commands as sent} of {commands sent:command} arrived as sent"),
    claim("Two commands sent at once: the server takes them for one, since requests have no framing")
        .on(TWO_COMMANDS, |claim, case| {
            let sent = case.sent_values(FORWARD, Kind::Command).len() as u64;
            let taken = case.decoded_values(FORWARD, Kind::Command, ONE_READ).len() as u64;
            claim
                .less(Measure::new("commands taken", taken), Measure::new("commands sent", sent))
                .some(glued_at_the_server(case))
        })
        .evidence(
            "{commands sent:command} were sent, and the server got {commands taken}, \
             in {glued at the server:glued read}",
        ),
    claim("A command longer than the read: the read cuts it, and the server takes the rest for the OK")
        .on(LONG_COMMAND, |claim, case| {
            let bytes = |values: Vec<&[u8]>| values.concat().len() as u64;
            let oks = case.decoded_values(FORWARD, Kind::Ok, EXACTLY).len() as u64;
            claim
                .less(
                    Measure::new("bytes read", bytes(case.decoded_values(FORWARD, Kind::Command, ONE_READ))),
                    Measure::new("bytes of the command", bytes(case.sent_values(FORWARD, Kind::Command))),
                )
                .less(
                    Measure::new("OKs sent", case.sent_values(FORWARD, Kind::Ok).len() as u64),
                    Measure::new("OKs taken", oks),
                )
        })
        .evidence(
            "the first read took {bytes read} of {bytes of the command:byte}; {OKs sent} OKs were sent, \
             and the server took {OKs taken}",
        ),
    claim(
        "stderr is read before stdout: the command waits for room, the server waits for the command, and neither goes \
         on",
    )
    .on(STDERR_FIRST, |claim, case| {
        claim
            .less(case.bytes_written(FORWARD).named("bytes printed"), to_print())
            .some(case.ended(Ending::Waiting).named("servers still waiting"))
    })
    .evidence(
        "the pipe took {bytes printed} of {bytes to print:byte}, and {servers still waiting:server} still waited \
             when its time ran out",
    ),
    claim("stdout and stderr are read at the same time: the command prints everything, and ends")
        .on(BOTH_PIPES, |claim, case| {
            claim
                .equal(case.bytes_read(FORWARD), to_print())
                .none(case.ended(Ending::Waiting).named("servers still waiting"))
        })
        .evidence("{bytes read} of {bytes to print:byte} were read; {servers still waiting} servers still waited"),
];

/// How many values of that kind were decoded exactly as they were sent, and how many were sent.
fn as_sent(case: &Case, stream: Stream, kind: Kind, how: &str, plural: &str) -> [Measure; 2] {
    let (same, sent) = case.decoded_as_sent(stream, kind, how);
    [same.named(format!("{plural} as sent")), sent.named(format!("{plural} sent"))]
}

/// The first of these values as a number.
fn number_in(values: Vec<&[u8]>, name: &str) -> Measure {
    let text = values.first().and_then(|text| std::str::from_utf8(text).ok());
    Measure::new(name, text.and_then(|text| text.parse::<u64>().ok()))
}

fn glued_at_the_server(case: &Case) -> Measure {
    case.glued(FORWARD).named("glued at the server")
}

fn glued_at_the_client(case: &Case) -> Measure {
    case.glued(BACK).named("glued at the client")
}

fn to_print() -> Measure {
    Measure::new("bytes to print", pipes::PRINTED as u64)
}
