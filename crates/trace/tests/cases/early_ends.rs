//! A decoder on a stream that ends early: what counts as wrong, and which wrong end is kept.

use trace::{Decoded, EarlyEnd, EarlyEnds};

/// An end after so many bytes of two frames, the first of which ends after 7.
fn end(bytes: u64) -> EarlyEnd {
    EarlyEnd { bytes, frames: usize::from(bytes >= 7), inside: ![0, 7].contains(&bytes) }
}

fn took(frames: usize, error: bool) -> Decoded {
    Decoded { frames: vec![b"one".to_vec(); frames], error: error.then(|| "too early".to_owned()) }
}

fn noted(bytes: u64, took: [Decoded; 2]) -> EarlyEnds {
    let mut ends = EarlyEnds::new("", vec![b"one".to_vec(), b"two".to_vec()]);
    ends.note(end(bytes), took);
    ends
}

#[test]
fn right_are_the_whole_frames_and_an_error_only_inside_one() {
    for (bytes, frames, error) in [(0, 0, false), (3, 0, true), (7, 1, false), (8, 1, true)] {
        let right = || took(frames, error);
        assert_eq!(noted(bytes, [right(), right()]).failed, 0, "{bytes}");
        assert_eq!(noted(bytes, [right(), took(frames, !error)]).failed, 1, "{bytes}");
        assert_eq!(noted(bytes, [took(frames + 1, error), right()]).failed, 1, "{bytes}");
    }
}

#[test]
fn an_end_that_is_wrong_both_ways_counts_once() {
    let ends = noted(3, [took(0, false), took(1, false)]);
    assert_eq!((ends.tried, ends.failed, ends.missed), (1, 1, 1));
    assert_eq!((ends.one_piece, ends.byte_by_byte), (false, false));
    let ends = noted(7, [took(1, false), took(0, true)]);
    assert_eq!((ends.failed, ends.missed, ends.one_piece, ends.byte_by_byte), (1, 0, true, false));
    assert!(ends.earliest.is_some_and(|wrong| wrong.byte_by_byte));
}

#[test]
fn the_earliest_wrong_end_has_the_fewest_bytes() {
    let mut ends = noted(8, [took(1, false), took(1, false)]);
    for bytes in [5, 3, 6] {
        ends.note(end(bytes), [took(0, true), took(0, false)]);
    }
    let earliest = ends.earliest.expect("it failed");
    assert_eq!((earliest.end, earliest.byte_by_byte, earliest.got), (end(3), true, took(0, false)));
}
