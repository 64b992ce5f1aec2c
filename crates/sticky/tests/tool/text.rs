//! The text output: every byte of a frame, with its meaning, in at most 80 columns, with and without colour.

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
fn it_says_what_a_frame_is_made_of_and_what_is_wrong_with_it() {
    let http = b"\0\0\0\x01aHTTP/1.1 200 OK, and more";
    let says: &[(&str, &[u8], &str)] = &[
        ("cobs", b"\x03ab\x02c\0", "code 2, payload 3, trailer 1; \"ab\\x00c\""),
        ("cobs", b"\x03ab\x02c\0", "co paylo co pa tr"), // the codes are not its payload
        ("cobs", b"\x05ab\0\0\0\x02c\0", "00000000  05 61 62 00  "), // without the zeros after it
        ("fixed --size 4", b"a\\nb", r#"; "a\\nb""#),
        ("fixed --size 3", b"a\nb", r#"; "a\nb""#),
        ("length --max 4", http, "OVERSIZE, offset 5: it announces 1213486160 bytes (0x48545450)"),
        ("length --max 4", http, "00000005  48 54 54 50 2f 31 2e 31 20 32 "),
        ("length --max 4", http, "2e 31 20 32 30 30 20 4f 4b 2c  HTTP/1.1 200 OK,\n1 frame, 5 bytes, 1 error\n"),
        (
            "line",
            b"one\ntwo",
            "offset 4: the stream ended inside the frame: 3 bytes of it arrived,\n  without its end\n",
        ),
        ("netstring", b"5:hel", "the stream ended inside the frame: 5 of its 8 bytes arrived"),
        ("line", b"a\r\n", "\n1 frame, 3 bytes\n"),
        ("netstring", b"0:,1:a,", "\n2 frames, 7 bytes\n"),
    ];
    for (options, stream, said) in says {
        let shown = text(&format!("--framing {options}"), stream);
        assert!(shown.contains(said), "{shown}");
    }
    assert_eq!(text("--framing line", b""), "0 frames, 0 bytes\n");
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

/// Of each stretch of colour in `text` its ground and its letters, as xterm numbers colours.
fn painted(text: &str) -> Vec<(&str, &str)> {
    let codes = text.split('\x1b').filter_map(|part| part.split_once('m'));
    codes.filter_map(|(codes, _)| codes.split_once("48;5;")?.1.split_once(";38;5;")).collect()
}

#[test]
fn neighbouring_frames_and_their_trailers_differ_in_colour() {
    let coloured = text("--framing line --color always", b"a\nb\n");
    let painted = painted(&coloured);
    assert_eq!(painted.len(), 8, "each frame's payload and trailer, in hexadecimal and as text: {coloured}");
    for frame in painted.chunks(4) {
        let (ground, letters) = frame[0];
        assert_eq!(frame, [(ground, letters), (letters, ground), (ground, letters), (letters, ground)], "{coloured}");
        assert_ne!(ground, letters, "{coloured}");
    }
    assert_ne!(painted[0].0, painted[4].0, "{coloured}");
}
