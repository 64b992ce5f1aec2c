//! What a person sees: every byte of a frame, what it is, and nothing wider than 80 columns, in colour and without.

use super::{run, stdout};
use unicode_width::UnicodeWidthStr;

fn text(options: &str, stream: &[u8]) -> String {
    stdout(run(&format!("decode {options}"), stream))
}

#[test]
fn header_payload_and_trailer_stand_under_their_bytes() {
    let shown = text("--framing netstring", b"5:hello,");
    assert_eq!(
        shown,
        "frame 1, offset 0: header 2, payload 5, trailer 1; \"hello\"\n  \
         00000000  35 3a 68 65 6c 6c 6f 2c                          5:hello,\n            \
         heade payload─────── tr\n1 frame, 8 bytes\n"
    );
}

#[test]
fn the_codes_of_cobs_are_not_its_payload() {
    let shown = text("--framing cobs", b"\x03ab\x02c\0");
    assert!(shown.contains("code 2, payload 3, trailer 1; \"ab\\x00c\""), "{shown}");
    assert!(shown.contains("co paylo co pa tr"), "{shown}");
}

#[test]
fn a_backslash_is_not_taken_for_an_escape() {
    assert!(text("--framing fixed --size 4", b"a\\nb").contains(r#"; "a\\nb""#), "four bytes");
    assert!(text("--framing fixed --size 3", b"a\nb").contains(r#"; "a\nb""#), "three");
}

#[test]
fn a_malformed_cobs_frame_is_shown_without_the_zeros_after_it() {
    let shown = text("--framing cobs", b"\x05ab\0\0\0\x02c\0");
    assert!(shown.contains("00000000  05 61 62 00  "), "{shown}");
}

#[test]
fn a_violation_shows_the_first_bytes_of_its_frame() {
    let shown = text("--framing length --max 4", b"\0\0\0\x01aHTTP/1.1 200 OK, and more");
    assert!(shown.contains("OVERSIZE, offset 5: 1213486160 bytes (0x48545450)"), "{shown}");
    let last = "48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f 4b 2c  HTTP/1.1 200 OK,\n1 frame, 5 bytes, 1 error\n";
    assert!(shown.ends_with(last), "{shown}");
}

#[test]
fn two_violations_of_one_frame_show_its_bytes_once() {
    let shown = text("--framing length --max 4 --on-oversize skip", b"\0\0\0\x05hel");
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[0].starts_with("OVERSIZE, offset 0") && lines[2].starts_with("TRUNCATED, offset 0"), "{shown}");
    assert!(lines[1].ends_with("00 00 00 05 68 65 6c                             ....hel"), "{shown}");
    assert_eq!(lines[3..], ["0 frames, 0 bytes, 2 errors"], "{shown}");
}

#[test]
fn the_last_line_counts_what_was_found_even_if_nothing_was() {
    assert_eq!(text("--framing line", b""), "0 frames, 0 bytes\n");
    assert!(text("--framing line", b"a\r\n").ends_with("\n1 frame, 3 bytes\n"));
    assert!(text("--framing netstring", b"0:,1:a,").ends_with("\n2 frames, 7 bytes\n"));
}

#[test]
fn of_a_truncated_frame_it_says_how_much_came() {
    let shown = text("--framing line", b"one\ntwo");
    let sentence = "TRUNCATED, offset 4: the stream ended inside the frame: 3 bytes of it came, and\n  not its end\n";
    assert!(shown.contains(sentence), "{shown}");
    let shown = text("--framing netstring", b"5:hel");
    assert!(shown.contains("the stream ended inside the frame: 5 of its 8 bytes came"), "{shown}");
}

#[test]
fn the_middle_of_a_long_frame_is_left_out_by_default() {
    let stream = [&b"5000:"[..], &[b'x'; 5000], b","].concat();
    let short = text("--framing netstring", &stream);
    assert!(short.contains("bytes are not shown") && short.lines().count() < 20, "{short}");
    let full = text("--framing netstring --full", &stream);
    assert_eq!(full.lines().filter(|line| line.starts_with("  0000")).count(), 5006_usize.div_ceil(16));
}

#[test]
fn nothing_is_wider_than_80_columns_with_or_without_colours() {
    let wide = "粘包".repeat(40);
    let streams: [(&str, Vec<u8>); 3] = [
        ("--framing line", format!("{wide}\na\n\x1b[2J\x07\n").into_bytes()),
        ("--framing cobs", [vec![255], vec![7; 254], vec![2, 7, 0, 1, 1, 1, 0]].concat()),
        ("--framing length --max 3 --on-oversize skip", b"\0\0\0\x04four\0\0\0\x03two\0\0".to_vec()),
    ];
    for (options, stream) in streams {
        let plain = text(options, &stream);
        assert!(plain.lines().all(|line| line.width() <= 80), "{plain}");
        assert!(!plain.contains('\x1b'), "{plain}");
        let coloured = text(&format!("{options} --color always"), &stream);
        let mut parts = coloured.split('\x1b');
        let first = parts.next().unwrap_or_default().to_owned();
        let without = parts.fold(first, |out, part| out + part.split_once('m').expect("a colour").1);
        assert!(coloured != plain && without == plain, "{options}: {without}");
    }
}

/// Of each stretch of colour in `text` its letters and its ground, as xterm numbers colours.
fn painted(text: &str) -> Vec<(Option<u8>, Option<u8>)> {
    let color = |codes: &str, which: &str| {
        let (_, rest) = codes.split_once(which)?;
        rest.split(';').next()?.parse().ok()
    };
    let codes = text.split('\x1b').skip(1).filter_map(|part| part.split_once('m').map(|(codes, _)| codes));
    codes.filter(|codes| codes.contains("48;5;")).map(|codes| (color(codes, "38;5;"), color(codes, "48;5;"))).collect()
}

#[test]
fn neighbouring_frames_and_their_trailers_differ_in_colour() {
    let coloured = text("--framing line --color always", b"a\nb\n");
    let painted = painted(&coloured);
    assert_eq!(painted.len(), 8, "each frame's payload and trailer, in hexadecimal and as text: {coloured}");
    let (first, second) = painted.split_at(4);
    for frame in [first, second] {
        let (letters, ground) = frame[0];
        assert!(letters.is_some() && ground.is_some() && letters != ground, "{coloured}");
        assert_eq!(frame, [(letters, ground), (ground, letters), (letters, ground), (ground, letters)], "{coloured}");
    }
    assert_ne!(first[0].1, second[0].1, "{coloured}");
}
