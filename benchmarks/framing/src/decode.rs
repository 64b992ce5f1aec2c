//! Frames out of a stream that comes in reads: each read is a copy into the room that the decoder lends, or into the
//! buffer that it is given. The memcpy beside them is that copy alone.

use std::fmt::Debug;
use std::hint::black_box;
use std::io::{self, Write};

use bytes::BytesMut;
use framing::{Decoder, Encode, Framing, LengthField, Order, Prefix, Width};
use tokio_util::codec::{self, LengthDelimitedCodec};

use crate::measure::{Contestant, PARTS, best_of, size};
use crate::source::Source;
use crate::{READ, SIZES, STREAM};

pub(crate) fn table(rounds: u32, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "DECODE  4-byte big-endian lengths, {} MiB in reads of {}", STREAM >> 20, size(READ))?;
    writeln!(out, "        GB/s                                 times tokio-util       static,")?;
    writeln!(out, "frame   static  told    tokio-util  memcpy   static  told           of memcpy")?;
    for payload in SIZES {
        let streams: Vec<Source> = (0..PARTS).map(|_| stream_of(&Prefix::<4>::new(), payload)).collect();
        let mut contestants: [Contestant<'_>; 4] = [
            Box::new(ours(Prefix::<4>::new(), &streams)),
            Box::new(ours(black_box(LengthField::new(Width::Four, Order::Big)), &streams)),
            Box::new(codec(LengthDelimitedCodec::builder().max_frame_length(1 << 20).new_codec(), &streams)),
            Box::new(memcpy(&streams)),
        ];
        let best = best_of(rounds, &mut contestants);
        let bytes: usize = streams.iter().map(Source::len).sum();
        let rate = |at: usize| bytes as f64 / best[at] / 1e9;
        let (fixed, told, tokio, memcpy) = (rate(0), rate(1), rate(2), rate(3));
        write!(out, "{:<7} {fixed:>6.2}  {told:>6.2}  {tokio:>10.2}  {memcpy:>6.2}", size(payload))?;
        let share = 100.0 * fixed / memcpy;
        writeln!(out, "   {:>6.2}  {:>5.2}          {share:>5.1} %", fixed / tokio, told / tokio)?;
    }
    Ok(())
}

/// As many whole frames as fill a part of the stream.
pub(crate) fn stream_of(framing: &impl Encode, payload: usize) -> Source {
    let (payload, mut stream) = (vec![b'x'; payload], Vec::with_capacity(STREAM / PARTS));
    let mut end = 0;
    while stream.len() <= STREAM / PARTS {
        end = stream.len();
        framing.encode(&payload, &mut stream).expect("no framing here refuses an x");
    }
    Source::new(&stream[..end])
}

pub(crate) fn ours(framing: impl Framing, streams: &[Source]) -> impl FnMut(usize) {
    let mut decoder = Decoder::new(framing, 1 << 20);
    move |part| {
        let stream = &streams[part];
        for at in (0..stream.len()).step_by(READ) {
            let space = decoder.space();
            let read = stream.read(at, READ, space.as_ptr());
            space[..read.len()].copy_from_slice(read);
            decoder.filled(read.len());
            while let Some(frame) = decoder.next_frame().expect("no violation") {
                black_box(frame.payload);
            }
        }
        decoder.finish().expect("a clean end");
    }
}

/// Any codec of tokio-util, or made for it.
pub(crate) fn codec(mut codec: impl codec::Decoder<Error: Debug>, streams: &[Source]) -> impl FnMut(usize) {
    let mut buffer = BytesMut::with_capacity(READ);
    move |part| {
        let stream = &streams[part];
        for at in (0..stream.len()).step_by(READ) {
            buffer.reserve(READ);
            let read = stream.read(at, READ, buffer.spare_capacity_mut().as_ptr().cast());
            buffer.extend_from_slice(read);
            while let Some(frame) = codec.decode(&mut buffer).expect("no violation") {
                black_box(&frame);
            }
        }
        assert!(buffer.is_empty(), "a clean end");
    }
}

fn memcpy(streams: &[Source]) -> impl FnMut(usize) {
    let mut buffer = vec![0; READ];
    move |part| {
        let stream = &streams[part];
        for at in (0..stream.len()).step_by(READ) {
            let read = stream.read(at, READ, buffer.as_ptr());
            buffer[..read.len()].copy_from_slice(read);
            black_box(&buffer);
        }
    }
}
