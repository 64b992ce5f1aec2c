//! Frames and violations as they are told. A person sees their bytes too, so these are kept until a frame is whole; of a
//! violation its first bytes are shown, and told when those have come: the same, however the stream was cut.

use super::any::Any;
use framing::{Frame, FrameError};
use render::{Format, Found};

/// How many of a bad frame's first bytes are shown.
const SHOWN: u64 = 16;

/// A frame that the decoder gave out.
pub(super) struct Whole<'a> {
    offset: u64,
    header: usize,
    len: usize,
    payload: &'a [u8],
}

impl<'a> From<Frame<'a>> for Whole<'a> {
    fn from(frame: Frame<'a>) -> Self {
        Self { offset: frame.offset, header: frame.header, len: frame.len, payload: frame.payload }
    }
}

/// Tells what is found, as text or as JSON lines.
pub(super) struct Teller {
    format: Format,
    full: bool,
    frames: u64,
    /// Bytes of the frames, all that stands around payloads included.
    bytes: u64,
    errors: u64,
    /// Bytes of the stream from `base` on that may have to be shown; none for a program.
    kept: Vec<u8>,
    base: u64,
    /// A violation that waits for its bytes.
    waits: Option<FrameError>,
    /// Where the last violation was found: its bytes are shown once.
    shown: Option<u64>,
}

impl Teller {
    pub(super) fn new(format: Format, full: bool) -> Self {
        Self { format, full, frames: 0, bytes: 0, errors: 0, kept: Vec::new(), base: 0, waits: None, shown: None }
    }

    /// A piece of the stream, before the decoder has it.
    pub(super) fn comes(&mut self, piece: &[u8]) {
        if self.format == Format::Text {
            self.kept.extend_from_slice(piece);
        }
    }

    pub(super) fn frame(&mut self, framing: &Any, frame: &Whole<'_>) -> String {
        let told = self.told_before(frame.offset);
        let Whole { offset, header, len, payload } = *frame;
        (self.frames, self.bytes) = (self.frames + 1, self.bytes + len as u64);
        let number = self.frames;
        if self.format == Format::Json {
            return self.format.found(&Found { number, offset, wire: &[], parts: &[], payload }, self.full);
        }
        let begins = (offset - self.base) as usize;
        let wire = &self.kept[begins..begins + len];
        let parts = framing.parts(wire, header, payload.len(), number);
        told + &self.format.found(&Found { number, offset, wire, parts: &parts, payload }, self.full)
    }

    pub(super) fn violation(&mut self, error: FrameError) -> String {
        self.errors += 1;
        if self.format == Format::Json {
            return violation(self.format, &error, &[]);
        }
        // Of the same frame all that came is shown with what was found first.
        let same = self.waits.is_some_and(|before| before.offset == error.offset);
        let told = self.told_before(if same { u64::MAX } else { error.offset });
        self.waits = Some(error);
        told
    }

    /// The decoder has given out all that is whole, and stands at `offset`: what is before it need not be kept.
    pub(super) fn stands_at(&mut self, offset: u64) -> String {
        let told = match self.waits {
            Some(error) if offset >= error.offset + SHOWN => self.told_before(offset),
            _ => String::new(),
        };
        let needed = self.waits.map_or(offset, |error| error.offset.min(offset));
        let unneeded = (needed.saturating_sub(self.base) as usize).min(self.kept.len());
        self.kept.drain(..unneeded);
        self.base += unneeded as u64;
        told
    }

    /// Whether the bytes of the last violation have yet to come.
    pub(super) fn wants_more(&self) -> bool {
        self.waits.is_some_and(|error| self.base + (self.kept.len() as u64) < error.offset + SHOWN)
    }

    /// Nothing more comes.
    pub(super) fn end(&mut self) -> String {
        self.told_before(u64::MAX) + &self.format.total(self.frames, self.bytes, self.errors)
    }

    /// The violation that waits, with its bytes up to where the next frame begins.
    fn told_before(&mut self, next: u64) -> String {
        let Some(error) = self.waits.take() else { return String::new() };
        let from = ((error.offset.saturating_sub(self.base)) as usize).min(self.kept.len());
        let most = SHOWN.min(next - error.offset) as usize;
        let bytes = &self.kept[from..self.kept.len().min(from + most)];
        let again = self.shown.replace(error.offset) == Some(error.offset);
        violation(self.format, &error, if again { &[] } else { bytes })
    }
}

fn violation(format: Format, error: &FrameError, bytes: &[u8]) -> String {
    format.violation(error.offset, error.violation.kind(), &error.violation.to_string(), bytes)
}
