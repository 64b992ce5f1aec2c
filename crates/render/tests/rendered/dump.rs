//! Bytes on the wire: each stands where its offset says, and its part's name begins under its first byte.

use render::{Part, choose_color};

fn dump(offset: u64, bytes: &[u8], parts: &[(u64, &str, usize)]) -> String {
    choose_color(false);
    let parts: Vec<_> = parts.iter().map(|&(frame, what, bytes)| Part { frame, what, bytes }).collect();
    render::dump(offset, bytes, &parts)
}

#[test]
fn parts_are_named_under_their_first_bytes() {
    let parts = [(1, "header", 2), (1, "payload", 3), (1, "trailer", 0), (2, "header", 1)];
    let shown = dump(0, b"\0\x03abc\x07", &parts);
    let expected =
        "  00000000  00 03 61 62 63 07                                ..abc.\n            1 hea payload─ 2h\n";
    assert_eq!(shown, expected);
    let alone = dump(9, b"\0\x03abc", &parts[..3]);
    assert_eq!(alone.lines().last(), Some("            heade payload─"));
}

#[test]
fn a_part_that_goes_on_in_the_next_row_is_not_named_again() {
    let shown = dump(0x10, &[b'x'; 40], &[(1, "payload", 40)]);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 4, "three rows, one name: {shown}");
    assert!(lines[0].starts_with("  00000010  78") && lines[3].starts_with("  00000030  78"), "{shown}");
}

#[test]
fn an_empty_frame_does_not_take_its_neighbours_number() {
    let [first, last] = [1, 3].map(|frame| [(frame, "payload", 1), (frame, "trailer", 1)]);
    let empty = [(2, "payload", 0), (2, "trailer", 1)];
    let shown = dump(0, b"a\n\nb\n", &[first, empty, last].concat());
    assert_eq!(shown.lines().last(), Some("            1p tr 2t 3p tr"), "{shown}");
}

#[test]
fn bytes_of_no_part_are_shown_without_a_name() {
    assert_eq!(dump(0, b"ab", &[]).lines().count(), 1);
    assert_eq!(dump(0, b"", &[]), "");
}

#[test]
fn a_cut_is_a_line_before_its_byte_also_where_a_row_begins() {
    choose_color(false);
    let part = Part { frame: 1, what: "payload", bytes: 20 };
    let shown = render::dump_with_cuts(0, &[b'x'; 20], &[part], &[1, 16]);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[0].starts_with("  00000000  78│78 78") && lines[2].starts_with("  00000010 │78 78"), "{shown}");
    assert_eq!(shown.matches('│').count(), 2, "{shown}");
    assert_eq!(shown.replace('│', " "), dump(0, &[b'x'; 20], &[(1, "payload", 20)]), "nothing else moves");
}
