//! The read that broke the program, in words: as a fact where the kernel has shown that it ended there, otherwise as what could be.

use super::{Located, Picture};
use std::ops::Range;

/// The place of a cut in a frame.
struct Place {
    frame: u64,
    what: &'static str,
    /// How many bytes of the part came before the cut, and of how many.
    before: u64,
    of: u64,
}

impl Picture<'_> {
    /// A sentence on the first cut inside the frame that went wrong, or on the frames that were sent together with it.
    pub(super) fn broken(&self) -> String {
        let sentence = match self.broken_at() {
            Some(cut) => self.short(cut),
            None => self.together(),
        };
        let sentence = sentence.map_or(String::new(), |sentence| render::wrap(&sentence, "  ", 4));
        if sentence.is_empty() { sentence } else { render::wrong(&sentence) }
    }

    /// The cut that most likely broke the program: the one after which its answer ended, or the first inside the frame.
    pub(super) fn broken_at(&self) -> Option<u64> {
        let wrong = self.record.wrong.as_ref();
        let frame = wrong.map(|wrong| wrong.number);
        let inner =
            self.record.pieces.iter().map(|piece| piece.end).filter(|&end| end < self.record.meant.len() as u64);
        let inside = |cut: &u64| self.place(*cut).is_some_and(|place| frame.is_none_or(|frame| place.frame == frame));
        let cuts: Vec<u64> = inner.filter(inside).collect();
        let answer_ended = wrong.and_then(|wrong| {
            let of_payload = |(frame, what, _): &&Located| (*frame, *what) == (wrong.number, "payload");
            Some(self.sent.iter().find(of_payload)?.2.start + wrong.begins_right? as u64)
        });
        answer_ended.filter(|end| cuts.contains(end)).or(cuts.first().copied())
    }

    /// Where a frame is.
    fn frame(&self, number: u64) -> Option<Range<u64>> {
        let of_frame = |(frame, ..): &&Located| *frame == number;
        let (first, last) = (self.sent.iter().find(of_frame)?, self.sent.iter().rfind(of_frame)?);
        Some(first.2.start..last.2.end)
    }

    /// The place of a cut; `None` if it is between two frames, or where no frame is known.
    fn place(&self, cut: u64) -> Option<Place> {
        let (frame, what, range) = self.sent.iter().find(|(.., range)| range.contains(&cut))?;
        let is_inside = self.frame(*frame).is_some_and(|frame| frame.start < cut);
        let place = Place { frame: *frame, what, before: cut - range.start, of: range.end - range.start };
        is_inside.then_some(place)
    }

    fn short(&self, cut: u64) -> Option<String> {
        let Place { frame, what, before, of } = self.place(cut)?;
        let mut pieces = self.record.pieces.iter().take_while(|piece| piece.end <= cut);
        let is_read = pieces.clone().last().is_some_and(|piece| piece.read);
        // A piece of one byte is one read; of more it may have been several.
        let is_known = (1..).zip(pieces.by_ref()).all(|(nth, piece)| piece.end == nth && piece.read);
        let read = if is_known { format!("read {cut}") } else { format!("the read that ended after byte {cut}") };
        let cause = format!("{before} of the {of} bytes of frame {frame}'s {what} had come");
        Some(if is_read {
            format!("{}{} is SHORT: when it returned, {cause}.", read[..1].to_uppercase(), &read[1..])
        } else {
            format!("If a read ended after byte {cut}, it was SHORT: {cause}. Whether one did was not observed.")
        })
    }

    /// Frames that one read can return.
    fn together(&self) -> Option<String> {
        let wrong = match &self.record.wrong {
            Some(wrong) => wrong.number,
            None if self.record.ended.is_none() => 1, // what a client prints says nothing of its frames
            None => return None,
        };
        let frame = self.frame(wrong)?;
        let mut begin = 0;
        let piece = self.record.pieces.iter().find_map(|piece| {
            let range = std::mem::replace(&mut begin, piece.end)..piece.end;
            range.contains(&frame.start).then_some(range)
        })?;
        let last = self.sent.last()?.0;
        let shares =
            |number: &u64| self.frame(*number).is_some_and(|range| range.start < piece.end && piece.start < range.end);
        let shared: Vec<u64> = (1..=last).filter(shares).collect();
        let [first, .., last] = shared[..] else { return None };
        let frames = if last - first == 1 { "and" } else { "to" };
        Some(format!("Frames {first} {frames} {last} left in one piece: a read can return them GLUED."))
    }
}
