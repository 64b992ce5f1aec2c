//! What all decoders of this lesson have in common, and the two that are ours: whoever reads for them, a socket or a script,
//! they take frames out of it. They open no socket and know no cut.

use super::naive::{self, Frames, LIMIT};
use framing::{LittleEndian, Prefix};
use receiver_short_reads::up_to;
use std::io::{self, Read};
use struct_header::Order;
use trace::Decoded;

/// A way to take frames out of a stream, until it ends.
pub(crate) type Decode = fn(&mut dyn Read, &mut Frames) -> io::Result<()>;

/// A decoder, its name, and what it does as its author would say it.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) decode: Decode,
}

impl Known {
    const fn new(name: &'static str, description: &'static str, decode: Decode) -> Self {
        Self { name, description, decode }
    }
}

/// Whether the decoder of that name is expected to survive every cut.
pub(crate) fn is_ours(name: &str) -> bool {
    name.starts_with("ours")
}

pub(crate) const ONE_READ: Known = Known::new(
    "one read for the header",
    "Takes what one read returned for the four bytes of the header.",
    naive::one_read_for_the_header,
);
pub(crate) const SHORT_READ: Known = Known::new(
    "a short read is the end",
    "Collects all there is before it looks for frames; a read that does not fill its buffer must be the last.",
    naive::a_short_read_is_the_end,
);
pub(crate) const COUNTS_ALL: Known =
    Known::new("+= all so far", "Counts what it has received of a payload.", naive::counts_all_so_far);
pub(crate) const NO_LENGTH: Known = Known::new(
    "a buffer with no length",
    "Reads into a buffer with room for 1,024 bytes, and leaves the frames to the decoder of lesson 04.",
    naive::a_buffer_with_no_length,
);
pub(crate) const CHARACTERS: Known = Known::new(
    "characters for bytes",
    "Collects a text until it is as long as the header says.",
    naive::characters_for_bytes,
);
pub(crate) const FORGETS: Known =
    Known::new("forgets what it over-read", "Reads through a buffer, to save calls.", naive::forgets_what_it_over_read);
pub(crate) const OURS: Known = Known::new(
    "ours: struct-header",
    "Puts what a read returned behind what waits, and takes each frame that is whole.",
    struct_header,
);
const OURS_GENERAL: Known =
    Known::new("ours: framing", "Reads into the decoder's own buffer, and takes each frame that is whole.", framing);

/// All of them: the naive ones, then ours.
pub(crate) const DECODERS: &[Known] =
    &[ONE_READ, SHORT_READ, COUNTS_ALL, NO_LENGTH, CHARACTERS, FORGETS, OURS, OURS_GENERAL];

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
