//! Lesson 00: the same three messages over UDP and over TCP. It shows no way to put boundaries back: see 04.

mod claims;

use lesson::options::NODELAY_QUICK_ACKS;
use lesson::{CaseName, CaseResult, Flag, Lesson, Session, Stop, flags, read_all};
use probe::{TracedDatagrams, TracedStream};
use std::io::{Read, Write};

pub const LESSON: Lesson = Lesson {
    id: "00-stream-not-messages",
    question: "Three messages are sent, one of them empty. What is received?",
    flags: &[READ_SIZE],
    on_a_wire: false,
    sources: &[include_str!("main.rs")],
    headline: UDP,
    short: &[UDP, UDP_SMALL_BUFFER, TCP],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const UDP: CaseName = CaseName::new("UDP");
const UDP_SMALL_BUFFER: CaseName = CaseName::new("UDP, a buffer of 2 bytes");
const TCP: CaseName = CaseName::new("TCP");

const READ_SIZE: Flag = flags::READ_SIZE.or(1024);

const MESSAGES: [&str; 3] = ["I'm ", "", "Lyon"];

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let read_size = session.number(&READ_SIZE) as usize;
    let description = |most| format!("Sends \"I'm \", nothing, \"Lyon\"; then asks for {most} each time.");
    session.note("Three sends, the second of nothing. How many receives does it take, and what does each return?")?;
    session
        .datagrams(UDP.describe(description(read_size)), |sender, receiver| datagrams(sender, receiver, read_size))?;
    session.datagrams(UDP_SMALL_BUFFER.describe(description(2)), |sender, receiver| datagrams(sender, receiver, 2))?;
    session.case(TCP.describe(description(read_size)).options(NODELAY_QUICK_ACKS), |sender, receiver| {
        stream(sender, receiver, read_size)
    })
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

#[cfg(test)]
pub(crate) mod tests;
