//! Lesson 08: decoders and every way to cut their stream. It needs no socket, since no decoder here opens one; the smallest
//! cuts that break them are then played on sockets all the same.

mod cuts;
mod decoders;
mod naive;
mod sockets;
mod tries;

use cuts::Framed;
use decoders::{DECODERS, Known, OURS, is_ours};
use lesson::{Failure, Lesson, Show, Stop};
use link::SocketOptions;
use std::process::ExitCode;

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "08-every-cut",
    question: "Which cut of the stream breaks your decoder?",
    flags: &[],
    brief: &["every cut", "every end", "on sockets: +="],
    run,
    claims: lessons::claims::every_cut::claims,
    program: None,
};

/// The naive decoders whose smallest cut is played on sockets. The other two are broken whatever a read returns: there is
/// nothing that a socket could do to them.
const PLAYED: [&str; 4] =
    ["one read for the header", "a short read is the end", "+= all so far", "forgets what it over-read"];

/// Runs it as a program.
pub fn main() -> ExitCode {
    lesson::main(&LESSON)
}

fn run(show: &mut Show<'_>) -> Result<(), Stop> {
    let ours = DECODERS.iter().filter(|known| is_ours(known.name)).count();
    let (all, naive) = (DECODERS.len(), DECODERS.len() - ours);
    show.note(&format!("{all} decoders read the same frames: {naive} as they are often written, and {ours} of ours."))?;
    let short = framed(["粘", "", "a"].map(|text| text.as_bytes().to_vec()).to_vec())?;
    tries::every_way(show, &short)?;
    tries::every_end(show, &short)?;
    for &known in DECODERS.iter().filter(|known| PLAYED.contains(&known.name)) {
        let Some(cut) = tries::smallest(known, &short) else { continue };
        let does = "The smallest cut that broke it: a write for each piece, and the decoder reads.";
        on_sockets(show, "on sockets", does, known, &short, &cut)?;
    }
    let every_byte: Vec<usize> = (1..short.bytes.len()).collect();
    let does = "The cut with the most pieces: a write for every byte.";
    for &known in DECODERS.iter().filter(|known| known.name == OURS) {
        on_sockets(show, "on sockets, byte by byte", does, known, &short, &every_byte)?;
    }
    let text = "I'm Lyon 粘包 ".repeat(4).into_bytes();
    tries::by_lot(show, &framed((0..24).map(|nth| text[..nth * 7 % 41].to_vec()).collect())?)
}

fn framed(payloads: Vec<Vec<u8>>) -> Result<Framed, Stop> {
    let hint = "the payloads of this lesson are short: it is wrong";
    Framed::of(payloads).map_err(|error| Failure::cannot(error.to_string(), hint).into())
}

fn on_sockets(
    show: &mut Show<'_>,
    what: &str,
    does: &str,
    known: Known,
    stream: &Framed,
    cut: &[usize],
) -> Result<(), Stop> {
    let at_once = SocketOptions { nodelay: Some(true), quickack: Some(true), ..SocketOptions::default() };
    show.case(&format!("{what}: {}", known.name), does, at_once, |sender, receiver| {
        sockets::play(sender, receiver, known, stream, cut)
    })
}
