//! Readers and a writer that trust their peer, as they stand in many programs. They are bounded only where the learner's
//! machine would suffer: see [`RESERVED_MAX`].

use super::LIMIT;
use super::attack::{Decoded, Seen};
use probe::TracedStream;
use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;
use trace::Kind;

/// The most that a trusting reader reserves here, in bytes, whatever is announced.
pub(crate) const RESERVED_MAX: usize = 256 << 20;

/// The most that one sets, byte by byte: all of that becomes memory in use.
pub(crate) const SET_MAX: usize = 64 << 20;

// ANCHOR: trusting
pub(crate) fn frame(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    let length = read_length(end)?; // the number in four bytes
    let body = zeroed(length)?; // vec![0; length], but for the lesson's own bound
    fill(body, end, seen)
}

fn fill(mut body: Vec<u8>, end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    let read = end.read_exact(&mut body);
    seen.reserved(body.capacity(), &body);
    read?;
    Ok(body)
}
// ANCHOR_END: trusting

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

// ANCHOR: set
pub(crate) fn frame_of_set_bytes(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    let length = read_length(end)?; // the number in four bytes
    let mut body = zeroed(length.min(SET_MAX))?; // vec![0; length], but for the lesson's own bound
    body.fill(b' '); // not zeroes: every page is written
    fill(body, end, seen) // read_exact
}
// ANCHOR_END: set

// ANCHOR: signed
pub(crate) fn signed_frame(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    let mut header = [0; 4];
    end.read_exact(&mut header)?;
    let length = i32::from_be_bytes(header); // as in Java, or with struct.unpack("!i", …)
    if length > LIMIT as i32 {
        return Err(io::Error::new(ErrorKind::InvalidData, "longer than the limit").into());
    }
    let size = length as usize; // as in C, where malloc() and recv() take a size_t
    end.note_decoded(Kind::Length, size.to_string().as_bytes(), "four bytes, signed, as a size");
    let mut body = reserved(size)?; // vec![0; size] would panic where there is no such memory
    body.resize(size, 0);
    fill(body, end, seen)
}
// ANCHOR_END: signed

// ANCHOR: timeout
pub(crate) fn frame_with_timeout(end: &mut TracedStream, each: Duration, seen: &mut Seen) -> Decoded {
    end.get_ref().set_read_timeout(Some(each))?; // SO_RCVTIMEO: it starts anew with every read
    frame(end, seen) // read_exact, which reads until the frame is complete
}
// ANCHOR_END: timeout

// ANCHOR: until_it_fails
pub(crate) fn frame_until_it_fails(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    let mut body = zeroed(read_length(end)?)?;
    let mut came = 0;
    while let Ok(got @ 1..) = end.read(&mut body[came..]) {
        came += got;
    }
    seen.reserved(body.capacity(), &body);
    body.truncate(came);
    end.note_decoded(Kind::Frame, &body, "all that came");
    Ok(body)
}
// ANCHOR_END: until_it_fails

// ANCHOR: write_trusting
pub(crate) fn write(end: &mut TracedStream, frame: &[u8]) -> io::Result<()> {
    end.get_ref().set_write_timeout(Some(link::DEADLINE))?; // only so that the lesson ends
    end.write_all(frame) // and reads afterwards
}
// ANCHOR_END: write_trusting
