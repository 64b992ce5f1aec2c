//! Lesson 00: the same three messages over UDP and over TCP. It shows no way to put boundaries back: see 04.

use lesson::{CaseResult, Flag, Lesson, Show, Stop, read_all};
use link::SocketOptions;
use probe::{TracedDatagrams, TracedStream};
use std::io::{Read, Write};
use std::process::ExitCode;

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "00-stream-not-messages",
    question: "Three messages are sent, one of them empty. What is received?",
    flags: &[Flag::ReadSize],
    brief: &["UDP", "TCP"],
    run,
    claims: lessons::claims::stream_not_messages::claims,
    program: None,
};

const MESSAGES: [&str; 3] = ["I'm ", "", "Lyon"];

/// Runs it as a program.
pub fn main() -> ExitCode {
    lesson::main(&LESSON)
}

fn run(show: &mut Show<'_>) -> Result<(), Stop> {
    let read_size = show.settings().read_size.unwrap_or(1024) as usize;
    show.note("Three sends, the second of nothing. How many receives does it take, and what does each return?")?;
    let does = |most| format!("Sends \"I'm \", nothing, \"Lyon\"; then asks for {most} each time.");
    show.datagrams("UDP", &does(read_size), |sender, receiver| datagrams(sender, receiver, read_size))?;
    show.datagrams("UDP, a buffer of 2 bytes", &does(2), |sender, receiver| datagrams(sender, receiver, 2))?;
    let at_once = SocketOptions { nodelay: Some(true), quickack: Some(true), ..SocketOptions::default() };
    show.case("TCP", &does(read_size), at_once, |sender, receiver| stream(sender, receiver, read_size))
}

// ANCHOR: datagrams
fn datagrams(sender: &TracedDatagrams, receiver: &TracedDatagrams, read_size: usize) -> CaseResult {
    for message in MESSAGES {
        sender.send(message.as_bytes())?;
    }
    let mut buffer = vec![0; read_size];
    for _ in MESSAGES {
        receiver.recv(&mut buffer)?;
    }
    Ok(())
}
// ANCHOR_END: datagrams

// ANCHOR: stream
fn stream(sender: &mut TracedStream, receiver: &mut TracedStream, read_size: usize) -> CaseResult {
    for message in MESSAGES {
        let _ = sender.write(message.as_bytes())?; // write_all would make no call for the empty one
    }
    read_all(receiver, read_size)?;
    receiver.queue()?; // is the empty message still to come?

    sender.shutdown_write()?;
    let _ = receiver.read(&mut vec![0; read_size])?;
    Ok(())
}
// ANCHOR_END: stream
