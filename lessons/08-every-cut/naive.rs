//! Six decoders as they are often written, each wrong in one place; what its comment says is what its author believes. All are
//! for the same frames: a length of four bytes, little-endian, then the payload. The helpers at the end are right.

use receiver_short_reads::{exactly, up_to};
use std::io::{self, BufReader, Error, ErrorKind, Read};
use struct_header::{Decoder, Order};

/// Where a decoder puts the payloads that it finds.
pub(crate) type Frames = Vec<Vec<u8>>;

/// The largest payload that ours accept.
pub(crate) const LIMIT: usize = 1024;

/// Reads four bytes of header, and as many bytes of payload as they say.
pub(crate) fn header_then_payload(mut from: &mut dyn Read, frames: &mut Frames) -> io::Result<()> {
    // ANCHOR: header_first
    loop {
        let mut four = [0; 4];
        if from.read(&mut four)? == 0 {
            return Ok(());
        }
        frames.push(exactly(&mut from, number(four))?);
    }
    // ANCHOR_END: header_first
}

/// Collects all that the stream has, and takes it apart at the end.
pub(crate) fn collects_then_decodes(from: &mut dyn Read, frames: &mut Frames) -> io::Result<()> {
    // ANCHOR: collects
    let (mut all, mut buffer) = (Vec::new(), [0; 8]);
    loop {
        let got = from.read(&mut buffer)?;
        all.extend_from_slice(&buffer[..got]);
        if got < buffer.len() {
            break;
        }
    }
    frames_of(&all, frames)
    // ANCHOR_END: collects
}

/// Reads until it has received as many bytes of payload as the header says.
pub(crate) fn adds_up_its_buffer(from: &mut dyn Read, frames: &mut Frames) -> io::Result<()> {
    // ANCHOR: adds_up
    while let Some(length) = header(from)? {
        let (mut payload, mut received) = (Vec::new(), 0);
        while received < length {
            payload.extend(more(from, length - received)?);
            received += payload.len();
        }
        frames.push(payload);
    }
    Ok(())
    // ANCHOR_END: adds_up
}

/// Reads into a buffer with room for 1,024 bytes, and leaves the frames to the decoder of lesson 04.
pub(crate) fn reserves_a_buffer(from: &mut dyn Read, frames: &mut Frames) -> io::Result<()> {
    // ANCHOR: reserves
    let mut decoder = Decoder::new(Order::Little, 1024);
    let mut buffer = Vec::with_capacity(1024);
    loop {
        let got = from.read(&mut buffer)?;
        if got == 0 {
            return decoder.finish().map_err(Error::other);
        }
        decoder.feed(&buffer[..got]);
        while let Some(frame) = decoder.next_frame().map_err(Error::other)? {
            frames.push(frame.to_vec());
        }
    }
    // ANCHOR_END: reserves
}

/// Collects a text until it is as long as the header says.
pub(crate) fn collects_a_text(from: &mut dyn Read, frames: &mut Frames) -> io::Result<()> {
    // ANCHOR: text
    while let Some(length) = header(from)? {
        let (mut text, mut characters) = (Vec::new(), 0);
        while characters < length {
            text.extend(more(from, length - characters)?);
            characters = String::from_utf8_lossy(&text).chars().count();
        }
        frames.push(text);
    }
    Ok(())
    // ANCHOR_END: text
}

/// Reads each frame through a buffer, to make fewer calls.
pub(crate) fn reads_through_a_buffer(from: &mut dyn Read, frames: &mut Frames) -> io::Result<()> {
    // ANCHOR: buffered
    loop {
        let mut buffered = BufReader::new(&mut *from);
        let Some(length) = header(&mut buffered)? else {
            return Ok(());
        };
        frames.push(exactly(&mut buffered, length)?);
    }
    // ANCHOR_END: buffered
}

/// The frames of a stream that has come to its end.
fn frames_of(mut stream: &[u8], frames: &mut Frames) -> io::Result<()> {
    while let Some(length) = header(&mut stream)? {
        frames.push(exactly(&mut stream, length)?);
    }
    Ok(())
}

/// The length of the next payload, from as many reads as it takes; `None` where the stream ends.
fn header(from: &mut dyn Read) -> io::Result<Option<usize>> {
    let mut four = [0; 4];
    let came = from.read(&mut four)?;
    if came == 0 {
        return Ok(None);
    }
    let whole = from.read_exact(&mut four[came..]);
    whole.map_err(|error| Error::new(error.kind(), "the stream ended inside a header"))?;
    Ok(Some(number(four)))
}

/// Four bytes as a number, the least significant one first. It may be any number up to 4 GiB.
fn number(four: [u8; 4]) -> usize {
    u32::from_le_bytes(four) as usize
}

/// One read of at most so many bytes. It must return some: a payload has not ended.
fn more(mut from: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    let read = up_to(&mut from, most.min(LIMIT))?;
    if read.is_empty() {
        return Err(Error::new(ErrorKind::UnexpectedEof, "the stream ended inside a payload"));
    }
    Ok(read)
}
