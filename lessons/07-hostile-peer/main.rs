//! Lesson 07: a peer that lies, stalls, or goes away, and two programs that read from it: one that trusts it, and a careful
//! one with a limit, a deadline and memory that grows with what arrives.

mod attack;
mod claims;
mod naive;
mod ours;
mod questions;

use attack::{Decoded, Seen, attack, both_write};
use framing::{BigEndian, Encode, LengthField, Order, Prefix, Width};
use lesson::options::{AS_THE_SYSTEM, NODELAY};
use lesson::{CaseName, CaseResult, CaseSetup, Flag, Lesson, Session, Stop, flags, source};
use link::{SocketOptions, reset_when_closed};
use probe::TracedStream;
use questions::{LIAR_ENDED_BY, READER_ENDED_BY, RESERVED_KIB, RESERVED_MIB, RESIDENT_MIB, RETURNED, WRITERS_ENDED_BY};
use std::io::{self, Write};
use std::thread;
use std::time::Duration;
use trace::{Case, Kind, Stream};

pub const LESSON: Lesson = Lesson {
    id: "07-hostile-peer",
    question: "What can a peer do to a program that trusts it?",
    flags: &[ANNOUNCE, DEADLINE],
    on_a_wire: false,
    sources: &[source!("main.rs"), source!("naive.rs"), source!("ours.rs")],
    headline: HUGE_SET,
    short: &[HUGE_SET, HUGE_CAREFUL, RESET_TRUSTING, DRIP_TRUSTING, BOTH_WRITE_TRUSTING],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const HUGE_TRUSTING: CaseName = CaseName::new("a huge length: trusting");
const HUGE_SET: CaseName = CaseName::new("a huge length: trusting, filled");
const HUGE_CAREFUL: CaseName = CaseName::new("a huge length: careful");
const MINUS_ONE_TRUSTING: CaseName = CaseName::new("a length of -1: trusting");
const MINUS_ONE_CAREFUL: CaseName = CaseName::new("a length of -1: careful");
const HTTP_TRUSTING: CaseName = CaseName::new("a length of HTTP: trusting");
const HTTP_CAREFUL: CaseName = CaseName::new("a length of HTTP: careful");
const RESET_TRUSTING: CaseName = CaseName::new("a reset mid-frame: trusting");
const RESET_CAREFUL: CaseName = CaseName::new("a reset mid-frame: careful");
const SILENCE_TRUSTING: CaseName = CaseName::new("silence: trusting");
const SILENCE_CAREFUL: CaseName = CaseName::new("silence: careful");
const NEVER_SENT_TRUSTING: CaseName = CaseName::new("announced, never sent: trusting");
const NEVER_SENT_CAREFUL: CaseName = CaseName::new("announced, never sent: careful");
const DRIP_TRUSTING: CaseName = CaseName::new("a byte at a time: trusting");
const DRIP_CAREFUL: CaseName = CaseName::new("a byte at a time: careful");
const BOTH_WRITE_TRUSTING: CaseName = CaseName::new("both write, none reads: trusting");
const BOTH_WRITE_CAREFUL: CaseName = CaseName::new("both write, none reads: careful");

const ANNOUNCE: Flag = Flag::number("announce", 1..=u32::MAX as u64, "Bytes announced").or(u32::MAX as u64);

const DEADLINE: Flag = flags::DEADLINE.or(200_000);

/// The tour waits for four peers that stall, and must be quick.
const TOUR_DEADLINE: Duration = Duration::from_millis(40);

/// The most that one of our frames may carry, in bytes.
const LIMIT: usize = 1 << 20;

/// The header of four bytes that all these peers send; and the same for a reader that checks the sign.
const HEADER: Prefix<4, BigEndian> = Prefix::new();
const SIGNED: LengthField = LengthField::new(Width::Four, Order::Big).signed();

/// How many bytes drip, one in each twentieth of the deadline: together they take one and a half deadlines.
const DRIPS: u32 = 30;

/// What a client gets if it has connected to a web server by mistake.
const HTTP: &[u8] = b"HTTP/1.1 400 Bad Request\r\n\r\n";

/// What the peer that resets has begun to say.
const WHOLE: &[u8] = b"transfer 1000000";

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    session.note(
        "A frame is a length in four bytes, and then that many bytes. Each peer meets a trusting reader, and a \
         careful one that accepts at most 1 MiB a frame and has a deadline. The lesson stops a trusting reader at 256 \
         MiB.",
    )?;
    lies(session)?;
    stalls(session)?;
    session.endings()
}

fn deadline(session: &Session<'_>) -> Duration {
    if session.is_tour() { TOUR_DEADLINE } else { Duration::from_micros(session.number(&DEADLINE)) }
}

/// Peers that send a false length. Each ends its stream or is gone, and so its reader ends, too.
fn lies(session: &mut Session<'_>) -> Result<(), Stop> {
    let (limit, length) = (deadline(session), session.number(&ANNOUNCE) as u32);
    let announces_so_much = |peer: &mut TracedStream| announces(peer, length);
    let careful = |end: &mut TracedStream, seen: &mut Seen| ours::frame(end, HEADER, limit, seen);
    let careful_signed = |end: &mut TracedStream, seen: &mut Seen| ours::frame(end, SIGNED, limit, seen);
    let ends = None;
    // The careful reader has a deadline, which a busy machine may miss even where the peer has ended.
    let at_once = move |case: &Case| {
        let ended = case.events.last().map_or(0, |last| last.t_us);
        ended - case.begins_us() < limit.as_micros() as u64
    };

    let description = format!("The peer announces {length} bytes, and sends none of them.");
    let case = HUGE_TRUSTING.describe(&description).ask(RESERVED_MIB).ask(RESIDENT_MIB).code("trusting");
    meets(session, case, ends, announces_so_much, naive::frame)?;
    let description_of_set = format!("{description} The reader fills what it reserves, 64 MiB at most.");
    let case = HUGE_SET.describe(description_of_set).ask(RESIDENT_MIB).code("set");
    meets(session, case, ends, announces_so_much, naive::frame_of_set_bytes)?;
    let case = HUGE_CAREFUL.describe(description).ask(LIAR_ENDED_BY).code("careful");
    meets(session, case.in_time(at_once), ends, announces_so_much, careful)?;

    let minus_one =
        |name: CaseName| name.describe("The peer announces -1. Both readers have a limit of 1 MiB.").ask(LIAR_ENDED_BY);
    meets(session, minus_one(MINUS_ONE_TRUSTING).code("signed"), ends, announces_minus_one, naive::signed_frame)?;
    let case = minus_one(MINUS_ONE_CAREFUL).code("careful");
    meets(session, case.in_time(at_once), ends, announces_minus_one, careful_signed)?;

    let web = |name: CaseName| {
        name.describe("The peer is a web server: it sends \"HTTP/1.1 400 Bad Request\".").ask(RESERVED_MIB)
    };
    meets(session, web(HTTP_TRUSTING).code("trusting"), ends, speaks_http, naive::frame)?;
    meets(session, web(HTTP_CAREFUL).code("careful").in_time(at_once), ends, speaks_http, careful)?;

    let reset = |name: CaseName| {
        name.describe("The peer resets the connection in the middle of \"transfer 1000000\".").ask(RETURNED)
    };
    meets(session, reset(RESET_TRUSTING).code("until_it_fails"), ends, resets, naive::frame_until_it_fails)?;
    meets(session, reset(RESET_CAREFUL).code("careful").in_time(at_once), ends, resets, careful)
}

fn announces(peer: &mut TracedStream, length: u32) -> CaseResult {
    peer.note_sent(Kind::Length, length.to_string().as_bytes());
    peer.note_frame(0..4 + length as usize);
    peer.write_all(&length.to_be_bytes())?;
    Ok(peer.shutdown_write()?) // so that nobody waits for what will not come
}

fn announces_minus_one(peer: &mut TracedStream) -> CaseResult {
    peer.note_sent(Kind::Length, b"-1");
    peer.note_frame(0..4);
    peer.write_all(&(-1_i32).to_be_bytes())?; // ff ff ff ff: what 4 GiB less a byte is, too
    Ok(peer.shutdown_write()?)
}

fn speaks_http(peer: &mut TracedStream) -> CaseResult {
    peer.note_sent(Kind::Text, HTTP);
    peer.note_frame(0..HTTP.len());
    peer.write_all(HTTP)?;
    Ok(peer.shutdown_write()?)
}

/// Peers that keep the connection open and send little or nothing. The lesson looks at a trusting reader after twice
/// the deadline.
fn stalls(session: &mut Session<'_>) -> Result<(), Stop> {
    let limit = deadline(session);
    let (look, until_it_ends) = (Some(2 * limit), None);
    let careful = |end: &mut TracedStream, seen: &mut Seen| ours::frame(end, HEADER, limit, seen);

    let silence = |name: CaseName| name.describe("The peer connects, and sends nothing.").ask(READER_ENDED_BY);
    meets(session, silence(SILENCE_TRUSTING).code("trusting"), look, |_| Ok(()), naive::frame)?;
    meets(session, silence(SILENCE_CAREFUL).code("careful"), until_it_ends, |_| Ok(()), careful)?;

    if !session.is_tour() {
        let never_sent = |name: CaseName| {
            let description = format!("The peer announces {LIMIT} bytes, as many as the limit allows, and sends ten.");
            name.describe(description).ask(RESERVED_KIB).ask(READER_ENDED_BY)
        };
        let case = never_sent(NEVER_SENT_TRUSTING).code("trusting");
        meets(session, case, look, sends_a_beginning, naive::frame)?;
        let case = never_sent(NEVER_SENT_CAREFUL).code("careful");
        meets(session, case, until_it_ends, sends_a_beginning, careful)?;

        let [each, turn] = [pause(limit), limit].map(|time| render::span(time.as_micros() as u64));
        let drips = format!("The peer sends {DRIPS} bytes, one every {each}.");
        let case = DRIP_TRUSTING.describe(format!("{drips} Each read has a timeout of {turn}."));
        drips_to(session, case.code("timeout"), |end, seen| naive::frame_with_timeout(end, limit, seen))?;
        let case = DRIP_CAREFUL.describe(format!("{drips} All reads together have a deadline of {turn}."));
        drips_to(session, case.code("careful"), careful)?;
    }

    let both = |name: CaseName| {
        name.describe("Both ends write 1 MiB into small buffers; each would read only afterwards.")
            .ask(WRITERS_ENDED_BY)
    };
    both_ends(session, both(BOTH_WRITE_TRUSTING).code("write_trusting"), look, naive::write)?;
    let case = both(BOTH_WRITE_CAREFUL).code("write_careful");
    both_ends(session, case, until_it_ends, |end, frame| ours::write(end, frame, limit))
}

fn sends_a_beginning(peer: &mut TracedStream) -> CaseResult {
    let length = LIMIT as u32;
    peer.note_sent(Kind::Length, length.to_string().as_bytes());
    peer.note_frame(0..4 + LIMIT);
    Ok(peer.write_all(&[&length.to_be_bytes(), b"more later".as_slice()].concat())?)
}

fn drips(peer: &mut TracedStream, pause: Duration, is_over: &dyn Fn() -> bool) -> CaseResult {
    let frame = [&(DRIPS - 4).to_be_bytes(), vec![b'.'; DRIPS as usize - 4].as_slice()].concat();
    peer.note_frame(0..frame.len());
    for byte in frame {
        thread::sleep(pause); // the pause is what the case shows
        if is_over() {
            break;
        }
        peer.write_all(&[byte])?;
    }
    Ok(())
}

fn resets(peer: &mut TracedStream) -> CaseResult {
    let length = WHOLE.len() as u32;
    peer.note_sent(Kind::Length, length.to_string().as_bytes());
    peer.note_sent(Kind::Frame, WHOLE);
    peer.note_frame(0..4 + WHOLE.len());
    peer.write_all(&[&length.to_be_bytes(), &WHOLE[..WHOLE.len() - 3]].concat())?;
    peer.wait_until_read()?; // some systems drop what waits when a reset comes
    reset_when_closed(peer.get_ref())?;
    peer.close();
    Ok(())
}

/// A peer that does one thing, and a reader; `patience` limits a reader that would wait forever.
fn meets(
    session: &mut Session<'_>,
    case: CaseSetup,
    patience: Option<Duration>,
    peer: impl Fn(&mut TracedStream) -> CaseResult,
    reader: impl Fn(&mut TracedStream, &mut Seen) -> Decoded + Send + Copy,
) -> Result<(), Stop> {
    session.case(case.options(AS_THE_SYSTEM), |peer_end, reader_end| {
        attack(peer_end, reader_end, patience, |end, _| peer(end), reader)
    })
}

fn pause(deadline: Duration) -> Duration {
    deadline / 20
}

/// A peer that drips. The case shows something only on a machine that is fast enough: every byte must come well before
/// the deadline.
fn drips_to(
    session: &mut Session<'_>,
    case: CaseSetup,
    reader: impl Fn(&mut TracedStream, &mut Seen) -> Decoded + Send + Copy,
) -> Result<(), Stop> {
    let limit = deadline(session);
    let half_us = limit.as_micros() as u64 / 2;
    let in_time = move |case: &Case| {
        let waits = [case.longest_pause_us(), case.longest_wait_us(Stream::Forward).value];
        waits.iter().all(|wait| wait.is_some_and(|us| us < half_us))
    };
    let case = case.options(NODELAY).in_time(in_time).ask(READER_ENDED_BY); // no byte waits for an ACK
    session.case(case, |peer_end, reader_end| {
        attack(peer_end, reader_end, None, |peer, is_over| drips(peer, pause(limit), is_over), reader)
    })
}

/// Two ends, each of which writes a frame that is more than the buffers hold, and would read only afterwards.
fn both_ends(
    session: &mut Session<'_>,
    case: CaseSetup,
    patience: Option<Duration>,
    write: impl Fn(&mut TracedStream, &[u8]) -> io::Result<()> + Sync,
) -> Result<(), Stop> {
    let mut frame = Vec::new();
    HEADER.encode(&vec![b'.'; LIMIT], &mut frame).expect("the limit is less than a header can say");
    // With TCP_NODELAY, whatever is held back is held back by the full buffers, not by Nagle's algorithm.
    let small = SocketOptions { sndbuf: Some(4096), rcvbuf: Some(4096), ..NODELAY };
    session.case(case.options(small), |client, server| {
        [&client, &server].iter().for_each(|end| end.note_frame(0..frame.len()));
        both_write([client, server], patience, |end| write(end, &frame))
    })
}

#[cfg(test)]
pub(crate) mod tests;
