//! What lesson 03 claims.

use super::*;
use lesson::{Statement, claim};
use trace::{Case, Measure, Stream};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

/// How often a command and its answer cross the connection: command, length, OK, body.
const TRIPS_A_COMMAND: u64 = 4;

pub(crate) const CLAIMS: &[Statement] = &[
    claim("In turns nothing is glued, and every length and body is taken as it was meant").on(
        IN_TURNS,
        |claim, case| {
            let (lengths, lengths_sent) = case.decoded_as_sent(BACK, Kind::Length, ONE_READ);
            let (bodies, bodies_sent) = case.decoded_as_sent(BACK, Kind::Body, AS_LONG_AS_SAID);
            claim
                .none(glued_at_the_server(case))
                .none(glued_at_the_client(case))
                .equal(lengths, lengths_sent)
                .equal(bodies, bodies_sent)
        },
    ),
    claim("A command costs four one-way trips").on(IN_TURNS, |claim, case| {
        let commands = case.sent_values(FORWARD, Kind::Command).len() as u64;
        claim.equal(case.trips(), Measure::new("four a command", TRIPS_A_COMMAND * commands))
    }),
    claim("A body sent without its OK is glued to the length, which becomes another number").on(
        NO_WAIT,
        |claim, case| {
            let (lengths, sent) = case.decoded_as_sent(BACK, Kind::Length, ONE_READ);
            claim.some(glued_at_the_client(case)).less(lengths, sent)
        },
    ),
    claim("An OK with the next command behind it is read as neither").on(OK_AS_ONE_READ, |claim, case| {
        let (oks, sent) = case.decoded_as_sent(FORWARD, Kind::Ok, ONE_READ);
        claim.some(glued_at_the_server(case)).less(oks, sent)
    }),
    claim("Two bytes are an OK, whatever waits behind them: there the length is known").on(
        OK_AS_TWO_BYTES,
        |claim, case| {
            let (oks, oks_sent) = case.decoded_as_sent(FORWARD, Kind::Ok, TWO_BYTES);
            let (commands, commands_sent) = case.decoded_as_sent(FORWARD, Kind::Command, ONE_READ);
            claim.equal(oks, oks_sent).equal(commands, commands_sent)
        },
    ),
    claim("Two commands sent at once are taken for one: requests have no framing").on(TWO_COMMANDS, |claim, case| {
        let (_, sent) = case.decoded_as_sent(FORWARD, Kind::Command, ONE_READ);
        let taken = case.decoded_values(FORWARD, Kind::Command, ONE_READ).len() as u64;
        claim.less(Measure::new("commands taken", taken), sent).some(glued_at_the_server(case))
    }),
    claim("A command longer than the read is cut, and what was cut off is taken for the OK").on(
        LONG_COMMAND,
        |claim, case| {
            let (commands, commands_sent) = case.decoded_as_sent(FORWARD, Kind::Command, ONE_READ);
            let (_, oks_sent) = case.decoded_as_sent(FORWARD, Kind::Ok, TWO_BYTES);
            let oks = case.decoded_values(FORWARD, Kind::Ok, TWO_BYTES).len() as u64;
            claim.less(commands, commands_sent).less(oks_sent, Measure::new("ok taken", oks))
        },
    ),
];

fn glued_at_the_server(case: &Case) -> Measure {
    case.glued(FORWARD).named("glued at the server")
}

fn glued_at_the_client(case: &Case) -> Measure {
    case.glued(BACK).named("glued at the client")
}
