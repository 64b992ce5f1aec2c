//! What the decoders of this lesson share: where frames go, and right ways to read a header and a part of a payload.

use receiver_short_reads::{exactly, up_to};
use std::io::{self, ErrorKind, Read};

/// Where a decoder puts the payloads that it finds.
pub(crate) type Frames = Vec<Vec<u8>>;

/// The largest payload that ours take.
pub(crate) const LIMIT: usize = 1024;

/// The frames of a stream that has come to its end.
pub(crate) fn frames_of(mut stream: &[u8], frames: &mut Frames) -> io::Result<()> {
    while let Some(length) = header(&mut stream)? {
        frames.push(exactly(&mut stream, length)?);
    }
    Ok(())
}

/// The length of the next payload; `None` where the stream ends. Right: it reads until it has four bytes.
pub(crate) fn header(from: &mut dyn Read) -> io::Result<Option<usize>> {
    let mut four = [0; 4];
    let came = from.read(&mut four)?;
    if came == 0 {
        return Ok(None);
    }
    let whole = from.read_exact(&mut four[came..]);
    whole.map_err(|error| io::Error::new(error.kind(), "the stream ended inside a header"))?;
    Ok(Some(number(four)))
}

/// Four bytes as a number, the least significant one first. It may be any number up to 4 GiB.
pub(crate) fn number(four: [u8; 4]) -> usize {
    u32::from_le_bytes(four) as usize
}

/// One read of at most so many bytes, of which there must be one: a payload has not ended.
pub(crate) fn more(mut from: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    let read = up_to(&mut from, most.min(LIMIT))?;
    if read.is_empty() {
        return Err(io::Error::new(ErrorKind::UnexpectedEof, "the stream ended inside a payload"));
    }
    Ok(read)
}
