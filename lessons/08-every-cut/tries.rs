//! Decoders and many cuts of one stream, in memory: every cut of a short one, random cuts of a long one; and every end. It opens
//! no socket and does not say in advance what a decoder will do.

use super::cuts::{self, Framed, Script, between, every_cut};
use super::decoders::{DECODERS, Known, decoded};
use super::questions::{BREAKING_PLACES, FOUND, MISSED};
use super::{EVERY_END, RANDOM_CUTS};
use lesson::{Session, Stop};
use std::slice;
use trace::{Decoded, EarlyEnds, Event, Stream, Trial};

/// How many random cuts of the long stream are tried.
const RANDOM: u64 = 200;

/// The longest piece of a random cut, in bytes.
const LONGEST: usize = 50;

/// All ways to cut the stream, for one decoder after the other.
pub(crate) fn every_cut_of(session: &mut Session<'_>, stream: &Framed) -> Result<(), Stop> {
    let (bytes, places) = (stream.bytes.len(), stream.bytes.len() - 1);
    let hex: Vec<String> = stream.frames.iter().map(|frame| hex(&stream.bytes[frame.clone()])).collect();
    for known in DECODERS {
        let description =
            format!("{} {} ways to cut {bytes} bytes: {}.", known.description, 1 << places, hex.join(" "));
        let case = known.case.describe(description).ask(BREAKING_PLACES).code(known.code);
        session.script(case, &stream.bytes, &stream.frames, || {
            events(try_cuts(slice::from_ref(known), stream, every_cut(bytes)))
        })?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// A stream too long to be cut in every way.
pub(crate) fn random_cuts(session: &mut Session<'_>, stream: &Framed) -> Result<(), Stop> {
    let first = session.settings().seed.wrapping_mul(RANDOM);
    let random = |nth: u64| {
        let longest = 1 + nth as usize % LONGEST; // one byte at first, so that there are long pieces and short ones
        between(sender_nagle::random_chunks(&stream.bytes, longest, first.wrapping_add(nth)))
    };
    let (frames, bytes) = (stream.frames.len(), stream.bytes.len());
    let case = RANDOM_CUTS.describe(format!(
        "{frames} frames in {bytes} bytes are too many for every cut: {RANDOM} random cuts, into pieces of up to \
         {LONGEST} bytes."
    ));
    session.script(case.ask(FOUND).code("try_cuts"), &stream.bytes, &stream.frames, || {
        events(try_cuts(DECODERS, stream, (0..RANDOM).map(random)))
    })
}

/// What a decoder makes of these bytes with this cut.
fn decode(known: &Known, bytes: &[u8], cut: &[usize]) -> Decoded {
    decoded(known.decode, &mut Script::new(bytes, cut))
}

/// Gives every decoder every cut, and counts.
pub(crate) fn try_cuts(known: &[Known], stream: &Framed, cuts: impl Iterator<Item = Vec<usize>>) -> Vec<Trial> {
    let new = |known: &Known| Trial::new(known.name, known.description, stream.payloads.clone());
    let mut trials: Vec<Trial> = known.iter().map(new).collect();
    // ANCHOR: try_cuts
    for cut in cuts {
        for (known, trial) in known.iter().zip(&mut trials) {
            let decoded = decode(known, &stream.bytes, &cut);
            trial.note(&cut, stream.bytes.len(), decoded);
        }
    }
    // ANCHOR_END: try_cuts
    trials
}

fn events(trials: Vec<Trial>) -> Vec<Event> {
    trials.into_iter().map(|trial| Event::Cuts { stream: Stream::Forward, trial }).collect()
}

/// The smallest cut that breaks a decoder; `None` where it survives all.
pub(crate) fn smallest(known: &Known, stream: &Framed) -> Option<Vec<usize>> {
    let right = Decoded { frames: stream.payloads.clone(), error: None };
    cuts::every_cut(stream.bytes.len()).find(|cut| decode(known, &stream.bytes, cut) != right)
}

/// The stream ended after each number of bytes, for all decoders.
pub(crate) fn every_end(session: &mut Session<'_>, stream: &Framed) -> Result<(), Stop> {
    let bytes = stream.bytes.len();
    let inside = (0..=bytes).filter(|&end| stream.end(end).inside).count();
    let case = EVERY_END.describe(format!(
        "The stream ends after 0 to {bytes} bytes, {inside} times inside a frame; each end is tried in one piece and \
         byte by byte. A decoder must return the complete frames, and an error only inside a frame; an end inside a \
         frame that it does not report is missed."
    ));
    session.script(case.ask(MISSED).code("try_ends"), &stream.bytes, &stream.frames, || {
        let event = |ends| Event::EarlyEnds { stream: Stream::Forward, ends };
        try_ends(DECODERS, stream).into_iter().map(event).collect()
    })
}

/// Gives every decoder every end, in one piece and byte by byte.
pub(crate) fn try_ends(known: &[Known], stream: &Framed) -> Vec<EarlyEnds> {
    let tried = known.iter().map(|known| {
        let mut ends = EarlyEnds::new(known.name, stream.payloads.clone());
        // ANCHOR: try_ends
        for end in 0..=stream.bytes.len() {
            let (came, every_byte) = (&stream.bytes[..end], Vec::from_iter(1..end));
            let in_one_piece = decode(known, came, &[]);
            let byte_by_byte = decode(known, came, &every_byte);
            ends.note(stream.end(end), [in_one_piece, byte_by_byte]);
        }
        // ANCHOR_END: try_ends
        ends
    });
    tried.collect()
}
