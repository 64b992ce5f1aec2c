//! Checks a run's JSON lines from the first to the last: their order, their fields, what follows from one another. It
//! knows the contract alone, none of the code that writes it.

use super::costs;
use super::cuts;
use super::fields::{FIELDS, is, number, text};
use super::reads;
use serde_json::Value;
use std::collections::BTreeMap;

/// A fault, said for a person.
pub(crate) type Checked<T> = Result<T, String>;

/// `Err` with what is wrong, unless `true`.
pub(crate) fn ensure(right: bool, wrong: impl FnOnce() -> String) -> Checked<()> {
    if right { Ok(()) } else { Err(wrong()) }
}

/// Checks the lines of one lesson or of several; gives the lessons' names.
pub(crate) fn check(output: &str) -> Checked<Vec<String>> {
    let lines: Vec<Value> = output
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("{error}: {line}")))
        .collect::<Checked<_>>()?;
    lines.iter().try_for_each(|line| fields(line).map_err(|fault| format!("{fault}: {line}")))?;
    let begins = |line: &&Value| line["event"] == "run";
    ensure(lines.first().is_some_and(|line| begins(&line)), || "the first line is no run".into())?;
    let starts: Vec<usize> = (0..lines.len()).filter(|&n| begins(&&lines[n])).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(ends).map(|(&start, end)| lesson(&lines[start..end])).collect()
}

/// Every line has a time, an event, and the fields that the contract names for it.
fn fields(line: &Value) -> Checked<()> {
    number(line, "t_us")?;
    let event = text(line, "event")?;
    let Some((_, fields)) = FIELDS.iter().find(|(name, _)| *name == event) else {
        return ensure(["held", "shutdown", "meant", "taken", "framed", "empty_write"].contains(&event), || {
            format!("no event '{event}'")
        });
    };
    if let Some(at) = line.get("at") {
        let line_of = |at: &str| {
            at.rsplit_once(':').is_some_and(|(file, line)| file.ends_with(".rs") && line.parse::<u64>().is_ok())
        };
        ensure(at.as_str().is_some_and(line_of), || format!("'at' is {at}"))?;
    }
    fields.split(", ").try_for_each(|field| {
        let (name, kind) = field.split_once(": ").ok_or("a field of the contract has no kind")?;
        let value = line.get(name).ok_or_else(|| format!("no field '{name}'"))?;
        ensure(is(kind, value), || format!("'{name}' is {value}"))
    })
}

fn lesson(lines: &[Value]) -> Checked<String> {
    let name = text(&lines[0], "lesson")?;
    let (Some(last), true) = (lines.last(), lines.len() > 2) else { return Err(format!("{name} has no lines")) };
    ensure(last["event"] == "end", || format!("{name} ends with {last}"))?;
    let of = |event: &str| lines.iter().filter(|line| line["event"] == event).count();
    ensure(of("run") == 1 && of("end") == 1, || format!("{name} has two beginnings or ends"))?;

    let claims =
        lines.iter().position(|line| line["event"] == "claim").ok_or_else(|| format!("{name} claims nothing"))?;
    let only_claims = lines[claims..lines.len() - 1].iter().all(|line| line["event"] == "claim");
    ensure(only_claims, || format!("{name} has events after its first claim"))?;
    tally(&lines[claims..lines.len() - 1], last)?;

    let first_cost = lines.iter().position(|line| line["event"] == "cost").unwrap_or(claims);
    let (events, counted) = (&lines[1..first_cost], &lines[first_cost..claims]);
    ensure(events.first().is_some_and(|line| line["event"] == "case"), || format!("{name} has events before a case"))?;
    let mut cases: Vec<&[Value]> = Vec::new();
    let mut rest = events;
    while let Some((_, after)) = rest.split_first() {
        let length = 1 + after.iter().take_while(|line| line["event"] != "case").count();
        cases.push(&rest[..length]);
        rest = &rest[length..];
    }
    cases.iter().try_for_each(|lines| case(lines).map_err(|fault| format!("{}: {fault}", lines[0]["name"])))?;
    counted.iter().try_for_each(|cost| costs::check(cost, &cases).map_err(|fault| format!("{fault}: {cost}")))?;
    Ok(name.to_owned())
}

fn tally(claims: &[Value], end: &Value) -> Checked<()> {
    let count = |verdict: &str| claims.iter().filter(|claim| claim["verdict"] == verdict).count() as u64;
    let counted = [("held", "held"), ("contradicted", "contradicted"), ("not-observed", "not_observed")];
    ensure(number(end, "claims")? == claims.len() as u64, || format!("{} claims, but {end}", claims.len()))?;
    counted.iter().try_for_each(|(verdict, field)| {
        let (said, counted) = (number(end, field)?, count(verdict));
        ensure(said == counted, || format!("{field} is {said}, but {counted} claims are {verdict}"))
    })
}

fn case(lines: &[Value]) -> Checked<()> {
    let times: Vec<u64> = lines.iter().map(|line| number(line, "t_us")).collect::<Checked<_>>()?;
    ensure(times.is_sorted(), || "time runs backwards".into())?;
    if lines[0]["transport"] == "script" {
        return cuts::check(lines);
    }
    let mut streams: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    // A case at a distance has its capture too, whose lines name a direction; the others are about the whole case.
    let of_a_stream =
        |line: &&Value| ["segment", "guess", "code", "question"].iter().all(|event| line["event"] != *event);
    for line in lines[1..].iter().filter(of_a_stream) {
        let stream = text(line, "stream")?;
        ensure(["forward", "back"].contains(&stream), || format!("no stream '{stream}'"))?;
        streams.entry(stream).or_default().push(line);
    }
    let udp = lines[0]["transport"] == "udp";
    streams.values().try_for_each(|events| {
        messages(events)?;
        if udp {
            return reads::datagrams(events);
        }
        contiguous(events, "write", "accepted")?;
        contiguous(events, "segments", "bytes")?;
        contiguous(events, "read", "got")?;
        contiguous(events, "part", "bytes")?;
        encodings(events)?;
        all_segments(events)?;
        reads::stream(events)
    })
}

/// Messages count from 1; one is continued only by what a short write left over of it.
fn messages(events: &[&Value]) -> Checked<()> {
    let (mut last, mut rest) = (0, 0);
    for write in events.iter().filter(|event| event["event"] == "write") {
        let (message, asked) = (number(write, "message")?, number(write, "asked")?);
        let accepted = number(write, "accepted")?;
        ensure(accepted <= asked, || format!("accepts more than asked: {write}"))?;
        let follows = if rest > 0 { message == last && asked <= rest } else { message == last + 1 };
        ensure(follows, || format!("message {message} after message {last}: {write}"))?;
        (last, rest) = (message, asked - accepted);
    }
    Ok(())
}

/// Each begins where the one before ended.
fn contiguous(events: &[&Value], name: &str, length: &str) -> Checked<()> {
    events.iter().filter(|event| event["event"] == name).try_fold(0, |at, event| {
        ensure(number(event, "offset")? == at, || format!("expected at {at}: {event}"))?;
        Ok::<_, String>(at + number(event, length)?)
    })?;
    Ok(())
}

/// An encoder makes bytes of a payload, or says why not; what it made is what was written.
fn encodings(events: &[&Value]) -> Checked<()> {
    let encoded: Vec<_> = events.iter().filter(|event| event["event"] == "encoded").collect();
    for event in &encoded {
        ensure(event["wire"].is_null() != event["refused"].is_null(), || format!("neither or both: {event}"))?;
    }
    let made: u64 = encoded.iter().filter_map(|event| event["wire"].as_u64()).sum();
    let writes = events.iter().filter(|event| event["event"] == "write");
    let written: u64 = writes.map(|write| number(write, "accepted")).sum::<Checked<u64>>()?;
    ensure(encoded.is_empty() || made == written, || format!("{made} bytes encoded, {written} written"))
}

/// Once all is read, all has left in segments, where they are told at all.
fn all_segments(events: &[&Value]) -> Checked<()> {
    let sum = |name: &str, field: &str| -> Checked<u64> {
        events.iter().filter(|event| event["event"] == name).map(|event| number(event, field)).sum()
    };
    let (written, read, left) = (sum("write", "accepted")?, sum("read", "got")?, sum("segments", "bytes")?);
    ensure(read <= written, || format!("{read} bytes read of {written}"))?;
    let told = left > 0 || cfg!(target_os = "linux");
    ensure(!told || read < written || left == written, || format!("{written} bytes written and read, {left} left"))?;
    ensure(!told || left >= read, || format!("{read} bytes read, but only {left} left"))
}
