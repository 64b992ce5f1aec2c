//! A frame to a writer, a frame from a reader, where a thread may wait. They set no timeout, and flush nothing.

use std::io::{self, ErrorKind, IoSlice, Read, Write};

use crate::{Decoder, Encode, Frame, Framing, ReadError};

/// Reads until a frame is whole; `Ok(None)` where the stream has ended between two frames.
///
/// Bytes behind the frame stay in the decoder for the next call: what is read is what has come, not what a frame needs.
/// So use one decoder for one stream, and that stream through it alone, as [the crate's example](crate) does.
///
/// # Errors
/// [`ReadError::Frame`] as [`Decoder::next_frame`] and [`Decoder::finish`] say, the end inside a frame included.
/// [`ReadError::Io`] as the reader says: after a timeout call again, for nothing is lost. `Interrupted` is retried.
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

/// Sends one frame, its header, payload and end in **one** vectored write; a writer that takes only a part of it is called
/// again for the rest.
///
/// Two calls would be two small writes to TCP, and Nagle's algorithm (RFC 896) could hold the second until the first is
/// acknowledged. A writer that does not implement [`Write::write_vectored`] gets the parts one by one, and the two calls
/// are back without a warning: put it into a [`BufWriter`](io::BufWriter), or [`encode`](Encode::encode) and write that.
///
/// # Errors
/// The writer's own; [`ErrorKind::WriteZero`] where it takes nothing more; or [`ErrorKind::InvalidInput`] around an
/// [`EncodeError`](crate::EncodeError), with nothing sent. After the first two a part of the frame may be on its way:
/// close the connection. `Interrupted` is retried.
///
/// # Panics
/// If the writer says that it took more than it was given.
pub fn write_frame(writer: &mut impl Write, framing: &impl Encode, payload: &[u8]) -> io::Result<()> {
    let head = framing.head(payload).map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?;
    let body = framing.body(payload);
    let mut parts = [head.as_slice(), &body, framing.tail()].map(IoSlice::new);
    let mut rest = &mut parts[..];
    IoSlice::advance_slices(&mut rest, 0); // parts without a byte
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
