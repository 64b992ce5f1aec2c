//! Lesson 01: who glued the messages, the sender or the receiver? The same reader in every case; only the sender's options
//! and the ACKs change.

use lesson::{CaseResult, Flag, Lesson, Show, Stop, read_all, read_arrived};
use link::{SocketOptions, set_cork};
use probe::TracedStream;
use std::io::{Read, Write};
use std::process::ExitCode;
use std::thread::sleep;
use std::time::Duration;

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "01-sender-nagle",
    question: "Two messages come as one. Who glued them?",
    flags: &[Flag::Nagle, Flag::QuickAck, Flag::Messages, Flag::Size, Flag::ReadSize, Flag::Wire],
    brief: &["burst: Nagle, delayed", "burst: TCP_NODELAY, delayed"],
    run,
    claims: lessons::claims::sender_nagle::claims,
    program: None,
};

/// What the kernel waits for is 40 ms; this is what a program that hopes waits.
const PAUSE: Duration = Duration::from_millis(5);

/// Runs it as a program.
pub fn main() -> ExitCode {
    lesson::main(&LESSON)
}

fn run(show: &mut Show<'_>) -> Result<(), Stop> {
    let (read_size, messages) = (show.settings().read_size.unwrap_or(1024) as usize, messages(show));
    show.settings().fits(messages.concat().len(), read_size)?;
    show.note(&format!(
        "The same reader in every case: it asks for {read_size} bytes when the writes have returned and all that left the \
         sender has arrived."
    ))?;
    let (count, size) = (messages.len(), messages.first().map_or(0, Vec::len));
    let does = |how| format!("{count} writes of {size} bytes, {how}. Segments? Reads?");
    let options = |nodelay, quickack| SocketOptions { nodelay: Some(nodelay), quickack, ..SocketOptions::default() };
    for (nodelay, quickack) in [(false, false), (false, true), (true, false), (true, true)] {
        let options = options(nodelay, Some(quickack));
        show.varied("I'm + Lyon", "Writes \"I'm \", then \"Lyon\". Segments? Reads?", options, |sender, receiver| {
            greet(sender, receiver, read_size)
        })?;
    }
    for (nodelay, quickack) in [(false, false), (false, true), (true, false), (true, true)] {
        show.varied("burst", &does("one after the other"), options(nodelay, Some(quickack)), |sender, receiver| {
            sender_nagle::burst(sender, &messages)?;
            Ok(read_all(receiver, read_size)?)
        })?;
    }
    show.varied(
        "burst, corked",
        &does("the cork put in before and pulled after"),
        options(false, Some(true)),
        |sender, receiver| {
            sender_nagle::corked(sender, &messages, |sender, on| set_cork(sender.get_ref(), on))?;
            Ok(read_all(receiver, read_size)?)
        },
    )?;
    for (what, quickack, asked_first) in [
        ("pauses, fresh connection", Some(true), false),
        ("pauses, fresh connection", Some(false), false),
        ("pauses, after a request and its answer", None, true),
    ] {
        show.varied(
            what,
            &does("5 ms and a turn for the reader after each"),
            options(false, quickack),
            |sender, receiver| {
                if asked_first {
                    request_and_answer(sender, receiver)?;
                }
                pause_between(sender, receiver, &messages, read_size)
            },
        )?;
    }
    Ok(())
}

fn messages(show: &Show<'_>) -> Vec<Vec<u8>> {
    let size = show.settings().size.unwrap_or(4) as usize;
    let count = show.settings().messages.unwrap_or(10);
    (0..count).map(|n| vec![b'a' + (n % 26) as u8; size]).collect()
}

// ANCHOR: greet
fn greet(sender: &mut TracedStream, receiver: &mut TracedStream, read_size: usize) -> CaseResult {
    sender.write_all(b"I'm ")?;
    sender.write_all(b"Lyon")?;
    Ok(read_all(receiver, read_size)?)
}
// ANCHOR_END: greet

// ANCHOR: pauses
fn pause_between(
    sender: &mut TracedStream,
    receiver: &mut TracedStream,
    messages: &[Vec<u8>],
    read_size: usize,
) -> CaseResult {
    sender_nagle::paced(sender, messages, |_| {
        sleep(PAUSE);
        read_arrived(receiver, read_size)
    })?;
    Ok(read_all(receiver, read_size)?)
}
// ANCHOR_END: pauses

fn request_and_answer(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
    client.write_all(b"hello?")?;
    server.read_exact(&mut [0; 6])?;
    server.write_all(b"hello!")?;
    client.read_exact(&mut [0; 6])?;
    Ok(())
}
