//! Text made fit for a terminal: escapes, line breaks, units.

use render::{Format, WIDTH, escaped, escaped_text, wrap};
use trace::{Case, Event, Stream};
use unicode_width::UnicodeWidthStr;

#[test]
fn an_escape_sequence_is_spelt_out() {
    assert_eq!(escaped(b"\x1b[2J\x07\n"), "\\x1B[2J\\x07\\n");
    assert_eq!(escaped_text(b"a\tb\n\x1b"), "a\tb\n\\x1B");
}

#[test]
fn a_backslash_of_the_data_is_not_taken_for_an_escape() {
    assert_eq!((escaped(br"a\nb"), escaped(b"a\nb")), (r"a\\nb".to_owned(), r"a\nb".to_owned()));
}

#[test]
fn a_character_cut_in_two_shows_its_bytes() {
    assert_eq!(escaped(&"粘包".as_bytes()[..4]), "粘\\xE5");
}

#[test]
fn text_cannot_be_turned_round_or_hidden() {
    for c in "\u{202E}\u{2066}\u{200B}\u{200D}\u{2028}\u{FEFF}\u{AD}\u{34F}\u{3164}\u{FE0F}\u{E0000}\u{E0041}\u{E0100}"
        .chars()
    {
        let spelt = format!("a{}b", c.escape_unicode());
        assert_eq!(escaped(format!("a{c}b").as_bytes()), spelt);
        assert_eq!(escaped_text(format!("a{c}b").as_bytes()), spelt);
    }
    let plain = "e\u{301} ü 粘包 हिन्दी ไทย \u{1F600} 'quoted' \"twice\"";
    assert_eq!(escaped(plain.as_bytes()), plain, "marks that combine, and all that shows");
}

#[test]
fn a_long_sentence_is_broken_at_blanks_and_indented() {
    let wrapped = wrap(&"wörd 粘包 ".repeat(40), "  ", 4);
    let widths: Vec<usize> = wrapped.lines().map(UnicodeWidthStr::width).collect();
    assert!(
        widths.iter().all(|&width| width <= WIDTH) && widths[0] > 70,
        "a wide character takes two columns: {wrapped}"
    );
    assert!(wrapped.lines().skip(1).all(|line| line.starts_with("    ") && !line.starts_with("     ")), "{wrapped}");
    assert_eq!(wrapped.split_whitespace().count(), 80);
}

#[test]
fn bytes_have_the_unit_that_fits_and_are_rounded_down() {
    for (reserved, shown) in
        [(0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1535, "1.4 KiB"), (268_435_455, "255 MiB"), (1 << 30, "1 GiB")]
    {
        let mut case = Case::tcp("reserving");
        case.push(0, Event::Memory { stream: Stream::Forward, reserved, resident: None });
        assert_eq!(
            Format::Text.verdicts(&case),
            format!("  the reader reserved {shown}; resident of it: not observed\n")
        );
    }
}
