//! Implements the server's end: it waits for a command, and for the `OK`. It does not run the command; that is the caller's job.

use crate::transfer::{receive, receive_all, send};
use crate::{COMMAND_MAX, HandshakeError, OK, Trip};
use std::io::{Read, Write};

/// Trip 1: returns the result of **one** read of up to [`COMMAND_MAX`] bytes; `None` if the client has closed the connection, as
/// clients do when they are done. The protocol takes it for one command. TCP does not guarantee that: it may be part of a command
/// ([`may_be_cut`]), or two that arrived together.
///
/// # Errors
/// [`HandshakeError::Receive`].
#[track_caller]
pub fn read_command(r: &mut impl Read) -> Result<Option<Vec<u8>>, HandshakeError> {
    let mut command = vec![0; COMMAND_MAX];
    let got = receive(r, &mut command, Trip::Command)?;
    command.truncate(got);
    Ok((got > 0).then_some(command))
}

/// Whether `command` filled its read, so that its rest may still arrive and be taken for the next command. Refuse such a command,
/// since half a command may be a valid one. TCP may split a shorter command too, but that does not show.
pub fn may_be_cut(command: &[u8]) -> bool {
    command.len() >= COMMAND_MAX
}

/// Trip 2: announces a body of `length` bytes, in decimal digits with nothing after them.
///
/// # Errors
/// [`HandshakeError::Send`].
#[track_caller]
pub fn send_length(w: &mut impl Write, length: usize) -> Result<(), HandshakeError> {
    send(w, length.to_string().as_bytes(), Trip::Length)
}

/// Trip 3: waits for the `OK`. It reads exactly two bytes, so that a command glued to them stays in the stream: after an empty body
/// the client has nothing to wait for before it sends its next command.
///
/// # Errors
/// [`HandshakeError::NotOk`], [`HandshakeError::Closed`], [`HandshakeError::Receive`].
#[track_caller]
pub fn read_ok(r: &mut impl Read) -> Result<(), HandshakeError> {
    let mut two = [0; OK.len()];
    match receive_all(r, &mut two, Trip::Ok)? {
        got if got < OK.len() => Err(HandshakeError::Closed { trip: Trip::Ok, got, of: OK.len() }),
        _ if two != *OK => Err(HandshakeError::NotOk { got: two }),
        _ => Ok(()),
    }
}

/// Trip 4: sends `body`. For an empty body it makes no call.
///
/// It waits until the kernel has accepted all of it, so a single thread that plays both ends may only use bodies that fit into the
/// sockets' buffers.
///
/// # Errors
/// [`HandshakeError::Send`].
#[track_caller]
pub fn send_body(w: &mut impl Write, body: &[u8]) -> Result<(), HandshakeError> {
    send(w, body, Trip::Body)
}

/// Trips 2 to 4: announces `output`, waits for the `OK`, and sends the output. Without an `OK` it sends no output.
///
/// # Errors
/// Those of the three trips.
pub fn answer(stream: &mut (impl Read + Write), output: &[u8]) -> Result<(), HandshakeError> {
    send_length(stream, output.len())?;
    read_ok(stream)?;
    send_body(stream, output)
}
