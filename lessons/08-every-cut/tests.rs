//! What would contradict each claim of lesson 08: its decoders broken elsewhere, more often, less often, or otherwise; and
//! that repairing one is praised.

use super::cuts::{Script, between, every_cut};
use super::decoders::{OURS_GENERAL, RESERVES, TEXT};
use super::*;
use crate::alter::*;
use lesson::{Extent, Settings, exit_status, perform};
use std::collections::HashSet;
use std::io::Read;
use std::slice;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("One read for a header", |run| of(run, &HEADER_FIRST, |trial| trial.one_piece = Some(false))),
    ("One read for a header", |run| of(run, &HEADER_FIRST, |trial| broken_at(trial, &[1, 2]))),
    ("One read for a header", |run| of(run, &HEADER_FIRST, |trial| broken_at(trial, &[5]))),
    ("A short read taken", |run| of(run, &COLLECTS, |trial| trial.one_piece = Some(false))),
    ("A short read taken", |run| of(run, &COLLECTS, |trial| broken_at(trial, &[1, 2]))),
    ("A short read taken", |run| of(run, &COLLECTS, |trial| trial.failed = trial.tried / 2)),
    ("Adding up", |run| of(run, &ADDS_UP, |trial| trial.one_piece = Some(false))),
    ("Adding up", |run| of(run, &ADDS_UP, |trial| broken_at(trial, &[5]))),
    ("Adding up", |run| of(run, &ADDS_UP, |trial| broken_at(trial, &[3, 6]))),
    ("Adding up", |run| of(run, &ADDS_UP, |trial| broken_at(trial, &[5, 9]))),
    ("A capacity", |run| of(run, &RESERVES, |trial| trial.failed -= 1)),
    ("A capacity", |run| of(run, &RESERVES, |trial| returned(trial, 1))),
    ("Characters", |run| of(run, &TEXT, |trial| trial.failed -= 1)),
    ("Characters", |run| of(run, &TEXT, |trial| returned(trial, 1))),
    ("A new buffer", |run| of(run, &BUFFERED, |trial| trial.byte_by_byte = Some(false))),
    ("A new buffer", |run| of(run, &BUFFERED, |trial| trial.one_piece = Some(true))),
    ("A new buffer", |run| of(run, &BUFFERED, |trial| broken_at(trial, &[3]))),
    ("A new buffer", |run| {
        of(run, &BUFFERED, |trial| trial.smallest.as_mut().expect("broken").1.error = Some("bytes lost".to_owned()));
    }),
    ("One test alone", |run| of(run, &BUFFERED, |trial| trial.one_piece = Some(true))),
    ("One test alone", |run| of(run, &BUFFERED, |trial| trial.byte_by_byte = Some(false))),
    ("One test alone", |run| {
        for known in [&HEADER_FIRST, &COLLECTS, &ADDS_UP] {
            of(run, known, |trial| trial.one_piece = Some(false));
        }
    }),
    ("Our decoders: ", |run| of(run, &OURS, |trial| trial.failed = 1)),
    ("Our decoders: ", |run| of(run, &OURS_GENERAL, |trial| trial.failed = 1)),
    ("Our decoders: ", |run| of(run, &OURS_GENERAL, |trial| trial.tried -= 1)),
    ("A stream that ends", |run| ended(run, &HEADER_FIRST, |ends| ends.missed = 0)),
    ("A stream that ends", |run| ended(run, &ADDS_UP, |ends| ends.missed = 0)),
    ("A stream that ends", |run| ended(run, &RESERVES, |ends| ends.missed -= 1)),
    ("A stream that ends", |run| ended(run, &TEXT, |ends| ends.missed = 0)),
    ("A stream that ends", |run| ended(run, &BUFFERED, |ends| ends.missed = 0)),
    ("Early ends", |run| ended(run, &COLLECTS, |ends| (ends.failed, ends.earliest) = (0, None))),
    ("Our decoders, at every end", |run| ended(run, &OURS, |ends| ends.failed = 1)),
    ("Our decoders, at every end", |run| ended(run, &OURS_GENERAL, |ends| ends.missed = 1)),
    ("Our decoders, at every end", |run| ended(run, &OURS_GENERAL, |ends| ends.tried -= 1)),
    ("On sockets: ", |run| retake(case(run, BUFFERED_ON_SOCKETS), Kind::Frame, |_, data| data.extend(b"!"))),
    ("On sockets: ", |run| retake(case(run, ADDS_UP_ON_SOCKETS), Kind::Error, |_, data| data.truncate(3))),
    ("On sockets: ", |run| of(run, &ADDS_UP, |trial| broken_at(trial, &[5]))), // three writes for two pieces
    ("On sockets: ", |run| ran_as(run, HEADER_FIRST_ON_SOCKETS, BYTES_ON_SOCKETS)),
    ("On sockets, byte by byte", |run| retake(case(run, BYTES_ON_SOCKETS), Kind::Frame, |_, data| data.extend(b"!"))),
    ("On sockets, byte by byte", |run| glue_reads(case(run, BYTES_ON_SOCKETS), Stream::Forward)),
    ("Random cuts", |run| in_case(run, RANDOM_CUTS, &ADDS_UP, |trial| trial.failed = 0)),
    ("Random cuts", |run| in_case(run, RANDOM_CUTS, &ADDS_UP, |trial| broken_at(trial, &[5, 6]))),
    ("Random cuts", |run| in_case(run, RANDOM_CUTS, &OURS_GENERAL, |trial| trial.failed = 1)),
];

/// Alters what every cut did to a decoder.
fn of(run: &mut Run, known: &Known, alter: impl Fn(&mut Trial)) {
    in_case(run, known.case, known, alter);
}

/// Alters what a case's cuts did to a decoder.
fn in_case(run: &mut Run, name: CaseName, known: &Known, alter: impl Fn(&mut Trial)) {
    each(case(run, name), |event| match event {
        Event::Cuts { trial, .. } if trial.decoder == known.name => alter(trial),
        _ => {}
    });
}

/// Alters what a decoder made of early ends.
fn ended(run: &mut Run, known: &Known, alter: impl Fn(&mut EarlyEnds)) {
    each(case(run, EVERY_END), |event| match event {
        Event::EarlyEnds { ends, .. } if ends.decoder == known.name => alter(ends),
        _ => {}
    });
}

fn broken_at(trial: &mut Trial, places: &[u64]) {
    trial.smallest.as_mut().expect("the decoder is broken").0 = places.to_vec();
}

/// The smallest cut returned the first so many frames as they were sent.
fn returned(trial: &mut Trial, frames: usize) {
    trial.smallest.as_mut().expect("the decoder is broken").1.frames = trial.expected[..frames].to_vec();
}

/// Puts a right decoder in the place of a naive one: all cuts and all ends again, and no smallest cut to be played on sockets.
fn repair(run: &mut Run, known: &Known) {
    let repaired = Known { decode: OURS.decode, ..*known };
    let stream = short_stream();
    let trials = tries::try_cuts(slice::from_ref(&repaired), &stream, every_cut(stream.bytes.len()));
    of(run, known, |trial| trial.clone_from(&trials[0]));
    let all = tries::try_ends(slice::from_ref(&repaired), &stream);
    ended(run, known, |ends| ends.clone_from(&all[0]));
    in_case(run, RANDOM_CUTS, known, |trial| (trial.failed, trial.smallest) = (0, None));
    let played = PLAYED.iter().find(|(_, played)| played.name == known.name);
    run.cases.retain(|case| played.is_none_or(|(name, _)| case.name != name.text()));
}

#[test]
fn a_repaired_decoder_is_praised_and_nothing_is_contradicted() {
    let (mut run, as_written) =
        perform(&LESSON, &Settings::default(), &mut std::io::sink(), Extent::Whole).expect("it runs");
    for known in [&ADDS_UP, &BUFFERED, &HEADER_FIRST, &COLLECTS, &RESERVES, &TEXT] {
        repair(&mut run, known);
        let claims = LESSON.claims_of(&run);
        assert_eq!(exit_status(&claims), 0, "{}: {claims:#?}", known.name);
        let praise = format!("\"{}\" is repaired: no cut breaks it. Well done", known.name);
        let praised = claims.iter().find(|claim| claim.text == praise).expect("it says so");
        assert_eq!((praised.outcome(), as_written.contains(praised)), (Outcome::Held, false));
        assert_eq!(praised.shown(), "it survived 32768 of 32768 ways to cut");
    }
}

#[test]
fn a_decoder_that_was_not_given_every_cut_is_not_praised() {
    let settings = Settings { cases: vec![ADDS_UP.case.text()], ..Settings::default() };
    let (mut run, _) = perform(&LESSON, &settings, &mut std::io::sink(), Extent::Whole).expect("it runs");
    of(&mut run, &ADDS_UP, |trial| (trial.failed, trial.tried) = (0, 1));
    assert_eq!(LESSON.claims_of(&run)[0].outcome(), Outcome::Contradicted);
}

#[test]
fn every_cut_comes_once_with_the_fewest_places_first() {
    let cuts: Vec<Vec<usize>> = every_cut(6).collect();
    assert_eq!(cuts.iter().collect::<HashSet<_>>().len(), 32);
    assert!(cuts.windows(2).all(|two| (two[0].len(), &two[0]) < (two[1].len(), &two[1])), "{cuts:?}");
    assert_eq!((cuts[0].as_slice(), cuts[31].as_slice()), (&[][..], &[1, 2, 3, 4, 5][..]));
}

#[test]
fn a_script_never_returns_bytes_of_two_pieces() {
    let mut script = Script::new(b"abcdef", &[1, 4]);
    let mut reads = Vec::new();
    for asked in [2, 2, 0, 2, 9, 9, 9] {
        let mut buffer = vec![0; asked];
        let got = script.read(&mut buffer).expect("memory does not fail");
        reads.push(String::from_utf8_lossy(&buffer[..got]).into_owned());
    }
    assert_eq!(reads, ["a", "bc", "", "d", "ef", "", ""]);
}

#[test]
fn an_end_is_clean_between_frames_and_nowhere_else() {
    let stream = Framed::of(vec![b"a".to_vec(), vec![]]);
    let clean: Vec<(usize, usize)> = (0..=9)
        .map(|bytes| (bytes, stream.end(bytes)))
        .filter(|(_, end)| !end.inside)
        .map(|(at, end)| (at, end.frames))
        .collect();
    assert_eq!(clean, [(0, 0), (5, 1), (9, 2)]);
}

#[test]
fn the_places_between_pieces_cut_them_again() {
    let stream = Framed::of(vec![b"abc".to_vec()]);
    let pieces = stream.pieces(&[1, 4]);
    assert_eq!(between(pieces.iter().copied()), [1, 4]);
    assert_eq!(pieces.concat(), stream.bytes);
}

#[test]
fn what_is_said_of_a_decoder_is_what_its_source_says() {
    let sources = [include_str!("naive.rs"), include_str!("decoders.rs")].concat();
    for known in DECODERS {
        assert!(sources.contains(&format!("\n/// {}\n", known.description)), "{}", known.name);
    }
}
