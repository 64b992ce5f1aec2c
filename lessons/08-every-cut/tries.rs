//! All decoders and many cuts of one stream, in memory: every cut of a short one, some by lot of a long one; and every end.
//! It opens no socket and says of no decoder what it will do.

use super::cuts::{self, Framed, Script, between};
use super::decoders::{DECODERS, Known, decoded};
use super::{EVERY_CUT, EVERY_END, PLACES_IN_THE_TOUR, RANDOM_CUTS, SOME_CUTS};
use lesson::{Session, Stop};
use trace::{Decoded, EarlyEnds, Event, Stream, Trial};

/// How many random cuts of the long stream are tried; in the tour fewer.
const RANDOM: u64 = 200;
const RANDOM_IN_THE_TOUR: u64 = 10;

/// The longest piece of a random cut, in bytes.
const LONGEST: usize = 50;

/// All ways to cut the stream, each for all decoders.
pub(crate) fn every_cut(session: &mut Session<'_>, stream: &Framed) -> Result<(), Stop> {
    let (bytes, tour) = (stream.bytes.len(), session.is_tour());
    let wanted = |cut: &Vec<usize>| !tour || cut.len() <= PLACES_IN_THE_TOUR || cut.len() + 1 == bytes;
    let cuts: Vec<Vec<usize>> = cuts::every_cut(bytes).filter(wanted).collect();
    let (frames, places) = (stream.frames.len(), bytes - 1);
    let description = format!(
        "{frames} frames, {places} places between {bytes} bytes, each cut or not: {} ways. In memory, for every decoder.",
        1 << places
    );
    let case = match tour {
        false => EVERY_CUT.describe(description),
        true => SOME_CUTS.describe(format!("{description} The tour tries {} of them.", cuts.len())),
    };
    session.script(case, &stream.bytes, &stream.frames, || events(try_all(stream, &cuts)))
}

/// A stream too long to be cut in every way.
pub(crate) fn random_cuts(session: &mut Session<'_>, stream: &Framed) -> Result<(), Stop> {
    let count = if session.is_tour() { RANDOM_IN_THE_TOUR } else { RANDOM };
    let first = session.settings().seed.wrapping_mul(RANDOM);
    let random = |nth: u64| {
        let longest = 1 + nth as usize % LONGEST; // one byte at first, so that long pieces and short ones come
        between(sender_nagle::random_chunks(&stream.bytes, longest, first.wrapping_add(nth)))
    };
    let cuts: Vec<Vec<usize>> = (0..count).map(random).collect();
    let (frames, bytes) = (stream.frames.len(), stream.bytes.len());
    let case = RANDOM_CUTS.describe(format!(
        "{frames} frames, {bytes} bytes, too long for every cut: {count} drawn by lot, pieces of up to {LONGEST} bytes."
    ));
    session.script(case, &stream.bytes, &stream.frames, || events(try_all(stream, &cuts)))
}

// ANCHOR: try_all
/// Gives every decoder every cut, and counts.
fn try_all(stream: &Framed, cuts: &[Vec<usize>]) -> Vec<Trial> {
    let new = |known: &Known| Trial::new(known.name, known.description, stream.payloads.clone());
    let mut trials: Vec<Trial> = DECODERS.iter().map(new).collect();
    for cut in cuts {
        for (known, trial) in DECODERS.iter().zip(&mut trials) {
            let taken = decoded(known.decode, &mut Script::new(&stream.bytes, cut));
            trial.note(cut, stream.bytes.len(), taken);
        }
    }
    trials
}
// ANCHOR_END: try_all

fn events(trials: Vec<Trial>) -> Vec<Event> {
    trials.into_iter().map(|trial| Event::Cuts { stream: Stream::Forward, trial }).collect()
}

/// The smallest cut that breaks a decoder; `None` where it survives all.
pub(crate) fn smallest(known: &Known, stream: &Framed) -> Option<Vec<usize>> {
    let right = Decoded { frames: stream.payloads.clone(), error: None };
    cuts::every_cut(stream.bytes.len()).find(|cut| decoded(known.decode, &mut Script::new(&stream.bytes, cut)) != right)
}

/// The stream ended after each number of bytes, for all decoders.
pub(crate) fn every_end(session: &mut Session<'_>, stream: &Framed) -> Result<(), Stop> {
    let bytes = stream.bytes.len();
    let inside = (0..=bytes).filter(|&end| stream.end(end).inside).count();
    let case = EVERY_END.describe(format!(
        "The stream breaks off after 0 to {bytes} bytes, {inside} times inside a frame; each in one piece and byte by byte. \
         Right: the frames that are whole, and an error inside a frame, nowhere else. Missed: inside a frame, and no error."
    ));
    session.script(case, &stream.bytes, &stream.frames, || {
        let event = |ends| Event::EarlyEnds { stream: Stream::Forward, ends };
        try_ends(stream).into_iter().map(event).collect()
    })
}

// ANCHOR: try_ends
/// Gives every decoder every end, in one piece and byte by byte.
fn try_ends(stream: &Framed) -> Vec<EarlyEnds> {
    let tried = DECODERS.iter().map(|known| {
        let mut ends = EarlyEnds::new(known.name, stream.payloads.clone());
        for end in 0..=stream.bytes.len() {
            let every_byte: Vec<usize> = (1..end).collect();
            let took =
                [&[][..], &every_byte].map(|cut| decoded(known.decode, &mut Script::new(&stream.bytes[..end], cut)));
            ends.note(stream.end(end), took);
        }
        ends
    });
    tried.collect()
}
// ANCHOR_END: try_ends
