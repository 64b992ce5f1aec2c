//! What all decoders of this lesson have in common, and the two that are ours. Whatever they read from, a socket or a script,
//! they take frames out of it; they open no socket and know no cut.

use super::naive::{self, Frames, LIMIT};
use framing::{LittleEndian, Prefix};
use lesson::CaseName;
use receiver_short_reads::up_to;
use std::io::{self, Error, Read};
use struct_header::Order;
use trace::Decoded;

/// A way to take frames out of a stream, until it ends.
pub(crate) type Decode = fn(&mut dyn Read, &mut Frames) -> io::Result<()>;

/// A decoder, its name, and what its author would say that it does.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) decode: Decode,
    /// The case that gives it every cut, and the anchor of its code.
    pub(crate) case: CaseName,
    pub(crate) code: &'static str,
}

/// Whether the decoder of that name is expected to survive every cut.
pub(crate) fn is_ours(name: &str) -> bool {
    name.starts_with("ours")
}

pub(crate) const HEADER_FIRST: Known = Known {
    name: "header, then payload",
    description: "Reads four bytes of header, and as many bytes of payload as they say.",
    decode: naive::header_then_payload,
    case: CaseName::new("every cut: header, then payload"),
    code: "header_first",
};
pub(crate) const COLLECTS: Known = Known {
    name: "collects, then decodes",
    description: "Collects all that the stream has, and takes it apart at the end.",
    decode: naive::collects_then_decodes,
    case: CaseName::new("every cut: collects, then decodes"),
    code: "collects",
};
pub(crate) const ADDS_UP: Known = Known {
    name: "adds up its buffer",
    description: "Reads until it has received as many bytes of payload as the header says.",
    decode: naive::adds_up_its_buffer,
    case: CaseName::new("every cut: adds up its buffer"),
    code: "adds_up",
};
pub(crate) const RESERVES: Known = Known {
    name: "reserves a buffer",
    description: "Reads into a buffer with room for 1,024 bytes, and leaves the frames to the decoder of lesson 04.",
    decode: naive::reserves_a_buffer,
    case: CaseName::new("every cut: reserves a buffer"),
    code: "reserves",
};
pub(crate) const TEXT: Known = Known {
    name: "collects a text",
    description: "Collects a text until it is as long as the header says.",
    decode: naive::collects_a_text,
    case: CaseName::new("every cut: collects a text"),
    code: "text",
};
pub(crate) const BUFFERED: Known = Known {
    name: "reads through a buffer",
    description: "Reads each frame through a buffer, to make fewer calls.",
    decode: naive::reads_through_a_buffer,
    case: CaseName::new("every cut: reads through a buffer"),
    code: "buffered",
};
pub(crate) const OURS: Known = Known {
    name: "ours: struct-header",
    description: "Appends what each read returned to what waits, and takes every frame that is complete.",
    decode: struct_header,
    case: CaseName::new("every cut: ours, struct-header"),
    code: "ours",
};
pub(crate) const OURS_GENERAL: Known = Known {
    name: "ours: framing",
    description: "Reads into the decoder's own buffer, and takes every frame that is complete.",
    decode: framing,
    case: CaseName::new("every cut: ours, framing"),
    code: "ours_general",
};

/// All of them: the naive ones, then ours.
pub(crate) const DECODERS: &[Known] = &[HEADER_FIRST, COLLECTS, ADDS_UP, RESERVES, TEXT, BUFFERED, OURS, OURS_GENERAL];

/// What a decoder makes of what `from` returns.
pub(crate) fn decoded(decode: Decode, from: &mut dyn Read) -> Decoded {
    let mut frames = Vec::new();
    let error = decode(from, &mut frames).err().map(|error| error.to_string());
    Decoded { frames, error }
}

/// Appends what each read returned to what waits, and takes every frame that is complete.
fn struct_header(mut from: &mut dyn Read, frames: &mut Frames) -> io::Result<()> {
    // ANCHOR: ours
    let mut decoder = struct_header::Decoder::new(Order::Little, LIMIT);
    loop {
        let read = up_to(&mut from, LIMIT)?;
        if read.is_empty() {
            return decoder.finish().map_err(Error::other);
        }
        decoder.feed(&read);
        while let Some(frame) = decoder.next_frame().map_err(Error::other)? {
            frames.push(frame.to_vec());
        }
    }
    // ANCHOR_END: ours
}

/// Reads into the decoder's own buffer, and takes every frame that is complete.
fn framing(mut from: &mut dyn Read, frames: &mut Frames) -> io::Result<()> {
    // ANCHOR: ours_general
    let length = Prefix::<4, LittleEndian>::new();
    let mut decoder = framing::Decoder::new(length, LIMIT).with_space(LIMIT);
    while decoder.read_from(&mut from)? > 0 {
        while let Some(frame) = decoder.next_frame().map_err(Error::other)? {
            frames.push(frame.payload.to_vec());
        }
    }
    decoder.finish().map_err(Error::other)
    // ANCHOR_END: ours_general
}
