//! Tests of frames with a 4-byte length: cuts, limits, ends, and readers and writers that guarantee only what `Read` and `Write`
//! promise. No socket, no clock.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use struct_header::{Order, encode};

mod cuts;
mod end_of_stream;
mod limits;
mod reader_and_writer;

fn stream_of<P: AsRef<[u8]>>(payloads: &[P], order: Order) -> Vec<u8> {
    let mut stream = Vec::new();
    for payload in payloads {
        encode(payload.as_ref(), order, &mut stream).expect("test payloads are short");
    }
    stream
}

/// Random numbers, the same for the same seed: a test must fail twice in the same way.
/// SplitMix64 (Steele, Lea and Flood 2014) is one addition and a mixer.
struct Lot(u64);

impl Lot {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `most`, both included.
    fn up_to(&mut self, most: usize) -> usize {
        (self.draw() % (most as u64 + 1)) as usize
    }

    /// A payload of 0 to `most` bytes, of any value: some of them look like headers.
    fn payload(&mut self, most: usize) -> Vec<u8> {
        let len = self.up_to(most);
        (0..len).map(|_| self.draw() as u8).collect()
    }
}
