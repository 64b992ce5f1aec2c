//! What would belie each claim of lesson 08: its decoders broken elsewhere, more often, less often, or otherwise.

use super::cuts::{Script, between, every_cut};
use super::*;
use crate::alter::*;
use std::collections::HashSet;
use std::io::Read;
use trace::*;

const HEADER: &str = "One read for the header: one place is enough to break it, inside a header";
const SHORT: &str = "A short read is the end: one place is enough, and it survives hardly any cut";
const COUNT: &str = "+= all so far: it takes two places, both inside one payload";
const NO_LENGTH_CLAIM: &str = "A buffer with no length: it survives no cut, and never takes a frame";
const CHARACTERS_CLAIM: &str =
    "Characters for bytes: it survives no cut; the text takes bytes of the next header along";
const FORGETS_CLAIM: &str =
    "Forgets what it over-read: it survives every byte by itself, and loses glued frames without an error";
const NEITHER: &str = "In one piece some naive decoders pass, byte by byte others: neither test alone is enough";
const OURS_SURVIVE: &str = "Ours survive every cut";
const MISSED: &str = "A stream that breaks off inside a frame looks whole to five naive decoders somewhere, and everywhere to one of them";
const FOUND: &str = "Early ends find every naive decoder too";
const OURS_AT_ENDS: &str = "Ours survive every end: the whole frames, and an error inside a frame alone";
const AS_IN_MEMORY: &str = "On sockets the smallest cut breaks each decoder just as it did in memory";
const OURS_ON_SOCKETS: &str = "On sockets ours takes every frame, a read for every byte";
const RANDOM_CLAIM: &str =
    "Cuts by lot find every naive decoder too, and leave more places to look at; ours they do not";

pub(crate) const ALTERATIONS: &[Alteration] = &[
    (HEADER, |run| of(run, EVERY_CUT, "one read", |trial| trial.one_piece = Some(false))),
    (HEADER, |run| of(run, EVERY_CUT, "one read", |trial| broken_at(trial, &[1, 2]))),
    (HEADER, |run| of(run, EVERY_CUT, "one read", |trial| broken_at(trial, &[5]))),
    (SHORT, |run| of(run, EVERY_CUT, "a short read", |trial| trial.one_piece = Some(false))),
    (SHORT, |run| of(run, EVERY_CUT, "a short read", |trial| broken_at(trial, &[1, 2]))),
    (SHORT, |run| of(run, EVERY_CUT, "a short read", |trial| trial.failed = trial.tried / 2)),
    (COUNT, |run| of(run, EVERY_CUT, "+=", |trial| trial.one_piece = Some(false))),
    (COUNT, |run| of(run, EVERY_CUT, "+=", |trial| broken_at(trial, &[5]))),
    (COUNT, |run| of(run, EVERY_CUT, "+=", |trial| broken_at(trial, &[3, 6]))),
    (COUNT, |run| of(run, EVERY_CUT, "+=", |trial| broken_at(trial, &[5, 9]))),
    (NO_LENGTH_CLAIM, |run| of(run, EVERY_CUT, "a buffer", |trial| trial.failed -= 1)),
    (NO_LENGTH_CLAIM, |run| of(run, EVERY_CUT, "a buffer", |trial| took_as_meant(trial, 1))),
    (CHARACTERS_CLAIM, |run| of(run, EVERY_CUT, "characters", |trial| trial.failed -= 1)),
    (CHARACTERS_CLAIM, |run| of(run, EVERY_CUT, "characters", |trial| took_as_meant(trial, 1))),
    (FORGETS_CLAIM, |run| of(run, EVERY_CUT, "forgets", |trial| trial.byte_by_byte = Some(false))),
    (FORGETS_CLAIM, |run| of(run, EVERY_CUT, "forgets", |trial| trial.one_piece = Some(true))),
    (FORGETS_CLAIM, |run| of(run, EVERY_CUT, "forgets", |trial| broken_at(trial, &[3]))),
    (FORGETS_CLAIM, |run| {
        of(run, EVERY_CUT, "forgets", |trial| {
            trial.smallest.as_mut().expect("broken").1.error = Some("bytes lost".to_owned())
        });
    }),
    (HEADER, |run| of(run, EVERY_CUT, "one read", repaired)),
    (SHORT, |run| of(run, EVERY_CUT, "a short read", repaired)),
    (COUNT, |run| of(run, EVERY_CUT, "+=", repaired)),
    (NO_LENGTH_CLAIM, |run| of(run, EVERY_CUT, "a buffer", repaired)),
    (CHARACTERS_CLAIM, |run| of(run, EVERY_CUT, "characters", repaired)),
    (FORGETS_CLAIM, |run| of(run, EVERY_CUT, "forgets", repaired)),
    (NEITHER, |run| of(run, EVERY_CUT, "a short read", repaired)),
    (NEITHER, |run| of(run, EVERY_CUT, "forgets", |trial| trial.one_piece = Some(true))),
    (NEITHER, |run| of(run, EVERY_CUT, "forgets", |trial| trial.byte_by_byte = Some(false))),
    (NEITHER, |run| {
        for survived in ["one read", "a short read", "+="] {
            of(run, EVERY_CUT, survived, |trial| trial.one_piece = Some(false));
        }
    }),
    (OURS_SURVIVE, |run| of(run, EVERY_CUT, "ours: struct-header", |trial| trial.failed = 1)),
    (OURS_SURVIVE, |run| of(run, EVERY_CUT, "ours: framing", |trial| trial.failed = 1)),
    (OURS_SURVIVE, |run| of(run, EVERY_CUT, "ours: framing", |trial| trial.tried -= 1)),
    (MISSED, |run| ended(run, "one read", |ends| ends.missed = 0)),
    (MISSED, |run| ended(run, "+=", |ends| ends.missed = 0)),
    (MISSED, |run| ended(run, "a buffer", |ends| ends.missed -= 1)),
    (MISSED, |run| ended(run, "characters", |ends| ends.missed = 0)),
    (MISSED, |run| ended(run, "forgets", |ends| ends.missed = 0)),
    (FOUND, |run| ended(run, "a short read", |ends| (ends.failed, ends.earliest) = (0, None))),
    (OURS_AT_ENDS, |run| ended(run, "ours: struct-header", |ends| ends.failed = 1)),
    (OURS_AT_ENDS, |run| ended(run, "ours: framing", |ends| ends.missed = 1)),
    (OURS_AT_ENDS, |run| ended(run, "ours: framing", |ends| ends.tried -= 1)),
    (AS_IN_MEMORY, |run| retake(case(run, FORGETS_ON_SOCKETS), Kind::Frame, |_, data| data.extend(b"!"))),
    (AS_IN_MEMORY, |run| {
        retake(case(run, COUNTS_ALL_ON_SOCKETS), Kind::Error, |_, data| data.truncate(3));
    }),
    (AS_IN_MEMORY, |run| of(run, EVERY_CUT, "+=", |trial| broken_at(trial, &[5]))), // three writes for two pieces
    (AS_IN_MEMORY, |run| ran_as(run, ONE_READ_ON_SOCKETS, BYTE_BY_BYTE)),
    (OURS_ON_SOCKETS, |run| retake(case(run, BYTE_BY_BYTE), Kind::Frame, |_, data| data.extend(b"!"))),
    (OURS_ON_SOCKETS, |run| glue_reads(case(run, BYTE_BY_BYTE), Stream::Forward)),
    (RANDOM_CLAIM, |run| of(run, RANDOM_CUTS, "+=", |trial| trial.failed = 0)),
    (RANDOM_CLAIM, |run| of(run, RANDOM_CUTS, "+=", |trial| broken_at(trial, &[5, 6]))),
    (RANDOM_CLAIM, |run| of(run, RANDOM_CUTS, "ours: framing", |trial| trial.failed = 1)),
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
    let stream = Framed::of(vec![b"a".to_vec(), vec![]]).expect("short");
    let clean: Vec<(usize, usize)> = (0..=9)
        .map(|bytes| (bytes, stream.end(bytes)))
        .filter(|(_, end)| !end.inside)
        .map(|(at, end)| (at, end.frames))
        .collect();
    assert_eq!(clean, [(0, 0), (5, 1), (9, 2)]);
}

#[test]
fn the_places_between_pieces_cut_them_again() {
    let stream = Framed::of(vec![b"abc".to_vec()]).expect("short");
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
    let bytes = short_stream().expect("short").bytes.len();
    assert_eq!(EVERY_CUT.text(), format!("every cut of {bytes} bytes"));
    assert_eq!(EVERY_END.text(), format!("every end of {bytes} bytes"));
    assert_eq!(SOME_CUTS.text(), format!("{}, of at most {PLACES_IN_THE_TOUR} places or of all", EVERY_CUT.text()));
}
