//! Readers and a writer that believe their peer, as they stand in many programs. They are bounded only where the
//! learner's machine would suffer: see [`RESERVED_MAX`].

use super::LIMIT;
use super::attack::{Decoded, Seen};
use probe::TracedStream;
use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;
use trace::Kind;

/// The most that a naive reader reserves here, in bytes, whatever is announced.
pub(crate) const RESERVED_MAX: usize = 256 << 20;

/// The most that one sets, byte by byte: all of that becomes memory in use.
pub(crate) const SET_MAX: usize = 64 << 20;

// ANCHOR: naive
pub(crate) fn frame(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    let length = length(end)?;
    let body = zeroed(length as usize)?; // vec![0; length as usize], but for the lesson's own bound
    fill(body, end, seen)
}

fn fill(mut body: Vec<u8>, end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    let read = end.read_exact(&mut body);
    seen.reserved(body.capacity(), &body);
    read?;
    Ok(body)
}

fn length(end: &mut TracedStream) -> io::Result<u32> {
    let mut header = [0; 4];
    end.read_exact(&mut header)?;
    let length = u32::from_be_bytes(header);
    end.note_decoded(Kind::Length, length.to_string().as_bytes(), "four bytes, unsigned");
    Ok(length)
}
// ANCHOR_END: naive

/// Where there is no such memory, the macro would end the whole process.
fn zeroed(bytes: usize) -> io::Result<Vec<u8>> {
    let bytes = bytes.min(RESERVED_MAX);
    Vec::<u8>::new().try_reserve_exact(bytes).map_err(no_memory)?;
    Ok(vec![0; bytes])
}

fn no_memory(error: std::collections::TryReserveError) -> io::Error {
    io::Error::new(ErrorKind::OutOfMemory, error)
}

// ANCHOR: set
pub(crate) fn frame_of_set_bytes(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    let length = length(end)?;
    let mut body = zeroed((length as usize).min(SET_MAX))?;
    body.fill(b' '); // not zeroes: every page is written
    fill(body, end, seen)
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
    let mut body = Vec::new();
    body.try_reserve_exact(size).map_err(no_memory)?; // vec![0; size] panics
    body.resize(size, 0);
    fill(body, end, seen)
}
// ANCHOR_END: signed

// ANCHOR: time_out
pub(crate) fn frame_with_time_out(end: &mut TracedStream, each: Duration, seen: &mut Seen) -> Decoded {
    end.get_ref().set_read_timeout(Some(each))?; // for every read anew
    frame(end, seen)
}
// ANCHOR_END: time_out

// ANCHOR: until_it_fails
pub(crate) fn frame_until_it_fails(end: &mut TracedStream, seen: &mut Seen) -> Decoded {
    let mut body = zeroed(length(end)? as usize)?;
    let mut came = 0;
    while let Ok(got @ 1..) = end.read(&mut body[came..]) {
        came += got;
    }
    seen.reserved(body.capacity(), &body);
    body.truncate(came); // whatever ended it
    end.note_decoded(Kind::Frame, &body, "all that came");
    Ok(body)
}
// ANCHOR_END: until_it_fails

// ANCHOR: write
pub(crate) fn write(end: &mut TracedStream, frame: &[u8]) -> io::Result<()> {
    end.get_ref().set_write_timeout(Some(link::DEADLINE))?; // a net for the lesson: these programs have none
    end.write_all(frame)
}
// ANCHOR_END: write
