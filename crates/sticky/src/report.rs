//! What is printed about frames and violations. A person sees their bytes too, so those are kept until a frame is whole. A
//! violation is reported at once, and its first bytes when they have come: the same output, however the stream was cut.

use crate::any_framing::AnyFraming;
use framing::{Frame, FrameError, Violation};
use render::{Format, Found, Wrong};

/// How many of a bad frame's first bytes are shown.
const SHOWN: u64 = 16;

/// Reports what is found, as text or as JSON lines.
pub(crate) struct Report {
    format: Format,
    full: bool,
    frames: u64,
    /// Bytes of the frames, headers and trailers included.
    bytes: u64,
    errors: u64,
    /// Bytes of the stream from `base` on that may have to be shown; always empty for JSON.
    kept: Vec<u8>,
    base: u64,
    /// Where a violation was reported whose bytes are still to be shown.
    pending: Option<u64>,
    /// Where the last violation was found: its bytes are shown once.
    last_violation: Option<u64>,
}

impl Report {
    pub(crate) fn new(format: Format, full: bool) -> Self {
        let (kept, pending, last_violation) = (Vec::new(), None, None);
        Self { format, full, frames: 0, bytes: 0, errors: 0, kept, base: 0, pending, last_violation }
    }

    /// Takes a chunk of the stream, before the decoder has it.
    pub(crate) fn keep(&mut self, chunk: &[u8]) {
        if self.format == Format::Text {
            self.kept.extend_from_slice(chunk);
        }
    }

    pub(crate) fn frame(&mut self, framing: &AnyFraming, frame: &Frame<'_>) -> String {
        let before = self.pending_up_to(frame.offset);
        let Frame { offset, header, len, payload } = *frame;
        (self.frames, self.bytes) = (self.frames + 1, self.bytes + len as u64);
        let number = self.frames;
        if self.format == Format::Json {
            return self.format.found(&Found { number, offset, wire: &[], parts: &[], payload }, self.full);
        }
        let begin = (offset - self.base) as usize;
        let wire = &self.kept[begin..begin + len];
        let parts = framing.parts(wire, header, payload.len(), number);
        before + &self.format.found(&Found { number, offset, wire, parts: &parts, payload }, self.full)
    }

    /// The decoder stands at `end`, behind a damaged frame; `unfinished` is all that came of a frame, if the decoder still
    /// has it.
    pub(crate) fn violation(&mut self, error: FrameError, end: u64, unfinished: Option<&[u8]>) -> String {
        let FrameError { offset, violation } = error;
        self.errors += 1;
        // The bytes of a frame are shown after the first thing that is wrong with it.
        let again = self.last_violation.replace(offset) == Some(offset);
        let before = self.pending_up_to(if again { u64::MAX } else { offset });
        self.pending = (self.format == Format::Text && !again).then_some(offset);
        let (counts, bytes) = match violation {
            Violation::Oversize { announced, limit, .. } => {
                ([("announced", announced), ("limit", Some(limit as u64))].to_vec(), None)
            }
            Violation::Truncated { got, needed } => ([("got", Some(got)), ("needed", needed)].to_vec(), unfinished),
            _ => (Vec::new(), None),
        };
        let text = violation.to_string();
        let wrong = Wrong { offset, kind: violation.kind(), text: &text, counts: &counts, bytes };
        let now = if let Violation::Damaged(_) = violation { self.pending_up_to(end) } else { String::new() };
        before + &self.format.violation(&wrong) + &now
    }

    /// The decoder has given out all whole frames and stands at `offset`: bytes before that need not be kept.
    pub(crate) fn advance_to(&mut self, offset: u64) -> String {
        let text = match self.pending {
            Some(begin) if offset >= begin + SHOWN => self.pending_up_to(offset),
            _ => String::new(),
        };
        let needed = self.pending.map_or(offset, |begin| begin.min(offset));
        let unneeded = (needed.saturating_sub(self.base) as usize).min(self.kept.len());
        self.kept.drain(..unneeded);
        self.base += unneeded as u64;
        text
    }

    /// Whether bytes of the last violation have yet to come.
    pub(crate) fn wants_more(&self) -> bool {
        self.pending.is_some_and(|begin| self.base + (self.kept.len() as u64) < begin + SHOWN)
    }

    /// Nothing more comes.
    pub(crate) fn end(&mut self) -> String {
        self.pending_up_to(u64::MAX) + &self.format.total(self.frames, self.bytes, self.errors)
    }

    /// The bytes of the pending violation, up to `next`, where another frame begins.
    fn pending_up_to(&mut self, next: u64) -> String {
        let Some(begin) = self.pending.take() else { return String::new() };
        let from = ((begin.saturating_sub(self.base)) as usize).min(self.kept.len());
        let most = SHOWN.min(next - begin) as usize;
        render::dump(begin, &self.kept[from..self.kept.len().min(from + most)], &[])
    }
}
