//! What is said of decoders and cuts, held against the bytes of the stream: the frames in it, how many cuts there are, and for
//! three bugs, at which cuts each shows. None of it is taken from the lesson's code: cuts are counted here by where they are.

use super::checker::{Checked, ensure};
use super::ends;
use super::fields::{number, text};
use serde_json::Value;
use std::ops::Range;

/// Checks the lines of a case without a connection.
pub(crate) fn check(lines: &[Value]) -> Checked<()> {
    let of = |event: &str| lines.iter().filter(|line| line["event"] == event).collect::<Vec<_>>();
    let [script] = of("scripted")[..] else { return Err("not one stream in a script".into()) };
    let stream = bytes(script)?;
    let frames = frames(&stream)?;
    let told: Vec<Range<usize>> = of("framed").into_iter().map(told).collect::<Checked<_>>()?;
    ensure(told == frames, || format!("the frames lie at {frames:?}"))?;
    let ends = of("early_ends");
    if !ends.is_empty() {
        let told = |line| ends::check(line, &stream, &frames).map_err(|fault| format!("{fault}: {line}"));
        return ends.into_iter().try_for_each(told);
    }
    let trials = of("cuts");
    ensure(!trials.is_empty(), || "no decoder was tried".into())?;
    let name = text(&lines[0], "name")?;
    let all = name.starts_with("every cut: ").then(|| 1u64 << (stream.len() - 1));
    trials
        .into_iter()
        .try_for_each(|line| trial(line, &stream, &frames, all).map_err(|fault| format!("{fault}: {line}")))
}

fn bytes(script: &Value) -> Checked<Vec<u8>> {
    let hex = text(script, "hex")?;
    let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).map_err(|error| error.to_string());
    let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect::<Checked<_>>()?;
    ensure(number(script, "bytes")? == bytes.len() as u64, || format!("there are {} bytes", bytes.len()))?;
    Ok(bytes)
}

/// Four bytes of length, little-endian, and as many as they say.
fn frames(stream: &[u8]) -> Checked<Vec<Range<usize>>> {
    let (mut frames, mut at) = (Vec::new(), 0);
    while at < stream.len() {
        let four = stream.get(at..at + 4).ok_or("it ends inside a header")?;
        let end = at + 4 + four.iter().rev().fold(0, |number, &byte| 256 * number + usize::from(byte));
        ensure(end <= stream.len(), || "it ends inside a payload".into())?;
        frames.push(at..end);
        at = end;
    }
    Ok(frames)
}

fn told(line: &Value) -> Checked<Range<usize>> {
    let (offset, bytes) = (number(line, "offset")? as usize, number(line, "bytes")? as usize);
    Ok(offset..offset + bytes)
}

fn trial(line: &Value, stream: &[u8], frames: &[Range<usize>], all: Option<u64>) -> Checked<()> {
    let (tried, failed) = (number(line, "tried")?, number(line, "failed")?);
    ensure(all.is_none_or(|all| tried == all), || format!("there are {all:?} cuts"))?;
    ensure(failed <= tried, || "more failed than were tried".into())?;
    let meant = frames.iter().map(|frame| std::str::from_utf8(&stream[frame.start + 4..frame.end]));
    let expected: Vec<&str> = line["expected"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (meant, expected) in meant.zip(&expected) {
        // A character that is cut by a payload's end is spelt out, and not compared.
        ensure(meant.is_err() || meant == Ok(*expected), || format!("'{expected}' is not in the stream"))?;
    }
    ensure(expected.len() == frames.len(), || "too few are expected".into())?;
    smallest(line, stream.len(), failed)?;
    ensure(all.is_none() || failed == counted(line, frames, stream.len(), failed), || "other cuts show this bug".into())
}

fn smallest(line: &Value, bytes: usize, failed: u64) -> Checked<()> {
    let Some(places) = line["smallest"].as_array() else {
        let nothing = line["got"].is_null() && line["error"].is_null() && line["one_piece"] != false;
        return ensure(failed == 0 && nothing, || "it failed, but at no cut".into());
    };
    let places: Vec<u64> = places.iter().filter_map(Value::as_u64).collect();
    let inside = places.iter().all(|&at| 0 < at && at < bytes as u64) && places.is_sorted_by(|a, b| a < b);
    ensure(failed > 0 && inside, || format!("no cut of {bytes} bytes breaks it there"))?;
    ensure(line["one_piece"].is_null() || (line["one_piece"] == false) == places.is_empty(), || {
        "the stream in one piece is the smallest cut of all".into()
    })?;
    ensure(line["got"] != line["expected"] || line["error"].is_string(), || "it took what was meant".into())?;
    earliest(line, &places)
}

/// For two bugs the places that show them first: after the first byte of a header, and two neighbours inside the
/// first payload of three bytes.
fn earliest(line: &Value, places: &[u64]) -> Checked<()> {
    let expected: &[u64] = match text(line, "decoder")? {
        "header, then payload" => &[1],
        "adds up its buffer" => &[5, 6],
        _ => return Ok(()),
    };
    ensure(line["one_piece"].is_null() || places == expected, || format!("{expected:?} is smaller"))
}

/// How many of all cuts show the bug, where a sentence tells which; else what was said.
fn counted(line: &Value, frames: &[Range<usize>], bytes: usize, said: u64) -> u64 {
    // A cut as a number: its lowest bit is the place after the first byte.
    let places = |places: &[usize]| places.iter().map(|at| 1u64 << (at - 1)).sum::<u64>();
    let shows: Box<dyn Fn(u64) -> bool> = match line["decoder"].as_str() {
        Some("header, then payload") => {
            let in_headers: Vec<usize> =
                frames.iter().flat_map(|frame| (1..4).map(|byte| frame.start + byte)).collect();
            let in_headers = places(&in_headers);
            Box::new(move |cut| cut & in_headers != 0)
        }
        // The payload of three bytes comes in three reads: 1 and then 1 + 1 are three.
        Some("adds up its buffer") => {
            let of_three = frames.iter().filter(|frame| frame.len() == 4 + 3);
            let both: Vec<u64> = of_three.map(|frame| places(&[frame.start + 5, frame.start + 6])).collect();
            Box::new(move |cut| both.iter().any(|both| cut & both == *both))
        }
        // A frame's end is no read's end.
        Some("reads through a buffer") => {
            let ends: Vec<usize> = frames.iter().map(|frame| frame.end).filter(|end| *end < bytes).collect();
            let ends = places(&ends);
            Box::new(move |cut| cut & ends != ends)
        }
        _ => return said,
    };
    (0..1u64 << (bytes - 1)).filter(|&cut| shows(cut)).count() as u64
}
