//! The ways to hand a header and its body over, the one reader for all of them, and the ack handshake. None sets an option
//! that stays set.

use ack_handshake::{client, server};
use lesson::CaseResult;
use lesson::remote::ANSWER_MAX;
use link::{send_more, set_cork, set_quickack};
use probe::TracedStream;
use receiver_short_reads::up_to;
use std::io::{self, ErrorKind, Write};
use struct_header::{Decoder, Order, header, write_frame};

/// Sends a body behind its header.
pub(crate) type Way = fn(&mut TracedStream, &[u8]) -> CaseResult;

// ANCHOR: two_writes
pub(crate) fn two_writes(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    end.write_all(&header(body.len(), Order::Little)?)?; // leaves at once
    Ok(end.write_all(body)?) // Nagle: not before the header's ACK has come
}
// ANCHOR_END: two_writes

// ANCHOR: right_ways
pub(crate) fn one_write(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    Ok(write_frame(end, body, Order::Little)?) // copies the body behind its header: one write
}

pub(crate) fn vectored(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    let header = header(body.len(), Order::Little)?;
    Ok(sender_nagle::vectored(end, &[&header, body])?) // one call takes both from where they lie
}

pub(crate) fn more_to_come(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    let header = header(body.len(), Order::Little)?;
    Ok(sender_nagle::more_to_come(end, &[&header, body], |end, data| end.write_by(data, send_more))?)
}

pub(crate) fn corked(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    let header = header(body.len(), Order::Little)?;
    Ok(sender_nagle::corked(end, &[&header, body], |end, on| set_cork(end.get_ref(), on))?)
}
// ANCHOR_END: right_ways

/// Takes what has come, until it makes a frame.
pub(crate) fn receive(end: &mut TracedStream) -> CaseResult {
    let mut decoder = Decoder::new(Order::Little, ANSWER_MAX);
    while decoder.next_frame()?.is_none() {
        end.wait_for_arrival()?;
        decoder.feed(&up_to(end, 1024)?);
    }
    Ok(())
}

/// Lets `end` acknowledge at once, or late. Said anew before every message to it: the kernel leaves either mode by itself
/// when data goes both ways (tcp(7), TCP_QUICKACK).
pub(crate) fn acknowledge(end: &TracedStream, quick: bool) -> io::Result<()> {
    match set_quickack(end.get_ref(), quick) {
        Err(error) if error.kind() == ErrorKind::Unsupported => Ok(()), // the case tells it
        result => result,
    }
}

// ANCHOR: handshake
pub(crate) fn handshake(asks: &mut TracedStream, answers: &mut TracedStream, quick: bool) -> CaseResult {
    acknowledge(answers, quick)?;
    client::send_command(asks, b"twenty bytes command")?; // the first trip
    answers.wait_for_arrival()?;
    server::read_command(answers)?;

    acknowledge(asks, quick)?;
    server::send_length(answers, 20)?; // the second: it carries the ACK of the first along
    asks.wait_for_arrival()?;
    let length = client::read_length(asks, ANSWER_MAX)?;

    acknowledge(answers, quick)?;
    client::send_ok(asks)?; // the third
    answers.wait_for_arrival()?;
    server::read_ok(answers)?;

    acknowledge(asks, quick)?;
    server::send_body(answers, b"twenty bytes of body")?; // the fourth
    asks.wait_for_arrival()?;
    client::read_body(asks, length)?;
    Ok(())
}
// ANCHOR_END: handshake
