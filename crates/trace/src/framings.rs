//! What a case tells of framings: what encoders made of payloads, what bytes were found to be. Finds no frame by itself.

use crate::{Case, Event, Measure, Stream};
use std::ops::Range;

/// What was found to be a part of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FramePart {
    /// The number of its frame, from 1.
    pub frame: u64,
    /// What it is, as "header".
    pub what: &'static str,
    /// The bytes of the stream that it covers.
    pub range: Range<u64>,
}

/// A payload, and what an encoder made of it: bytes on the wire, or why it refuses it.
pub type Encoding<'a> = (&'a [u8], &'a Result<u64, String>);

impl Case {
    /// What the encoder of `stream` made of each payload that it was given, in order.
    pub fn encodings(&self, stream: Stream) -> Vec<Encoding<'_>> {
        let mut all = Vec::new();
        for timed in &self.events {
            match &timed.event {
                Event::Encoded { stream: s, data, wire } if *s == stream => all.push((data.as_slice(), wire)),
                _ => {}
            }
        }
        all
    }

    /// How many payloads the encoder of `stream` refused.
    pub fn refused(&self, stream: Stream) -> Measure {
        let refused = self.encodings(stream).iter().filter(|(_, wire)| wire.is_err()).count();
        Measure::new("refused", refused as u64)
    }

    /// What the framing of `stream` adds to payloads of some lengths, in bytes: the length, and that.
    pub fn overheads(&self, stream: Stream) -> Vec<(u64, Option<u64>)> {
        let overhead = |event: &Event| match event {
            Event::Overhead { stream: s, payload, added } if *s == stream => Some((*payload, *added)),
            _ => None,
        };
        self.events.iter().filter_map(|timed| overhead(&timed.event)).collect()
    }

    /// The parts of frames that were found in `stream`, in order.
    pub fn parts(&self, stream: Stream) -> Vec<FramePart> {
        let part = |event: &Event| match *event {
            Event::Part { stream: s, frame, what, offset, bytes } if s == stream => {
                Some(FramePart { frame, what, range: offset..offset + bytes })
            }
            _ => None,
        };
        self.events.iter().filter_map(|timed| part(&timed.event)).collect()
    }

    /// How many bytes of `stream` were found to be a part of a frame.
    pub fn found(&self, stream: Stream) -> Measure {
        let found = self.parts(stream).iter().map(|part| part.range.end - part.range.start).sum::<u64>();
        Measure::new("bytes found to be parts", found)
    }
}
