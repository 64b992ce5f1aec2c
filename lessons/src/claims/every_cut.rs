//! The claims of lesson 08.

use super::as_meant;
use trace::{Case, Claim, Decoded, Kind, Measure, Run, Stream, Trial};

const FORWARD: Stream = Stream::Forward;

/// How the name of a decoder that is to stand every cut begins.
const OURS: &str = "ours";

/// How the name of a case begins in which a decoder reads from a socket.
const ON_SOCKETS: &str = "on sockets";

/// What lesson 08 claims of `run`.
pub fn claims(run: &Run) -> Vec<Claim> {
    let begins = |begin: &str| run.cases.iter().find(|case| case.name.starts_with(begin));
    let mut claims = Vec::new();
    let every = begins("every cut");
    if let Some(case) = every {
        let of = |name: &str| case.trials().into_iter().find(|trial| trial.decoder == name);
        claims.extend(of("one read for the header").map(|trial| one_place_in_a_header(case, trial)));
        claims.extend(of("a short read is the end").map(one_place_anywhere));
        claims.extend(of("+= all so far").map(|trial| two_places_in_a_payload(case, trial)));
        claims.extend(of("a buffer with no length").map(no_cut_at_all));
        claims.extend(of("characters for bytes").map(more_than_was_meant));
        claims.extend(of("forgets what it over-read").map(glued));
        claims.push(neither_test_alone(case));
        claims.push(ours(case));
    }
    claims.extend(every.and_then(|case| as_in_memory(run, case)));
    claims.extend(begins(&format!("{ON_SOCKETS}, byte by byte")).map(ours_on_sockets));
    claims.extend(every.zip(begins("cuts by lot")).map(|(every, by_lot)| found_by_lot(every, by_lot)));
    claims
}

/// The places of the smallest cut that broke a decoder.
fn smallest(trial: &Trial) -> Option<&[u64]> {
    trial.smallest.as_ref().map(|(cut, _)| cut.as_slice())
}

fn places(trial: &Trial) -> Measure {
    Measure::new("places of the smallest cut", smallest(trial).map(|cut| cut.len() as u64))
}

fn cuts_that_break(trial: &Trial) -> Measure {
    Measure::new("cuts that break it", trial.failed)
}

/// 1 where the decoder was broken, 0 where it stood.
fn broken(name: &str, stood: Option<bool>) -> Measure {
    Measure::new(name, stood.map(|stood| u64::from(!stood)))
}

fn in_one_piece(trial: &Trial) -> Measure {
    broken("broken in one piece", trial.one_piece)
}

fn byte_by_byte(trial: &Trial) -> Measure {
    broken("broken byte by byte", trial.byte_by_byte)
}

/// Where the first payload begins and ends in the stream, its header before it.
fn first_payload(case: &Case, trial: &Trial) -> [Measure; 2] {
    let end = case.frames(FORWARD).first().map(|frame| frame.end);
    let begin = end.zip(trial.expected.first()).map(|(end, payload)| end - payload.len() as u64);
    [Measure::new("first payload begins at", begin), Measure::new("and ends at", end)]
}

fn one_place_in_a_header(case: &Case, trial: &Trial) -> Claim {
    let place = Measure::new("the place", smallest(trial).and_then(|cut| cut.first().copied()));
    let [begin, _] = first_payload(case, trial);
    Claim::new("One read for the header: one place is enough to break it, inside a header")
        .some(cuts_that_break(trial))
        .none(in_one_piece(trial))
        .equal(places(trial), Measure::new("one", 1))
        .less(place, begin)
}

fn one_place_anywhere(trial: &Trial) -> Claim {
    let stood = Measure::new("cuts stood", trial.tried - trial.failed);
    Claim::new("A short read is the end: one place is enough, and hardly any cut is stood")
        .none(in_one_piece(trial))
        .equal(places(trial), Measure::new("one", 1))
        .less(stood, cuts_that_break(trial))
}

fn two_places_in_a_payload(case: &Case, trial: &Trial) -> Claim {
    let place = |name: &str, at: Option<&u64>| Measure::new(name, at.copied());
    let cut = smallest(trial).unwrap_or_default();
    let [begin, end] = first_payload(case, trial);
    Claim::new("+= all so far: it takes two places, both inside one payload")
        .some(cuts_that_break(trial))
        .none(in_one_piece(trial))
        .equal(places(trial), Measure::new("two", 2))
        .less(begin, place("first place", cut.first()))
        .less(place("last place", cut.last()), end)
}

fn no_cut_at_all(trial: &Trial) -> Claim {
    Claim::new("A buffer with no length: no cut is stood, and no frame ever taken")
        .equal(cuts_that_break(trial), Measure::new("cuts tried", trial.tried))
        .none(Measure::new("frames taken", trial.smallest.as_ref().map(|(_, got)| got.frames.len() as u64)))
}

fn more_than_was_meant(trial: &Trial) -> Claim {
    let bytes = |frames: &[Vec<u8>]| frames.first().map(|frame| frame.len() as u64);
    let taken = trial.smallest.as_ref().and_then(|(_, got)| bytes(&got.frames));
    Claim::new("Characters for bytes: no cut is stood; the text takes bytes of the next header along")
        .equal(cuts_that_break(trial), Measure::new("cuts tried", trial.tried))
        .less(Measure::new("bytes meant", bytes(&trial.expected)), Measure::new("bytes taken", taken))
}

fn glued(trial: &Trial) -> Claim {
    let errors = trial.smallest.as_ref().map(|(_, got)| u64::from(got.error.is_some()));
    Claim::new("Forgets what it over-read: it stands every byte by itself, and loses glued frames without an error")
        .some(cuts_that_break(trial))
        .none(byte_by_byte(trial))
        .none(places(trial))
        .some(in_one_piece(trial))
        .none(Measure::new("errors", errors))
}

fn naive(case: &Case) -> impl Iterator<Item = &Trial> {
    case.trials().into_iter().filter(|trial| !trial.decoder.starts_with(OURS))
}

fn neither_test_alone(case: &Case) -> Claim {
    let pass = |name: &str, stood: fn(bool, bool) -> bool| {
        let stood = |trial: &&Trial| stood(trial.one_piece == Some(true), trial.byte_by_byte == Some(true));
        Measure::new(name, naive(case).filter(stood).count() as u64)
    };
    Claim::new("In one piece some naive decoders pass, byte by byte others: neither test alone is enough")
        .some(pass("pass in one piece", |one_piece, _| one_piece))
        .some(pass("pass byte by byte", |_, byte_by_byte| byte_by_byte))
        .none(pass("pass both", |one_piece, byte_by_byte| one_piece && byte_by_byte))
}

/// A claim that none of ours was broken.
fn none_of_ours(claim: Claim, case: &Case) -> Claim {
    let trials = case.trials().into_iter().filter(|trial| trial.decoder.starts_with(OURS));
    trials.fold(claim, |claim, trial| claim.none(Measure::new(format!("failures of {}", trial.decoder), trial.failed)))
}

/// Where all were to be tried, all must have been; the tour says that it tries a part.
fn ours(case: &Case) -> Claim {
    let bytes = case.frames(FORWARD).last().map_or(0, |frame| frame.end);
    let tried = Measure::new("cuts tried", case.trials().iter().map(|trial| trial.tried).min());
    let claim = Claim::new("Ours stand every cut");
    let claim = match case.name == format!("every cut of {bytes} bytes") {
        true => claim.equal(tried, Measure::new(format!("ways to cut {bytes} bytes"), 1 << (bytes - 1))),
        false => claim.some(tried),
    };
    none_of_ours(claim, case)
}

/// Whether a decoder took on a socket just what it had taken in memory, from the same cut.
fn took(case: &Case, decoder: &str, in_memory: &Decoded) -> bool {
    let frames = case.taken(FORWARD, Kind::Frame, decoder);
    let errors = case.taken(FORWARD, Kind::Error, decoder);
    let error = in_memory.error.iter().map(String::as_bytes);
    frames.iter().copied().eq(in_memory.frames.iter().map(Vec::as_slice)) && errors.into_iter().eq(error)
}

fn as_in_memory(run: &Run, every: &Case) -> Option<Claim> {
    let played = |trial: &Trial| {
        let case = run.case(&format!("{ON_SOCKETS}: {}", trial.decoder))?;
        let (_, in_memory) = trial.smallest.as_ref()?;
        Some((took(case, &trial.decoder, in_memory), case.written(FORWARD).value == Some(places(trial).value? + 1)))
    };
    let played: Vec<(bool, bool)> = naive(every).filter_map(played).collect();
    let count = |name: &str, wanted: fn(&&(bool, bool)) -> bool| {
        Measure::new(name, played.iter().filter(wanted).count() as u64)
    };
    let all = Measure::new("decoders on sockets", played.len() as u64);
    let claim = Claim::new("On sockets the smallest cut breaks each decoder just as it did in memory");
    (!played.is_empty()).then(|| {
        claim
            .equal(count("taken as in memory", |(same, _)| *same), all.clone())
            .equal(count("a write for each piece", |(_, pieces)| *pieces), all)
    })
}

fn ours_on_sockets(case: &Case) -> Claim {
    let how = case.name.split_once(": ").map_or("", |(_, decoder)| decoder);
    let (frames, meant) = as_meant(case, FORWARD, Kind::Frame, how);
    Claim::new("On sockets ours takes every frame, a read for every byte")
        .equal(case.read_count(FORWARD), case.bytes_written(FORWARD))
        .equal(frames, meant)
}

fn found_by_lot(every: &Case, by_lot: &Case) -> Claim {
    let found = naive(by_lot).filter(|trial| trial.failed > 0).count() as u64;
    let most = naive(every).filter_map(|trial| places(trial).value).max();
    let least = naive(by_lot).filter_map(|trial| places(trial).value).min();
    let claim =
        Claim::new("Cuts by lot find every naive decoder too, and leave more places to look at; ours they do not")
            .equal(Measure::new("found by lot", found), Measure::new("naive decoders", naive(by_lot).count() as u64))
            .less(Measure::new("most places of a smallest cut", most), Measure::new("fewest by lot", least));
    none_of_ours(claim, by_lot)
}
