//! Every other framing beside the crates that people use for it, and beside the plainest loop that finds the same frames:
//! one buffer, filled by the reads, and memchr or memmem over it.

use std::hint::black_box;
use std::io::{self, Write};

use framing::{Cobs, Decoder, Delimiter, Encode, Framing, Line, Varint};
use memchr::{memchr, memmem};
use tokio_util::codec::{AnyDelimiterCodec, LinesCodec};
use unsigned_varint::codec::UviBytes;

use crate::decode::{codec, ours, stream_of};
use crate::measure::{Contestant, PARTS, best_of, seconds, size};
use crate::source::Source;
use crate::{READ, SIZES};

/// Its name, and what decodes a stream with it.
type Rival = (&'static str, for<'a> fn(&'a [Source]) -> Contestant<'a>);

const FOUR: &[u8] = b"\r\n\r\n";

pub(crate) fn tables(rounds: u32, out: &mut impl Write) -> io::Result<()> {
    let delimiter = |bytes: &[u8]| Delimiter::new(bytes).expect("some bytes");
    let lines: [Rival; 2] = [
        ("LinesCodec", |streams| Box::new(codec(LinesCodec::new(), streams))),
        ("memchr loop", |streams| walk(streams, |bytes| split_at(bytes, memchr::memchr_iter(b'\n', bytes), 1))),
    ];
    table("LINE", Line::new(), &lines, rounds, out)?;
    let nul: [Rival; 2] = [
        ("AnyDelimiter", |streams| Box::new(codec(AnyDelimiterCodec::new(vec![0], vec![0]), streams))),
        ("memchr loop", |streams| walk(streams, |bytes| split_at(bytes, memchr::memchr_iter(0, bytes), 1))),
    ];
    table("NUL", delimiter(b"\0"), &nul, rounds, out)?;
    let four: [Rival; 1] =
        [("memmem loop", |streams| walk(streams, |bytes| split_at(bytes, memmem::find_iter(bytes, FOUR), FOUR.len())))];
    table("CR LF CR LF", delimiter(FOUR), &four, rounds, out)?;
    let varint: [Rival; 2] = [
        ("uvi codec", |streams| Box::new(codec(UviBytes::<&[u8]>::default(), streams))),
        ("prost", |streams| walk(streams, |bytes| split_by_prost(bytes))),
    ];
    table("VARINT", Varint::new(), &varint, rounds, out)?;
    table("COBS", Cobs, &[("cobs", |streams| walk(streams, split_by_cobs))], rounds, out)?;
    worst(rounds, out)
}

/// A delimiter that seems to begin at every byte: a search that starts again each time would need 1000 times as long.
fn worst(rounds: u32, out: &mut impl Write) -> io::Result<()> {
    let delimiter = Delimiter::new([&[b'a'; 999][..], b"b"].concat()).expect("some bytes");
    let stream = vec![b'a'; 1 << 20];
    writeln!(out, "WORST         1 MiB of the first byte of a delimiter of 1000 bytes")?;
    for piece in [1, 16, 100, READ] {
        let decode = || {
            let mut decoder = Decoder::new(delimiter.clone(), stream.len());
            for piece in stream.chunks(piece) {
                decoder.feed(piece);
                assert_eq!(decoder.next_frame(), Ok(None));
            }
        };
        let best = (0..rounds).map(|_| seconds(decode)).fold(f64::INFINITY, f64::min);
        writeln!(out, "in reads of {:<7} {:>5.2} ms", size(piece), best * 1e3)?;
    }
    writeln!(out)
}

fn table(
    title: &str,
    framing: impl Framing + Encode + Clone,
    rivals: &[Rival],
    rounds: u32,
    out: &mut impl Write,
) -> io::Result<()> {
    write!(out, "{title:<12}  GB/s: ours")?;
    rivals.iter().try_for_each(|(name, _)| write!(out, "  {name:>12}"))?;
    rivals.iter().try_for_each(|(name, _)| write!(out, "  {:>14}", format!("by {name}")))?;
    writeln!(out)?;
    for payload in SIZES {
        let streams: Vec<Source> = (0..PARTS).map(|_| stream_of(&framing, payload)).collect();
        let mut contestants: Vec<Contestant<'_>> = vec![Box::new(ours(framing.clone(), &streams))];
        contestants.extend(rivals.iter().map(|(_, rival)| rival(&streams)));
        let best = best_of(rounds, &mut contestants);
        let bytes: usize = streams.iter().map(Source::len).sum();
        write!(out, "{:<12}  {:>10.2}", size(payload), bytes as f64 / best[0] / 1e9)?;
        best[1..].iter().try_for_each(|theirs| write!(out, "  {:>12.2}", bytes as f64 / theirs / 1e9))?;
        best[1..].iter().try_for_each(|theirs| write!(out, "  {:>14.2}", theirs / best[0]))?;
        writeln!(out)?;
    }
    writeln!(out)
}

/// One buffer, filled by the reads. `split` hands over the frames at its front, and says how many bytes they have.
fn walk<'a>(streams: &'a [Source], split: impl Fn(&mut [u8]) -> usize + 'a) -> Contestant<'a> {
    let (mut buffer, mut waiting) = (vec![0; 4 * READ], 0);
    Box::new(move |part| {
        let stream = &streams[part];
        for at in (0..stream.len()).step_by(READ) {
            let read = stream.read(at, READ, buffer[waiting..].as_ptr());
            let end = waiting + read.len();
            buffer[waiting..end].copy_from_slice(read);
            let taken = split(&mut buffer[..end]);
            buffer.copy_within(taken..end, 0);
            waiting = end - taken;
        }
        assert_eq!(waiting, 0, "a clean end");
    })
}

fn split_at(bytes: &[u8], ends: impl Iterator<Item = usize>, delimiter: usize) -> usize {
    let mut start = 0;
    for end in ends {
        black_box(&bytes[start..end]);
        start = end + delimiter;
    }
    start
}

fn split_by_prost(bytes: &[u8]) -> usize {
    let mut start = 0;
    while let Ok(len) = prost::decode_length_delimiter(&bytes[start..]) {
        let header = prost::length_delimiter_len(len);
        let Some(payload) = bytes[start..].get(header..header + len) else { break };
        black_box(payload);
        start += header + len;
    }
    start
}

fn split_by_cobs(bytes: &mut [u8]) -> usize {
    let mut start = 0;
    while let Some(len) = memchr(0, &bytes[start..]) {
        let frame = &mut bytes[start..start + len];
        let payload = cobs::decode_in_place(frame).expect("no violation");
        black_box(&frame[..payload]);
        start += len + 1;
    }
    start
}
