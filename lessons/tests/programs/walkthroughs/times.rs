//! Times are the machine's own: a walkthrough shows those of one run, and another's may differ. Everything else may not.

/// Stands for a time, and for a time in round trips behind it.
const TIME: &str = "#";

/// `text` with every time in it made the same. A line that has one has single blanks then, since columns move with digits.
pub(crate) fn without_times(text: &str) -> String {
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
