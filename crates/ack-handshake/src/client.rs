//! Implements the client's end. It sets no timeout: set one on the socket, or the client waits forever for a server that misread a
//! trip.

use crate::transfer::{receive, receive_all, send};
use crate::{HandshakeError, LENGTH_MAX, OK, Trip};
use std::io::{Read, Write};

/// How many bytes to reserve for a body before any has arrived; later, as many as have arrived.
const FIRST_STEP: usize = 64 * 1024;

/// Trip 1: sends `command` unchanged, in one write, even if it is longer than [`COMMAND_MAX`](crate::COMMAND_MAX) bytes. The
/// server's read then cuts it.
///
/// # Errors
/// [`HandshakeError::EmptyCommand`], with nothing sent; [`HandshakeError::Send`].
#[track_caller]
pub fn send_command(w: &mut impl Write, command: &[u8]) -> Result<(), HandshakeError> {
    if command.is_empty() {
        return Err(HandshakeError::EmptyCommand);
    }
    send(w, command, Trip::Command)
}

/// Trip 2: reads the body's length in bytes, at most `limit`, in **one** read of up to [`LENGTH_MAX`] bytes. The text has no end
/// mark, so one read has to be one length: a second read would wait for bytes that never come. If TCP split the text, the number
/// is too small, and nothing shows it.
///
/// # Errors
/// [`HandshakeError::NotALength`] unless it is decimal as a server writes it (`-1`, `+5`, ` 5`, `1e3` and `0003` are not),
/// [`HandshakeError::OverLimit`], [`HandshakeError::Closed`], [`HandshakeError::Receive`].
#[track_caller]
pub fn read_length(r: &mut impl Read, limit: usize) -> Result<usize, HandshakeError> {
    let mut text = [0; LENGTH_MAX];
    match receive(r, &mut text, Trip::Length)? {
        0 => Err(HandshakeError::Closed { trip: Trip::Length, got: 0, of: 1 }),
        got => length(&text[..got], limit),
    }
}

fn length(text: &[u8], limit: usize) -> Result<usize, HandshakeError> {
    let digits = std::str::from_utf8(text)
        .ok()
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()) && (*text == "0" || !text.starts_with('0')))
        .ok_or_else(|| HandshakeError::NotALength { text: text.to_vec() })?;
    // Parsing digits fails only if the number is too large for a usize, and that is over every limit.
    match digits.parse() {
        Ok(length) if length <= limit => Ok(length),
        _ => Err(HandshakeError::OverLimit { announced: digits.to_owned(), limit }),
    }
}

/// Trip 3: confirms that the client has read the length.
///
/// # Errors
/// [`HandshakeError::Send`].
#[track_caller]
pub fn send_ok(w: &mut impl Write) -> Result<(), HandshakeError> {
    send(w, OK, Trip::Ok)
}

/// Trip 4: reads exactly `length` bytes, in as many reads as it takes; none for a length of 0. Memory grows with the bytes that
/// arrive.
///
/// # Errors
/// [`HandshakeError::Closed`] if the stream ends earlier, [`HandshakeError::Receive`].
#[track_caller]
pub fn read_body(r: &mut impl Read, length: usize) -> Result<Vec<u8>, HandshakeError> {
    let mut body = Vec::new();
    while body.len() < length {
        let came = body.len();
        let step = (length - came).min(came.max(FIRST_STEP));
        body.resize(came + step, 0);
        let got = receive_all(r, &mut body[came..], Trip::Body)?;
        if got < step {
            return Err(HandshakeError::Closed { trip: Trip::Body, got: came + got, of: length });
        }
    }
    Ok(body)
}

/// Makes all four trips: sends `command`, and returns the server's output, at most `limit` bytes.
///
/// # Errors
/// Those of the four trips.
pub fn ask(stream: &mut (impl Read + Write), command: &[u8], limit: usize) -> Result<Vec<u8>, HandshakeError> {
    send_command(stream, command)?;
    let length = read_length(stream, limit)?;
    send_ok(stream)?;
    read_body(stream, length)
}
