//! What a case says of framings: how long encoders made payloads, and what the bytes of frames were found to be.

use crate::case::pick;
use crate::{Case, Event, Measure, Stream};
use std::ops::Range;

/// What was found to be a part of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FramePart {
    /// The number of its frame, from 1.
    pub frame: u64,
    /// What it is, such as "header".
    pub what: &'static str,
    /// The bytes of the stream that it covers.
    pub range: Range<u64>,
}

/// A payload, and what an encoder made of it: its bytes on the wire, or why the encoder refuses it.
pub type Encoding<'a> = (&'a [u8], &'a Result<u64, String>);

impl Case {
    /// What the encoder of `stream` made of each payload that it was given, in order.
    pub fn encodings(&self, stream: Stream) -> Vec<Encoding<'_>> {
        pick!(self.on(stream), Event::Encoded { ref data, ref wire, .. } => (data.as_slice(), wire)).collect()
    }

    /// How many payloads the encoder of `stream` refused.
    pub fn refused(&self, stream: Stream) -> Measure {
        let refused = pick!(self.on(stream), Event::Encoded { wire: Err(_), .. } => ());
        Measure::new("refused", refused.count() as u64)
    }

    /// Lengths of payloads, and how many bytes the framing of `stream` adds to each; `None` if it refuses that length.
    pub fn overheads(&self, stream: Stream) -> Vec<(u64, Option<u64>)> {
        pick!(self.on(stream), Event::Overhead { payload, added, .. } => (payload, added)).collect()
    }

    /// The parts of frames that were found in `stream`, in order.
    pub fn parts(&self, stream: Stream) -> Vec<FramePart> {
        let part = |frame, what, offset, bytes| FramePart { frame, what, range: offset..offset + bytes };
        pick!(self.on(stream), Event::Part { frame, what, offset, bytes, .. } => part(frame, what, offset, bytes))
            .collect()
    }

    /// How many bytes of `stream` were found to be a part of a frame.
    pub fn found(&self, stream: Stream) -> Measure {
        let found = pick!(self.on(stream), Event::Part { bytes, .. } => bytes);
        Measure::new("bytes found to be parts", found.sum::<u64>())
    }
}
