//! Lesson 01: who glued the messages, the sender or the receiver? The same reader in every case; only the sender's options
//! and the ACKs change.

mod claims;
#[expect(dead_code, reason = "a whole program, of which the lesson runs a part")]
mod plain;

use lesson::flags::{NAGLE, NODELAY, QUICKACK};
use lesson::options::{self, NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS, NODELAY_QUICK_ACKS};
use lesson::{ByOptions, CaseName, CaseResult, Flag, Lesson, Session, Stop, flags, read_all, read_arrived};
use link::set_cork;
use probe::TracedStream;
use std::io::{Read, Write};
use std::thread::sleep;
use std::time::Duration;

pub const LESSON: Lesson = Lesson {
    id: "01-sender-nagle",
    question: "Two messages come as one. Who glued them?",
    flags: &[NODELAY, NAGLE, QUICKACK, MESSAGES, SIZE, READ_SIZE],
    on_a_wire: true,
    sources: &[include_str!("main.rs")],
    headline: BURST.with(NAGLE_DELAYED_ACKS),
    short: &[BURST.with(NAGLE_DELAYED_ACKS), BURST.with(NODELAY_DELAYED_ACKS)],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const GREETING: ByOptions = ByOptions("I'm + Lyon");
const BURST: ByOptions = ByOptions("burst");
const CORKED: ByOptions = ByOptions("burst, corked");
const PAUSES: ByOptions = ByOptions("pauses, fresh connection");
const PAUSES_AFTER_AN_ANSWER: ByOptions = ByOptions("pauses, after a request and its answer");

const MESSAGES: Flag = flags::MESSAGES.or(10);
const SIZE: Flag = flags::SIZE.or(4);
const READ_SIZE: Flag = flags::READ_SIZE.or(1024);

/// What the kernel waits for is 40 ms; this is what a program that hopes waits.
const PAUSE: Duration = Duration::from_millis(5);

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let [count, size, read_size] = [&MESSAGES, &SIZE, &READ_SIZE].map(|flag| session.number(flag));
    session.settings().fits(count * size, read_size)?;
    session.note(&format!(
        "The same reader in every case: it asks for {read_size} bytes when the writes have returned and all that left the \
         sender has arrived."
    ))?;
    let read_size = read_size as usize;
    for options in [NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS, NODELAY_QUICK_ACKS] {
        let case = GREETING.with(options).describe("Writes \"I'm \", then \"Lyon\".");
        session.case(case, |sender, receiver| greet(sender, receiver, read_size))?;
    }

    let messages: Vec<Vec<u8>> = (0..count).map(|n| vec![b'a' + (n % 26) as u8; size as usize]).collect();
    let writes = |name: CaseName, how: &str| name.describe(format!("{count} writes of {size} bytes, {how}."));
    for options in [NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS, NODELAY_QUICK_ACKS] {
        session.case(writes(BURST.with(options), "one after the other"), |sender, receiver| {
            sender_nagle::burst(sender, &messages)?;
            Ok(read_all(receiver, read_size)?)
        })?;
    }
    let case = writes(CORKED.with(NAGLE_QUICK_ACKS), "the cork put in before and pulled after");
    session.case(case, |sender, receiver| {
        sender_nagle::corked(sender, &messages, |sender, on| set_cork(sender.get_ref(), on))?;
        Ok(read_all(receiver, read_size)?)
    })?;

    let how = "5 ms and a turn for the reader after each";
    for options in [NAGLE_QUICK_ACKS, NAGLE_DELAYED_ACKS] {
        let case = writes(PAUSES.with(options), how);
        session.case(case, |sender, receiver| pause_between(sender, receiver, &messages, read_size))?;
    }
    session.case(writes(PAUSES_AFTER_AN_ANSWER.with(options::NAGLE), how), |sender, receiver| {
        request_and_answer(sender, receiver)?;
        pause_between(sender, receiver, &messages, read_size)
    })
}

// ANCHOR: greet
fn greet(sender: &mut TracedStream, receiver: &mut TracedStream, read_size: usize) -> CaseResult {
    plain::write_two(sender)?; // "I'm ", then "Lyon"
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

#[cfg(test)]
pub(crate) mod tests;
