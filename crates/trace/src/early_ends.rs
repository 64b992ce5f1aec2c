//! One decoder and one stream that ends early, after each number of its bytes: how many of these ends the decoder got wrong,
//! and the earliest of them.

use crate::Decoded;

/// A place at which a stream was ended, and what is right there: the complete frames, and an error if and only if the place
/// lies inside a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlyEnd {
    /// How many bytes came.
    pub bytes: u64,
    /// How many frames are complete.
    pub frames: usize,
    /// Whether it lies inside a frame.
    pub inside: bool,
}

/// An end that a decoder got wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongEnd {
    /// The place.
    pub end: EarlyEnd,
    /// Whether the bytes came one by one; otherwise they came in one piece.
    pub byte_by_byte: bool,
    /// What the decoder made of it.
    pub got: Decoded,
}

/// A decoder, and what it made of a stream that ended early, each time in one piece and byte by byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlyEnds {
    /// What the decoder is called.
    pub decoder: String,
    /// The payloads that the whole stream carries.
    pub expected: Vec<Vec<u8>>,
    /// At how many places the stream was ended.
    pub tried: u64,
    /// At how many of them it did anything other than what is right, in one piece or byte by byte.
    pub failed: u64,
    /// At how many of them, inside a frame, it saw no error, in one piece or byte by byte.
    pub missed: u64,
    /// The earliest of those at which it failed; in one piece, if it failed both ways.
    pub earliest: Option<WrongEnd>,
    /// Whether it survived every end in one piece.
    pub one_piece: bool,
    /// Whether it survived every end byte by byte.
    pub byte_by_byte: bool,
}

impl EarlyEnds {
    /// A decoder that no end has been tried on yet.
    pub fn new(decoder: impl Into<String>, expected: Vec<Vec<u8>>) -> Self {
        let (decoder, [one_piece, byte_by_byte]) = (decoder.into(), [true; 2]);
        Self { decoder, expected, tried: 0, failed: 0, missed: 0, earliest: None, one_piece, byte_by_byte }
    }

    /// The payloads that are complete at `end`.
    pub fn expected_at(&self, end: EarlyEnd) -> &[Vec<u8>] {
        self.expected.get(..end.frames).unwrap_or(&self.expected)
    }

    /// Notes what the decoder made of a stream with this `end`: in one piece, and byte by byte.
    pub fn note(&mut self, end: EarlyEnd, took: [Decoded; 2]) {
        let right = |got: &Decoded| got.frames == self.expected_at(end) && got.error.is_some() == end.inside;
        let survived = [right(&took[0]), right(&took[1])];
        self.tried += 1;
        self.missed += u64::from(end.inside && took.iter().any(|got| got.error.is_none()));
        self.one_piece &= survived[0];
        self.byte_by_byte &= survived[1];
        let Some(wrong) = survived.iter().position(|survived| !survived) else { return };
        self.failed += 1;
        if self.earliest.as_ref().is_none_or(|known| end.bytes < known.end.bytes) {
            let got = took.into_iter().nth(wrong);
            self.earliest = got.map(|got| WrongEnd { end, byte_by_byte: wrong == 1, got });
        }
    }
}
