//! What a case says about framings: how long encoders made payloads, and what the bytes of frames were found to be.

use crate::case::pick;
use crate::{Case, Event, Kind, Measure, Stream};
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

    /// What each byte of the frames of `stream` is: as the receiver found, or else as the payloads that the sender sent
    /// imply, if each frame ends with its payload. Empty if neither is known.
    pub fn frame_parts(&self, stream: Stream) -> Vec<FramePart> {
        let found = self.parts(stream);
        let (frames, payloads) = (self.frames(stream), self.sent_values(stream, Kind::Frame));
        let written: Vec<u8> = self.writes(stream).flat_map(|write| write.data).copied().collect();
        let ends_with = |(frame, payload): (&Range<u64>, &&[u8])| {
            let bytes = written.get(frame.start as usize..frame.end as usize);
            bytes.is_some_and(|bytes| bytes.ends_with(payload))
        };
        if !found.is_empty() || frames.len() != payloads.len() || !frames.iter().zip(&payloads).all(ends_with) {
            return found;
        }
        let parts = (1..).zip(frames.into_iter().zip(payloads)).flat_map(|(frame, (range, payload))| {
            let header = range.start..range.end - payload.len() as u64;
            let payload = header.end..range.end;
            [("header", header), ("payload", payload)].map(|(what, range)| FramePart { frame, what, range })
        });
        parts.filter(|part| !part.range.is_empty()).collect()
    }

    /// How many bytes of `stream` were found to be a part of a frame.
    pub fn found(&self, stream: Stream) -> Measure {
        let found = pick!(self.on(stream), Event::Part { bytes, .. } => bytes);
        Measure::new("bytes found to be parts", found.sum::<u64>())
    }
}
