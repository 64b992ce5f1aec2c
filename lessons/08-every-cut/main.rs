//! Lesson 08: decoders and every way to cut their stream. It needs no socket, since no decoder here opens one; even so,
//! the smallest cuts that break them are then played on sockets.

mod claims;
mod cuts;
mod decoders;
mod naive;
mod questions;
mod sockets;
mod tries;

use cuts::Framed;
use decoders::{ADDS_UP, BUFFERED, COLLECTS, DECODERS, HEADER_FIRST, Known, OURS};
use lesson::options::NODELAY_QUICK_ACKS;
use lesson::{CaseName, Lesson, Session, Stop, source};
use questions::FRAMES_AS_SENT;

pub const LESSON: Lesson = Lesson {
    id: "08-every-cut",
    question: "Which cut of the stream breaks your decoder?",
    flags: &[],
    on_a_wire: false,
    sources: &[source!("naive.rs"), source!("decoders.rs"), source!("sockets.rs"), source!("tries.rs")],
    headline: ADDS_UP.case,
    short: &[HEADER_FIRST.case, ADDS_UP.case, BUFFERED.case, OURS.case, EVERY_END],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const EVERY_END: CaseName = CaseName::new("every end: all decoders");
const HEADER_FIRST_ON_SOCKETS: CaseName = CaseName::new("on sockets: header, then payload");
const COLLECTS_ON_SOCKETS: CaseName = CaseName::new("on sockets: collects, then decodes");
const ADDS_UP_ON_SOCKETS: CaseName = CaseName::new("on sockets: adds up its buffer");
const BUFFERED_ON_SOCKETS: CaseName = CaseName::new("on sockets: reads through a buffer");
const BYTES_ON_SOCKETS: CaseName = CaseName::new("on sockets, byte by byte: ours, struct-header");
const RANDOM_CUTS: CaseName = CaseName::new("random cuts of a long stream");

/// The naive decoders whose smallest cut is played on sockets. The other two are broken whatever a read returns, so a
/// socket could show nothing new.
const PLAYED: [(CaseName, &Known); 4] = [
    (HEADER_FIRST_ON_SOCKETS, &HEADER_FIRST),
    (COLLECTS_ON_SOCKETS, &COLLECTS),
    (ADDS_UP_ON_SOCKETS, &ADDS_UP),
    (BUFFERED_ON_SOCKETS, &BUFFERED),
];

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let ours = DECODERS.iter().filter(|known| decoders::is_ours(known.name)).count();
    let (all, naive) = (DECODERS.len(), DECODERS.len() - ours);
    session.note(&format!(
        "{all} decoders read the same three frames: {naive} as they are often written, and {ours} of ours. Each frame is four \
         bytes of length, least significant first, and a payload: \"粘\", \"\", \"a\"."
    ))?;
    let short = short_stream();
    tries::every_cut_of(session, &short)?;
    session.decoders()?;
    tries::every_end(session, &short)?;
    on_sockets(session, &short)?;
    let text = "I'm Lyon 粘包 ".repeat(4).into_bytes();
    tries::random_cuts(session, &Framed::of((0..24).map(|nth| text[..nth * 7 % 41].to_vec()).collect()))
}

fn on_sockets(session: &mut Session<'_>, stream: &Framed) -> Result<(), Stop> {
    let mut play = |name: CaseName, description: &str, known: &Known, cut: &[usize]| {
        let case = name.describe(description).options(NODELAY_QUICK_ACKS).ask(FRAMES_AS_SENT).code(known.code);
        session.case(case, |sender, receiver| sockets::play(sender, receiver, known, stream, cut))
    };
    for (name, known) in PLAYED {
        let Some(cut) = tries::smallest(known, stream) else { continue };
        play(name, "Writes each piece of the smallest cut that broke the decoder.", known, &cut)?;
    }
    let every_byte: Vec<usize> = (1..stream.bytes.len()).collect();
    play(BYTES_ON_SOCKETS, "Writes each byte on its own.", &OURS, &every_byte)
}

/// Three frames that are short enough to be cut in every way.
fn short_stream() -> Framed {
    Framed::of(["粘", "", "a"].map(|text| text.as_bytes().to_vec()).to_vec())
}

#[cfg(test)]
pub(crate) mod tests;
