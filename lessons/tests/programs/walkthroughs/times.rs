//! What a program printed beside what a document shows of it. Times are the machine's own: shown are those of one run, and
//! another's may differ. Everything else may not; but `[..]` stands for anything in a line, and a line `...` for any lines.

use snapbox::Assert;
use std::path::Path;

/// Stands for a time, and for a time in round trips behind it.
const TIME: &str = "#";

/// What differs in `printed` from what the document shows as the output of the command in the block that begins at this line.
pub(crate) fn difference(document: &Path, line: usize, printed: &str, shown: &str) -> Option<String> {
    let what = format!("{}, the block at line {line}", document.display());
    let [printed, shown] = [printed, shown].map(without_times);
    let compared = Assert::new().normalize_paths(false).try_eq(Some(&what), printed.into(), shown.into());
    compared.err().map(|difference| format!("{what}\n{difference}"))
}

/// `text` with every time in it made the same. A line that has one has single blanks then, since columns move with digits.
fn without_times(text: &str) -> String {
    text.lines().map(|line| without_times_of(line) + "\n").collect()
}

fn without_times_of(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_time = |n: usize| is_number(words[n]) && words.get(n + 1).is_some_and(|unit| is_unit(unit));
    if !(0..words.len()).any(is_time) {
        return line.to_owned();
    }
    let indent = &line[..line.len() - line.trim_start().len()];
    let shown = |n: usize| match words[n] {
        _ if is_time(n) => TIME.to_owned(),
        unit if n > 0 && is_time(n - 1) => {
            format!("ms{}", &unit[unit.trim_end_matches(|c: char| !c.is_alphabetic()).len()..])
        }
        number if n > 1 && is_time(n - 2) && number.contains('.') && is_number(number) => TIME.to_owned(),
        word => word.to_owned(),
    };
    let shown: Vec<String> = (0..words.len()).map(shown).collect();
    indent.to_owned() + &shown.join(" ")
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.parse::<f64>().is_ok()
}

fn is_unit(word: &str) -> bool {
    matches!(word.trim_end_matches([',', ';', '.']), "ms" | "µs")
}

#[test]
fn times_are_made_the_same_and_nothing_else() {
    assert_eq!(without_times("    92.0 ms after the first\n"), "    # ms after the first\n");
    assert_eq!(without_times("one write    2    0 B   450 µs   1.02\n"), "one write 2 0 B # ms #\n");
    assert_eq!(without_times("  segments │1  │2  │   2 segments\n"), "  segments │1  │2  │   2 segments\n");
    assert_eq!(without_times("wire, round trip 50.0 ms · Linux\n"), "wire, round trip # ms · Linux\n");
}
