//! The claims of lesson 08.

use super::decoded_as_sent;
use trace::{Case, Claim, Decoded, EarlyEnds, Kind, Measure, Run, Stream, Trial};

const FORWARD: Stream = Stream::Forward;

/// How the name of a decoder that is to survive every cut begins.
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
    if let Some(case) = begins("every end") {
        claims.push(taken_for_clean(case));
        claims.push(found_by_ends(case));
        claims.push(ours_at_every_end(case));
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

/// 1 where the decoder was broken, 0 where it survived.
fn broken(name: &str, survived: Option<bool>) -> Measure {
    Measure::new(name, survived.map(|survived| u64::from(!survived)))
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
        .equal(places(trial), Measure::new("", 1))
        .less(place, begin)
}

fn one_place_anywhere(trial: &Trial) -> Claim {
    let survived = Measure::new("cuts survived", trial.tried - trial.failed);
    Claim::new("A short read is the end: one place is enough, and it survives hardly any cut")
        .none(in_one_piece(trial))
        .equal(places(trial), Measure::new("", 1))
        .less(survived, cuts_that_break(trial))
}

fn two_places_in_a_payload(case: &Case, trial: &Trial) -> Claim {
    let place = |name: &str, at: Option<&u64>| Measure::new(name, at.copied());
    let cut = smallest(trial).unwrap_or_default();
    let [begin, end] = first_payload(case, trial);
    Claim::new("+= all so far: it takes two places, both inside one payload")
        .some(cuts_that_break(trial))
        .none(in_one_piece(trial))
        .equal(places(trial), Measure::new("", 2))
        .less(begin, place("first place", cut.first()))
        .less(place("last place", cut.last()), end)
}

fn no_cut_at_all(trial: &Trial) -> Claim {
    Claim::new("A buffer with no length: it survives no cut, and never takes a frame")
        .equal(cuts_that_break(trial), Measure::new("cuts tried", trial.tried))
        .none(Measure::new("frames taken", trial.smallest.as_ref().map(|(_, got)| got.frames.len() as u64)))
}

fn more_than_was_meant(trial: &Trial) -> Claim {
    let bytes = |frames: &[Vec<u8>]| frames.first().map(|frame| frame.len() as u64);
    let taken = trial.smallest.as_ref().and_then(|(_, got)| bytes(&got.frames));
    Claim::new("Characters for bytes: it survives no cut; the text takes bytes of the next header along")
        .equal(cuts_that_break(trial), Measure::new("cuts tried", trial.tried))
        .less(Measure::new("bytes meant", bytes(&trial.expected)), Measure::new("bytes taken", taken))
}

fn glued(trial: &Trial) -> Claim {
    let errors = trial.smallest.as_ref().map(|(_, got)| u64::from(got.error.is_some()));
    Claim::new("Forgets what it over-read: it survives every byte by itself, and loses glued frames without an error")
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
    let pass = |name: &str, survived: fn(bool, bool) -> bool| {
        let survived = |trial: &&Trial| survived(trial.one_piece == Some(true), trial.byte_by_byte == Some(true));
        Measure::new(name, naive(case).filter(survived).count() as u64)
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

fn stream_bytes(case: &Case) -> u64 {
    case.frames(FORWARD).last().map_or(0, |frame| frame.end)
}

/// Where all were to be tried, all must have been; the tour says that it tries a part.
fn ours(case: &Case) -> Claim {
    let bytes = stream_bytes(case);
    let tried = Measure::new("cuts tried", case.trials().iter().map(|trial| trial.tried).min());
    let claim = Claim::new("Ours survive every cut");
    let claim = match case.name == format!("every cut of {bytes} bytes") {
        true => claim.equal(tried, Measure::new(format!("ways to cut {bytes} bytes"), 1 << (bytes - 1))),
        false => claim.some(tried),
    };
    none_of_ours(claim, case)
}

/// How often a decoder took an end inside a frame for a clean one.
fn missed(ends: &EarlyEnds) -> Measure {
    Measure::new(format!("missed by {}", ends.decoder), ends.missed)
}

fn taken_for_clean(case: &Case) -> Claim {
    let inside = |at: &u64| case.frames(FORWARD).iter().any(|frame| frame.start < *at && *at < frame.end);
    let all = Measure::new("ends inside a frame", (0..=stream_bytes(case)).filter(inside).count() as u64);
    let claim = Claim::new(
        "A stream that breaks off inside a frame looks whole to five naive decoders \
         somewhere, and everywhere to one of them",
    );
    case.early_ends().into_iter().filter(|ends| !ends.decoder.starts_with(OURS)).fold(claim, |claim, ends| {
        match ends.decoder.as_str() {
            "a short read is the end" => claim, // the one that reports all of them
            "a buffer with no length" => claim.equal(missed(ends), all.clone()),
            _ => claim.some(missed(ends)),
        }
    })
}

fn found_by_ends(case: &Case) -> Claim {
    let naive = || case.early_ends().into_iter().filter(|ends| !ends.decoder.starts_with(OURS));
    let found = naive().filter(|ends| ends.failed > 0).count() as u64;
    Claim::new("Early ends find every naive decoder too")
        .equal(Measure::new("found by ends", found), Measure::new("naive decoders", naive().count() as u64))
}

fn ours_at_every_end(case: &Case) -> Claim {
    let all = case.early_ends();
    let tried = Measure::new("ends tried", all.iter().map(|ends| ends.tried).min());
    let places = Measure::new("places to end at", stream_bytes(case) + 1);
    let claim = Claim::new("Ours survive every end: the whole frames, and an error inside a frame alone");
    all.into_iter().filter(|ends| ends.decoder.starts_with(OURS)).fold(claim.equal(tried, places), |claim, ends| {
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
    let (frames, meant) = decoded_as_sent(case, FORWARD, Kind::Frame, how);
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
