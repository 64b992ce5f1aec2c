//! Lesson 00: the same three messages over UDP and over TCP. Lesson 04 shows how a program marks their boundaries.

mod claims;
mod questions;

use lesson::options::NODELAY_QUICK_ACKS;
use lesson::question::READS;
use lesson::{CaseName, CaseResult, Flag, Lesson, Session, Stop, flags, read_all, source};
use link::set_receive_buffer;
use probe::{TracedDatagrams, TracedStream};
use questions::{ALL_RECEIVED, EMPTY_WRITE, RECEIVED, RECEIVES};
use std::io::{Read, Write};

pub const LESSON: Lesson = Lesson {
    id: "00-stream-not-messages",
    question: "Three messages are sent, one of them empty. What is received?",
    flags: &[READ_SIZE],
    on_a_wire: false,
    sources: &[source!("main.rs")],
    headline: TCP,
    short: &[UDP, UDP_SMALL_BUFFER, UDP_SLOW, TCP],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const UDP: CaseName = CaseName::new("UDP");
const UDP_SMALL_BUFFER: CaseName = CaseName::new("UDP, a buffer of 2 bytes");
const UDP_SLOW: CaseName = CaseName::new("UDP, a slow receiver");
const TCP: CaseName = CaseName::new("TCP");

const READ_SIZE: Flag = flags::READ_SIZE.or(1024);

const MESSAGES: [&str; 3] = ["I'm ", "", "Lyon"];

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let read_size = session.number(&READ_SIZE) as usize;
    session
        .note("The program sends \"I'm \", an empty message and \"Lyon\". Each send, or write, is one message here.")?;
    let receives = |most| format!("Sends the three messages; each receive has room for {most} bytes.");

    let case = UDP.describe(receives(read_size)).ask(RECEIVES).code("datagrams");
    session.datagrams(case, |sender, receiver| datagrams(sender, receiver, read_size))?;

    let case = UDP_SMALL_BUFFER.describe(receives(2)).ask(RECEIVED).code("datagrams");
    session.datagrams(case, |sender, receiver| datagrams(sender, receiver, 2))?;

    let case =
        UDP_SLOW.describe("Sends 10 messages of 1000 bytes, then receives what has arrived. The queue is small.");
    session.datagrams(case.ask(ALL_RECEIVED).code("slow_receiver"), slow_receiver)?;

    let case = TCP.describe(format!("Writes the three messages; each read asks for up to {read_size} bytes."));
    let case = case.options(NODELAY_QUICK_ACKS).ask(READS).ask(EMPTY_WRITE).code("stream");
    session.case(case, |sender, receiver| stream(sender, receiver, read_size))
}

fn datagrams(sender: &TracedDatagrams, receiver: &TracedDatagrams, read_size: usize) -> CaseResult {
    // ANCHOR: datagrams
    for message in MESSAGES {
        sender.send(message.as_bytes())?;
    }
    let mut buffer = vec![0; read_size];
    for _ in MESSAGES {
        receiver.recv(&mut buffer)?;
    }
    // ANCHOR_END: datagrams
    Ok(())
}

fn slow_receiver(sender: &TracedDatagrams, receiver: &TracedDatagrams) -> CaseResult {
    // ANCHOR: slow_receiver
    set_receive_buffer(receiver.get_ref(), 4_096)?;
    for letter in b'a'..=b'j' {
        sender.send(&[letter; 1000])?;
    }
    receiver.wait_for_arrival()?;
    while receiver.queue()? > 0 {
        receiver.recv(&mut [0; 1000])?;
    }
    // ANCHOR_END: slow_receiver
    Ok(())
}

fn stream(sender: &mut TracedStream, receiver: &mut TracedStream, read_size: usize) -> CaseResult {
    // ANCHOR: stream
    for message in MESSAGES {
        // write_all makes no call for the empty message
        let _ = sender.write(message.as_bytes())?;
    }
    // reads once everything that has left the sender has arrived
    read_all(receiver, read_size)?;
    receiver.queue()?; // how many bytes still wait?

    sender.shutdown_write()?;
    let _ = receiver.read(&mut vec![0; read_size])?;
    // ANCHOR_END: stream
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
