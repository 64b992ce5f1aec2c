//! Cuts a stream in every way, without a socket: a reader that returns the pieces of one cut, and the order in which all cuts
//! are tried. It judges nothing.

use std::io::{self, Read};
use std::ops::Range;
use struct_header::{Order, encode};
use trace::EarlyEnd;

/// A stream of frames, and their payloads.
pub(crate) struct Framed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) payloads: Vec<Vec<u8>>,
    /// Where each frame lies, header included.
    pub(crate) frames: Vec<Range<usize>>,
}

impl Framed {
    pub(crate) fn of(payloads: Vec<Vec<u8>>) -> Self {
        let (mut bytes, mut frames) = (Vec::new(), Vec::new());
        for payload in &payloads {
            let begins = bytes.len();
            encode(payload, Order::Little, &mut bytes)
                .expect("a payload of this lesson is shorter than a header can say");
            frames.push(begins..bytes.len());
        }
        Self { bytes, payloads, frames }
    }

    /// What is right where the stream ends after so many bytes.
    pub(crate) fn end(&self, bytes: usize) -> EarlyEnd {
        let whole = self.frames.iter().filter(|frame| frame.end <= bytes).count();
        let inside = self.frames.iter().any(|frame| frame.start < bytes && bytes < frame.end);
        EarlyEnd { bytes: bytes as u64, frames: whole, inside }
    }

    pub(crate) fn pieces(&self, cut: &[usize]) -> Vec<&[u8]> {
        let starts = [0].into_iter().chain(cut.iter().copied());
        let ends = cut.iter().copied().chain([self.bytes.len()]);
        starts.zip(ends).map(|(start, end)| &self.bytes[start..end]).collect()
    }
}

/// A stream that comes in pieces: a read returns what has come and was not read yet, never bytes of two pieces.
pub(crate) struct Script<'a> {
    stream: &'a [u8],
    /// Offsets at which a piece ends though the stream goes on.
    cut: &'a [usize],
    read: usize,
}

impl<'a> Script<'a> {
    pub(crate) fn new(stream: &'a [u8], cut: &'a [usize]) -> Self {
        Self { stream, cut, read: 0 }
    }
}

impl Read for Script<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ends = self.cut.first().copied().unwrap_or(self.stream.len());
        let got = buffer.len().min(ends - self.read);
        buffer[..got].copy_from_slice(&self.stream[self.read..][..got]);
        self.read += got;
        if self.read == ends {
            self.cut = self.cut.get(1..).unwrap_or_default(); // the next piece comes
        }
        Ok(got)
    }
}

/// Every cut of so many bytes, 32 at most, once: those with fewer offsets first, and of these the earlier.
pub(crate) fn every_cut(bytes: usize) -> impl Iterator<Item = Vec<usize>> {
    let places = bytes - 1;
    // The first place is the highest bit, so that of two cuts with as many offsets the earlier is the larger number.
    let with = move |count| (0..1u32 << places).rev().filter(move |cut| cut.count_ones() as usize == count);
    let offsets = move |cut: u32| (1..=places).filter(|at| cut >> (places - at) & 1 == 1).collect();
    (0..=places).flat_map(with).map(offsets)
}

/// The offsets between pieces.
pub(crate) fn between<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Vec<usize> {
    let mut end = 0;
    let ends = pieces.map(|piece| {
        end += piece.len();
        end
    });
    let mut ends: Vec<usize> = ends.collect();
    ends.pop(); // the stream's own end is no cut
    ends
}
