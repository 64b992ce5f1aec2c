//! More bytes than any buffer holds.

use crate::check::{Checked, Verdict};
use crate::conversation::Conversation;
use crate::fault::Fault;
use crate::server::Server;
use std::io::{ErrorKind, Write};
use std::thread;
use std::time::{Duration, Instant};

/// The payload of a large frame, in bytes: more than the kernel's buffers of one connection usually hold.
pub(crate) const LARGE: usize = 8 * 1024 * 1024;

/// How much a client writes before it reads, at most, in bytes.
const LOTS: usize = 24 * 1024 * 1024;

/// How many frames that are at most: a frame may have a single byte.
const FRAMES_MAX: usize = 20_000;

/// The payload of each of many frames, in bytes.
const EACH: usize = 2000;

/// Our receive buffer, in bytes.
const SMALL_BUFFER: usize = 16 * 1024;

/// How long a slow reader waits before it reads: a sender has filled every buffer by then.
pub(crate) const SLOW: Duration = Duration::from_millis(100);

/// A payload without bytes that a framing could take for its own.
pub(crate) fn payload(len: usize) -> Vec<u8> {
    (b'a'..=b'z').cycle().take(len).collect()
}

/// The large frame comes in one; where frames are small, several of them make it up.
fn large(server: &Server<'_>) -> Result<Vec<u8>, Fault> {
    let frame = server.encode(&payload(LARGE))?;
    let frames = (LARGE / frame.len().max(1)).clamp(1, FRAMES_MAX);
    Ok(frame.repeat(frames))
}

pub(crate) fn large_frame(server: &Server<'_>) -> Checked {
    let wire = large(server)?;
    let mut conversation = server.connect_with(Some(SMALL_BUFFER))?;
    conversation.note_sent(&wire);
    thread::scope(|scope| {
        let writing = write_in(scope, &conversation, &wire)?;
        thread::sleep(SLOW); // this client is slow
        let read = conversation.expect(&server.protocol().decode(&wire));
        finish(writing, read, &conversation)
    })?;
    Ok(Verdict::Passed(render::bytes(wire.len() as u64)))
}

pub(crate) fn writes_first(server: &Server<'_>) -> Checked {
    let frame = server.encode(&payload(EACH))?;
    let wire = frame.repeat((LOTS / frame.len()).clamp(1, FRAMES_MAX));
    let mut conversation = server.connect_with(Some(SMALL_BUFFER))?;
    conversation.note_sent(&wire);
    let written = write_until_full(&conversation, &wire)?;
    thread::scope(|scope| {
        let writing = write_in(scope, &conversation, &wire[written..])?;
        let read = conversation.expect(&server.protocol().decode(&wire));
        finish(writing, read, &conversation)
    })?;
    let written = render::bytes(written as u64);
    Ok(Verdict::Passed(format!("{written} of {} were written first", render::bytes(wire.len() as u64))))
}

type Writing<'scope> = thread::ScopedJoinHandle<'scope, std::io::Result<()>>;

/// Writes in a thread of its own.
fn write_in<'scope>(
    scope: &'scope thread::Scope<'scope, '_>,
    conversation: &Conversation,
    wire: &'scope [u8],
) -> Result<Writing<'scope>, Fault> {
    let stream = conversation.stream().try_clone().map_err(|error| conversation.fault(error.to_string()))?;
    Ok(scope.spawn(move || (&stream).write_all(wire)))
}

/// A fault in reading says more than what the writing thread ran into because of it.
fn finish(writing: Writing<'_>, read: Result<(), Fault>, conversation: &Conversation) -> Result<(), Fault> {
    if read.is_err() {
        // The thread is not to wait until its timeout.
        let _ = conversation.stream().shutdown(std::net::Shutdown::Both);
    }
    let written = writing.join();
    read?;
    match written {
        Ok(Ok(())) => Ok(()),
        _ => Err(conversation.fault("it answered, but did not read everything")),
    }
}

/// Writes until nothing more is taken for a while: both sides' buffers are full then, or the program keeps what it reads.
/// Returns how many bytes were written.
fn write_until_full(conversation: &Conversation, wire: &[u8]) -> Result<usize, Fault> {
    const FULL: Duration = Duration::from_millis(300);
    let failed = |error: std::io::Error| {
        conversation.fault(format!("it closed the connection while it was written to ({error})"))
    };
    conversation.stream().set_nonblocking(true).map_err(failed)?;
    let (mut written, mut last) = (0, Instant::now());
    while written < wire.len() && last.elapsed() < FULL {
        match conversation.stream().write(&wire[written..]) {
            Ok(len) => (written, last) = (written + len, Instant::now()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(Duration::from_millis(1)),
            Err(error) => return Err(failed(error)),
        }
    }
    conversation.stream().set_nonblocking(false).map_err(failed)?;
    Ok(written)
}
