//! What is to be said of each read, worked out byte by byte: to which message each byte belongs, and whether a segment
//! ends behind it. Slow, plain, and nothing of it taken from the trace's own code.

use super::checker::{Checked, ensure};
use super::fields::number;
use serde_json::{Value, json};

/// Whether a segment ends behind a byte.
#[derive(Clone, Copy, PartialEq)]
enum Behind {
    SegmentEnds,
    SegmentGoesOn,
    NotSeen,
}

fn named<'a>(events: &[&'a Value], name: &str) -> Vec<&'a Value> {
    events.iter().copied().filter(|event| event["event"] == name).collect()
}

/// Says of every read of a TCP stream what `read` should say, and compares.
pub(crate) fn stream(events: &[&Value]) -> Checked<()> {
    let (owners, behind) = (owners(events)?, segments_behind(events)?);
    let mut queued = None;
    for event in events {
        if event["event"] == "queued" {
            queued = Some(number(event, "bytes")?);
        }
        if event["event"] == "read" {
            compare(event, &judged(event, &owners, &behind, queued.take())?)?;
        }
    }
    Ok(())
}

fn judged(read: &Value, owners: &[u64], behind: &[Behind], queued: Option<u64>) -> Checked<Value> {
    let (from, got) = (number(read, "offset")? as usize, number(read, "got")? as usize);
    if got == 0 {
        let verdict = if number(read, "asked")? == 0 { "nothing" } else { "end" };
        return Ok(json!({"messages": null, "verdict": verdict, "by": null, "cut": null}));
    }
    let to = from + got;
    ensure(to <= owners.len(), || format!("reads what was never written: {read}"))?;
    let (first, last) = (owners[from], owners[to - 1]);
    let split = from > 0 && owners[from - 1] == first || owners.get(to) == Some(&last);
    let verdict = match (first != last, split) {
        (true, true) => "glued+split",
        (true, false) => "glued",
        (false, true) => "split",
        (false, false) => "whole",
    };
    let edges = (from..to - 1).filter(|&byte| owners[byte] != owners[byte + 1]);
    let seen: Vec<Behind> = edges.map(|byte| behind.get(byte).copied().unwrap_or(Behind::NotSeen)).collect();
    let by = match (seen.contains(&Behind::SegmentEnds), seen.contains(&Behind::SegmentGoesOn)) {
        _ if seen.contains(&Behind::NotSeen) => None,
        (true, true) => Some("both"),
        (true, false) => Some("receiver"),
        (false, true) => Some("sender"),
        (false, false) => None,
    };
    let cut = split.then(|| if queued.is_some_and(|waiting| waiting > got as u64) { "asked" } else { "arrived" });
    Ok(json!({"messages": [first, last], "verdict": verdict, "by": by, "cut": cut}))
}

/// For every byte accepted, the number of its message: of its frame, where the sender said where the frames are. A frame that
/// goes on after all that was written has a byte more.
fn owners(events: &[&Value]) -> Checked<Vec<u64>> {
    let mut owners = Vec::new();
    let accepted = |write: &Value| number(write, "accepted");
    let written: u64 = named(events, "write").into_iter().map(accepted).sum::<Checked<u64>>()?;
    for (number_of_frame, frame) in (1..).zip(named(events, "framed")) {
        let offset = number(frame, "offset")?;
        ensure(offset == owners.len() as u64, || format!("a gap before a frame: {frame}"))?;
        let seen = number(frame, "bytes")?.min((written + 1).saturating_sub(offset));
        owners.extend((0..seen).map(|_| number_of_frame));
    }
    if !owners.is_empty() {
        return Ok(owners);
    }
    for write in named(events, "write") {
        let (message, accepted) = (number(write, "message")?, number(write, "accepted")?);
        owners.extend((0..accepted).map(|_| message));
    }
    Ok(owners)
}

/// For every byte that left, what is known of the place behind it. Segments that were counted together end at every
/// multiple of the largest payload if that gives just as many; else only where the last one ends is known.
fn segments_behind(events: &[&Value]) -> Checked<Vec<Behind>> {
    let mut behind = Vec::new();
    for group in named(events, "segments") {
        let (count, bytes) = (number(group, "count")?, number(group, "bytes")?);
        let mss = match group["mss"].as_u64() {
            _ if count == 1 => bytes,
            Some(mss) if mss > 0 && bytes.div_ceil(mss) == count => mss,
            _ => 0,
        };
        behind.extend((1..=bytes).map(|nth| match mss {
            _ if nth == bytes => Behind::SegmentEnds,
            0 => Behind::NotSeen,
            mss if nth % mss == 0 => Behind::SegmentEnds,
            _ => Behind::SegmentGoesOn,
        }));
    }
    Ok(behind)
}

/// The n-th receive takes the n-th datagram, or what of it fits into the buffer.
pub(crate) fn datagrams(events: &[&Value]) -> Checked<()> {
    let (sent, received) = (named(events, "write"), named(events, "read"));
    let mut offset = 0;
    for (write, read) in sent.iter().zip(&received) {
        let (bytes, got) = (number(write, "accepted")?, number(read, "got")?);
        ensure(number(write, "offset")? == offset && number(read, "offset")? == offset, || format!("not at {offset}"))?;
        ensure(got == bytes.min(number(read, "asked")?), || format!("{got} bytes received of {bytes}"))?;
        let message = number(write, "message")?;
        let verdict = if got < bytes { "truncated" } else { "whole" };
        compare(read, &json!({"messages": [message, message], "verdict": verdict, "by": null, "cut": null}))?;
        offset += bytes;
    }
    ensure(received.len() <= sent.len(), || "more received than sent".into())
}

fn compare(read: &Value, expected: &Value) -> Checked<()> {
    ["messages", "verdict", "by", "cut"].iter().try_for_each(|field| {
        ensure(read[field] == expected[field], || format!("'{field}' should be {}: {read}", expected[field]))
    })
}
