//! What would belie each claim of lesson 08: its decoders broken elsewhere, more often, less often, or otherwise.

use super::cuts::{Script, between, every_cut};
use super::*;
use crate::alter::*;
use std::collections::HashSet;
use std::io::Read;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("One read for the header", |run| of(run, EVERY_CUT, "one read", |trial| trial.one_piece = Some(false))),
    ("One read for the header", |run| of(run, EVERY_CUT, "one read", |trial| broken_at(trial, &[1, 2]))),
    ("One read for the header", |run| of(run, EVERY_CUT, "one read", |trial| broken_at(trial, &[5]))),
    ("A short read is the end", |run| of(run, EVERY_CUT, "a short read", |trial| trial.one_piece = Some(false))),
    ("A short read is the end", |run| of(run, EVERY_CUT, "a short read", |trial| broken_at(trial, &[1, 2]))),
    ("A short read is the end", |run| of(run, EVERY_CUT, "a short read", |trial| trial.failed = trial.tried / 2)),
    ("+= all so far", |run| of(run, EVERY_CUT, "+=", |trial| trial.one_piece = Some(false))),
    ("+= all so far", |run| of(run, EVERY_CUT, "+=", |trial| broken_at(trial, &[5]))),
    ("+= all so far", |run| of(run, EVERY_CUT, "+=", |trial| broken_at(trial, &[3, 6]))),
    ("+= all so far", |run| of(run, EVERY_CUT, "+=", |trial| broken_at(trial, &[5, 9]))),
    ("A buffer with no length", |run| of(run, EVERY_CUT, "a buffer", |trial| trial.failed -= 1)),
    ("A buffer with no length", |run| of(run, EVERY_CUT, "a buffer", |trial| took_as_meant(trial, 1))),
    ("Characters for bytes", |run| of(run, EVERY_CUT, "characters", |trial| trial.failed -= 1)),
    ("Characters for bytes", |run| of(run, EVERY_CUT, "characters", |trial| took_as_meant(trial, 1))),
    ("Forgets what it over-read", |run| of(run, EVERY_CUT, "forgets", |trial| trial.byte_by_byte = Some(false))),
    ("Forgets what it over-read", |run| of(run, EVERY_CUT, "forgets", |trial| trial.one_piece = Some(true))),
    ("Forgets what it over-read", |run| of(run, EVERY_CUT, "forgets", |trial| broken_at(trial, &[3]))),
    ("Forgets what it over-read", |run| {
        of(run, EVERY_CUT, "forgets", |trial| {
            trial.smallest.as_mut().expect("broken").1.error = Some("bytes lost".to_owned())
        });
    }),
    ("One read for the header", |run| of(run, EVERY_CUT, "one read", repaired)),
    ("A short read is the end", |run| of(run, EVERY_CUT, "a short read", repaired)),
    ("+= all so far", |run| of(run, EVERY_CUT, "+=", repaired)),
    ("A buffer with no length", |run| of(run, EVERY_CUT, "a buffer", repaired)),
    ("Characters for bytes", |run| of(run, EVERY_CUT, "characters", repaired)),
    ("Forgets what it over-read", |run| of(run, EVERY_CUT, "forgets", repaired)),
    ("In one piece some naive", |run| of(run, EVERY_CUT, "a short read", repaired)),
    ("In one piece some naive", |run| of(run, EVERY_CUT, "forgets", |trial| trial.one_piece = Some(true))),
    ("In one piece some naive", |run| of(run, EVERY_CUT, "forgets", |trial| trial.byte_by_byte = Some(false))),
    ("In one piece some naive", |run| {
        for survived in ["one read", "a short read", "+="] {
            of(run, EVERY_CUT, survived, |trial| trial.one_piece = Some(false));
        }
    }),
    ("Ours survive every cut", |run| of(run, EVERY_CUT, "ours: struct-header", |trial| trial.failed = 1)),
    ("Ours survive every cut", |run| of(run, EVERY_CUT, "ours: framing", |trial| trial.failed = 1)),
    ("Ours survive every cut", |run| of(run, EVERY_CUT, "ours: framing", |trial| trial.tried -= 1)),
    ("A stream that breaks off", |run| ended(run, "one read", |ends| ends.missed = 0)),
    ("A stream that breaks off", |run| ended(run, "+=", |ends| ends.missed = 0)),
    ("A stream that breaks off", |run| ended(run, "a buffer", |ends| ends.missed -= 1)),
    ("A stream that breaks off", |run| ended(run, "characters", |ends| ends.missed = 0)),
    ("A stream that breaks off", |run| ended(run, "forgets", |ends| ends.missed = 0)),
    ("Early ends find", |run| ended(run, "a short read", |ends| (ends.failed, ends.earliest) = (0, None))),
    ("Ours survive every end", |run| ended(run, "ours: struct-header", |ends| ends.failed = 1)),
    ("Ours survive every end", |run| ended(run, "ours: framing", |ends| ends.missed = 1)),
    ("Ours survive every end", |run| ended(run, "ours: framing", |ends| ends.tried -= 1)),
    ("On sockets the smallest cut", |run| {
        retake(case(run, FORGETS_ON_SOCKETS), Kind::Frame, |_, data| data.extend(b"!"))
    }),
    ("On sockets the smallest cut", |run| {
        retake(case(run, COUNTS_ALL_ON_SOCKETS), Kind::Error, |_, data| data.truncate(3));
    }),
    ("On sockets the smallest cut", |run| of(run, EVERY_CUT, "+=", |trial| broken_at(trial, &[5]))), // three writes for two pieces
    ("On sockets the smallest cut", |run| ran_as(run, ONE_READ_ON_SOCKETS, BYTE_BY_BYTE)),
    ("On sockets ours", |run| retake(case(run, BYTE_BY_BYTE), Kind::Frame, |_, data| data.extend(b"!"))),
    ("On sockets ours", |run| glue_reads(case(run, BYTE_BY_BYTE), Stream::Forward)),
    ("Cuts by lot", |run| of(run, RANDOM_CUTS, "+=", |trial| trial.failed = 0)),
    ("Cuts by lot", |run| of(run, RANDOM_CUTS, "+=", |trial| broken_at(trial, &[5, 6]))),
    ("Cuts by lot", |run| of(run, RANDOM_CUTS, "ours: framing", |trial| trial.failed = 1)),
];

/// Alters what became of the decoder whose name begins so.
fn of(run: &mut Run, name: CaseName, decoder: &str, alter: impl Fn(&mut Trial)) {
    each(case(run, name), |event| match event {
        Event::Cuts { trial, .. } if trial.decoder.starts_with(decoder) => alter(trial),
        _ => {}
    });
}

/// Alters what the decoder whose name begins so made of early ends.
fn ended(run: &mut Run, decoder: &str, alter: impl Fn(&mut EarlyEnds)) {
    each(case(run, EVERY_END), |event| match event {
        Event::EarlyEnds { ends, .. } if ends.decoder.starts_with(decoder) => alter(ends),
        _ => {}
    });
}

/// It survives every cut.
fn repaired(trial: &mut Trial) {
    (trial.failed, trial.smallest) = (0, None);
    (trial.one_piece, trial.byte_by_byte) = (Some(true), Some(true));
}

fn broken_at(trial: &mut Trial, places: &[u64]) {
    trial.smallest.as_mut().expect("the decoder is broken").0 = places.to_vec();
}

/// The first so many frames were taken from the smallest cut as they were meant.
fn took_as_meant(trial: &mut Trial, frames: usize) {
    trial.smallest.as_mut().expect("the decoder is broken").1.frames = trial.expected[..frames].to_vec();
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

#[test]
fn the_names_of_the_cases_say_what_is_cut() {
    let bytes = short_stream().bytes.len();
    assert_eq!(EVERY_CUT.text(), format!("every cut of {bytes} bytes"));
    assert_eq!(EVERY_END.text(), format!("every end of {bytes} bytes"));
    assert_eq!(SOME_CUTS.text(), format!("{}, of at most {PLACES_IN_THE_TOUR} places or of all", EVERY_CUT.text()));
}
