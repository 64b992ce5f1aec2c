//! The claims of lesson 03.

use super::decoded_as_sent;
use trace::{Case, Claim, Kind, Measure, Run, Stream};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

/// How often a command and its answer cross the connection: command, length, OK, body.
const TRIPS_A_COMMAND: u64 = 4;

/// What lesson 03 claims of `run`.
pub fn claims(run: &Run) -> Vec<Claim> {
    let mut claims = Vec::new();
    if let Some(case) = run.case("in turns: echo hi") {
        claims.push(turns_keep_apart(case));
        claims.push(trips(case));
    }
    claims.extend(run.case("the server does not wait: echo -n 5").map(length_and_body));
    claims.extend(run.case("an empty output, then echo hi: the OK is one read").map(ok_and_command));
    claims.extend(run.case("an empty output, then echo hi: the OK is two bytes").map(two_bytes));
    claims.extend(run.case("two commands at once").map(commands_glued));
    claims.extend(run.case("a command longer than a read").map(command_cut));
    claims
}

fn turns_keep_apart(case: &Case) -> Claim {
    let (lengths, lengths_meant) = decoded_as_sent(case, BACK, Kind::Length, "one read");
    let (bodies, bodies_meant) = decoded_as_sent(case, BACK, Kind::Body, "as many bytes as the length says");
    Claim::new("In turns nothing is glued, and every length and body is taken as it was meant")
        .none(case.glued(FORWARD).named("glued at the server"))
        .none(case.glued(BACK).named("glued at the client"))
        .equal(lengths, lengths_meant)
        .equal(bodies, bodies_meant)
}

fn trips(case: &Case) -> Claim {
    let commands = case.sent_values(FORWARD, Kind::Command).len() as u64;
    Claim::new("A command costs four one-way trips")
        .equal(case.trips(), Measure::new("four a command", TRIPS_A_COMMAND * commands))
}

fn length_and_body(case: &Case) -> Claim {
    let (lengths, meant) = decoded_as_sent(case, BACK, Kind::Length, "one read");
    Claim::new("A body sent without its OK is glued to the length, which becomes another number")
        .some(case.glued(BACK).named("glued at the client"))
        .less(lengths, meant)
}

fn ok_and_command(case: &Case) -> Claim {
    let (ok, meant) = decoded_as_sent(case, FORWARD, Kind::Ok, "one read");
    Claim::new("An OK with the next command behind it is read as neither")
        .some(case.glued(FORWARD).named("glued at the server"))
        .less(ok, meant)
}

fn two_bytes(case: &Case) -> Claim {
    let (ok, ok_meant) = decoded_as_sent(case, FORWARD, Kind::Ok, "two bytes");
    let (commands, commands_meant) = decoded_as_sent(case, FORWARD, Kind::Command, "one read");
    Claim::new("Two bytes are an OK, whatever waits behind them: there the length is known")
        .equal(ok, ok_meant)
        .equal(commands, commands_meant)
}

fn taken(case: &Case) -> Measure {
    Measure::new("commands taken", case.decoded_values(FORWARD, Kind::Command, "one read").len() as u64)
}

fn commands_glued(case: &Case) -> Claim {
    let (_, meant) = decoded_as_sent(case, FORWARD, Kind::Command, "one read");
    Claim::new("Two commands sent at once are taken for one: requests have no framing")
        .less(taken(case), meant)
        .some(case.glued(FORWARD).named("glued at the server"))
}

fn command_cut(case: &Case) -> Claim {
    let (commands, meant) = decoded_as_sent(case, FORWARD, Kind::Command, "one read");
    let (_, oks_meant) = decoded_as_sent(case, FORWARD, Kind::Ok, "two bytes");
    let oks = case.decoded_values(FORWARD, Kind::Ok, "two bytes").len() as u64;
    Claim::new("A command longer than the read is cut, and what was cut off is taken for the OK")
        .less(commands, meant)
        .less(oks_meant, Measure::new("ok taken", oks))
}
