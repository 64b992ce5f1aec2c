//! The calls that the cases of lesson 02 make.

use lesson::{CaseResult, read_all};
use probe::TracedStream;
use receiver_short_reads::{TextDecoder, up_to};
use std::io::{ErrorKind, Read, Write};
use trace::Kind;

/// Two ways to decode text.
pub(crate) const ALONE: &str = "each read on its own";
pub(crate) const KEPT: &str = "the partial character kept";

type End = TracedStream;

pub(crate) fn one_then_seven(sender: &mut End, receiver: &mut End) -> CaseResult {
    // ANCHOR: one_then_seven
    sender.write_all(b"I'm ")?;
    receiver.wait_for_arrival()?;
    let _ = receiver.read(&mut [0; 1])?;

    sender.write_all(b"Lyon")?;
    receiver.wait_for_arrival()?;
    let _ = receiver.read(&mut [0; 7])?;
    // ANCHOR_END: one_then_seven
    Ok(())
}

pub(crate) fn ten_two_twenty(sender: &mut End, receiver: &mut End) -> CaseResult {
    // ANCHOR: ten_two_twenty
    sender.write_all(b"abcdefghij")?;
    receiver.wait_for_arrival()?;
    let _ = receiver.read(&mut [0; 2])?;

    sender.write_all(b"kl")?;
    receiver.wait_for_arrival()?;
    let _ = receiver.read(&mut [0; 20])?;
    // ANCHOR_END: ten_two_twenty
    Ok(())
}

pub(crate) fn large_buffer(sender: &mut End, receiver: &mut End) -> CaseResult {
    // ANCHOR: large_buffer
    let mut buffer = [0; 1024];
    sender.write_all(b"I'm ")?;
    receiver.wait_for_arrival()?;
    let _ = receiver.read(&mut buffer)?;

    sender.write_all(b"Lyon")?;
    receiver.wait_for_arrival()?;
    let _ = receiver.read(&mut buffer)?;

    sender.shutdown_write()?;
    let _ = receiver.read(&mut buffer)?;
    // ANCHOR_END: large_buffer
    Ok(())
}

pub(crate) fn capacity(sender: &mut End, receiver: &mut End) -> CaseResult {
    // ANCHOR: capacity
    sender.write_all(b"I'm Lyon")?;
    receiver.wait_for_arrival()?;
    let mut buffer = Vec::with_capacity(1024);
    let _ = receiver.read(&mut buffer)?;

    buffer.resize(1024, 0);
    let _ = receiver.read(&mut buffer)?;
    // ANCHOR_END: capacity
    Ok(())
}

pub(crate) fn write_at_once(sender: &mut End, receiver: &mut End, message: &[u8], asked: usize) -> CaseResult {
    // ANCHOR: write_at_once
    sender.write_all(message)?;
    // reads whenever everything that has left the sender has arrived
    read_all(receiver, asked)?;
    // ANCHOR_END: write_at_once
    Ok(())
}

pub(crate) fn short_writes(sender: &mut End, receiver: &mut End, message: &[u8], asked: usize) -> CaseResult {
    let (mut rest, mut buffer) = (message, vec![0; asked]);
    // ANCHOR: short_writes
    sender.get_ref().set_nonblocking(true)?;
    while !rest.is_empty() {
        match sender.write(rest) {
            Ok(accepted) => rest = &rest[accepted..],
            Err(full) if full.kind() == ErrorKind::WouldBlock => {
                if receiver.wait_for_arrival_or_ack()? > 0 {
                    let _ = receiver.read(&mut buffer)?;
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    // ANCHOR_END: short_writes
    Ok(read_all(receiver, asked)?)
}

pub(crate) fn cut_characters(sender: &mut End, receiver: &mut End) -> CaseResult {
    let message = "粘包";
    sender.note_sent(Kind::Text, message.as_bytes());
    sender.write_all(message.as_bytes())?;
    receiver.wait_for_bytes(message.len() as u64)?;
    // ANCHOR: cut_characters
    let reads = [up_to(receiver, 4)?, up_to(receiver, 1024)?];
    let mut alone = String::new();
    for read in &reads {
        alone += &String::from_utf8_lossy(read);
    }
    let (mut kept, mut decoder) = (String::new(), TextDecoder::default());
    for read in &reads {
        kept += &decoder.push(read); // keeps a partial character
    }
    // ANCHOR_END: cut_characters
    receiver.note_decoded(Kind::Text, alone.as_bytes(), ALONE);
    receiver.note_decoded(Kind::Text, (kept + &decoder.finish()).as_bytes(), KEPT);
    Ok(())
}
