//! What all decoders of this lesson have in common, and the two that are ours: whoever reads for them, a socket or a script,
//! they take frames out of it. They open no socket and know no cut.

use super::naive;
use framing::{LittleEndian, Prefix};
use receiver_short_reads::{exactly, up_to};
use std::io::{self, ErrorKind, Read};
use struct_header::Order;
use trace::Decoded;

/// Where a decoder puts the payloads that it finds.
pub(crate) type Frames = Vec<Vec<u8>>;

/// A way to take frames out of a stream, until it ends.
pub(crate) type Decode = fn(&mut dyn Read, &mut Frames) -> io::Result<()>;

/// The largest payload that ours take.
const LIMIT: usize = 1024;

/// The first of ours: the decoder of lesson 04.
pub(crate) const OURS: &str = "ours: struct-header";

/// A decoder, its name, and what it does as its author would say it.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) does: &'static str,
    pub(crate) decode: Decode,
}

const fn known(name: &'static str, does: &'static str, decode: Decode) -> Known {
    Known { name, does, decode }
}

/// All of them: the naive ones, then ours.
pub(crate) const DECODERS: &[Known] = &[
    known(
        "one read for the header",
        "Takes what one read returned for the four bytes of the header.",
        naive::one_read_for_the_header,
    ),
    known(
        "a short read is the end",
        "Collects all there is before it looks for frames; a read that does not fill its buffer must be the last.",
        naive::a_short_read_is_the_end,
    ),
    known("+= all so far", "Counts what it has received of a payload.", naive::counts_all_so_far),
    known(
        "a buffer with no length",
        "Reads into a buffer with room for 1,024 bytes, and leaves the frames to the decoder of lesson 04.",
        naive::a_buffer_with_no_length,
    ),
    known(
        "characters for bytes",
        "Collects a text until it is as long as the header says.",
        naive::characters_for_bytes,
    ),
    known("forgets what it over-read", "Reads through a buffer, to save calls.", naive::forgets_what_it_over_read),
    known(OURS, "Puts what a read returned behind what waits, and takes each frame that is whole.", struct_header),
    known("ours: framing", "Reads into the decoder's own buffer, and takes each frame that is whole.", framing),
];

/// What a decoder makes of what `from` returns.
pub(crate) fn decoded(decode: Decode, from: &mut dyn Read) -> Decoded {
    let mut frames = Vec::new();
    let error = decode(from, &mut frames).err().map(|error| error.to_string());
    Decoded { frames, error }
}

// ANCHOR: ours
/// Puts what a read returned behind what waits, and takes each frame that is whole.
fn struct_header(mut from: &mut dyn Read, frames: &mut Frames) -> io::Result<()> {
    let mut decoder = struct_header::Decoder::new(Order::Little, LIMIT);
    loop {
        let read = up_to(&mut from, LIMIT)?;
        if read.is_empty() {
            return decoder.finish().map_err(io::Error::other);
        }
        decoder.feed(&read);
        while let Some(payload) = decoder.next_frame().map_err(io::Error::other)? {
            frames.push(payload.to_vec());
        }
    }
}
// ANCHOR_END: ours

/// Reads into the decoder's own buffer, and takes each frame that is whole.
fn framing(mut from: &mut dyn Read, frames: &mut Frames) -> io::Result<()> {
    let mut decoder = framing::Decoder::new(Prefix::<4, LittleEndian>::new(), LIMIT).with_space(LIMIT);
    while decoder.read_from(&mut from)? > 0 {
        while let Some(frame) = decoder.next_frame().map_err(io::Error::other)? {
            frames.push(frame.payload.to_vec());
        }
    }
    decoder.finish().map_err(io::Error::other)
}

/// The frames of a stream that has come to its end.
pub(crate) fn frames_of(mut stream: &[u8], frames: &mut Frames) -> io::Result<()> {
    while let Some(length) = header(&mut stream)? {
        frames.push(exactly(&mut stream, length)?);
    }
    Ok(())
}

/// The length of the next payload; `None` where the stream ends. Right: it reads until it has four bytes.
pub(crate) fn header(from: &mut dyn Read) -> io::Result<Option<usize>> {
    let mut four = [0; 4];
    let came = from.read(&mut four)?;
    if came == 0 {
        return Ok(None);
    }
    let whole = from.read_exact(&mut four[came..]);
    whole.map_err(|error| io::Error::new(error.kind(), "the stream ended inside a header"))?;
    Ok(Some(number(four)))
}

/// Four bytes as a number, the least significant one first. It may be any number up to 4 GiB.
pub(crate) fn number(four: [u8; 4]) -> usize {
    u32::from_le_bytes(four) as usize
}

/// One read of at most so many bytes, of which there must be one: a payload has not ended.
pub(crate) fn more(mut from: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    let read = up_to(&mut from, most.min(LIMIT))?;
    if read.is_empty() {
        return Err(io::Error::new(ErrorKind::UnexpectedEof, "the stream ended inside a payload"));
    }
    Ok(read)
}

/// Whether a decoder of that name is expected to survive every cut.
pub(crate) fn is_ours(name: &str) -> bool {
    name.starts_with("ours")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_decoder_is_what_its_source_says() {
        let sources = [include_str!("naive.rs"), include_str!("decoders.rs")].concat();
        for known in DECODERS {
            assert!(sources.contains(&format!("\n/// {}\n", known.does)), "{}", known.name);
        }
    }
}
