//! Lesson 08: decoders and every way to cut their stream. It needs no socket, since no decoder here opens one; the smallest
//! cuts that break them are then played on sockets all the same.

mod claims;
mod cuts;
mod decoders;
mod naive;
mod sockets;
mod tries;

use cuts::Framed;
use decoders::{DECODERS, Known, OURS};
use lesson::options::NODELAY_QUICK_ACKS;
use lesson::{CaseName, Lesson, Session, Stop};

pub const LESSON: Lesson = Lesson {
    id: "08-every-cut",
    question: "Which cut of the stream breaks your decoder?",
    flags: &[],
    on_a_wire: false,
    sources: &[include_str!("main.rs")],
    headline: SOME_CUTS,
    short: &[SOME_CUTS, EVERY_END, COUNTS_ALL_ON_SOCKETS],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const EVERY_CUT: CaseName = CaseName::new("every cut of 16 bytes");
/// The tour's part of it: cuts of at most so many places, and every byte by itself.
const SOME_CUTS: CaseName = CaseName::new("every cut of 16 bytes, of at most 3 places or of all");
const PLACES_IN_THE_TOUR: usize = 3;
const EVERY_END: CaseName = CaseName::new("every end of 16 bytes");
const ONE_READ_ON_SOCKETS: CaseName = CaseName::new("on sockets: one read for the header");
const SHORT_READ_ON_SOCKETS: CaseName = CaseName::new("on sockets: a short read is the end");
const COUNTS_ALL_ON_SOCKETS: CaseName = CaseName::new("on sockets: += all so far");
const FORGETS_ON_SOCKETS: CaseName = CaseName::new("on sockets: forgets what it over-read");
const BYTE_BY_BYTE: CaseName = CaseName::new("on sockets, byte by byte: ours: struct-header");
const RANDOM_CUTS: CaseName = CaseName::new("cuts by lot of a long stream");

/// The naive decoders whose smallest cut is played on sockets. The other two are broken whatever a read returns: there is
/// nothing that a socket could do to them.
const PLAYED: [(CaseName, &Known); 4] = [
    (ONE_READ_ON_SOCKETS, &decoders::ONE_READ),
    (SHORT_READ_ON_SOCKETS, &decoders::SHORT_READ),
    (COUNTS_ALL_ON_SOCKETS, &decoders::COUNTS_ALL),
    (FORGETS_ON_SOCKETS, &decoders::FORGETS),
];

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let ours = DECODERS.iter().filter(|known| decoders::is_ours(known.name)).count();
    let (all, naive) = (DECODERS.len(), DECODERS.len() - ours);
    session.note(&format!(
        "{all} decoders read the same frames: {naive} as they are often written, and {ours} of ours."
    ))?;
    let short = short_stream();
    tries::every_cut(session, &short)?;
    tries::every_end(session, &short)?;
    let mut on_sockets = |name: CaseName, description: &str, known: &Known, cut: &[usize]| {
        session.case(name.describe(description).options(NODELAY_QUICK_ACKS), |sender, receiver| {
            sockets::play(sender, receiver, known, &short, cut)
        })
    };
    for (name, known) in PLAYED {
        let Some(cut) = tries::smallest(known, &short) else { continue };
        on_sockets(
            name,
            "The smallest cut that broke it: a write for each piece, and the decoder reads.",
            known,
            &cut,
        )?;
    }
    let every_byte: Vec<usize> = (1..short.bytes.len()).collect();
    on_sockets(BYTE_BY_BYTE, "The cut with the most pieces: a write for every byte.", &OURS, &every_byte)?;
    let text = "I'm Lyon 粘包 ".repeat(4).into_bytes();
    tries::random_cuts(session, &Framed::of((0..24).map(|nth| text[..nth * 7 % 41].to_vec()).collect()))
}

/// Three frames that are short enough for every cut.
fn short_stream() -> Framed {
    Framed::of(["粘", "", "a"].map(|text| text.as_bytes().to_vec()).to_vec())
}

#[cfg(test)]
pub(crate) mod tests;
