//! Sending and receiving as the turns need it. It knows no message, only whose turn it is when
//! something fails.

use std::io::{ErrorKind, Read, Write};

use crate::{HandshakeError, Turn};

/// Sends one message: one `write` call where the writer takes it all. No message, no call.
pub(crate) fn send(w: &mut impl Write, message: &[u8], turn: Turn) -> Result<(), HandshakeError> {
    w.write_all(message).map_err(|source| HandshakeError::Send { turn, source })
}

/// One read, of as many bytes as it returns; 0 at the end of the stream.
pub(crate) fn receive(r: &mut impl Read, buf: &mut [u8], awaited: Turn) -> Result<usize, HandshakeError> {
    loop {
        match r.read(buf) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {} // a signal, not an answer
            Err(source) => return Err(HandshakeError::Receive { awaited, source }),
            Ok(got) => return Ok(got),
        }
    }
}

/// Reads until `buf` is full or the stream ends, and says how many bytes came.
pub(crate) fn receive_all(r: &mut impl Read, buf: &mut [u8], awaited: Turn) -> Result<usize, HandshakeError> {
    let mut got = 0;
    while got < buf.len() {
        match receive(r, &mut buf[got..], awaited)? {
            0 => break,
            n => got += n,
        }
    }
    Ok(got)
}
