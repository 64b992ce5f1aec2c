//! All decoders and many cuts of one stream, in memory: every cut of a short one, some by lot of a long one; and every end.
//! It opens no socket and says of no decoder what it will do.

use super::cuts::{Framed, Script, between, every_cut};
use super::decoders::{DECODERS, Known, decoded, is_ours};
use lesson::{Progress, Show, Stop};
use trace::{Decoded, EarlyEnds, Event, Stream, Trial};

/// The tour tries cuts of at most so many places, and every byte by itself.
const PLACES_IN_THE_TOUR: usize = 3;

/// How many cuts of the long stream are drawn by lot; in the tour fewer.
const LOTS: u64 = 200;
const LOTS_IN_THE_TOUR: u64 = 10;

/// The longest piece that is drawn, in bytes.
const LONGEST: usize = 50;

/// All ways to cut the stream, each for all decoders.
pub(crate) fn every_way(show: &mut Show<'_>, stream: &Framed) -> Result<(), Stop> {
    let (bytes, brief) = (stream.bytes.len(), show.is_brief());
    let wanted = |cut: &Vec<usize>| !brief || cut.len() <= PLACES_IN_THE_TOUR || cut.len() + 1 == bytes;
    let cuts: Vec<Vec<usize>> = every_cut(bytes).filter(wanted).collect();
    let (frames, places) = (stream.frames.len(), bytes - 1);
    let mut name = format!("every cut of {bytes} bytes");
    let mut does = format!(
        "{frames} frames, {places} places between {bytes} bytes, each cut or not: {} ways. In memory, for every decoder.",
        1 << places
    );
    if brief {
        name += &format!(", of at most {PLACES_IN_THE_TOUR} places or of all");
        does += &format!(" The tour tries {} of them.", cuts.len());
    }
    show.scripted(&name, &does, &stream.bytes, &stream.frames, |progress| told(try_all(stream, &cuts, progress)))
}

/// A stream too long to be cut in every way.
pub(crate) fn by_lot(show: &mut Show<'_>, stream: &Framed) -> Result<(), Stop> {
    let lots = if show.is_brief() { LOTS_IN_THE_TOUR } else { LOTS };
    let first = show.settings().seed.wrapping_mul(LOTS);
    let lot = |nth: u64| {
        let longest = 1 + nth as usize % LONGEST; // one byte at first, so that long pieces and short ones come
        between(sender_nagle::random_chunks(&stream.bytes, longest, first.wrapping_add(nth)))
    };
    let cuts: Vec<Vec<usize>> = (0..lots).map(lot).collect();
    let (frames, bytes) = (stream.frames.len(), stream.bytes.len());
    let does = format!(
        "{frames} frames, {bytes} bytes, too long for every cut: {lots} drawn by lot, pieces of up to {LONGEST} bytes."
    );
    let name = "cuts by lot of a long stream";
    show.scripted(name, &does, &stream.bytes, &stream.frames, |progress| told(try_all(stream, &cuts, progress)))
}

// ANCHOR: try_all
/// Gives every decoder every cut, and counts.
fn try_all(stream: &Framed, cuts: &[Vec<usize>], progress: &mut Progress<'_>) -> Vec<Trial> {
    let new = |known: &Known| Trial::new(known.name, known.does, stream.payloads.clone());
    let mut trials: Vec<Trial> = DECODERS.iter().map(new).collect();
    for (nth, cut) in cuts.iter().enumerate() {
        for (known, trial) in DECODERS.iter().zip(&mut trials) {
            let taken = decoded(known.decode, &mut Script::new(&stream.bytes, cut));
            trial.note(cut, stream.bytes.len(), taken);
        }
        progress.tell(|| so_far(nth + 1, cuts.len(), &trials));
    }
    trials
}
// ANCHOR_END: try_all

fn told(trials: Vec<Trial>) -> Vec<Event> {
    trials.into_iter().map(|trial| Event::Cuts { stream: Stream::Forward, trial }).collect()
}

/// The smallest cut that breaks a decoder; `None` where it survives all.
pub(crate) fn smallest(known: Known, stream: &Framed) -> Option<Vec<usize>> {
    let right = Decoded { frames: stream.payloads.clone(), error: None };
    every_cut(stream.bytes.len()).find(|cut| decoded(known.decode, &mut Script::new(&stream.bytes, cut)) != right)
}

/// The stream ended after each number of bytes, for all decoders.
pub(crate) fn every_end(show: &mut Show<'_>, stream: &Framed) -> Result<(), Stop> {
    let bytes = stream.bytes.len();
    let inside = (0..=bytes).filter(|&end| stream.end(end).inside).count();
    let does = format!(
        "The stream breaks off after 0 to {bytes} bytes, {inside} times inside a frame; each in one piece and byte by byte. \
         Right: the frames that are whole, and an error inside a frame, nowhere else. Missed: inside a frame, and no error."
    );
    let name = format!("every end of {bytes} bytes");
    show.scripted(&name, &does, &stream.bytes, &stream.frames, |_| {
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

fn so_far(tried: usize, all: usize, trials: &[Trial]) -> String {
    let failures = |ours: bool| {
        let counted = trials.iter().filter(|trial| is_ours(&trial.decoder) == ours);
        counted.map(|trial| trial.failed).sum::<u64>()
    };
    format!("  {tried} of {all} cuts: naive decoders failed {} times, ours {}", failures(false), failures(true))
}
