//! One reader and one writer for all those peers: a limit, one deadline for the whole turn, and memory that grows as
//! bytes come. They use nothing that an ordinary program would not use.

use super::LIMIT;
use super::attack::{Decoded, Seen};
use framing::{Decoder, Framing};
use link::DeadlineStream;
use probe::TracedStream;
use std::io::{self, ErrorKind, Write};
use std::time::Duration;

/// What one read asks for, in bytes.
pub(crate) const SPACE: usize = 4 << 10;

pub(crate) fn frame<F: Framing>(end: &mut TracedStream, framing: F, deadline: Duration, seen: &mut Seen) -> Decoded {
    // ANCHOR: careful
    // A frame has at most 1 MiB, and one read asks for 4 KiB.
    let mut decoder = Decoder::new(framing, LIMIT).with_space(SPACE);
    let mut turn = DeadlineStream::new(end, deadline); // for all reads together
    loop {
        if let Some(frame) = decoder.next_frame()? {
            return Ok(frame.payload.to_vec());
        }
        let came = decoder.read_from(&mut turn);
        seen.reserved(decoder.capacity(), decoder.waiting());
        if came? == 0 {
            decoder.finish()?; // an error inside a frame
            return Err(io::Error::from(ErrorKind::UnexpectedEof).into());
        }
    }
    // ANCHOR_END: careful
}

pub(crate) fn write(end: &mut TracedStream, frame: &[u8], deadline: Duration) -> io::Result<()> {
    // ANCHOR: write_careful
    DeadlineStream::new(end, deadline).write_all(frame)
    // ANCHOR_END: write_careful
}
