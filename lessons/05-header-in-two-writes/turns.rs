//! What the ways of lesson 05 have in common: when ACKs come, the one reader for all of them, and the ack handshake.

use ack_handshake::{client, server};
use lesson::CaseResult;
use lesson::remote::ANSWER_MAX;
use link::{SocketOptions, set_quickack};
use probe::TracedStream;
use receiver_short_reads::up_to;
use std::io::{self, ErrorKind};
use struct_header::{Decoder, Order};

/// When an end acknowledges what it gets.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Acks {
    Quick,
    Delayed,
}

impl Acks {
    pub(crate) fn of(options: SocketOptions) -> Self {
        if options.quickack == Some(true) { Self::Quick } else { Self::Delayed }
    }

    /// Said anew before every message to `end`: the kernel leaves either mode by itself when data goes both ways (tcp(7),
    /// TCP_QUICKACK).
    pub(crate) fn set(self, end: &TracedStream) -> io::Result<()> {
        match set_quickack(end.get_ref(), matches!(self, Self::Quick)) {
            Err(error) if error.kind() == ErrorKind::Unsupported => Ok(()), // the case says so
            result => result,
        }
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
pub(crate) fn handshake(asks: &mut TracedStream, answers: &mut TracedStream, acks: Acks) -> CaseResult {
    acks.set(answers)?;
    client::send_command(asks, b"twenty bytes command")?; // the first trip
    answers.wait_for_arrival()?;
    server::read_command(answers)?;

    acks.set(asks)?;
    server::send_length(answers, 20)?; // the second: it carries the ACK of the first along
    asks.wait_for_arrival()?;
    let length = client::read_length(asks, ANSWER_MAX)?;

    acks.set(answers)?;
    client::send_ok(asks)?; // the third
    answers.wait_for_arrival()?;
    server::read_ok(answers)?;

    acks.set(asks)?;
    server::send_body(answers, b"twenty bytes of body")?; // the fourth
    asks.wait_for_arrival()?;
    client::read_body(asks, length)?;
    Ok(())
}
// ANCHOR_END: handshake
