//! `lessons/misconceptions.md` names, for each misconception, a lesson and the line that refutes it: a run prints that line.

use crate::support::{lessons, printed, side_by_side};
use crate::walkthroughs::blocks::{root, text};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// How many misconceptions there are.
const MISCONCEPTIONS: u64 = 22;

/// The shortest part of a line that is looked for, in characters.
const SHORTEST: usize = 25;

/// What a lesson prints of a case for which it would need a wire.
const LEFT_OUT: &str = "needs a distance, and is left out";

struct Row {
    number: u64,
    lesson: String,
    needs_wire: bool,
    line: String,
}

fn rows() -> Vec<Row> {
    let page = text(&root().join("lessons/misconceptions.md"));
    let cells = page.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows = cells.filter_map(|cells| {
        let [number, _, lesson, line] = cells.split(" | ").collect::<Vec<_>>()[..] else { return None };
        let (number, needs_wire) = (number.parse().ok()?, lesson.ends_with(", wire"));
        let lesson = lesson.trim_start_matches('[').chars().take(2).collect();
        Some(Row { number, lesson, needs_wire, line: line.to_owned() })
    });
    rows.collect()
}

#[test]
fn every_misconception_is_refuted_by_a_line_that_a_run_prints() {
    let rows = rows();
    let numbers: BTreeSet<u64> = rows.iter().map(|row| row.number).collect();
    assert!(numbers.iter().copied().eq(1..=MISCONCEPTIONS), "{numbers:?}");
    let outputs = Mutex::new(BTreeMap::new());
    side_by_side(lessons(), |name| {
        let in_one_line = printed(name, &[]).split_whitespace().collect::<Vec<_>>().join(" ");
        outputs.lock().unwrap().insert(name[..2].to_owned(), in_one_line);
    });
    let outputs = outputs.into_inner().unwrap();
    for Row { number, lesson, needs_wire, line } in rows {
        assert!(line.chars().count() >= SHORTEST, "{number}: '{line}' is too short");
        let output = outputs.get(&lesson).unwrap_or_else(|| panic!("{number}: there is no lesson {lesson}"));
        let seen = output.contains(&line) || needs_wire && output.contains(LEFT_OUT);
        assert!(seen || !cfg!(target_os = "linux"), "{number}: lesson {lesson} does not print '{line}'");
    }
}
