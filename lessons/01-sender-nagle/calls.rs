//! The calls that the cases of lesson 01 make.

use lesson::{CaseResult, read_all, read_arrived};
use link::{set_cork, set_quickack};
use probe::TracedStream;
use std::io::{Read, Write};
use std::thread::sleep;
use std::time::Duration;

/// How long a program sleeps that hopes to keep its messages apart; Linux delays an ACK by 40 ms or more.
const PAUSE: Duration = Duration::from_millis(5);

type End = TracedStream;
type Messages = [Vec<u8>];

pub(crate) fn greet(sender: &mut End, receiver: &mut End, read_size: usize) -> CaseResult {
    // ANCHOR: greet
    sender.write_all(b"I'm ")?;
    sender.write_all(b"Lyon")?;
    // reads once everything that has left the sender has arrived
    read_all(receiver, read_size)?;
    // ANCHOR_END: greet
    Ok(())
}

pub(crate) fn burst(sender: &mut End, receiver: &mut End, messages: &Messages, read_size: usize) -> CaseResult {
    // ANCHOR: burst
    for message in messages {
        sender.write_all(message)?;
    }
    // reads once everything that has left the sender has arrived
    read_all(receiver, read_size)?;
    // ANCHOR_END: burst
    Ok(())
}

pub(crate) fn corked(sender: &mut End, receiver: &mut End, messages: &Messages, read_size: usize) -> CaseResult {
    // ANCHOR: corked
    set_cork(sender.get_ref(), true)?;
    for message in messages {
        sender.write_all(message)?;
    }
    set_cork(sender.get_ref(), false)?;
    read_all(receiver, read_size)?;
    // ANCHOR_END: corked
    Ok(())
}

pub(crate) fn cork_stays(sender: &mut End, receiver: &mut End) -> CaseResult {
    receiver.queue()?; // the time from which the wait counts
    // ANCHOR: cork_stays
    set_cork(sender.get_ref(), true)?;
    sender.write_all(b"I'm ")?;
    receiver.wait_for_bytes(4)?; // gives up after 10 s
    receiver.read_exact(&mut [0; 4])?;
    // ANCHOR_END: cork_stays
    Ok(())
}

pub(crate) fn pause_between(sender: &mut End, receiver: &mut End, messages: &Messages, read_size: usize) -> CaseResult {
    // ANCHOR: pauses
    for message in messages {
        sender.write_all(message)?;
        sleep(PAUSE); // 5 ms
        // reads what has left and arrived by now
        read_arrived(receiver, read_size)?;
    }
    read_all(receiver, read_size)?;
    // ANCHOR_END: pauses
    Ok(())
}

pub(crate) fn after_an_answer(client: &mut End, server: &mut End, messages: &Messages, read_size: usize) -> CaseResult {
    // ANCHOR: after_an_answer
    client.write_all(b"hello?")?;
    server.read_exact(&mut [0; 6])?;
    server.write_all(b"hello!")?;
    client.read_exact(&mut [0; 6])?;
    pause_between(client, server, messages, read_size)
    // ANCHOR_END: after_an_answer
}

pub(crate) fn after_quickack(client: &mut End, server: &mut End, messages: &Messages, read_size: usize) -> CaseResult {
    // ANCHOR: after_quickack
    set_quickack(server.get_ref(), true)?;
    after_an_answer(client, server, messages, read_size)
    // ANCHOR_END: after_quickack
}

pub(crate) fn slower_reader(sender: &mut End, receiver: &mut End, messages: &Messages, read_size: usize) -> CaseResult {
    // ANCHOR: slower_reader
    let mut buffer = vec![0; read_size];
    for three in messages.chunks(3) {
        for message in three {
            sender.write_all(message)?;
            sleep(PAUSE); // 5 ms
        }
        receiver.wait_for_arrival()?;
        let _ = receiver.read(&mut buffer)?;
    }
    // ANCHOR_END: slower_reader
    Ok(read_all(receiver, read_size)?)
}
