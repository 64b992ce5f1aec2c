//! Lesson 01: who glued the messages, the sender or the receiver? The reader is the same in every burst; the sender's options, the
//! ACKs and the distance change.

mod calls;
mod claims;
mod questions;

use lesson::flags::{NAGLE, NODELAY, QUICKACK};
use lesson::options::{self, NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS, NODELAY_QUICK_ACKS};
use lesson::question::{GLUED_BY, READS, SEGMENTS};
use lesson::{ByOptions, CaseName, Flag, Lesson, Session, Stop, flags, source};
use questions::{ANY_GLUED, PUSHED, UNCORKED};
use std::time::Duration;

pub const LESSON: Lesson = Lesson {
    id: "01-sender-nagle",
    question: "Two messages come as one. Who glued them?",
    flags: &[NODELAY, NAGLE, QUICKACK, MESSAGES, SIZE, READ_SIZE],
    on_a_wire: true,
    sources: &[source!("calls.rs")],
    headline: BURST.with(NODELAY_DELAYED_ACKS),
    short: &[
        GREETING.with(NAGLE_DELAYED_ACKS),
        BURST.with(NAGLE_DELAYED_ACKS),
        BURST.with(NODELAY_DELAYED_ACKS),
        FAR.with(NAGLE_QUICK_ACKS),
        PAUSES.with(NAGLE_QUICK_ACKS),
        SLOWER_READER.with(NODELAY_QUICK_ACKS),
    ],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const GREETING: ByOptions = ByOptions("I'm + Lyon");
const BURST: ByOptions = ByOptions("burst");
const FAR: ByOptions = ByOptions("burst, at a distance");
const CORKED: ByOptions = ByOptions("burst, corked");
const CORK_STAYS: CaseName = CaseName::new("a cork that stays in");
const PAUSES: ByOptions = ByOptions("pauses, fresh connection");
const AFTER_AN_ANSWER: CaseName = CaseName::new("pauses, after a request and its answer");
const AFTER_QUICKACK: CaseName = CaseName::new("pauses, TCP_QUICKACK before the request");
const SLOWER_READER: ByOptions = ByOptions("pauses, a slower reader");

const MESSAGES: Flag = flags::MESSAGES.or(10);
const SIZE: Flag = flags::SIZE.or(4);
const READ_SIZE: Flag = flags::READ_SIZE.or(1024);

/// The round trip of the cases that need a distance.
const ROUND_TRIP: Duration = Duration::from_millis(20);
const FAR_AWAY: &str = "to a host that is a round trip of 20 ms away, on a private wire";

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let [count, size, read_size] = [&MESSAGES, &SIZE, &READ_SIZE].map(|flag| session.number(flag));
    session.settings().fits(count * size, read_size)?;
    session.note(&format!(
        "An ACK is the receiver's report that bytes have arrived; it comes at once (quick), or about 40 ms late (delayed). \
         Nagle's algorithm holds small writes back while an ACK is outstanding; TCP_NODELAY turns it off. Each write is one \
         message here. The reader asks for {read_size} bytes once the writes have returned and \
         everything that has left the sender has arrived."
    ))?;
    let (messages, read_size): (Vec<_>, _) = ((0..count).map(|n| message(n, size)).collect(), read_size as usize);
    for options in [NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS, NODELAY_QUICK_ACKS] {
        let case = GREETING.with(options).describe("Writes \"I'm \", then \"Lyon\".").ask(READS).ask(GLUED_BY);
        session.case(case.code("greet"), |sender, receiver| calls::greet(sender, receiver, read_size))?;
    }
    bursts(session, &messages, read_size)?;
    corks(session, &messages, read_size)?;
    pauses(session, &messages, read_size)
}

fn message(nth: u64, size: u64) -> Vec<u8> {
    vec![b'a' + (nth % 26) as u8; size as usize]
}

fn bursts(session: &mut Session<'_>, messages: &[Vec<u8>], read_size: usize) -> Result<(), Stop> {
    let writes = described(messages);
    for options in [NAGLE_DELAYED_ACKS, NAGLE_QUICK_ACKS, NODELAY_DELAYED_ACKS, NODELAY_QUICK_ACKS] {
        let case = BURST.with(options).describe(format!("Writes {writes}, one right after the other."));
        let case = case.ask(SEGMENTS).ask(READS).code("burst");
        session.case(case, |sender, receiver| calls::burst(sender, receiver, messages, read_size))?;
    }
    let far = if session.is_on_a_wire() { "to another host" } else { FAR_AWAY };
    for (options, question) in [(NAGLE_QUICK_ACKS, SEGMENTS), (NODELAY_QUICK_ACKS, PUSHED)] {
        let case = FAR.with(options).describe(format!("Writes {writes} {far}."));
        let case = case.at_a_distance(ROUND_TRIP).ask(question).ask(READS).code("burst");
        session.case(case, |sender, receiver| calls::burst(sender, receiver, messages, read_size))?;
    }
    Ok(())
}

fn corks(session: &mut Session<'_>, messages: &[Vec<u8>], read_size: usize) -> Result<(), Stop> {
    let description = format!("Sets TCP_CORK, writes {}, and clears TCP_CORK.", described(messages));
    let case = CORKED.with(NAGLE_QUICK_ACKS).describe(description).ask(SEGMENTS).ask(GLUED_BY).code("corked");
    session.case(case, |sender, receiver| calls::corked(sender, receiver, messages, read_size))?;

    let case = CORK_STAYS.describe("Sets TCP_CORK, writes \"I'm \", and never clears TCP_CORK.").ask(UNCORKED);
    session.case(case.code("cork_stays"), calls::cork_stays)
}

fn pauses(session: &mut Session<'_>, messages: &[Vec<u8>], read_size: usize) -> Result<(), Stop> {
    let writes = described(messages);
    for options in [NAGLE_QUICK_ACKS, NAGLE_DELAYED_ACKS] {
        let description = format!("Writes {writes}; after each, sleeps 5 ms and lets the reader read.");
        let case = PAUSES.with(options).describe(description).ask(ANY_GLUED).code("pauses");
        session.case(case, |sender, receiver| calls::pause_between(sender, receiver, messages, read_size))?;
    }
    let case = AFTER_AN_ANSWER
        .describe(format!("Sends a request and its answer, then writes {writes}, with a pause of 5 ms after each."));
    let case = case.options(options::NAGLE).before_a_delayed_ack().ask(ANY_GLUED).code("after_an_answer");
    session.case(case, |client, server| calls::after_an_answer(client, server, messages, read_size))?;

    let case = AFTER_QUICKACK.describe("Sets TCP_QUICKACK on the server first; then does the same again.");
    let case = case.options(options::NAGLE).before_a_delayed_ack().ask(ANY_GLUED).code("after_quickack");
    session.case(case, |client, server| calls::after_quickack(client, server, messages, read_size))?;

    let description = format!("Writes {writes}, with a pause of 5 ms after each. A read follows every third write.");
    let case = SLOWER_READER.with(NODELAY_QUICK_ACKS).describe(description).in_time(|_| true);
    session.case(case.ask(READS).ask(GLUED_BY).code("slower_reader"), |sender, receiver| {
        calls::slower_reader(sender, receiver, messages, read_size)
    })
}

fn described(messages: &[Vec<u8>]) -> String {
    let size = messages.first().map_or(0, Vec::len) as u64;
    format!("{} of {}", render::counted(messages.len() as u64, "message"), render::counted(size, "byte"))
}

#[cfg(test)]
pub(crate) mod tests;
