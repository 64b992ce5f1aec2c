//! Lesson 08: decoders and every way to cut their stream. It needs no socket, since no decoder here opens one; the smallest
//! cuts that break them are then played on sockets all the same.

mod cuts;
mod decoders;
mod naive;
mod sockets;
mod tries;

use cuts::Framed;
use decoders::{DECODERS, OURS};
use lessons::{Failure, Lesson, Show, Stop};
use link::Options;
use std::process::ExitCode;

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "08-every-cut",
    question: "Which cut of the stream breaks your decoder?",
    flags: &[],
    brief: &["every cut", "on sockets: +="],
    run,
    claims: lessons::claims::every_cut::claims,
    program: None,
};

/// The naive decoders whose smallest cut is played on sockets.
const PLAYED: [&str; 4] =
    ["one read for the header", "a short read is the end", "+= all so far", "forgets what it over-read"];

/// Runs it as a program.
pub fn main() -> ExitCode {
    lessons::main(&LESSON)
}

fn run(show: &mut Show<'_>) -> Result<(), Stop> {
    show.note("Eight decoders read the same frames: six as they are often written, and two of ours.")?;
    let short = framed(["粘", "", "a"].map(|text| text.as_bytes().to_vec()).to_vec())?;
    for trial in tries::every_way(show, &short)? {
        let Some((cut, _)) = trial.smallest.filter(|_| PLAYED.contains(&trial.decoder.as_str())) else { continue };
        let cut: Vec<usize> = cut.iter().map(|&at| at as usize).collect();
        let does = "The smallest cut that broke it: a write for each piece, and the decoder reads.";
        on_sockets(show, "on sockets", does, &trial.decoder, &short, &cut)?;
    }
    let every_byte: Vec<usize> = (1..short.bytes.len()).collect();
    let does = "The cut with the most pieces: a write for every byte.";
    on_sockets(show, "on sockets, byte by byte", does, OURS, &short, &every_byte)?;
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
    decoder: &str,
    stream: &Framed,
    cut: &[usize],
) -> Result<(), Stop> {
    let at_once = Options { nodelay: Some(true), quickack: Some(true), ..Options::default() };
    let Some(&decoder) = DECODERS.iter().find(|(name, _)| *name == decoder) else { return Ok(()) };
    show.case(&format!("{what}: {}", decoder.0), does, at_once, |sender, receiver| {
        sockets::play(sender, receiver, decoder, stream, cut)
    })
}
