//! What is chosen once for the whole process: the width of a line, ASCII, colours. One test after the other, since they share it.

#[path = "../rendered/captures.rs"]
mod captures;
mod contrast;
mod samples;

use render::{Format, choose_ascii, choose_color, choose_width};
use samples::samples;
use unicode_width::UnicodeWidthStr;

#[test]
fn what_is_chosen_holds_for_all_that_is_shown() {
    choose_color(false);
    for ascii in [false, true] {
        choose_ascii(ascii);
        for columns in [60, 80, 120] {
            choose_width(columns);
            let shown = samples();
            shown.iter().for_each(|(what, text)| fits(what, text, columns, ascii));
            the_rulers_align(&shown);
        }
    }
    choose_width(1_000);
    assert_eq!(render::line_width(), 120, "a line that is too long is not read");
    a_wide_line_has_room_for_more_content();
    the_choices_leave_json_alone();
    choose_ascii(false);
    choose_width(80);
    contrast::every_colour_can_be_read();
    what_harms_nobody_is_not_in_the_colour_of_faults();
}

#[track_caller]
fn fits(what: &str, text: &str, columns: usize, ascii: bool) {
    assert!(!text.is_empty(), "{what}: nothing is shown");
    for line in text.lines() {
        assert!(line.width() <= columns, "{what}: {} columns, not {columns}: {line}", line.width());
        assert!(!ascii || line.is_ascii(), "{what}: {line}");
    }
}

/// All rulers of a case end, and their counts begin, in the same column.
fn the_rulers_align(shown: &[(String, String)]) {
    for (what, text) in shown.iter().filter(|(what, _)| what.starts_with("case ")) {
        let is_ruler = |line: &&str| {
            ["  messages ", "  writes ", "  segments ", "  reads "].iter().any(|name| line.starts_with(name))
        };
        let rulers: Vec<&str> = text.lines().filter(is_ruler).collect();
        for pair in rulers.windows(2) {
            let first_bar = |line: &str| line.split(['│', '|']).next().map(UnicodeWidthStr::width);
            let count = |line: &str| {
                let end = line.rfind(['│', '|', '·', '.', '×', 'x'])?;
                let count = line[end..].split_once(' ')?.1.trim_start();
                Some(line.width() - count.width())
            };
            assert_eq!([first_bar(pair[0]), count(pair[0])], [first_bar(pair[1]), count(pair[1])], "{what}\n{text}");
        }
    }
}

fn a_wide_line_has_room_for_more_content() {
    let case = samples::contents();
    choose_ascii(false);
    let with_content = [60, 80, 120].map(|columns| {
        choose_width(columns);
        Format::Text.case(&case).contains("three")
    });
    assert_eq!(with_content, [false, false, true]);
}

fn the_choices_leave_json_alone() {
    let json = [false, true].map(|ascii| {
        choose_ascii(ascii);
        Format::Json.case(&samples::contents())
    });
    assert_eq!(json[0], json[1]);
    assert!(json[0].contains('粘'), "{}", json[0]);
}

fn what_harms_nobody_is_not_in_the_colour_of_faults() {
    const FAULT: &str = "48;5;160";
    choose_color(true);
    let [right, wrong] = [b"Lyo", b"Lyx"].map(|decoded| Format::Text.verdicts(&captures::framed(decoded)));
    assert!(right.contains("GLUED and SPLIT") && right.contains("frames 1 and 2"), "{right}");
    assert!(!right.contains(FAULT), "{right}");
    assert!(wrong.contains(FAULT) && wrong.contains("WRONG"), "{wrong}");
    let mut unframed = trace::Case::tcp("no framing");
    (0..2).for_each(|n| captures::write(&mut unframed, 0, captures::FORWARD, n + 1, n, b"a"));
    captures::read(&mut unframed, 1, captures::FORWARD, 0, b"aa");
    let said = Format::Text.verdicts(&unframed);
    assert!(said.contains(FAULT), "glued messages cannot be told apart any more: {said}");
}
