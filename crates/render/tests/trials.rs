//! The table of decoders and cuts, and the bytes of the smallest: columns that stand in line, bars where the cut is.

use render::{Format, choose_color};
use trace::{Case, Decoded, Event, Stream, Trial};

/// Two frames of two bytes, and one decoder that a cut breaks.
fn case(cut: &[usize], stream: &[u8]) -> Case {
    choose_color(false);
    let mut case = Case::script("every cut");
    case.push(0, Event::Scripted { stream: Stream::Forward, data: stream.to_vec() });
    for offset in [0, 2] {
        case.push(0, Event::Framed { stream: Stream::Forward, offset, bytes: 2 });
    }
    let mut trial = Trial::new("naive", vec![b"a".to_vec(), b"b".to_vec()]);
    trial.note(cut, stream.len(), Decoded { frames: vec![b"\x01".to_vec()], error: Some("no more".to_owned()) });
    case.push(1, Event::Cuts { stream: Stream::Forward, trial });
    case
}

#[test]
fn the_bytes_of_a_short_stream_stand_over_its_frames_and_over_the_places_between_them() {
    let text = Format::Text.case(&case(&[1, 3], b"\x01a\x01b"));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "  stream   │01 61│01 62│");
    assert_eq!(lines[1], "  frames   │1 \"a\"│2 \"b\"│");
    assert_eq!(lines[2], "  places      1  2  3");
    assert_eq!(lines[5], "  naive                      1 of 1          at 1, 3     -          -");
}

#[test]
fn a_smallest_cut_has_a_bar_at_each_of_its_places_and_what_was_taken_under_it() {
    let text = Format::Text.verdicts(&case(&[1], b"\x01a\x01b"));
    assert_eq!(text, "\n  naive, cut at 1\n           │01│61 01 62│\n    took \"\\x01\", then an error: no more\n");
}

#[test]
fn a_stream_in_one_piece_is_not_drawn_a_second_time() {
    let text = Format::Text.verdicts(&case(&[], b"\x01a\x01b"));
    assert!(text.contains("naive, in one piece") && !text.contains('│'), "{text}");
}

#[test]
fn of_a_long_stream_there_is_the_table_alone() {
    let case = case(&[1, 2, 3, 4], &[0; 17]);
    let text = Format::Text.case(&case);
    assert!(text.contains("4 places") && !text.contains('│'), "{text}");
    assert_eq!(Format::Text.verdicts(&case), "");
}

#[test]
fn a_line_of_json_has_the_places_and_both_lists_of_frames() {
    let json = Format::Json.case(&case(&[1], b"\x01a\x01b"));
    let line = json.lines().last().expect("a line");
    let expected = r#""decoder":"naive","tried":1,"failed":1,"smallest":[1],"expected":["a","b"],"got":["\\x01"],"error":"no more","one_piece":null,"byte_by_byte":null}"#;
    assert!(line.ends_with(expected), "{line}");
}
