//! Tables of a run, a line for each case: what commands, framings and turns cost, side by side.

use crate::columns::{line_width, padded, right_aligned, width, wrap};
use crate::palette::{Role, emphasized};
use crate::sentences::ending;
use crate::units::{bytes, or_dash, span};
use trace::{Case, Cost, Run, Stream};

/// How a table is laid out: columns for each number; what they leave of a line is the case's name's.
struct Table<'a>(&'a [usize]);

impl Table<'_> {
    /// A name that is longer than its column stands above its numbers.
    fn row(&self, name: &str, cells: &[impl AsRef<str>]) -> String {
        let room = line_width().saturating_sub(self.0.iter().map(|columns| columns + 1).sum());
        let above = if width(name) > room { wrap(name, "", 2) } else { String::new() };
        let mut row = padded(if above.is_empty() { name } else { "" }, room);
        for (cell, columns) in cells.iter().zip(self.0) {
            row += &right_aligned(cell.as_ref(), columns + 1);
        }
        format!("{above}{}\n", row.trim_end())
    }

    fn heading(&self, name: &str, cells: &[impl AsRef<str>]) -> String {
        format!("\n{}", Role::Heading.paint_lines(&self.row(name, cells)))
    }
}

/// Cases side by side: one-way trips with awaited ACKs, what was held back, and how long they took.
pub(crate) fn comparison(cases: &[&Case]) -> String {
    if cases.is_empty() {
        return String::new();
    }
    let table = Table(&[8, 10, 10]);
    let row = |case: &&Case| {
        let held = Stream::BOTH.into_iter().map(|stream| case.held_most(stream).value).sum();
        table.row(&case.name, &spent(case.trips_with_acks().value, held, case.took_us()))
    };
    table.heading("Side by side", &["trips", "held back", "time"]) + &cases.iter().map(row).collect::<String>()
}

fn spent(trips: Option<u64>, held: Option<u64>, time_us: u64) -> [String; 3] {
    [or_dash(trips, |trips| trips.to_string()), or_dash(held, |bytes| format!("{bytes} B")), span(time_us)]
}

/// What a command of each case cost; on a wire its time is given in round trips too.
pub(crate) fn costs(run: &Run) -> String {
    let costs: Vec<(&str, Cost)> =
        run.cases.iter().filter_map(|case| Some((case.name.as_str(), case.cost()?))).collect();
    let Some(commands) = costs.iter().map(|(_, cost)| cost.commands).max() else { return String::new() };
    let title = if commands == 1 { "A command".to_owned() } else { format!("The median of {commands} commands") };
    let round_trip_us = run.number("wire_us").filter(|&us| us > 0);
    let table = Table(&[5, 9, 9, 6]);
    let last = if round_trip_us.is_some() { "RTTs" } else { "" };
    let mut out = table.heading(&title, &["trips", "held back", "time", last]);
    for (name, cost) in costs {
        let [trips, held, time] = spent(cost.trips, cost.held, cost.median_us);
        let hundredths = |whole| (100 * cost.median_us + whole / 2) / whole;
        let times = round_trip_us.map(hundredths).map_or(String::new(), |of| format!("{}.{:02}", of / 100, of % 100));
        out += &table.row(name, &[trips, held, time, times]);
    }
    out += &wrap("trips: one-way, and an ACK that data waited for counts as one", "", 2);
    if round_trip_us.is_some() {
        out += "RTTs: the time in round trips of the wire\n";
    }
    out
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
    format!("{heading}{lines}-: refused\n")
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
        Some(emphasized(&table.row(&case.name, &cells)))
    };
    let heading = table.heading("Side by side", &["came", "reserved", "resident", &ended_by("ended by"), "after"]);
    heading + &run.cases.iter().filter_map(row).collect::<String>()
}
