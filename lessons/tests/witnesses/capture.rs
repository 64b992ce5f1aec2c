//! The segments that lesson 01 reports, against an independent witness: tcpdump on the loopback device during the same
//! run. It is ignored where tcpdump is missing or may not capture. `CAPTURE_RUNS=20` repeats it.

mod tcpdump;

use crate::ignorable::ignore;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;
use tcpdump::{Tcpdump, Way, turned};

/// What one line of the trace says of segments that left together.
#[derive(Debug, PartialEq)]
struct Group {
    range: Range<u64>,
    count: u64,
}

/// By the ports of each way, what the trace says of it; ways that carried nothing are there too.
fn reported(output: &str) -> BTreeMap<Way, Vec<Group>> {
    let mut ways = BTreeMap::new();
    let mut forward = None;
    for line in output.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let number = |field: &str| line[field].as_u64().unwrap_or_else(|| panic!("no {field} in {line}"));
        if line["event"] == "case" {
            assert_eq!(line["transport"], "tcp", "{line}");
            let port =
                |nth: usize| line["ports"][nth].as_u64().and_then(|port| u16::try_from(port).ok()).expect("a port");
            // What runs at a distance passes a wire of the lesson's own, and not the loopback device.
            forward = line["options"]["wire_us"].is_null().then(|| (port(0), port(1)));
            ways.extend(forward.into_iter().flat_map(|forward| [(forward, Vec::new()), (turned(forward), Vec::new())]));
        }
        if let ("segments", Some(forward)) = (line["event"].as_str().expect("a name"), forward) {
            let way = if line["stream"] == "forward" { forward } else { turned(forward) };
            let range = number("offset")..number("offset") + number("bytes");
            ways.entry(way).or_default().push(Group { range, count: number("count") });
        }
    }
    ways
}

/// What is wrong with the trace's account of one way, given the segments that the witness saw.
fn difference(groups: &[Group], seen: &[Range<u64>]) -> Option<String> {
    let mut rest = seen;
    for group in groups {
        let (inside, after) = rest.split_at(rest.iter().take_while(|segment| segment.end <= group.range.end).count());
        let tiles = inside.first().is_some_and(|first| first.start == group.range.start)
            && inside.last().is_some_and(|last| last.end == group.range.end);
        if !tiles || inside.len() as u64 != group.count {
            return Some(format!("reported {group:?}, captured {inside:?} of {seen:?}"));
        }
        rest = after;
    }
    if rest.is_empty() { None } else { Some(format!("captured {rest:?}, not reported")) }
}

/// Runs lesson 01 before the witness; gives how many groups of segments were compared, or what differs.
fn compared(mut witness: Tcpdump) -> Result<usize, String> {
    let output = crate::support::printed("01-sender-nagle", &["--format", "json"]);
    let reported = reported(&output);
    witness.until_all_have_ended(reported.keys())?;
    for (way, groups) in &reported {
        if let Some(difference) = difference(groups, &witness.data(*way)) {
            return Err(format!("{way:?}: {difference}"));
        }
    }
    Ok(reported.values().map(Vec::len).sum())
}

#[expect(clippy::print_stderr, reason = "how many runs agreed is what scripts/capture.sh asks")]
pub(crate) fn the_segments_of_lesson_01_are_those_that_tcpdump_captures() {
    if !cfg!(target_os = "linux") {
        ignore("only Linux counts segments");
    }
    let runs = std::env::var("CAPTURE_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(1);
    let mut differences = Vec::new();
    for nth in 1..=runs {
        let witness = match Tcpdump::listening() {
            Ok(witness) => witness,
            Err(reason) => ignore(reason),
        };
        match compared(witness) {
            Ok(groups) => assert!(groups > 40, "only {groups} groups of segments were compared"),
            Err(difference) => differences.push(format!("run {nth}: {difference}")),
        }
    }
    eprintln!("{} of {runs} runs of 01-sender-nagle agree with tcpdump, segment by segment", runs - differences.len());
    assert!(differences.is_empty(), "{differences:#?}");
}

pub(crate) fn a_segment_too_many_or_cut_elsewhere_is_a_difference() {
    let group = |start, end, count| Group { range: start..end, count };
    let two = [group(0, 4, 1), group(4, 40, 1)];
    let seen = |segments: &[(u64, u64)]| segments.iter().map(|&(start, end)| start..end).collect::<Vec<_>>();
    assert_eq!(difference(&two, &seen(&[(0, 4), (4, 40)])), None);
    assert_eq!(difference(&[group(0, 8, 2)], &seen(&[(0, 4), (4, 8)])), None, "counted together");
    let others: [&[(u64, u64)]; 5] =
        [&[(0, 4)], &[(0, 4), (4, 8), (8, 40)], &[(0, 8), (8, 40)], &[(0, 4), (4, 40), (40, 44)], &[(4, 40)]];
    for other in others {
        assert!(difference(&two, &seen(other)).is_some(), "{other:?}");
    }
}
