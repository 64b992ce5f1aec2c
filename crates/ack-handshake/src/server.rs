//! The server's end: it waits for a command, and for the `OK`. It runs nothing: what a command means is its caller's affair.

use crate::transfer::{receive, receive_all, send};
use crate::{COMMAND_MAX, HandshakeError, OK, Trip};
use std::io::{Read, Write};

/// Trip 1: what **one** read of up to [`COMMAND_MAX`] bytes returns; `None` where the client has closed, which is how a client
/// ends. The protocol calls it one command. TCP promises nothing of the kind: it may be a part of one ([`may_be_cut`]), or two
/// that came together.
///
/// # Errors
/// [`HandshakeError::Receive`].
pub fn read_command(r: &mut impl Read) -> Result<Option<Vec<u8>>, HandshakeError> {
    let mut command = vec![0; COMMAND_MAX];
    let got = receive(r, &mut command, Trip::Command)?;
    command.truncate(got);
    Ok((got > 0).then_some(command))
}

/// Whether `command` filled its read, so that the rest of it may still come, to be mistaken for the next command: refuse it,
/// since half a command may be a valid one. A shorter command may have been cut on its way too; that does not show.
pub fn may_be_cut(command: &[u8]) -> bool {
    command.len() >= COMMAND_MAX
}

/// Trip 2: announces a body of `length` bytes, in decimal digits and nothing after them.
///
/// # Errors
/// [`HandshakeError::Send`].
pub fn send_length(w: &mut impl Write, length: usize) -> Result<(), HandshakeError> {
    send(w, length.to_string().as_bytes(), Trip::Length)
}

/// Trip 3: waits for the `OK`. It reads exactly two bytes, so that a next command glued to them stays in the stream: after an
/// empty body, a client has nothing to wait for in between.
///
/// # Errors
/// [`HandshakeError::NotOk`], [`HandshakeError::Closed`], [`HandshakeError::Receive`].
pub fn read_ok(r: &mut impl Read) -> Result<(), HandshakeError> {
    let mut two = [0; OK.len()];
    match receive_all(r, &mut two, Trip::Ok)? {
        got if got < OK.len() => Err(HandshakeError::Closed { trip: Trip::Ok, got, of: OK.len() }),
        _ if two != *OK => Err(HandshakeError::NotOk { got: two }),
        _ => Ok(()),
    }
}

/// Trip 4: sends `body`. An empty body sends nothing, and makes no call.
///
/// It waits until all has been taken: a single thread that plays both ends must keep to bodies that the sockets' buffers can
/// hold.
///
/// # Errors
/// [`HandshakeError::Send`].
pub fn send_body(w: &mut impl Write, body: &[u8]) -> Result<(), HandshakeError> {
    send(w, body, Trip::Body)
}

/// Trips 2 to 4: announces `output`, waits for the `OK`, sends the output. Where the `OK` does not come it is not sent.
///
/// # Errors
/// Those of the three trips.
pub fn answer(stream: &mut (impl Read + Write), output: &[u8]) -> Result<(), HandshakeError> {
    send_length(stream, output.len())?;
    read_ok(stream)?;
    send_body(stream, output)
}
