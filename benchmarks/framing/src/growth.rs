//! Time and bytes moved a frame, as the frames become more: the same 64 KiB, which stay in the cache, again and again.

use std::hint::black_box;
use std::io::{self, Write};

use framing::{Decoder, Encode, Prefix};

use crate::READ;
use crate::draining::Draining;
use crate::measure::{seconds, size};
use crate::source::Source;

/// Bytes of payload in a frame; 4 more are its header.
const PAYLOAD: usize = 56;
/// Frames in what is fed again and again.
const FRAMES: usize = READ / (PAYLOAD + 4);
/// It comes in two reads, and here the first of them ends, inside a frame.
const CUT: usize = 40_000;
/// Frames at most where the draining decoder gets all at once: the next power of two takes four times as long.
const AT_ONCE_MOST: usize = 1 << 15;

/// Nanoseconds and bytes moved, for one frame.
struct Cost {
    ns: f64,
    moved: f64,
}

pub(crate) fn table(rounds: u32, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "GROWTH  frames of {PAYLOAD} B, the same {} fed again and again", size(READ))?;
    writeln!(out, "        ours             Vec::drain, a read each  Vec::drain, all at once")?;
    writeln!(out, "frames  ns     moved B   ns        moved B        ns          moved B")?;
    let piece = piece();
    for power in 10..=20 {
        let frames = 1 << power;
        let ours = best(rounds, frames, || ours(&piece, frames));
        let drained = best(if power > 16 { 1 } else { rounds }, frames, || drained_as_read(&piece, frames));
        write!(out, "2^{power}    {:<6.2} {:<9.2} {:<9.1} {:<14.0}", ours.ns, ours.moved, drained.ns, drained.moved)?;
        if frames <= AT_ONCE_MOST {
            let drained = best(1, frames, || drained_at_once(&piece, frames));
            write!(out, " {:<11.1} {:.0}", drained.ns, drained.moved)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn piece() -> Source {
    let mut piece = Vec::new();
    for _ in 0..FRAMES {
        Prefix::<4>::new().encode(&[b'x'; PAYLOAD], &mut piece).expect("a 4-byte length can say it");
    }
    Source::new(&piece)
}

fn best(rounds: u32, frames: usize, mut run: impl FnMut() -> u64) -> Cost {
    let (mut best, mut moved) = (f64::INFINITY, 0);
    // Short runs are over before the machine is at its pace.
    for _ in 0..rounds as usize * (1 + (1 << 13) / frames) {
        best = best.min(seconds(|| moved = run()));
    }
    Cost { ns: best * 1e9 / frames as f64, moved: moved as f64 / frames as f64 }
}

fn ours(piece: &Source, frames: usize) -> u64 {
    let mut decoder = Decoder::new(Prefix::<4>::new(), 1024);
    let mut taken = 0;
    while taken < frames {
        for (at, len) in [(0, CUT), (CUT, READ)] {
            let space = decoder.space();
            let read = piece.read(at, len, space.as_ptr());
            space[..read.len()].copy_from_slice(read);
            decoder.filled(read.len());
            while let Some(frame) = decoder.next_frame().expect("no violation") {
                black_box(frame.payload);
                taken += 1;
            }
        }
    }
    decoder.moved()
}

/// All that is whole is taken before the next read.
fn drained_as_read(piece: &Source, frames: usize) -> u64 {
    let mut decoder = Draining::default();
    let mut taken = 0;
    while taken < frames {
        decoder.feed(piece.read(0, READ, std::ptr::null()));
        taken += drain(&mut decoder);
    }
    decoder.moved
}

/// The sender was faster: all waits when the first frame is taken.
fn drained_at_once(piece: &Source, frames: usize) -> u64 {
    let mut decoder = Draining::default();
    for _ in 0..frames.div_ceil(FRAMES) {
        decoder.feed(piece.read(0, READ, std::ptr::null()));
    }
    drain(&mut decoder);
    decoder.moved
}

fn drain(decoder: &mut Draining) -> usize {
    std::iter::from_fn(|| decoder.next_frame()).map(black_box).count()
}
