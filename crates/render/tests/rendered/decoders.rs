//! The tables of decoders, and the bytes of the smallest cut: columns that stand in line, bars where the cut is.

use render::{Format, choose_color};
use trace::{Case, Decoded, EarlyEnd, EarlyEnds, Event, Run, Stream, Trial};

/// Two frames of two bytes, and one decoder that a cut breaks.
fn case(cut: &[usize], stream: &[u8]) -> Case {
    choose_color(false);
    let mut case = Case::script("every cut");
    case.push(0, Event::Scripted { stream: Stream::Forward, data: stream.to_vec() });
    for offset in [0, 2] {
        case.push(0, Event::Framed { stream: Stream::Forward, offset, bytes: 2 });
    }
    let mut trial = Trial::new("naive", "Takes what comes.", vec![b"a".to_vec(), b"b".to_vec()]);
    trial.note(cut, stream.len(), Decoded { frames: vec![b"\x01".to_vec()], error: Some("no more".to_owned()) });
    case.push(1, Event::Cuts { stream: Stream::Forward, trial });
    case
}

#[test]
fn a_short_stream_is_drawn_over_its_frames_and_places() {
    let text = Format::Text.case(&case(&[1, 3], b"\x01a\x01b"));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines, ["  stream   │01 61│01 62│", "  frames   │1 \"a\"│2 \"b\"│", "  places      1  2  3"]);
}

#[test]
fn several_decoders_stand_in_a_table_in_one_case_or_in_several() {
    let one = case(&[1, 3], b"\x01a\x01b");
    let mut two = one.clone();
    two.events.push(one.events[3].clone());
    let naive = "  naive                      1 of 1          at 1, 3     -          -";
    let in_one_case = Format::Text.case(&two);
    assert_eq!(in_one_case.lines().skip(5).collect::<Vec<_>>(), [naive; 2]);
    let run = |cases| Format::Text.decoders(&Run { cases, ..Run::default() });
    assert_eq!(run(vec![one.clone(), two.clone(), one.clone()]).lines().skip(2).collect::<Vec<_>>(), [naive; 2]);
    assert_eq!(run(vec![one, two]), "", "there is nothing beside it");
}

#[test]
fn the_smallest_cut_has_a_bar_at_each_of_its_places() {
    let text = Format::Text.verdicts(&case(&[1], b"\x01a\x01b"));
    let counted = "  1 of 1 cuts break it.\n  In one piece: -. Byte by byte: -.\n";
    let smallest = "  naive, cut at 1\n           │01│61 01 62│\n    It returned \"\\x01\", then an error: no more\n";
    assert_eq!(text, counted.to_owned() + smallest);
    let uncut = Format::Text.verdicts(&case(&[], b"\x01a\x01b"));
    assert!(uncut.contains("naive, in one piece") && !uncut.contains('│'), "it is not drawn a second time: {uncut}");
}

#[test]
fn of_a_long_stream_there_is_the_table_alone() {
    let mut case = case(&[1, 2, 3, 4], &[0; 17]);
    case.events.push(case.events[3].clone());
    let text = Format::Text.case(&case);
    assert!(text.contains("4 places") && !text.contains('│'), "{text}");
    assert_eq!(Format::Text.verdicts(&case), "");
}

#[test]
fn of_an_empty_stream_no_place_is_counted() {
    let text = Format::Text.case(&case(&[], b""));
    assert!(text.ends_with("\n  places\n"), "{text}");
}

/// The same stream, ended early for one decoder.
fn ended() -> Case {
    let mut case = Case { events: case(&[1], b"\x01a\x01b").events[..3].to_vec(), ..Case::script("every end") };
    let mut ends = EarlyEnds::new("naive", vec![b"a".to_vec(), b"b".to_vec()]);
    let took = |frames| Decoded { frames, error: None };
    ends.note(EarlyEnd { bytes: 0, frames: 0, inside: false }, [took(vec![]), took(vec![])]);
    ends.note(EarlyEnd { bytes: 3, frames: 1, inside: true }, [took(vec![]), took(vec![b"a".to_vec()])]);
    case.push(1, Event::EarlyEnds { stream: Stream::Forward, ends });
    case
}

#[test]
fn the_earliest_wrong_end_is_shown_with_what_is_right() {
    let text = Format::Text.case(&ended());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "  stream   │01 61│01 62│");
    assert_eq!(lines[2], "  ends     0  1  2  3  4");
    assert_eq!(lines[5], "  naive                      1 of 2    1       after 3   BROKEN     BROKEN");
    let said = "\n  naive, ended after 3, in one piece\n    It returned nothing and saw the end. Correct: \"a\", then an error.\n";
    assert_eq!(Format::Text.verdicts(&ended()), said);
}
