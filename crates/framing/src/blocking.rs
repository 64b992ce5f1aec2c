//! Reads and writes frames in a thread that may wait. It sets no timeout, and flushes nothing.

use std::io::{self, ErrorKind, IoSlice, Read, Write};

use crate::{Decoder, Encode, Frame, Framing, ReadError};

/// Reads until a frame is whole; `Ok(None)` if the stream ended between two frames.
///
/// It reads whatever has arrived, not only what the frame needs, and bytes after the frame stay in the decoder for the next call.
/// So use one decoder for each stream, and read that stream only through it, as [the crate's example](crate) does.
///
/// # Errors
/// [`ReadError::Frame`] from [`Decoder::next_frame`] and [`Decoder::finish`], including an end inside a frame.
/// [`ReadError::Io`] from the reader. After a timeout you can call it again, and nothing is lost. `Interrupted` is retried.
pub fn read_frame<'a, F: Framing>(
    reader: &mut impl Read,
    decoder: &'a mut Decoder<F>,
) -> Result<Option<Frame<'a>>, ReadError> {
    loop {
        if let Some((extent, payload)) = decoder.advance()? {
            return Ok(Some(decoder.frame(extent, payload)));
        }
        if decoder.read_from(reader)? == 0 {
            decoder.finish()?;
            return Ok(None);
        }
    }
}

/// Sends one frame, with its header, payload and trailer in **one** vectored write. If the writer accepts only part of it,
/// further calls write the rest.
///
/// Two calls would be two small writes to TCP, and Nagle's algorithm (RFC 9293, section 3.7.4) could hold the second until the
/// first is acknowledged. A writer that does not implement [`Write::write_vectored`] gets the parts one by one, and the two calls
/// are back without a warning. Put it into a [`BufWriter`](io::BufWriter), or [`encode`](Encode::encode) and write the result.
///
/// # Errors
/// The writer's own; [`ErrorKind::WriteZero`] if it accepts nothing more; or [`ErrorKind::InvalidInput`] around an
/// [`EncodeError`](crate::EncodeError), with nothing sent. After the first two, part of the frame may have been sent: close the
/// connection. `Interrupted` is retried.
///
/// # Panics
/// If the writer claims to have accepted more than it was given.
pub fn write_frame(writer: &mut impl Write, framing: &impl Encode, payload: &[u8]) -> io::Result<()> {
    let head = framing.head(payload).map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?;
    let body = framing.body(payload);
    let mut parts = [head.as_slice(), &body, framing.tail()].map(IoSlice::new);
    let mut rest = &mut parts[..];
    IoSlice::advance_slices(&mut rest, 0); // drops empty parts
    while !rest.is_empty() {
        match writer.write_vectored(rest) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(taken) => IoSlice::advance_slices(&mut rest, taken),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
