//! The framing kit beside tokio-util's LengthDelimitedCodec, a decoder that drains its `Vec`, and memcpy: all in one run,
//! in turns, the best of several rounds of each. It proves nothing about another machine.
//!
//! `cargo run --release -p framing-benchmarks`, and `-- 3` for three rounds instead of nine.

mod decode;
mod draining;
mod encode;
mod growth;
mod measure;
mod source;

use std::error::Error;
use std::io::{self, Write};

/// Bytes of payload in a frame.
const SIZES: [usize; 6] = [16, 64, 256, 1024, 16 * 1024, 64 * 1024];
/// Bytes that a read brings.
const READ: usize = 64 * 1024;
/// Bytes of a stream, all frames of it together.
const STREAM: usize = 64 * 1024 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    if cfg!(debug_assertions) {
        return Err("nothing to be learnt from a debug build: cargo run --release -p framing-benchmarks".into());
    }
    let rounds = std::env::args().nth(1).map_or(Ok(9), |rounds| rounds.parse())?;
    let out = &mut io::stdout().lock();
    decode::table(rounds, out)?;
    writeln!(out)?;
    encode::table(rounds, out)?;
    writeln!(out)?;
    growth::table(rounds, out)?;
    Ok(())
}
