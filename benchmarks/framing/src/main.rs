//! The framing kit beside tokio-util's codecs, prost, unsigned-varint, cobs, plain loops over memchr and memmem, a decoder
//! that drains its `Vec`, and memcpy: all in one run, in turns, the best of several rounds of each. The figures are of this
//! machine alone.
//!
//! `cargo run --release -p framing-benchmarks`, and `-- 3` for three rounds instead of nine.

mod decode;
mod draining;
mod encode;
mod growth;
mod measure;
mod rivals;
mod source;

use std::io::{self, Write};
use std::process::ExitCode;

/// Bytes of payload in a frame.
const SIZES: [usize; 6] = [16, 64, 256, 1024, 16 * 1024, 64 * 1024];
/// Bytes that a read brings.
const READ: usize = 64 * 1024;
/// Bytes of a stream, all frames of it together.
const STREAM: usize = 64 * 1024 * 1024;

fn main() -> ExitCode {
    let rounds = std::env::args().nth(1).map_or(Some(9), |rounds| rounds.parse().ok().filter(|&rounds| rounds > 0));
    let Some(rounds) = rounds.filter(|_| !cfg!(debug_assertions)) else {
        let why =
            if cfg!(debug_assertions) { "a debug build tells nothing about speed" } else { "ROUNDS is 1 or more" };
        // With stderr gone there is nobody left to tell.
        let _ = writeln!(io::stderr(), "error: {why}\nusage: cargo run --release -p framing-benchmarks [-- ROUNDS]");
        return ExitCode::from(2);
    };
    match tables(rounds, &mut io::stdout().lock()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn tables(rounds: u32, out: &mut impl Write) -> io::Result<()> {
    decode::table(rounds, out)?;
    writeln!(out)?;
    rivals::tables(rounds, out)?;
    encode::table(rounds, out)?;
    writeln!(out)?;
    growth::table(rounds, out)
}
