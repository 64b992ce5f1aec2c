//! What would belie the claims of lesson 08: its decoders broken elsewhere, more often, less often, or otherwise. It takes
//! the trials of a real run and alters one.

use crate::breaks::{Break, case, each, glue_reads, ran_as, retake};
use trace::{EarlyEnds, Event, Kind, Run, Stream, Trial};

const EVERY: &str = "every cut of 16 bytes";
const ENDS: &str = "every end of 16 bytes";
const BY_LOT: &str = "cuts by lot of a long stream";
const BYTE_BY_BYTE: &str = "on sockets, byte by byte: ours: struct-header";
const OVER_READ: &str = "on sockets: forgets what it over-read";

const HEADER: &str = "One read for the header: one place is enough to break it, inside a header";
const SHORT: &str = "A short read is the end: one place is enough, and it survives hardly any cut";
const COUNT: &str = "+= all so far: it takes two places, both inside one payload";
const NO_LENGTH: &str = "A buffer with no length: it survives no cut, and never takes a frame";
const CHARACTERS: &str = "Characters for bytes: it survives no cut; the text takes bytes of the next header along";
const FORGETS: &str =
    "Forgets what it over-read: it survives every byte by itself, and loses glued frames without an error";
const NEITHER: &str = "In one piece some naive decoders pass, byte by byte others: neither test alone is enough";
const OURS: &str = "Ours survive every cut";
const MISSED: &str = "A stream that breaks off inside a frame looks whole to five naive decoders somewhere, and everywhere to one of them";
const FOUND: &str = "Early ends find every naive decoder too";
const OURS_AT_ENDS: &str = "Ours survive every end: the whole frames, and an error inside a frame alone";
const AS_IN_MEMORY: &str = "On sockets the smallest cut breaks each decoder just as it did in memory";
const OURS_ON_SOCKETS: &str = "On sockets ours takes every frame, a read for every byte";
const LOTS: &str = "Cuts by lot find every naive decoder too, and leave more places to look at; ours they do not";

pub(crate) const BREAKS: &[Break] = &[
    ("08", HEADER, |run| of(run, EVERY, "one read", |trial| trial.one_piece = Some(false))),
    ("08", HEADER, |run| of(run, EVERY, "one read", |trial| broken_at(trial, &[1, 2]))),
    ("08", HEADER, |run| of(run, EVERY, "one read", |trial| broken_at(trial, &[5]))),
    ("08", SHORT, |run| of(run, EVERY, "a short read", |trial| trial.one_piece = Some(false))),
    ("08", SHORT, |run| of(run, EVERY, "a short read", |trial| broken_at(trial, &[1, 2]))),
    ("08", SHORT, |run| of(run, EVERY, "a short read", |trial| trial.failed = trial.tried / 2)),
    ("08", COUNT, |run| of(run, EVERY, "+=", |trial| trial.one_piece = Some(false))),
    ("08", COUNT, |run| of(run, EVERY, "+=", |trial| broken_at(trial, &[5]))),
    ("08", COUNT, |run| of(run, EVERY, "+=", |trial| broken_at(trial, &[3, 6]))),
    ("08", COUNT, |run| of(run, EVERY, "+=", |trial| broken_at(trial, &[5, 9]))),
    ("08", NO_LENGTH, |run| of(run, EVERY, "a buffer", |trial| trial.failed -= 1)),
    ("08", NO_LENGTH, |run| of(run, EVERY, "a buffer", |trial| took_as_meant(trial, 1))),
    ("08", CHARACTERS, |run| of(run, EVERY, "characters", |trial| trial.failed -= 1)),
    ("08", CHARACTERS, |run| of(run, EVERY, "characters", |trial| took_as_meant(trial, 1))),
    ("08", FORGETS, |run| of(run, EVERY, "forgets", |trial| trial.byte_by_byte = Some(false))),
    ("08", FORGETS, |run| of(run, EVERY, "forgets", |trial| trial.one_piece = Some(true))),
    ("08", FORGETS, |run| of(run, EVERY, "forgets", |trial| broken_at(trial, &[3]))),
    ("08", FORGETS, |run| {
        of(run, EVERY, "forgets", |trial| {
            trial.smallest.as_mut().expect("broken").1.error = Some("bytes lost".to_owned())
        });
    }),
    ("08", HEADER, |run| of(run, EVERY, "one read", repaired)),
    ("08", SHORT, |run| of(run, EVERY, "a short read", repaired)),
    ("08", COUNT, |run| of(run, EVERY, "+=", repaired)),
    ("08", NO_LENGTH, |run| of(run, EVERY, "a buffer", repaired)),
    ("08", CHARACTERS, |run| of(run, EVERY, "characters", repaired)),
    ("08", FORGETS, |run| of(run, EVERY, "forgets", repaired)),
    ("08", NEITHER, |run| of(run, EVERY, "a short read", repaired)),
    ("08", NEITHER, |run| of(run, EVERY, "forgets", |trial| trial.one_piece = Some(true))),
    ("08", NEITHER, |run| of(run, EVERY, "forgets", |trial| trial.byte_by_byte = Some(false))),
    ("08", NEITHER, |run| {
        for survived in ["one read", "a short read", "+="] {
            of(run, EVERY, survived, |trial| trial.one_piece = Some(false));
        }
    }),
    ("08", OURS, |run| of(run, EVERY, "ours: struct-header", |trial| trial.failed = 1)),
    ("08", OURS, |run| of(run, EVERY, "ours: framing", |trial| trial.failed = 1)),
    ("08", OURS, |run| of(run, EVERY, "ours: framing", |trial| trial.tried -= 1)),
    ("08", MISSED, |run| ended(run, "one read", |ends| ends.missed = 0)),
    ("08", MISSED, |run| ended(run, "+=", |ends| ends.missed = 0)),
    ("08", MISSED, |run| ended(run, "a buffer", |ends| ends.missed -= 1)),
    ("08", MISSED, |run| ended(run, "characters", |ends| ends.missed = 0)),
    ("08", MISSED, |run| ended(run, "forgets", |ends| ends.missed = 0)),
    ("08", FOUND, |run| ended(run, "a short read", |ends| (ends.failed, ends.earliest) = (0, None))),
    ("08", OURS_AT_ENDS, |run| ended(run, "ours: struct-header", |ends| ends.failed = 1)),
    ("08", OURS_AT_ENDS, |run| ended(run, "ours: framing", |ends| ends.missed = 1)),
    ("08", OURS_AT_ENDS, |run| ended(run, "ours: framing", |ends| ends.tried -= 1)),
    ("08", AS_IN_MEMORY, |run| retake(case(run, OVER_READ), Kind::Frame, |_, data| data.extend(b"!"))),
    ("08", AS_IN_MEMORY, |run| {
        retake(case(run, "on sockets: += all so far"), Kind::Error, |_, data| data.truncate(3));
    }),
    ("08", AS_IN_MEMORY, |run| of(run, EVERY, "+=", |trial| broken_at(trial, &[5]))), // three writes for two pieces
    ("08", AS_IN_MEMORY, |run| ran_as(run, "on sockets: one read for the header", BYTE_BY_BYTE)),
    ("08", OURS_ON_SOCKETS, |run| retake(case(run, BYTE_BY_BYTE), Kind::Frame, |_, data| data.extend(b"!"))),
    ("08", OURS_ON_SOCKETS, |run| glue_reads(case(run, BYTE_BY_BYTE), Stream::Forward)),
    ("08", LOTS, |run| of(run, BY_LOT, "+=", |trial| trial.failed = 0)),
    ("08", LOTS, |run| of(run, BY_LOT, "+=", |trial| broken_at(trial, &[5, 6]))),
    ("08", LOTS, |run| of(run, BY_LOT, "ours: framing", |trial| trial.failed = 1)),
];

/// Alters what became of the decoder whose name begins so.
fn of(run: &mut Run, name: &str, decoder: &str, alter: impl Fn(&mut Trial)) {
    each(case(run, name), |event| match event {
        Event::Cuts { trial, .. } if trial.decoder.starts_with(decoder) => alter(trial),
        _ => {}
    });
}

/// Alters what the decoder whose name begins so made of early ends.
fn ended(run: &mut Run, decoder: &str, alter: impl Fn(&mut EarlyEnds)) {
    each(case(run, ENDS), |event| match event {
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
