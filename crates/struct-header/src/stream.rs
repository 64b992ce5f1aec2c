//! Writes a frame to a writer, and reads a frame from a reader. It reads no byte of the next frame,
//! sets no timeout, and keeps nothing between two calls.

use std::io::{self, ErrorKind, Read, Write};

use crate::{HEADER, HeaderError, Order, ReadError, encode, length};

/// How many bytes to reserve for a payload before any has arrived; later, as many as have arrived.
const FIRST_STEP: usize = 64 * 1024;

/// Sends one frame, header and payload, in **one** `write` call. If the writer accepts only part of
/// it, further calls write the rest.
///
/// Two calls would be two small writes to TCP. Nagle's algorithm (RFC 9293, section 3.7.4) holds the
/// second until the first is acknowledged, and the receiver delays that ACK (RFC 9293, section
/// 3.8.6.3): some 40 ms for every frame that is smaller than a segment.
///
/// So the payload is copied after its header. [`Write::write_vectored`] would avoid the copy, but only
/// if the writer implements it: by default it writes only the first slice, which is the header, and
/// the two calls are back without a warning.
///
/// # Errors
/// The writer's own; [`ErrorKind::WriteZero`] if it accepts nothing more; or
/// [`ErrorKind::InvalidInput`] around [`HeaderError::TooLong`], with nothing sent. After the first
/// two, part of the frame may have been sent: close the connection. `Interrupted` is retried.
#[track_caller]
pub fn write_frame(w: &mut impl Write, payload: &[u8], order: Order) -> io::Result<()> {
    let mut frame = Vec::new();
    encode(payload, order, &mut frame).map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?;
    w.write_all(&frame)
}

/// Receives one frame: reads exactly its header, then exactly its payload, of at most `limit`
/// bytes. Memory grows with the bytes that arrive, whatever the header announces.
///
/// | the stream | the result |
/// |---|---|
/// | ended before the first byte of a header | `Ok(None)`: the peer is done |
/// | ended later | [`HeaderError::EndInHeader`], [`HeaderError::EndInPayload`] |
/// | announced an invalid length | [`HeaderError::Negative`], [`HeaderError::OverLimit`]; no payload is read |
/// | failed, or timed out | [`ReadError::Io`] |
/// | was interrupted by a signal | none yet: `Interrupted` is retried |
///
/// # Errors
/// Those in the table. After any of them the position in the stream is lost, even after a timeout:
/// the bytes that had arrived are dropped. To continue after a timeout, use a
/// [`Decoder`](crate::Decoder), which keeps them.
#[track_caller]
pub fn read_frame(r: &mut impl Read, order: Order, limit: usize) -> Result<Option<Vec<u8>>, ReadError<HeaderError>> {
    let mut header = [0; HEADER];
    match fill(r, &mut header)? {
        0 => return Ok(None),
        HEADER => {}
        got => return Err(HeaderError::EndInHeader { got }.into()),
    }
    let announced = length(header, order, limit)?;
    let payload = read_until(r, announced)?;
    let got = payload.len();
    if got < announced {
        return Err(HeaderError::EndInPayload { got, announced }.into());
    }
    Ok(Some(payload))
}

/// Reads up to `announced` bytes; fewer only if the stream ends.
#[track_caller]
fn read_until(r: &mut impl Read, announced: usize) -> io::Result<Vec<u8>> {
    let mut payload = Vec::new();
    while payload.len() < announced {
        let came = payload.len();
        let step = (announced - came).min(came.max(FIRST_STEP));
        payload.resize(came + step, 0);
        let got = fill(r, &mut payload[came..])?;
        if got < step {
            payload.truncate(came + got);
            break;
        }
    }
    Ok(payload)
}

/// Reads until `buf` is full or the stream ends, and returns how many bytes arrived. `read_exact` does
/// not report that number, and one `read` may return fewer bytes than it was asked for.
#[track_caller]
fn fill(r: &mut impl Read, buf: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while got < buf.len() {
        match r.read(&mut buf[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(got)
}
