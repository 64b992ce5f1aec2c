//! The server's end: it is asked, and waits for the `OK`. It runs nothing: what a command means is
//! for its caller to say.

use std::io::{Read, Write};

use crate::turn::{receive, receive_all, send};
use crate::{COMMAND_MAX, HandshakeError, OK, Turn};

/// Trip 1: what **one** read of up to [`COMMAND_MAX`] bytes returns; `None` where the client has
/// closed, which is how a client ends. The protocol calls it one command. TCP promises nothing of
/// the kind: it may be a part of one ([`may_be_cut`]), or two that came together.
///
/// # Errors
/// [`HandshakeError::Receive`].
pub fn read_command(r: &mut impl Read) -> Result<Option<Vec<u8>>, HandshakeError> {
    let mut command = vec![0; COMMAND_MAX];
    let got = receive(r, &mut command, Turn::Command)?;
    command.truncate(got);
    Ok((got > 0).then_some(command))
}

/// Whether `command` filled its read, so that more of it may be waiting, to be taken for the next
/// command: refuse it, since half a command may be a valid one. A shorter command may have been cut
/// on its way too; that does not show.
pub fn may_be_cut(command: &[u8]) -> bool {
    command.len() >= COMMAND_MAX
}

/// Trip 2: announces a body of `length` bytes, in decimal digits and nothing behind them.
///
/// # Errors
/// [`HandshakeError::Send`].
pub fn send_length(w: &mut impl Write, length: usize) -> Result<(), HandshakeError> {
    send(w, length.to_string().as_bytes(), Turn::Length)
}

/// Trip 3: waits for the `OK`. It takes exactly two bytes, so that a next command glued behind
/// them stays in the stream: after an empty body a client has nothing to wait for in between.
///
/// # Errors
/// [`HandshakeError::NotOk`], [`HandshakeError::Closed`], [`HandshakeError::Receive`].
pub fn read_ok(r: &mut impl Read) -> Result<(), HandshakeError> {
    let mut two = [0; OK.len()];
    let got = receive_all(r, &mut two, Turn::Ok)?;
    if got < OK.len() {
        return Err(HandshakeError::Closed { awaited: Turn::Ok, got, of: OK.len() });
    }
    if two != *OK {
        return Err(HandshakeError::NotOk { got: two });
    }
    Ok(())
}

/// Trip 4: sends `body`. For an empty one nothing is sent, and no call is made.
///
/// One thread that plays both ends must keep to bodies that the sockets' buffers can hold: this
/// waits until all has been taken.
///
/// # Errors
/// [`HandshakeError::Send`].
pub fn send_body(w: &mut impl Write, body: &[u8]) -> Result<(), HandshakeError> {
    send(w, body, Turn::Body)
}

/// Trips 2 to 4: announces `output`, waits for the `OK`, sends it.
///
/// # Errors
/// Those of the three turns. Where the `OK` does not come the output is not sent.
pub fn answer(stream: &mut (impl Read + Write), output: &[u8]) -> Result<(), HandshakeError> {
    send_length(stream, output.len())?;
    read_ok(stream)?;
    send_body(stream, output)
}
