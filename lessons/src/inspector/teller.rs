//! Frames and violations as they are told. A person sees their bytes too, so these are kept until a frame is whole. A
//! violation is told at once, and its first bytes are shown when those have come: the same, however the stream was cut.

use super::any::Any;
use framing::{Frame, FrameError, Violation};
use render::{Format, Found};

/// How many of a bad frame's first bytes are shown.
const SHOWN: u64 = 16;

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
    /// Where a violation was told whose bytes are still to be shown.
    waits: Option<u64>,
    /// Whether its frame has ended, so that no more of its bytes will come.
    ended: bool,
    /// Where the last violation was found: its bytes are shown once.
    told: Option<u64>,
}

impl Teller {
    pub(super) fn new(format: Format, full: bool) -> Self {
        Self {
            format,
            full,
            frames: 0,
            bytes: 0,
            errors: 0,
            kept: Vec::new(),
            base: 0,
            waits: None,
            ended: false,
            told: None,
        }
    }

    /// A piece of the stream, before the decoder has it.
    pub(super) fn comes(&mut self, piece: &[u8]) {
        if self.format == Format::Text {
            self.kept.extend_from_slice(piece);
        }
    }

    pub(super) fn frame(&mut self, framing: &Any, frame: &Frame<'_>) -> String {
        let told = self.shown_before(frame.offset);
        let Frame { offset, header, len, payload } = *frame;
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
        let FrameError { offset, violation } = error;
        self.errors += 1;
        // Of the same frame all that came is shown behind what was found first.
        let again = self.told.replace(offset) == Some(offset);
        let shown = self.shown_before(if again { u64::MAX } else { offset });
        self.waits = (self.format == Format::Text && !again).then_some(offset);
        self.ended = matches!(violation, Violation::Damaged(_));
        shown + &self.format.violation(offset, violation.kind(), &violation.to_string(), &[])
    }

    /// The decoder has given out all that is whole, and stands at `offset`: what is before it need not be kept.
    pub(super) fn stands_at(&mut self, offset: u64) -> String {
        let told = match self.waits {
            Some(begins) if self.ended || offset >= begins + SHOWN => self.shown_before(offset),
            _ => String::new(),
        };
        let needed = self.waits.map_or(offset, |begins| begins.min(offset));
        let unneeded = (needed.saturating_sub(self.base) as usize).min(self.kept.len());
        self.kept.drain(..unneeded);
        self.base += unneeded as u64;
        told
    }

    /// Whether the bytes of the last violation have yet to come.
    pub(super) fn wants_more(&self) -> bool {
        self.waits.is_some_and(|begins| self.base + (self.kept.len() as u64) < begins + SHOWN)
    }

    /// Nothing more comes.
    pub(super) fn end(&mut self) -> String {
        self.shown_before(u64::MAX) + &self.format.total(self.frames, self.bytes, self.errors)
    }

    /// The bytes of the violation that waits for them, up to where the next frame begins.
    fn shown_before(&mut self, next: u64) -> String {
        let Some(begins) = self.waits.take() else { return String::new() };
        let from = ((begins.saturating_sub(self.base)) as usize).min(self.kept.len());
        let most = SHOWN.min(next - begins) as usize;
        render::dump(begins, &self.kept[from..self.kept.len().min(from + most)], &[])
    }
}
