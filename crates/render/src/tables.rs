//! Tables of a run, with a line for each case: what commands, framings and turns cost, side by side.

use crate::columns::{line_width, of_80, padded, right_aligned, width, wrap};
use crate::palette::{Role, emphasized};
use crate::sentences::ending;
use crate::units::{bytes, or_dash, span, span_beside};
use trace::{Case, Cost, Run, Stream};

const BAR_MIN: usize = 6; // columns
const EXPLAINED: &str =
    "A trip is one-way; an ACK that data waited for counts as one. Held: the most that a kernel held back.";

/// The layout of a table: the width of each number's column. The case's name gets the rest of the line.
struct Table<'a>(&'a [usize]);

impl Table<'_> {
    /// A name that is longer than its column is printed above its numbers.
    fn row(&self, name: &str, cells: &[impl AsRef<str>]) -> String {
        let room = line_width().saturating_sub(self.0.iter().map(|columns| columns + 1).sum());
        let above = if width(name) > room { wrap(name, "", 2) } else { String::new() };
        let mut row = padded(if above.is_empty() { name } else { "" }, room);
        for (cell, columns) in cells.iter().zip(self.0) {
            row += " "; // also before a cell that is wider than its column
            row += &right_aligned(cell.as_ref(), *columns);
        }
        format!("{above}{}\n", row.trim_end())
    }

    fn heading(&self, name: &str, cells: &[impl AsRef<str>]) -> String {
        format!("\n{}", Role::Heading.paint_lines(&self.row(name, cells)))
    }
}

/// What something cost: one-way trips, bytes held back, microseconds.
struct Spent<'a> {
    name: &'a str,
    trips: Option<u64>,
    held: Option<u64>,
    time_us: u64,
}

/// Cases side by side: one-way trips including ACKs that data waited for, what was held back, and how long each case
/// took.
pub(crate) fn comparison(cases: &[&Case]) -> String {
    let rows = cases.iter().map(|case| {
        let held = Stream::BOTH.into_iter().map(|stream| case.held_most(stream).value).sum();
        Spent { name: &case.name, trips: case.trips_with_acks().value, held, time_us: case.took_us() }
    });
    spent("Side by side", &rows.collect::<Vec<_>>(), None)
}

/// What a command of each case cost; on a wire its time is also given in round trips.
pub(crate) fn costs(run: &Run) -> String {
    let costs: Vec<(&str, Cost)> =
        run.cases.iter().filter_map(|case| Some((case.name.as_str(), case.cost()?))).collect();
    let Some(commands) = costs.iter().map(|(_, cost)| cost.commands).max() else { return String::new() };
    let title = if commands == 1 { "A command".to_owned() } else { format!("The median of {commands} commands") };
    let row = |(name, Cost { trips, held, median_us: time_us, .. })| Spent { name, trips, held, time_us };
    let rows: Vec<Spent<'_>> = costs.into_iter().map(row).collect();
    spent(&title, &rows, run.number("wire_us").filter(|&us| us > 0))
}

/// A line for each: its numbers, and its time as a bar. All have one unit and one scale.
fn spent(title: &str, rows: &[Spent<'_>], round_trip_us: Option<u64>) -> String {
    let Some(slowest) = rows.iter().max_by_key(|row| row.time_us) else { return String::new() };
    let held = |row: &Spent<'_>| or_dash(row.held, |bytes| format!("{bytes} B"));
    let mut columns = vec![5, rows.iter().map(|row| width(&held(row))).fold(5, usize::max), 9];
    columns.extend(round_trip_us.map(|_| 5));
    let free = line_width() - columns.iter().map(|columns| columns + 1).sum::<usize>() - 1;
    let longest = rows.iter().map(|row| width(row.name)).fold(width(title), usize::max);
    // If names leave no room for bars, they are printed above their lines.
    let bar = free.checked_sub(longest).filter(|room| *room >= BAR_MIN).unwrap_or(free - 2).min(of_80(40));
    columns.push(bar);
    let table = Table(&columns);
    let cells = |[trips, held, time]: [String; 3], times: String, bar: String| {
        [vec![trips, held, time], round_trip_us.map(|_| times).into_iter().collect(), vec![bar]].concat()
    };
    let mut out =
        table.heading(title, &cells(["trips", "held", "time"].map(str::to_owned), "RTTs".to_owned(), String::new()));
    for row @ &Spent { name, trips, time_us, .. } in rows {
        let trips = or_dash(trips, |trips| trips.to_string());
        let numbers = [trips, held(row), span_beside(time_us, slowest.time_us)];
        let times = round_trip_us.map_or(String::new(), |whole| {
            let of = (100 * time_us + whole / 2) / whole;
            format!("{}.{:02}", of / 100, of % 100)
        });
        out += &table.row(name, &cells(numbers, times, padded(&bar_of(time_us, slowest.time_us, bar), bar)));
    }
    out + &wrap(EXPLAINED, "", 0) + &factor(rows, slowest)
}

/// How many times as long the slowest took as the fastest.
fn factor(rows: &[Spent<'_>], slowest: &Spent<'_>) -> String {
    let Some(fastest) = rows.iter().filter(|row| row.time_us > 0).min_by_key(|row| row.time_us) else {
        return String::new();
    };
    let times = (slowest.time_us + fastest.time_us / 2) / fastest.time_us;
    if times < 2 {
        return String::new();
    }
    wrap(&format!("\"{}\" took {times} times as long as \"{}\".", slowest.name, fastest.name), "", 0)
}

/// A time as a bar of at most `columns`, the longest as wide as that.
fn bar_of(us: u64, longest_us: u64, columns: usize) -> String {
    let longest_us = longest_us.max(1);
    match (us * columns as u64 + longest_us / 2) / longest_us {
        0 if us > 0 => "▏".to_owned(),
        blocks => "█".repeat(blocks as usize),
    }
}

/// What each case's framing adds to messages of some lengths, and how many of its messages it carried.
pub(crate) fn overheads(run: &Run) -> String {
    let stream = Stream::Forward;
    let cases: Vec<&Case> = run.cases.iter().filter(|case| !case.overheads(stream).is_empty()).collect();
    let Some(first) = cases.first() else { return String::new() };
    let lengths: Vec<String> = first.overheads(stream).iter().map(|(payload, _)| payload.to_string()).collect();
    let columns = [vec![8; lengths.len()], vec![9]].concat();
    let table = Table(&columns);
    let heading = table.heading("Bytes added to a message of", &[lengths, vec!["carried".to_owned()]].concat());
    let line = |case: &&Case| {
        let added = case.overheads(stream).into_iter().map(|(_, added)| or_dash(added, |bytes| bytes.to_string()));
        let carried = case.encodings(stream).iter().filter(|(_, wire)| wire.is_ok()).count();
        let carried = format!("{carried} of {}", case.encodings(stream).len());
        table.row(&case.name, &added.chain([carried]).collect::<Vec<_>>())
    };
    let lines: String = cases.iter().map(line).collect();
    format!("{heading}{lines}A - means that the framing refuses such a message.\n")
}

/// What each case reserved, what ended it, and when.
pub(crate) fn endings(run: &Run) -> String {
    let stream = Stream::Forward;
    if run.cases.iter().all(|case| case.endings(stream).is_empty()) {
        return String::new();
    }
    let table = Table(&[5, 8, 8, 12, 9]);
    let ended_by = |what: &str| padded(&format!(" {what}"), 12);
    let row = |case: &Case| {
        let &(how, after_us) = case.endings(stream).last()?;
        let sizes = [case.bytes_read(stream), case.reserved_most(stream), case.resident_most(stream)];
        let [came, reserved, resident] = sizes.map(|size| or_dash(size.value, bytes));
        let cells = [came, reserved, resident, ended_by(ending(how).1), span(after_us)];
        Some(emphasized(&table.row(&case.name, &cells), Role::Bad))
    };
    let heading = table.heading("Side by side", &["came", "reserved", "resident", &ended_by("ended by"), "after"]);
    heading + &run.cases.iter().filter_map(row).collect::<String>()
}
