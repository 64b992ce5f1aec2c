//! What lesson 08 claims.

use super::decoders::{self, is_ours};
use super::*;
use lesson::{Statement, claim};
use trace::{Case, Claim, Decoded, EarlyEnds, Kind, Measure, Run, Stream, Trial};

const FORWARD: Stream = Stream::Forward;

/// All cuts, or the tour's part of them.
const CUTS: &[CaseName] = &[EVERY_CUT, SOME_CUTS];

pub(crate) const CLAIMS: &[Statement] = &[
    claim("One read for the header: one place is enough to break it, inside a header").on_either(
        CUTS,
        |claim, case, _| {
            let trial = trial(case, &decoders::ONE_READ);
            let [begin, _] = first_payload(case, trial);
            breaks_in_pieces(claim.some(cuts_that_break(trial)), trial, 1).less(place("the place", smallest(trial).first()), begin)
        },
    ),
    claim("A short read is the end: one place is enough, and it survives hardly any cut").on_either(
        CUTS,
        |claim, case, _| {
            let trial = trial(case, &decoders::SHORT_READ);
            let survived = Measure::new("cuts survived", trial.tried - trial.failed);
            breaks_in_pieces(claim, trial, 1).less(survived, cuts_that_break(trial))
        },
    ),
    claim("+= all so far: it takes two places, both inside one payload").on_either(CUTS, |claim, case, _| {
        let trial = trial(case, &decoders::COUNTS_ALL);
        let [begin, end] = first_payload(case, trial);
        breaks_in_pieces(claim.some(cuts_that_break(trial)), trial, 2)
            .less(begin, place("first place", smallest(trial).first()))
            .less(place("last place", smallest(trial).last()), end)
    }),
    claim("A buffer with no length: it survives no cut, and never takes a frame").on_either(CUTS, |claim, case, _| {
        let trial = trial(case, &decoders::NO_LENGTH);
        let frames = trial.smallest.as_ref().map(|(_, got)| got.frames.len() as u64);
        survives_no_cut(claim, trial).none(Measure::new("frames taken", frames))
    }),
    claim("Characters for bytes: it survives no cut; the text takes bytes of the next header along").on_either(
        CUTS,
        |claim, case, _| {
            let trial = trial(case, &decoders::CHARACTERS);
            let bytes = |frames: &[Vec<u8>]| frames.first().map(|frame| frame.len() as u64);
            let taken = trial.smallest.as_ref().and_then(|(_, got)| bytes(&got.frames));
            survives_no_cut(claim, trial)
                .less(Measure::new("bytes meant", bytes(&trial.expected)), Measure::new("bytes taken", taken))
        },
    ),
    claim("Forgets what it over-read: it survives every byte by itself, and loses glued frames without an error")
        .on_either(CUTS, |claim, case, _| {
            let trial = trial(case, &decoders::FORGETS);
            let errors = trial.smallest.as_ref().map(|(_, got)| u64::from(got.error.is_some()));
            claim
                .some(cuts_that_break(trial))
                .none(broken("broken byte by byte", trial.byte_by_byte))
                .none(places(trial))
                .some(broken("broken in one piece", trial.one_piece))
                .none(Measure::new("errors", errors))
        }),
    claim("In one piece some naive decoders pass, byte by byte others: neither test alone is enough")
        .on_either(CUTS, |claim, case, _| {
            claim
                .some(pass(case, "pass in one piece", |one_piece, _| one_piece))
                .some(pass(case, "pass byte by byte", |_, byte_by_byte| byte_by_byte))
                .none(pass(case, "pass both", |one_piece, byte_by_byte| one_piece && byte_by_byte))
        }),
    claim("Ours survive every cut").on_either(CUTS, |claim, case, _| ours(claim, case)),
    claim("A stream that breaks off inside a frame looks whole to five naive decoders somewhere, and everywhere to one of them")
        .on(EVERY_END, taken_for_clean),
    claim("Early ends find every naive decoder too").on(EVERY_END, |claim, case| {
        let found = naive_at_ends(case).filter(|ends| ends.failed > 0).count() as u64;
        let all = naive_at_ends(case).count() as u64;
        claim.equal(Measure::new("found by ends", found), Measure::new("naive decoders", all))
    }),
    claim("Ours survive every end: the whole frames, and an error inside a frame alone").on(EVERY_END, ours_at_every_end),
    claim("On sockets the smallest cut breaks each decoder just as it did in memory")
        .only(|run| tried_in_memory(run).is_some_and(|every| !played(every, run).is_empty()))
        .on_either(CUTS, as_in_memory),
    claim("On sockets ours takes every frame, a read for every byte").on(BYTE_BY_BYTE, |claim, case| {
        let (frames, sent) = case.decoded_as_sent(FORWARD, Kind::Frame, OURS.name);
        claim.equal(case.read_count(FORWARD), case.bytes_written(FORWARD)).equal(frames, sent)
    }),
    claim("Cuts by lot find every naive decoder too, and leave more places to look at; ours they do not")
        .only(|run| tried_in_memory(run).is_some())
        .on_either(&[RANDOM_CUTS], found_by_random_cuts),
];

fn trial<'a>(case: &'a Case, known: &Known) -> &'a Trial {
    let found = case.trials().into_iter().find(|trial| trial.decoder == known.name);
    found.unwrap_or_else(|| panic!("the case '{}' did not try the decoder '{}'", case.name, known.name))
}

/// The places of the smallest cut that broke a decoder.
fn smallest(trial: &Trial) -> &[u64] {
    trial.smallest.as_ref().map_or(&[], |(cut, _)| cut)
}

fn place(name: &str, at: Option<&u64>) -> Measure {
    Measure::new(name, at.copied())
}

fn places(trial: &Trial) -> Measure {
    Measure::new("places of the smallest cut", trial.smallest.as_ref().map(|(cut, _)| cut.len() as u64))
}

fn cuts_that_break(trial: &Trial) -> Measure {
    Measure::new("cuts that break it", trial.failed)
}

/// 1 where the decoder was broken, 0 where it survived.
fn broken(name: &str, survived: Option<bool>) -> Measure {
    Measure::new(name, survived.map(|survived| u64::from(!survived)))
}

/// Where the first payload begins and ends in the stream, its header before it.
fn first_payload(case: &Case, trial: &Trial) -> [Measure; 2] {
    let end = case.frames(FORWARD).first().map(|frame| frame.end);
    let begin = end.zip(trial.expected.first()).map(|(end, payload)| end - payload.len() as u64);
    [Measure::new("first payload begins at", begin), Measure::new("and ends at", end)]
}

/// The stream in one piece does not break it, and it takes so many places to do so.
fn breaks_in_pieces(claim: Claim, trial: &Trial, wanted: u64) -> Claim {
    claim.none(broken("broken in one piece", trial.one_piece)).equal(places(trial), Measure::new("", wanted))
}

fn survives_no_cut(claim: Claim, trial: &Trial) -> Claim {
    claim.equal(cuts_that_break(trial), Measure::new("cuts tried", trial.tried))
}

fn naive(case: &Case) -> impl Iterator<Item = &Trial> {
    case.trials().into_iter().filter(|trial| !is_ours(&trial.decoder))
}

/// How many naive decoders pass, by what they made of the stream in one piece and byte by byte.
fn pass(case: &Case, name: &str, passes: fn(bool, bool) -> bool) -> Measure {
    let survived = |trial: &&Trial| passes(trial.one_piece == Some(true), trial.byte_by_byte == Some(true));
    Measure::new(name, naive(case).filter(survived).count() as u64)
}

/// A claim that none of ours was broken.
fn none_of_ours(claim: Claim, case: &Case) -> Claim {
    let trials = case.trials().into_iter().filter(|trial| is_ours(&trial.decoder));
    trials.fold(claim, |claim, trial| claim.none(Measure::new(format!("failures of {}", trial.decoder), trial.failed)))
}

fn stream_bytes(case: &Case) -> u64 {
    case.frames(FORWARD).last().map_or(0, |frame| frame.end)
}

/// Where all were to be tried, all must have been; the tour says that it tries a part.
fn ours(claim: Claim, case: &Case) -> Claim {
    let bytes = stream_bytes(case);
    let tried = Measure::new("cuts tried", case.trials().iter().map(|trial| trial.tried).min());
    let claim = match case.name == EVERY_CUT.text() {
        true => claim.equal(tried, Measure::new(format!("ways to cut {bytes} bytes"), 1 << (bytes - 1))),
        false => claim.some(tried),
    };
    none_of_ours(claim, case)
}

fn naive_at_ends(case: &Case) -> impl Iterator<Item = &EarlyEnds> {
    case.early_ends().into_iter().filter(|ends| !is_ours(&ends.decoder))
}

/// How often a decoder took an end inside a frame for a clean one.
fn missed(ends: &EarlyEnds) -> Measure {
    Measure::new(format!("missed by {}", ends.decoder), ends.missed)
}

fn taken_for_clean(claim: Claim, case: &Case) -> Claim {
    let inside = |at: &u64| case.frames(FORWARD).iter().any(|frame| frame.start < *at && *at < frame.end);
    let all = Measure::new("ends inside a frame", (0..=stream_bytes(case)).filter(inside).count() as u64);
    naive_at_ends(case).fold(claim, |claim, ends| match ends.decoder.as_str() {
        name if name == decoders::SHORT_READ.name => claim, // the one that reports all of them
        name if name == decoders::NO_LENGTH.name => claim.equal(missed(ends), all.clone()),
        _ => claim.some(missed(ends)),
    })
}

fn ours_at_every_end(claim: Claim, case: &Case) -> Claim {
    let all = case.early_ends();
    let tried = Measure::new("ends tried", all.iter().map(|ends| ends.tried).min());
    let places = Measure::new("places to end at", stream_bytes(case) + 1);
    all.into_iter().filter(|ends| is_ours(&ends.decoder)).fold(claim.equal(tried, places), |claim, ends| {
        claim.none(Measure::new(format!("failures of {}", ends.decoder), ends.failed)).none(missed(ends))
    })
}

/// Whether a decoder took on a socket just what it had taken in memory, from the same cut.
fn took(case: &Case, decoder: &str, in_memory: &Decoded) -> bool {
    let frames = case.decoded_values(FORWARD, Kind::Frame, decoder);
    let errors = case.decoded_values(FORWARD, Kind::Error, decoder);
    let error = in_memory.error.iter().map(String::as_bytes);
    frames.iter().copied().eq(in_memory.frames.iter().map(Vec::as_slice)) && errors.into_iter().eq(error)
}

/// What was played on sockets of what was tried in memory: whether it took the same, and whether each piece was a write.
fn played(every: &Case, run: &Run) -> Vec<(bool, bool)> {
    let played = |(name, known): &(CaseName, &Known)| {
        let (case, trial) = (name.in_run(run)?, trial(every, known));
        let (_, in_memory) = trial.smallest.as_ref()?;
        Some((took(case, known.name, in_memory), case.written(FORWARD).value == Some(places(trial).value? + 1)))
    };
    PLAYED.iter().filter_map(played).collect()
}

fn tried_in_memory(run: &Run) -> Option<&Case> {
    CUTS.iter().find_map(|name| name.in_run(run))
}

fn as_in_memory(claim: Claim, every: &Case, run: &Run) -> Claim {
    let played = played(every, run);
    let count = |name: &str, wanted: fn(&&(bool, bool)) -> bool| {
        Measure::new(name, played.iter().filter(wanted).count() as u64)
    };
    let all = Measure::new("decoders on sockets", played.len() as u64);
    claim
        .equal(count("taken as in memory", |(same, _)| *same), all.clone())
        .equal(count("a write for each piece", |(_, pieces)| *pieces), all)
}

fn found_by_random_cuts(claim: Claim, random: &Case, run: &Run) -> Claim {
    let found = naive(random).filter(|trial| trial.failed > 0).count() as u64;
    let most = tried_in_memory(run).and_then(|every| naive(every).filter_map(|trial| places(trial).value).max());
    let least = naive(random).filter_map(|trial| places(trial).value).min();
    let claim = claim
        .equal(Measure::new("found by lot", found), Measure::new("naive decoders", naive(random).count() as u64))
        .less(Measure::new("most places of a smallest cut", most), Measure::new("fewest by lot", least));
    none_of_ours(claim, random)
}
