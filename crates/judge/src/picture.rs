//! A conversation as a picture: rulers over the bytes that were sent and over those that came, the read that broke the program in
//! words, and the bytes. It never draws a read that the kernel has not shown.

mod broken;
#[cfg(test)]
mod tests;

use crate::fault::{KEPT, Record};
use crate::protocol::Protocol;
use render::{Part, Ruler, counted, rulers_of};
use std::ops::Range;
use trace::{Case, Event, Stream};

/// The most bytes that are dumped, and how many of them before a cut, if there are more.
const DUMPED: u64 = 64;
const BEFORE: u64 = 32;

/// A part of a stream: the number of its frame, what of it, and where.
type Located = (u64, &'static str, Range<u64>);

/// What is known of a failed check's conversation.
pub(crate) struct Picture<'a> {
    record: &'a Record,
    protocol: &'a Protocol,
    /// The parts of what was sent, none of them empty.
    sent: Vec<Located>,
}

/// The first bytes of a stream and its frames.
struct Frames {
    case: Case,
    /// Where each frame is.
    ranges: Vec<Range<u64>>,
}

impl Frames {
    /// Of a stream of `len` bytes these are the first.
    fn new(bytes: &[u8], len: u64, parts: &[Located]) -> Self {
        let (stream, mut case, mut ranges) = (Stream::Forward, Case::tcp(""), Vec::<Range<u64>>::new());
        for &(frame, what, ref part) in parts {
            case.push(0, Event::Part { stream, frame, what, offset: part.start, bytes: part.end - part.start });
            if ranges.len() < frame as usize {
                ranges.push(part.clone());
            }
            ranges.last_mut().expect("it was just pushed").end = part.end;
        }
        let (mut drawn, end) = (ranges.clone(), ranges.last().map_or(0, |last| last.end));
        if end < bytes.len() as u64 {
            drawn.push(end..bytes.len() as u64); // these are no frame, or the beginning of one
        }
        let end = drawn.last().map_or(0, |last| last.end).min(len);
        case.push(0, Event::Write { stream, message: 1, offset: 0, asked: end, accepted: end, data: bytes.to_vec() });
        for Range { start, end } in drawn {
            case.push(0, Event::Framed { stream, offset: start, bytes: end - start });
        }
        ranges.retain(|frame| frame.start < end);
        Self { case, ranges }
    }

    fn row(&self, name: &'static str) -> Ruler {
        Ruler::over(self.ranges.clone(), name, counted(self.ranges.len() as u64, "frame"))
    }
}

impl<'a> Picture<'a> {
    pub(crate) fn new(record: &'a Record, protocol: &'a Protocol) -> Self {
        Self { record, protocol, sent: located(protocol, &record.meant) }
    }

    /// The whole picture; nothing if nothing was sent or came.
    pub(crate) fn text(&self) -> String {
        if self.is_past_what_is_kept() {
            let [sent, got] = [self.record.sent_len, self.record.got_len].map(|bytes| counted(bytes, "byte"));
            let sizes = format!("The judge sent {sent}, and {got} came. The first that it sent:");
            return format!("\n{}\n{}", render::wrap(&sizes, "  ", 2), self.bytes());
        }
        let [sent, came] = [self.to_the_program(), self.to_the_judge()];
        [sent, came, self.bytes()].into_iter().filter(|text| !text.is_empty()).map(|text| format!("\n{text}")).collect()
    }

    /// Whether the frame that went wrong came after the bytes that are kept.
    fn is_past_what_is_kept(&self) -> bool {
        let frames = self.sent.last().map_or(0, |&(frame, ..)| frame);
        let is_clipped = self.record.sent_len > self.record.sent.len() as u64;
        is_clipped && self.record.wrong.as_ref().is_some_and(|wrong| wrong.number > frames)
    }

    fn to_the_program(&self) -> String {
        let Record { sent, sent_len, pieces, ended, .. } = self.record;
        if sent.is_empty() {
            return String::new();
        }
        let frames = Frames::new(sent, *sent_len, &self.sent);
        let count = and_then(counted(pieces.len() as u64, "piece"), *ended);
        let mut rows = vec![Ruler::over(stretches(pieces.iter().map(|piece| piece.end)), "sent", count)];
        let read: Vec<u64> = pieces.iter().filter(|piece| piece.read).map(|piece| piece.end).collect();
        if !read.is_empty() {
            let cuts = read.iter().filter(|&&end| end < *sent_len).count();
            let count = if cuts == 0 { "all read".to_owned() } else { counted(cuts as u64, "proven cut") };
            rows.push(Ruler::over(stretches(read.into_iter()), "reads", count));
        }
        if !frames.ranges.is_empty() {
            rows.push(frames.row("frames"));
        }
        format!("  judge → program\n{}{}", rulers_of(&frames.case, rows), self.broken())
    }

    fn to_the_judge(&self) -> String {
        let Record { got, got_len, reads, wanted, closed, .. } = self.record;
        let mut out = String::new();
        // What was decoded can be encoded; if not, less is shown.
        let wanted: Vec<u8> =
            wanted.iter().filter_map(|payload| self.protocol.encode(payload).ok()).flatten().collect();
        let kept = &wanted[..wanted.len().min(KEPT)];
        if !got.starts_with(kept) {
            let frames = Frames::new(kept, wanted.len() as u64, &located(self.protocol, kept));
            out += &rulers_of(&frames.case, vec![frames.row("expected")]);
        }
        if !got.is_empty() {
            let frames = Frames::new(got, *got_len, &located(self.protocol, got));
            let count = counted(reads.len() as u64, "read") + if *got_len > got.len() as u64 { " or more" } else { "" };
            let row = Ruler::over(stretches(reads.iter().copied()), "came", and_then(count, *closed));
            out += &rulers_of(&frames.case, vec![row]);
        } else if !out.is_empty() || closed.is_some() {
            out += &format!("  came     {}\n", and_then("nothing".to_owned(), *closed));
        }
        if out.is_empty() { out } else { format!("  program → judge\n{out}") }
    }

    /// The bytes that were sent, those round the cut if they are many.
    fn bytes(&self) -> String {
        let sent = &self.record.sent;
        let inner = self.record.pieces.iter().map(|piece| piece.end).filter(|&end| end < self.record.sent_len);
        let cuts: Vec<u64> = inner.collect();
        let len = sent.len() as u64;
        let at = self.broken_at().or(cuts.first().copied()).unwrap_or(0).min(len);
        let begin = if len <= DUMPED { 0 } else { at.saturating_sub(BEFORE) / 16 * 16 };
        let shown = begin..(begin + DUMPED).min(len);
        let parts = parts_in(&self.sent, &shown);
        let rows = &sent[shown.start as usize..shown.end as usize];
        render::dump_with_cuts(begin, rows, &parts, &cuts)
    }
}

/// What was counted, and how the stream ended.
fn and_then(count: String, ended: Option<&str>) -> String {
    ended.map_or(count.clone(), |ended| format!("{count}, {ended}"))
}

/// The parts of these bytes that are not empty.
fn located(protocol: &Protocol, bytes: &[u8]) -> Vec<Located> {
    let mut begin = 0;
    let located = protocol.parts(bytes).into_iter().map(|(frame, what, bytes)| {
        let end = begin + bytes as u64;
        (frame, what, std::mem::replace(&mut begin, end)..end)
    });
    located.filter(|(.., range)| !range.is_empty()).collect()
}

/// The parts of which some bytes are shown, as far as they are.
fn parts_in(parts: &[Located], shown: &Range<u64>) -> Vec<Part<'static>> {
    let clipped = parts.iter().map(|&(frame, what, ref range)| {
        let bytes = range.end.min(shown.end).saturating_sub(range.start.max(shown.start));
        Part { frame, what, bytes: bytes as usize }
    });
    clipped.collect()
}

/// Stretches that end at these offsets, each where the next begins.
fn stretches(ends: impl Iterator<Item = u64>) -> Vec<Range<u64>> {
    let mut begin = 0;
    ends.map(|end| std::mem::replace(&mut begin, end)..end).collect()
}
