//! `lessons/misconceptions.md` names, for each misconception, a lesson and the line that refutes it: a run prints that line.

use crate::support::{lessons, run};
use crate::walkthroughs::blocks::{root, text};
use std::collections::{BTreeMap, BTreeSet};

/// How many misconceptions there are.
const MISCONCEPTIONS: u64 = 22;

/// The shortest part of a line that is looked for, in characters.
const SHORTEST: usize = 25;

/// A row: the misconception's number, the lesson's, whether it needs a wire, and the line.
fn rows() -> Vec<(u64, String, bool, String)> {
    let page = text(&root().join("lessons/misconceptions.md"));
    let cells = page.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows = cells.filter_map(|cells| {
        let [number, _, lesson, line] = cells.split(" | ").collect::<Vec<_>>()[..] else { return None };
        let number = number.parse().ok()?;
        Some((number, lesson[..2].to_owned(), lesson.ends_with(" wire"), line.to_owned()))
    });
    rows.collect()
}

/// What a lesson prints, in one line; `None` where it needs a wire and this machine cannot lay one.
fn printed(lesson: &str, wire: bool) -> Option<String> {
    let name = lessons().find(|name| name.starts_with(lesson)).unwrap_or_else(|| panic!("there is no lesson {lesson}"));
    let output = run(name, if wire { &["--wire", "20ms"] } else { &[] });
    match output.status.code() {
        Some(2) if wire => None,
        code => {
            assert_eq!(code, Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
            let printed = String::from_utf8(output.stdout).unwrap();
            Some(printed.split_whitespace().collect::<Vec<_>>().join(" "))
        }
    }
}

#[test]
fn every_misconception_is_refuted_by_a_line_that_a_run_prints() {
    let rows = rows();
    let numbers: BTreeSet<u64> = rows.iter().map(|(number, ..)| *number).collect();
    assert!(numbers.into_iter().eq(1..=MISCONCEPTIONS), "{rows:#?}");
    let mut outputs = BTreeMap::new();
    for (number, lesson, wire, line) in &rows {
        assert!(line.chars().count() >= SHORTEST, "{number}: '{line}' is too short to be found by chance");
        let output = outputs.entry((lesson, wire)).or_insert_with(|| printed(lesson, *wire));
        let found = output.as_ref().is_none_or(|output| output.contains(line.as_str()));
        assert!(found || !cfg!(target_os = "linux"), "{number}: lesson {lesson} does not print '{line}'");
    }
}
