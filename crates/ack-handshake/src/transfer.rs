//! Sends and receives the bytes of a trip.

use crate::{HandshakeError, Trip};
use std::io::{ErrorKind, Read, Write};

/// Sends a message, with one `write` call if the writer accepts all of it. An empty message makes no call.
#[track_caller]
pub(crate) fn send(w: &mut impl Write, message: &[u8], trip: Trip) -> Result<(), HandshakeError> {
    w.write_all(message).map_err(|source| HandshakeError::Send { trip, source })
}

/// Reads once, and returns how many bytes arrived; 0 at the end of the stream.
#[track_caller]
pub(crate) fn receive(r: &mut impl Read, buf: &mut [u8], trip: Trip) -> Result<usize, HandshakeError> {
    loop {
        match r.read(buf) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {} // a signal, not an answer
            done => return done.map_err(|source| HandshakeError::Receive { trip, source }),
        }
    }
}

/// Reads until `buf` is full or the stream ends, and returns how many bytes arrived.
#[track_caller]
pub(crate) fn receive_all(r: &mut impl Read, buf: &mut [u8], trip: Trip) -> Result<usize, HandshakeError> {
    let mut got = 0;
    while got < buf.len() {
        match receive(r, &mut buf[got..], trip)? {
            0 => break,
            n => got += n,
        }
    }
    Ok(got)
}
