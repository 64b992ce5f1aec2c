//! What the cases of lesson 05 have in common: when ACKs come, how a frame is sent and received; and the ack handshake.

use super::ways::Way;
use super::{ANSWER, COMMAND};
use lesson::CaseResult;
use lesson::remote::ANSWER_MAX;
use link::set_quickack;
use probe::TracedStream;
use receiver_short_reads::{exactly, up_to};
use std::io::{self, ErrorKind, Write};
use struct_header::{Decoder, HEADER, Order};
use trace::Kind;

/// Makes an end acknowledge data at once, or late. This is set again before every message to that end: the kernel
/// leaves either mode by itself when data goes both ways (tcp(7), TCP_QUICKACK).
pub(crate) fn set_acks(end: &TracedStream, quick: bool) -> io::Result<()> {
    match set_quickack(end.get_ref(), quick) {
        Err(error) if error.kind() == ErrorKind::Unsupported => Ok(()), // the case says so
        result => result,
    }
}

pub(crate) fn send(end: &mut TracedStream, (way, body): (Way, &[u8])) -> CaseResult {
    end.note_next_frame(HEADER + body.len());
    end.note_sent(Kind::Frame, body);
    way(end, body)
}

/// Takes what has come, until it makes a frame.
pub(crate) fn receive(end: &mut TracedStream) -> CaseResult {
    let mut decoder = Decoder::new(Order::Little, ANSWER_MAX);
    loop {
        if let Some(body) = decoder.next_frame()? {
            end.note_decoded(Kind::Frame, body, "decoder");
            return Ok(());
        }
        end.wait_for_arrival()?;
        decoder.feed(&up_to(end, 64 * 1024)?);
    }
}

pub(crate) fn handshake(client: &mut TracedStream, server: &mut TracedStream, quick: bool) -> CaseResult {
    // ANCHOR: handshake
    turn(client, server, quick, COMMAND)?; // one write there, and its read
    turn(server, client, quick, b"20")?; // carries the ACK of the command
    turn(client, server, quick, b"OK")?;
    turn(server, client, quick, ANSWER)
    // ANCHOR_END: handshake
}

/// One side writes a message, and the other reads it.
fn turn(from: &mut TracedStream, to: &mut TracedStream, quick: bool, message: &[u8]) -> CaseResult {
    set_acks(to, quick)?;
    from.write_all(message)?;
    to.wait_for_arrival()?;
    Ok(exactly(to, message.len()).map(drop)?)
}
