//! Frames into a buffer that is emptied when all payloads of a batch are in it, again and again.

use std::hint::black_box;
use std::io::{self, Write};

use bytes::{Bytes, BytesMut};
use framing::{Encode, LengthField, Order, Prefix, Width};
use tokio_util::codec::{Encoder as _, LengthDelimitedCodec};

use crate::measure::{Contestant, PARTS, best_of, size};
use crate::source::Source;
use crate::{READ, SIZES, STREAM};

/// Bytes of all payloads of a batch.
const BATCH: usize = READ;

pub(crate) fn table(rounds: u32, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "ENCODE  4-byte big-endian lengths, {} MiB in batches of {}", STREAM >> 20, size(BATCH))?;
    writeln!(out, "        GB/s                                times tokio-util")?;
    writeln!(out, "frame   static  told    tokio-util  Bytes   static  told   static by Bytes")?;
    let payloads = Source::new(&[b'x'; BATCH]);
    for len in SIZES {
        let mut contestants: [Contestant<'_>; 4] = [
            Box::new(ours(Prefix::<4>::new(), &payloads, len)),
            Box::new(ours(black_box(LengthField::new(Width::Four, Order::Big)), &payloads, len)),
            Box::new(tokio_util(&payloads, len)),
            Box::new(tokio_util_bytes(&payloads, len)),
        ];
        let best = best_of(rounds, &mut contestants);
        let rate = |at: usize| (STREAM / len * (len + 4)) as f64 / best[at] / 1e9;
        let (fixed, told, tokio, bytes) = (rate(0), rate(1), rate(2), rate(3));
        write!(out, "{:<7} {fixed:>6.2}  {told:>6.2}  {tokio:>10.2}  {bytes:>5.2}", size(len))?;
        writeln!(out, "   {:>6.2}  {:>5.2}  {:>15.2}", fixed / tokio, told / tokio, fixed / bytes)?;
    }
    Ok(())
}

fn ours(framing: impl Encode, payloads: &Source, len: usize) -> impl FnMut(usize) {
    let mut buffer = Vec::with_capacity(2 * BATCH);
    let payloads = payloads.read(0, BATCH, buffer.as_ptr());
    move |_| {
        for _ in 0..STREAM / BATCH / PARTS {
            buffer.clear();
            for payload in payloads.chunks(len) {
                framing.encode(payload, &mut buffer).expect("a 4-byte length can say it");
            }
            black_box(&buffer);
        }
    }
}

fn tokio_util(payloads: &Source, len: usize) -> impl FnMut(usize) {
    let mut codec = LengthDelimitedCodec::new();
    let mut buffer = BytesMut::with_capacity(2 * BATCH);
    let payloads = payloads.read(0, BATCH, buffer.as_ptr());
    move |_| {
        for _ in 0..STREAM / BATCH / PARTS {
            buffer.clear();
            for payload in payloads.chunks(len) {
                codec.encode(payload, &mut buffer).expect("below its limit of 8 MiB");
            }
            black_box(&buffer);
        }
    }
}

/// The same from shared payloads, as most programs have them there: what it takes to hand one over is counted.
fn tokio_util_bytes(payloads: &Source, len: usize) -> impl FnMut(usize) {
    let mut codec = LengthDelimitedCodec::new();
    let mut buffer = BytesMut::with_capacity(2 * BATCH);
    let shared = Bytes::copy_from_slice(payloads.read(0, BATCH, buffer.as_ptr()));
    move |_| {
        for _ in 0..STREAM / BATCH / PARTS {
            buffer.clear();
            for at in (0..BATCH).step_by(len) {
                codec.encode(shared.slice(at..at + len), &mut buffer).expect("below its limit of 8 MiB");
            }
            black_box(&buffer);
        }
    }
}
