//! What a command of a case cost, worked out again from the case's raw events on loopback: without the trace's own code.

use super::checker::{Checked, ensure};
use super::fields::{number, text};
use serde_json::{Value, json};

/// Compares a `cost` with the events of its case.
pub(crate) fn check(cost: &Value, cases: &[&[Value]]) -> Checked<()> {
    ensure(cost["event"] == "cost", || "stands among the costs".into())?;
    let name = text(cost, "case")?;
    let case = cases.iter().find(|lines| lines[0]["name"] == name).ok_or("it is of no case")?;
    let commands = commands(case);
    let numbers: Vec<u64> = commands.iter().map(|command| number(&command[0], "number")).collect::<Checked<_>>()?;
    ensure(numbers.iter().copied().eq(1..=numbers.len() as u64), || format!("the commands are {numbers:?}"))?;
    let trips: Option<Vec<u64>> = commands.iter().map(|command| trips(command)).collect();
    let held = of(case, "segments").next().map(|_| held(case));
    let times = commands.iter().map(|command| took(command)).collect::<Checked<Vec<u64>>>()?;
    let expected = [
        ("commands", json!(commands.len())),
        // Of a captured case the trips are a chain of segments, which `trace` tests.
        (
            "trips",
            if of(case, "segment").next().is_some() { cost["trips"].clone() } else { json!(trips.map(lower_median)) },
        ),
        ("held", json!(held)),
        ("median_us", json!(lower_median(times))),
    ];
    expected
        .iter()
        .try_for_each(|(field, value)| ensure(cost[field] == *value, || format!("'{field}' should be {value}")))
}

/// The lines of each command, the one in which it begins first.
fn commands(case: &[Value]) -> Vec<&[Value]> {
    let begins: Vec<usize> = (0..case.len()).filter(|&n| case[n]["event"] == "command").collect();
    let ends = begins.iter().skip(1).copied().chain([case.len()]);
    begins.iter().zip(ends).map(|(&begin, end)| &case[begin..end]).collect()
}

fn of<'a>(lines: &'a [Value], event: &'a str) -> impl Iterator<Item = &'a Value> {
    lines.iter().filter(move |line| line["event"] == event)
}

/// Once more for each change of direction, twice more for each wait; `None` where no segment was counted.
fn trips(command: &[Value]) -> Option<u64> {
    let (mut trips, mut way) = (0, None);
    for segments in of(command, "segments") {
        trips += u64::from(way != Some(&segments["stream"]));
        way = Some(&segments["stream"]);
    }
    for stream in ["forward", "back"] {
        let mut idle = true;
        for hold in of(command, "held").filter(|hold| hold["stream"] == stream) {
            trips += 2 * u64::from(idle && hold["bytes"] != 0 && hold["unacked"] != 0);
            idle = hold["bytes"] == 0;
        }
    }
    (trips > 0).then_some(trips)
}

fn held(case: &[Value]) -> u64 {
    of(case, "held").filter_map(|hold| hold["bytes"].as_u64()).max().unwrap_or(0)
}

fn took(command: &[Value]) -> Checked<u64> {
    let last = of(command, "read").last().ok_or("a command without a read")?;
    Ok(number(last, "t_us")? - number(&command[0], "t_us")?)
}

fn lower_median(mut numbers: Vec<u64>) -> u64 {
    numbers.sort_unstable();
    numbers[(numbers.len() - 1) / 2]
}
