//! What a command of each case cost, side by side: a table for a person, a `cost` a line for a program.

use crate::columns::padded;
use crate::json::{line, text as named};
use crate::palette::Role;
use crate::sentences;
use trace::{Case, Cost, Run};

/// Columns for the case's name: the rest of the line is for four numbers.
const NAME: usize = 47;

fn costs(run: &Run) -> impl Iterator<Item = (&Case, Cost)> {
    run.cases.iter().filter_map(|case| Some((case, case.cost()?)))
}

/// A line for each case; on a wire the time as a multiple of its round trip too.
pub(crate) fn text(run: &Run) -> String {
    let round_trip_us = run.number("wire_us").filter(|&us| us > 0);
    let Some(commands) = costs(run).map(|(_, cost)| cost.commands).max() else { return String::new() };
    let title = if commands == 1 { "A command".to_owned() } else { format!("The median of {commands} commands") };
    let last = if round_trip_us.is_some() { "RTTs" } else { "" };
    let heading = row(&title, ["trips", "held back", "time", last]);
    let mut out = format!("\n{}\n", Role::Heading.paint(heading.trim_end()));
    for (case, cost) in costs(run) {
        let trips = cost.trips.map_or("-".to_owned(), |trips| trips.to_string());
        let held = cost.held.map_or("-".to_owned(), |bytes| format!("{bytes} B"));
        let times = round_trip_us.map_or(String::new(), |round_trip| hundredths(cost.median_us, round_trip));
        let cells = [trips.as_str(), &held, &sentences::span(cost.median_us), &times];
        out += &format!("{}\n", row(&case.name, cells).trim_end());
    }
    out += "trips: one-way, and an ACK that data waited for counts as one\n";
    if round_trip_us.is_some() {
        out += "RTTs: the time in round trips of the wire\n";
    }
    out
}

fn row(name: &str, [trips, held, time, times]: [&str; 4]) -> String {
    // A µ is one column wide, but two bytes: `>9` counts characters, and that is right.
    format!("{}{trips:>6} {held:>9} {time:>9} {times:>6}", padded(name, NAME))
}

/// `part` in units of `whole`, as in 2.02.
fn hundredths(part: u64, whole: u64) -> String {
    let hundredths = (100 * part + whole / 2) / whole;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A line for each case.
pub(crate) fn json(run: &Run, t_us: u64) -> String {
    let of = |(case, cost): (&Case, Cost)| {
        let fields = vec![
            ("case", named(&case.name)),
            ("commands", cost.commands.into()),
            ("trips", cost.trips.into()),
            ("held", cost.held.into()),
            ("median_us", cost.median_us.into()),
        ];
        line(t_us, "cost", fields)
    };
    costs(run).map(of).collect()
}
