//! What holds for frames with a 4-byte length: cuts, limits, ends, and readers and writers that do only what `Read` and
//! `Write` promise. No socket, no clock.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use struct_header::{Order, encode};

mod cuts;
mod end_of_stream;
mod limits;
mod reader_and_writer;
mod seeded;

fn stream_of<P: AsRef<[u8]>>(payloads: &[P], order: Order) -> Vec<u8> {
    let mut stream = Vec::new();
    for payload in payloads {
        encode(payload.as_ref(), order, &mut stream).expect("test payloads are short");
    }
    stream
}
