//! A decoder on many cuts: what counts as a failure, and which cut is the smallest.

use trace::{Case, Decoded, EarlyEnds, Event, Stream, Transport, Trial};

fn decoded(frame: &[u8]) -> Decoded {
    Decoded { frames: vec![frame.to_vec()], error: None }
}

#[test]
fn the_smallest_cut_has_the_fewest_and_earliest_offsets() {
    let mut trial = Trial::new("", "", vec![b"meant".to_vec()]);
    for cut in [&[1, 2, 3][..], &[2, 5], &[3, 4], &[2, 4]] {
        trial.note(cut, 6, decoded(b"taken"));
    }
    trial.note(&[1], 6, decoded(b"meant"));
    assert_eq!((trial.tried, trial.failed), (5, 4));
    assert_eq!(trial.smallest, Some((vec![2, 4], decoded(b"taken"))));
}

#[test]
fn one_piece_and_byte_by_byte_are_unknown_until_tried() {
    let mut trial = Trial::new("", "", vec![b"meant".to_vec()]);
    trial.note(&[2], 3, decoded(b"meant"));
    assert_eq!((trial.one_piece, trial.byte_by_byte), (None, None));
    trial.note(&[], 3, decoded(b"meant"));
    trial.note(&[1, 2], 3, decoded(b"taken"));
    assert_eq!((trial.one_piece, trial.byte_by_byte), (Some(true), Some(false)));
}

#[test]
fn the_right_frames_and_then_an_error_are_a_failure() {
    let mut trial = Trial::new("", "", vec![b"meant".to_vec()]);
    trial.note(&[], 5, Decoded { error: Some("and then?".to_owned()), ..decoded(b"meant") });
    assert_eq!(trial.failed, 1);
}

#[test]
fn a_scripted_case_has_its_trials_and_early_ends() {
    let (stream, trial, ends) = (Stream::Forward, Trial::new("naive", "", vec![]), EarlyEnds::new("naive", vec![]));
    let mut case = Case::script("every cut");
    case.push(0, Event::Cuts { stream, trial: trial.clone() });
    case.push(0, Event::EarlyEnds { stream, ends: ends.clone() });
    assert_eq!((case.transport, case.trials(), case.early_ends()), (Transport::Script, vec![&trial], vec![&ends]));
}
