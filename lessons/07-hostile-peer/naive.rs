//! Readers and a writer that trust their peer, as they stand in many programs. They are bounded only where the learner's
//! machine would suffer: see [`RESERVED_MAX`].

use super::LIMIT;
use super::attack::{Decoded, Seen};
use framing::ReadError;
use probe::TracedStream;
use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;
use trace::Kind;

/// The most that a trusting reader reserves here, in bytes, whatever is announced.
pub(crate) const RESERVED_MAX: usize = 256 << 20;

/// The most that one sets, byte by byte: all of that becomes memory in use.
pub(crate) const SET_MAX: usize = 64 << 20;

pub(crate) fn frame(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    // ANCHOR: trusting
    let length = read_length(end)?; // the number in four bytes
    let body = zeroed(length)?; // vec![0; length], up to the lesson's bound
    read_exact_into(body, end, seen)
    // ANCHOR_END: trusting
}

fn read_exact_into(mut body: Vec<u8>, end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    let read = end.read_exact(&mut body);
    seen.reserved(body.capacity(), &body);
    read?;
    Ok(body)
}

fn read_length(end: &mut TracedStream) -> io::Result<usize> {
    let mut header = [0; 4];
    end.read_exact(&mut header)?;
    let length = u32::from_be_bytes(header);
    end.note_decoded(Kind::Length, length.to_string().as_bytes(), "four bytes, unsigned");
    Ok(length as usize)
}

/// Where there is no such memory, the macro would end the whole process.
fn zeroed(bytes: usize) -> io::Result<Vec<u8>> {
    let bytes = bytes.min(RESERVED_MAX);
    drop(reserved(bytes)?);
    Ok(vec![0; bytes])
}

fn reserved(bytes: usize) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    body.try_reserve_exact(bytes).map_err(|error| io::Error::new(ErrorKind::OutOfMemory, error))?;
    Ok(body)
}

pub(crate) fn frame_of_set_bytes(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    // ANCHOR: set
    let length = read_length(end)?; // the number in four bytes
    let mut body = zeroed(length.min(SET_MAX))?; // vec![0; length]
    body.fill(b' '); // not zeroes: every page is written
    read_exact_into(body, end, seen)
    // ANCHOR_END: set
}

pub(crate) fn signed_frame(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    // ANCHOR: signed
    let mut header = [0; 4];
    end.read_exact(&mut header)?;
    // As in Java, or with struct.unpack("!i", …).
    let length = i32::from_be_bytes(header);
    if length > LIMIT as i32 {
        return Err(longer_than_the_limit());
    }
    let size = length as usize; // in C, malloc() and recv() take a size_t
    note_size(end, size);
    let mut body = reserved(size)?; // vec![0; size], which would panic
    body.resize(size, 0);
    read_exact_into(body, end, seen)
    // ANCHOR_END: signed
}

fn longer_than_the_limit() -> ReadError {
    io::Error::new(ErrorKind::InvalidData, "longer than the limit").into()
}

fn note_size(end: &TracedStream, size: usize) {
    end.note_decoded(Kind::Length, size.to_string().as_bytes(), "four bytes, signed, as a size");
}

pub(crate) fn frame_with_timeout(end: &mut TracedStream, each: Duration, seen: &mut Seen) -> Decoded {
    // ANCHOR: timeout
    // SO_RCVTIMEO: it starts anew with every read.
    end.get_ref().set_read_timeout(Some(each))?;
    let length = read_length(end)?; // the number in four bytes
    let body = zeroed(length)?; // vec![0; length], up to the lesson's bound
    read_exact_into(body, end, seen) // as many reads as it takes
    // ANCHOR_END: timeout
}

pub(crate) fn frame_until_it_fails(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    // ANCHOR: until_it_fails
    let mut body = zeroed(read_length(end)?)?;
    let mut came = 0;
    while let Ok(got @ 1..) = end.read(&mut body[came..]) {
        came += got;
    }
    seen.reserved(body.capacity(), &body);
    body.truncate(came);
    end.note_decoded(Kind::Frame, &body, "all that came");
    Ok(body)
    // ANCHOR_END: until_it_fails
}

pub(crate) fn write(end: &mut TracedStream, frame: &[u8]) -> io::Result<()> {
    // ANCHOR: write_trusting
    // Only so that the lesson ends: these programs have no timeout.
    end.get_ref().set_write_timeout(Some(link::DEADLINE))?;
    end.write_all(frame) // each would read afterwards
    // ANCHOR_END: write_trusting
}
