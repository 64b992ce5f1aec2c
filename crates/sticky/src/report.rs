//! Prints frames and violations. The text output also shows their bytes, so they are kept until a frame is whole. A violation is
//! reported at once, and its first bytes when they have arrived, so the output is the same however the stream was cut.

use framing::{Frame, FrameError, Violation};
use render::{Format, Found, Part, Wrong};

/// How many bytes of a bad frame are shown.
const SHOWN: u64 = 16;

/// Reports frames and violations as text or JSON lines.
pub(crate) struct Report<'a> {
    /// The name of the framing.
    framing: &'a str,
    format: Format,
    full: bool,
    frames: u64,
    /// Bytes in all frames, headers and trailers included.
    bytes: u64,
    errors: u64,
    /// Bytes of the stream from `base` on that may still be shown; always empty for JSON.
    kept: Vec<u8>,
    base: u64,
    /// The offset of a violation that was reported, but whose bytes were not shown yet.
    pending: Option<u64>,
    /// The offset of the last violation, whose bytes are shown only once.
    last_violation: Option<u64>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(framing: &'a str, format: Format, full: bool) -> Self {
        let (kept, pending, last_violation) = (Vec::new(), None, None);
        Self { framing, format, full, frames: 0, bytes: 0, errors: 0, kept, base: 0, pending, last_violation }
    }

    /// Keeps a chunk of the stream. Call it before the decoder gets the chunk.
    pub(crate) fn keep(&mut self, chunk: &[u8]) {
        if self.format == Format::Text {
            self.kept.extend_from_slice(chunk);
        }
    }

    pub(crate) fn frame(&mut self, frame: &Frame<'_>) -> String {
        let before = self.pending_up_to(frame.offset);
        let Frame { offset, header, len, payload } = *frame;
        (self.frames, self.bytes) = (self.frames + 1, self.bytes + len as u64);
        let number = self.frames;
        if self.format == Format::Json {
            return self.format.found(&Found { number, offset, wire: &[], parts: &[], payload }, self.full);
        }
        let begin = (offset - self.base) as usize;
        let wire = &self.kept[begin..begin + len];
        let parts = parts(self.framing, number, wire, header, payload.len());
        before + &self.format.found(&Found { number, offset, wire, parts: &parts, payload }, self.full)
    }

    /// Reports a violation. The decoder is at `end`, after a damaged frame; `unfinished` is what arrived of the frame, if the
    /// decoder still has it.
    pub(crate) fn violation(&mut self, error: FrameError, end: u64, unfinished: Option<&[u8]>) -> String {
        let FrameError { offset, violation } = error;
        self.errors += 1;
        // The bytes of a frame are shown after the first violation in it.
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

    /// Says that the decoder has returned all whole frames up to `offset`: earlier bytes need not be kept.
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

    /// Whether bytes of the last violation have not arrived yet.
    pub(crate) fn wants_more(&self) -> bool {
        self.pending.is_some_and(|begin| self.base + (self.kept.len() as u64) < begin + SHOWN)
    }

    /// Ends the report: the stream is over.
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

/// The parts of a whole frame, `wire`: it starts with `header` bytes, and `payload` bytes came out.
fn parts(framing: &str, frame: u64, wire: &[u8], header: usize, payload: usize) -> Vec<Part<'static>> {
    let part = |what, bytes| Part { frame, what, bytes };
    let trailer = match framing {
        "cobs" => return cobs_parts(frame, wire),
        "length" => 0, // what came out may begin in the header or after it
        _ => wire.len() - header - payload,
    };
    vec![part("header", header), part("payload", wire.len() - header - trailer), part("trailer", trailer)]
}

/// A code takes the place of every 00 in the payload, and comes before each stretch of 254 bytes without one.
fn cobs_parts(frame: u64, wire: &[u8]) -> Vec<Part<'static>> {
    let (mut parts, mut rest) = (Vec::new(), wire);
    while let [code @ (1..), after @ ..] = rest {
        let data = usize::from(*code) - 1;
        parts.extend([Part { frame, what: "code", bytes: 1 }, Part { frame, what: "payload", bytes: data }]);
        rest = after.get(data..).unwrap_or_default();
    }
    parts.push(Part { frame, what: "trailer", bytes: rest.len() });
    parts
}
