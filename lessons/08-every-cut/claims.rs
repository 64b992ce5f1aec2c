//! What lesson 08 claims. A decoder that somebody has repaired is praised, and the claims about its faults are not
//! made.

use super::decoders::{OURS_GENERAL, RESERVES, TEXT, is_ours};
use super::*;
use lesson::{Statement, claim};
use trace::{Case, Claim, Decoded, EarlyEnds, Kind, Measure, Run, Stream, Trial};

const FORWARD: Stream = Stream::Forward;

const NAIVE_CASES: &[CaseName] =
    &[HEADER_FIRST.case, COLLECTS.case, ADDS_UP.case, RESERVES.case, TEXT.case, BUFFERED.case];

const ON_SOCKETS: &[CaseName] = &[PLAYED[0].0, PLAYED[1].0, PLAYED[2].0, PLAYED[3].0];

pub(crate) const CLAIMS: &[Statement] = &[
    claim("One read for a header: a single cut inside a header breaks the decoder")
        .on(HEADER_FIRST.case, |claim, case| {
            unless_repaired(claim, case, |claim, case, trial| {
                let [begin, _] = first_payload(case, trial);
                breaks_in_pieces(claim, trial, 1).less(place("its place", smallest(trial).first()), begin)
            })
        })
        .evidence(
            "{cuts that break it:cut} break it. The smallest has {places of the smallest cut:place}, at {its place}; the first \
             payload begins at {begin of the payload}. Failures in one piece: {failures in one piece}",
        ),
    claim("A short read taken for the end: a single cut breaks the decoder, which survives hardly any")
        .on(COLLECTS.case, |claim, case| {
            unless_repaired(claim, case, |claim, _, trial| {
                let survived = Measure::new("cuts survived", trial.tried - trial.failed);
                breaks_in_pieces(claim, trial, 1).less(survived, cuts_that_break(trial))
            })
        })
        .evidence(
            "{cuts that break it:cut} break it, and {cuts survived} do not. The smallest has \
             {places of the smallest cut:place}. Failures in one piece: {failures in one piece}",
        ),
    claim("Adding up the whole buffer after each read: it takes two cuts inside one payload to break the decoder")
        .on(ADDS_UP.case, |claim, case| {
            unless_repaired(claim, case, |claim, case, trial| {
                let [begin, end] = first_payload(case, trial);
                breaks_in_pieces(claim, trial, 2)
                    .less(begin, place("its first place", smallest(trial).first()))
                    .less(place("its last place", smallest(trial).last()), end)
            })
        })
        .evidence(
            "{cuts that break it:cut} break it. The smallest has {places of the smallest cut:place}, at {its first place} and \
             {its last place}, inside the payload from {begin of the payload} to {end of the payload}. Failures in one piece: \
             {failures in one piece}",
        )
        .headline(),
    claim("A capacity taken for a length: the buffer has room, every read asks for 0 bytes, and no frame is found")
        .on(RESERVES.case, |claim, case| {
            unless_repaired(claim, case, |claim, _, trial| {
                let frames = trial.smallest.as_ref().map(|(_, got)| got.frames.len() as u64);
                survives_no_cut(claim, trial).none(Measure::new("frames returned", frames))
            })
        })
        .evidence("{cuts that break it} of {cuts tried:cut} break it; it returned {frames returned:frame}"),
    claim("Characters counted instead of bytes: the decoder survives no cut, and its text includes bytes of the next \
           header")
        .on(TEXT.case, |claim, case| {
            unless_repaired(claim, case, |claim, _, trial| {
                let bytes = |frames: &[Vec<u8>]| frames.first().map(|frame| frame.len() as u64);
                let decoded = trial.smallest.as_ref().and_then(|(_, got)| bytes(&got.frames));
                survives_no_cut(claim, trial)
                    .less(Measure::new("bytes sent", bytes(&trial.expected)), Measure::new("bytes returned", decoded))
            })
        })
        .evidence(
            "{cuts that break it} of {cuts tried:cut} break it; its first text has {bytes returned:byte}, and {bytes sent} \
             were sent",
        ),
    claim("A new buffer for each frame: the decoder works byte by byte, but loses frames that come together, without \
           an error")
        .on(BUFFERED.case, |claim, case| {
            unless_repaired(claim, case, |claim, _, trial| {
                let errors = trial.smallest.as_ref().map(|(_, got)| u64::from(got.error.is_some()));
                claim
                    .some(cuts_that_break(trial))
                    .none(failures("failures byte by byte", trial.byte_by_byte))
                    .none(places(trial))
                    .some(failures("failures in one piece", trial.one_piece))
                    .none(Measure::new("errors", errors))
            })
        })
        .evidence(
            "{cuts that break it:cut} break it, the smallest with {places of the smallest cut:place}. Failures byte by byte: \
             {failures byte by byte}, in one piece: {failures in one piece}, with {errors:error}",
        ),
    claim("One test alone, in one piece or byte by byte: either lets a broken decoder pass")
        .only(as_written)
        .on_all(NAIVE_CASES, |claim, cases| {
            claim
                .some(pass(cases, "right in one piece", |one_piece, _| one_piece))
                .some(pass(cases, "right byte by byte", |_, byte_by_byte| byte_by_byte))
                .none(pass(cases, "right both ways", |one_piece, byte_by_byte| one_piece && byte_by_byte))
        })
        .evidence(
            "{right in one piece:broken decoder} passed in one piece, {right byte by byte} byte by byte, {right both ways} \
             both",
        ),
    claim("Our decoders: no cut breaks them")
        .on_all(&[OURS.case, OURS_GENERAL.case], |claim, cases| {
            let trials: Vec<&Trial> = cases.iter().flat_map(|case| case.trials()).collect();
            let tried = Measure::new("cuts tried", trials.iter().map(|trial| trial.tried).min());
            let bytes = cases.first().map_or(1, |case| stream_bytes(case));
            claim.equal(tried, Measure::new("ways to cut", 1 << (bytes - 1))).none(all_failures(trials.into_iter()))
        })
        .evidence("{cuts tried} of {ways to cut:way} to cut were tried with each: {failures:failure}"),
    claim("A stream that ends inside a frame: five naive decoders miss such an end somewhere, one of them everywhere")
        .only(as_written)
        .on(EVERY_END, missed_by_naive)
        .evidence(
            "Of {ends inside a frame:end} inside a frame, \"header, then payload\" missed {missed by header, then \
             payload}, \"adds up its buffer\" {missed by adds up its buffer}, \"reserves a buffer\" {missed by \
             reserves a buffer}, \"collects a text\" {missed by collects a text} and \"reads through a buffer\" \
             {missed by reads through a buffer}",
        ),
    claim("Early ends: they break every naive decoder, too")
        .only(as_written)
        .on(EVERY_END, |claim, case| {
            let broken = naive_at_ends(case).filter(|ends| ends.failed > 0).count() as u64;
            let all = naive_at_ends(case).count() as u64;
            claim.equal(Measure::new("broken by ends", broken), Measure::new("naive decoders", all))
        })
        .evidence("{broken by ends} of {naive decoders:naive decoder} failed at one end or more"),
    claim("Our decoders, at every end: they return the complete frames, and an error only inside a frame")
        .on(EVERY_END, ours_at_every_end)
        .evidence("{ends tried} of {places to end at:place} were tried with each: {failures:failure}, {ends missed} missed"),
    claim("On sockets: the smallest cut breaks each decoder as it did in memory")
        .only(|run| !played(run).is_empty())
        .on_either(ON_SOCKETS, |claim, _, run| as_in_memory(claim, run))
        .evidence(
            "{decoded as in memory} of {decoders on sockets:decoder} returned the same as in memory, {a write for \
             each piece} of them from one write for each piece",
        ),
    claim("On sockets, byte by byte: our decoder returns every frame")
        .on(BYTES_ON_SOCKETS, |claim, case| {
            let (frames, sent) = case.decoded_as_sent(FORWARD, Kind::Frame, OURS.name);
            claim
                .equal(case.read_count(FORWARD), case.bytes_written(FORWARD))
                .equal(frames.named("frames as sent"), sent.named("frames sent"))
        })
        .evidence("{reads:read} returned {bytes written:byte}; {frames as sent} of {frames sent:frame} came out as sent"),
    claim("Random cuts: they break every naive decoder, too, but in more places, and they do not break ours")
        .only(as_written)
        .on_either(&[RANDOM_CUTS], broken_by_random_cuts)
        .evidence(
            "{broken by random cuts} of {naive decoders:naive decoder} were broken, by cuts at {fewest places of a \
             random cut:place} or more, where {most places of a smallest cut} are enough. Our decoders had \
             {failures:failure}",
        ),
];

/// The claim on a decoder that is still broken; of one that is not, the claim is that it survived.
fn unless_repaired(claim: Claim, case: &Case, check: fn(Claim, &Case, &Trial) -> Claim) -> Claim {
    let trial = only(case);
    if trial.failed > 0 {
        return check(claim.some(cuts_that_break(trial)), case, trial);
    }
    Claim::new(format!("\"{}\" is repaired: no cut breaks it. Well done", trial.decoder))
        .in_words(Some("it survived {cuts survived} of {ways to cut:way} to cut"))
        .equal(Measure::new("cuts survived", trial.tried), Measure::new("ways to cut", 1 << (stream_bytes(case) - 1)))
}

/// Whether every naive decoder was tried, and some cut still breaks it.
fn as_written(run: &Run) -> bool {
    NAIVE_CASES.iter().all(|name| name.in_run(run).is_some_and(|case| only(case).failed > 0))
}

/// The only decoder of a case.
fn only(case: &Case) -> &Trial {
    case.trials().into_iter().next().unwrap_or_else(|| panic!("the case '{}' tried no decoder", case.name))
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
fn failures(name: &str, survived: Option<bool>) -> Measure {
    Measure::new(name, survived.map(|survived| u64::from(!survived)))
}

/// Where the first payload begins and ends in the stream, its header before it.
fn first_payload(case: &Case, trial: &Trial) -> [Measure; 2] {
    let end = case.frames(FORWARD).first().map(|frame| frame.end);
    let begin = end.zip(trial.expected.first()).map(|(end, payload)| end - payload.len() as u64);
    [Measure::new("begin of the payload", begin), Measure::new("end of the payload", end)]
}

/// The stream in one piece does not break the decoder; it takes a cut at `wanted` places to do so.
fn breaks_in_pieces(claim: Claim, trial: &Trial, wanted: u64) -> Claim {
    let one_piece = failures("failures in one piece", trial.one_piece);
    claim.none(one_piece).equal(places(trial), Measure::new("", wanted))
}

fn survives_no_cut(claim: Claim, trial: &Trial) -> Claim {
    claim.equal(cuts_that_break(trial), Measure::new("cuts tried", trial.tried))
}

/// How many decoders pass, by what they made of the stream in one piece and byte by byte.
fn pass(cases: &[&Case], name: &str, passes: fn(bool, bool) -> bool) -> Measure {
    let trials = cases.iter().map(|case| only(case));
    let passed = trials.filter(|trial| passes(trial.one_piece == Some(true), trial.byte_by_byte == Some(true)));
    Measure::new(name, passed.count() as u64)
}

fn all_failures<'a>(trials: impl Iterator<Item = &'a Trial>) -> Measure {
    Measure::new("failures", trials.map(|trial| trial.failed).sum::<u64>())
}

fn stream_bytes(case: &Case) -> u64 {
    case.frames(FORWARD).last().map_or(1, |frame| frame.end)
}

fn naive_at_ends(case: &Case) -> impl Iterator<Item = &EarlyEnds> {
    case.early_ends().into_iter().filter(|ends| !is_ours(&ends.decoder))
}

fn missed_by_naive(claim: Claim, case: &Case) -> Claim {
    let inside = |at: &u64| case.frames(FORWARD).iter().any(|frame| frame.start < *at && *at < frame.end);
    let all = Measure::new("ends inside a frame", (0..=stream_bytes(case)).filter(inside).count() as u64);
    naive_at_ends(case).fold(claim, |claim, ends| {
        let missed = Measure::new(format!("missed by {}", ends.decoder), ends.missed);
        match ends.decoder.as_str() {
            name if name == COLLECTS.name => claim, // the one that reports all of them
            name if name == RESERVES.name => claim.equal(missed, all.clone()),
            _ => claim.some(missed),
        }
    })
}

fn ours_at_every_end(claim: Claim, case: &Case) -> Claim {
    let ours = || case.early_ends().into_iter().filter(|ends| is_ours(&ends.decoder));
    let sum = |name: &str, of: fn(&EarlyEnds) -> u64| Measure::new(name, ours().map(of).sum::<u64>());
    claim
        .equal(
            Measure::new("ends tried", case.early_ends().iter().map(|ends| ends.tried).min()),
            Measure::new("places to end at", stream_bytes(case) + 1),
        )
        .none(sum("failures", |ends| ends.failed))
        .none(sum("ends missed", |ends| ends.missed))
}

/// Whether a decoder returned on a socket exactly what it had returned in memory, from the same cut.
fn same(case: &Case, decoder: &str, in_memory: &Decoded) -> bool {
    let frames = case.decoded_values(FORWARD, Kind::Frame, decoder);
    let errors = case.decoded_values(FORWARD, Kind::Error, decoder);
    let error = in_memory.error.iter().map(String::as_bytes);
    frames.iter().copied().eq(in_memory.frames.iter().map(Vec::as_slice)) && errors.into_iter().eq(error)
}

/// For each decoder that was played on sockets: whether it returned the same as in memory, and whether each piece was a
/// write.
fn played(run: &Run) -> Vec<(bool, bool)> {
    let played = |(name, known): &(CaseName, &Known)| {
        let (case, trial) = (name.in_run(run)?, only(known.case.in_run(run)?));
        let (_, in_memory) = trial.smallest.as_ref()?;
        Some((same(case, known.name, in_memory), case.written(FORWARD).value == Some(places(trial).value? + 1)))
    };
    PLAYED.iter().filter_map(played).collect()
}

fn as_in_memory(claim: Claim, run: &Run) -> Claim {
    let played = played(run);
    let count = |name: &str, wanted: fn(&&(bool, bool)) -> bool| {
        Measure::new(name, played.iter().filter(wanted).count() as u64)
    };
    let all = Measure::new("decoders on sockets", played.len() as u64);
    claim
        .equal(count("decoded as in memory", |(same, _)| *same), all.clone())
        .equal(count("a write for each piece", |(_, pieces)| *pieces), all)
}

fn broken_by_random_cuts(claim: Claim, random: &Case, run: &Run) -> Claim {
    let naive = || random.trials().into_iter().filter(|trial| !is_ours(&trial.decoder));
    let broken = naive().filter(|trial| trial.failed > 0).count() as u64;
    let smallest = NAIVE_CASES.iter().filter_map(|name| places(only(name.in_run(run)?)).value);
    let fewest = naive().filter_map(|trial| places(trial).value).min();
    claim
        .equal(Measure::new("broken by random cuts", broken), Measure::new("naive decoders", naive().count() as u64))
        .less(
            Measure::new("most places of a smallest cut", smallest.max()),
            Measure::new("fewest places of a random cut", fewest),
        )
        .none(all_failures(random.trials().into_iter().filter(|trial| is_ours(&trial.decoder))))
}
