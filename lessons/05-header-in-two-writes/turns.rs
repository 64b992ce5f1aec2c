//! What the ways of lesson 05 have in common: when ACKs come, the one reader for all of them, and the ack handshake.

use ack_handshake::{client, server};
use lesson::CaseResult;
use lesson::remote::ANSWER_MAX;
use link::set_quickack;
use probe::TracedStream;
use receiver_short_reads::up_to;
use std::io::{self, ErrorKind};
use struct_header::{Decoder, Order};

/// Lets an end acknowledge what it gets at once, or late. Said anew before every message to it: the kernel leaves either mode by
/// itself when data goes both ways (tcp(7), TCP_QUICKACK).
pub(crate) fn set_acks(end: &TracedStream, quick: bool) -> io::Result<()> {
    match set_quickack(end.get_ref(), quick) {
        Err(error) if error.kind() == ErrorKind::Unsupported => Ok(()), // the case says so
        result => result,
    }
}

/// Takes what has come, until it makes a frame.
pub(crate) fn receive(end: &mut TracedStream) -> CaseResult {
    let mut decoder = Decoder::new(Order::Little, ANSWER_MAX);
    while decoder.next_frame()?.is_none() {
        end.wait_for_arrival()?;
        decoder.feed(&up_to(end, 1024)?);
    }
    Ok(())
}

// ANCHOR: handshake
pub(crate) fn handshake(asks: &mut TracedStream, answers: &mut TracedStream, quick: bool) -> CaseResult {
    set_acks(answers, quick)?;
    client::send_command(asks, b"twenty bytes command")?; // the first trip
    answers.wait_for_arrival()?;
    server::read_command(answers)?;

    set_acks(asks, quick)?;
    server::send_length(answers, 20)?; // the second: it carries the ACK of the first along
    asks.wait_for_arrival()?;
    let length = client::read_length(asks, ANSWER_MAX)?;

    set_acks(answers, quick)?;
    client::send_ok(asks)?; // the third
    answers.wait_for_arrival()?;
    server::read_ok(answers)?;

    set_acks(asks, quick)?;
    server::send_body(answers, b"twenty bytes of body")?; // the fourth
    asks.wait_for_arrival()?;
    client::read_body(asks, length)?;
    Ok(())
}
// ANCHOR_END: handshake
