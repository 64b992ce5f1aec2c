//! Lesson 07: a peer that lies, stalls, or goes away, and two programs that read from it: one that believes it, and one
//! with a limit, a deadline and memory that grows with what came.

mod attack;
mod claims;
mod naive;
mod ours;

use attack::{Decoded, Seen, attack, both_write};
use framing::{BigEndian, Encode, LengthField, Order, Prefix, Width};
use lesson::options::{AS_THE_SYSTEM, NODELAY};
use lesson::{CaseName, CaseResult, CaseSetup, Flag, Lesson, Session, Stop, flags};
use link::{SocketOptions, reset_when_closed};
use probe::TracedStream;
use std::io::{self, Write};
use std::thread;
use std::time::Duration;
use trace::{Case, Kind, Stream};

pub const LESSON: Lesson = Lesson {
    id: "07-hostile-peer",
    question: "What can a peer do to a program that believes it?",
    flags: &[ANNOUNCE, DEADLINE],
    on_a_wire: false,
    sources: &[include_str!("main.rs")],
    headline: HUGE_NAIVE,
    short: &[HUGE_NAIVE, HUGE_OURS],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const HUGE_NAIVE: CaseName = CaseName::new("a huge length: naive");
const HUGE_SET: CaseName = CaseName::new("a huge length: naive, bytes set");
const HUGE_OURS: CaseName = CaseName::new("a huge length: ours");
const MINUS_ONE_NAIVE: CaseName = CaseName::new("a length of -1: naive");
const MINUS_ONE_OURS: CaseName = CaseName::new("a length of -1: ours");
const HTTP_NAIVE: CaseName = CaseName::new("a length of HTTP: naive");
const HTTP_OURS: CaseName = CaseName::new("a length of HTTP: ours");
const RESET_NAIVE: CaseName = CaseName::new("a reset in mid-frame: naive");
const RESET_OURS: CaseName = CaseName::new("a reset in mid-frame: ours");
const SILENCE_NAIVE: CaseName = CaseName::new("silence: naive");
const SILENCE_OURS: CaseName = CaseName::new("silence: ours");
const NEVER_SENT_NAIVE: CaseName = CaseName::new("announced, never sent: naive");
const NEVER_SENT_OURS: CaseName = CaseName::new("announced, never sent: ours");
const DRIP_NAIVE: CaseName = CaseName::new("a byte at a time: naive");
const DRIP_OURS: CaseName = CaseName::new("a byte at a time: ours");
const BOTH_WRITE_NAIVE: CaseName = CaseName::new("both write, nobody reads: naive");
const BOTH_WRITE_OURS: CaseName = CaseName::new("both write, nobody reads: ours");

const ANNOUNCE: Flag = Flag::number("announce", 1..=u32::MAX as u64, "Bytes announced").or(u32::MAX as u64);

const DEADLINE: Flag = flags::DEADLINE.or(200_000);

/// The tour waits for four peers that stall, and is to be quick.
const TOUR_DEADLINE: Duration = Duration::from_millis(40);

/// The most that one of our frames may carry, in bytes.
const LIMIT: usize = 1 << 20;

/// A header of four bytes, as all these peers send it; and for a reader that means the sign.
const HEADER: Prefix<4, BigEndian> = Prefix::new();
const SIGNED: LengthField = LengthField::new(Width::Four, Order::Big).signed();

/// How many bytes drip, one a twentieth of the deadline: for half as long again as it.
const DRIPS: u32 = 30;

/// What a client gets that has connected to a web server by mistake.
const HTTP: &[u8] = b"HTTP/1.1 400 Bad Request\r\n\r\n";

/// What the peer of the reset means to say.
const WHOLE: &[u8] = b"transfer 1000000";

pub fn main() -> std::process::ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    session.note(
        "A frame is four bytes of length and as many bytes behind them. Each peer meets a reader that believes it, and \
         then ours, whose frames may have 1 MiB. What a naive reader would reserve beyond 256 MiB, the lesson cuts off.",
    )?;
    lies(session)?;
    stalls(session)?;
    if session.is_tour() {
        session.note("\n(the tour has a deadline of 40 ms, and leaves out what takes long: a frame that never comes, one that comes a byte at a time)")?;
    }
    session.endings()
}

fn deadline(session: &Session<'_>) -> Duration {
    if session.is_tour() { TOUR_DEADLINE } else { Duration::from_micros(session.number(&DEADLINE)) }
}

/// Peers whose length is none. Each ends, or is gone: so does its reader.
fn lies(session: &mut Session<'_>) -> Result<(), Stop> {
    let (limit, length) = (deadline(session), session.number(&ANNOUNCE) as u32);
    let announces_so_much = |peer: &mut TracedStream| announces(peer, length);
    let ours = |end: &mut TracedStream, seen: &mut Seen| ours::frame(end, HEADER, limit, seen);
    let ours_signed = |end: &mut TracedStream, seen: &mut Seen| ours::frame(end, SIGNED, limit, seen);
    let ends = None;
    // Our reader has a deadline, which a busy machine may not meet even where the peer has ended.
    let at_once = move |case: &Case| {
        let ended = case.events.last().map_or(0, |last| last.t_us);
        ended - case.begins_us() < limit.as_micros() as u64
    };

    let description = format!("The peer announces {length} bytes, and ends.");
    let case = HUGE_NAIVE.describe(&description);
    meets(session, case, ends, announces_so_much, naive::frame)?;
    if !session.is_tour() {
        let description = "The same, and the reader sets every byte to a blank; here the lesson cuts off at 64 MiB.";
        meets(session, HUGE_SET.describe(description), ends, announces_so_much, naive::frame_of_set_bytes)?;
    }
    let case = HUGE_OURS.describe(description);
    meets(session, case.in_time(at_once), ends, announces_so_much, ours)?;

    let minus_one = |name: CaseName| name.describe("The peer announces -1. Both readers have a limit of 1 MiB.");
    meets(session, minus_one(MINUS_ONE_NAIVE), ends, announces_minus_one, naive::signed_frame)?;
    let case = minus_one(MINUS_ONE_OURS);
    meets(session, case.in_time(at_once), ends, announces_minus_one, ours_signed)?;

    let web = |name: CaseName| name.describe("The peer is a web server.");
    meets(session, web(HTTP_NAIVE), ends, speaks_http, naive::frame)?;
    meets(session, web(HTTP_OURS).in_time(at_once), ends, speaks_http, ours)?;

    let reset = |name: CaseName| name.describe("The peer breaks off in the middle of \"transfer 1000000\".");
    meets(session, reset(RESET_NAIVE), ends, resets, naive::frame_until_it_fails)?;
    meets(session, reset(RESET_OURS).in_time(at_once), ends, resets, ours)
}

// ANCHOR: lies
fn announces(peer: &mut TracedStream, length: u32) -> CaseResult {
    peer.note_sent(Kind::Length, length.to_string().as_bytes());
    peer.write_all(&length.to_be_bytes())?;
    Ok(peer.shutdown_write()?) // so that nobody waits for what will not come
}

fn announces_minus_one(peer: &mut TracedStream) -> CaseResult {
    peer.note_sent(Kind::Length, b"-1");
    peer.write_all(&(-1_i32).to_be_bytes())?; // ff ff ff ff: what 4 GiB less a byte is, too
    Ok(peer.shutdown_write()?)
}

fn speaks_http(peer: &mut TracedStream) -> CaseResult {
    peer.note_sent(Kind::Text, HTTP);
    peer.write_all(HTTP)?;
    Ok(peer.shutdown_write()?)
}
// ANCHOR_END: lies

/// Peers that keep the connection, and give nothing for it. A naive reader is looked at after twice the deadline.
fn stalls(session: &mut Session<'_>) -> Result<(), Stop> {
    let limit = deadline(session);
    let (look, until_it_ends) = (Some(2 * limit), None);
    let ours = |end: &mut TracedStream, seen: &mut Seen| ours::frame(end, HEADER, limit, seen);

    let silence = |name: CaseName| name.describe("The peer connects, and that is all.");
    meets(session, silence(SILENCE_NAIVE), look, |_| Ok(()), naive::frame)?;
    meets(session, silence(SILENCE_OURS), until_it_ends, |_| Ok(()), ours)?;

    if !session.is_tour() {
        let description = "The peer announces just what the limit allows, and sends ten bytes of it.";
        meets(session, NEVER_SENT_NAIVE.describe(description), look, sends_a_beginning, naive::frame)?;
        meets(session, NEVER_SENT_OURS.describe(description), until_it_ends, sends_a_beginning, ours)?;

        let [each, turn] = [pause(limit), limit].map(|time| render::span(time.as_micros() as u64));
        let description = format!("The peer sends {DRIPS} bytes, one each {each}. A time-out of {turn} a read.");
        drips_to(session, DRIP_NAIVE.describe(description), |end, seen| naive::frame_with_time_out(end, limit, seen))?;
        let description = format!("The same. A deadline of {turn} for all reads together.");
        drips_to(session, DRIP_OURS.describe(description), ours)?;
    }

    let both = |name: CaseName| name.describe("Both ends write 1 MiB into small buffers, and neither reads.");
    both_ends(session, both(BOTH_WRITE_NAIVE), look, naive::write)?;
    both_ends(session, both(BOTH_WRITE_OURS), until_it_ends, |end, frame| ours::write(end, frame, limit))
}

// ANCHOR: stalls
fn sends_a_beginning(peer: &mut TracedStream) -> CaseResult {
    let length = LIMIT as u32;
    peer.note_sent(Kind::Length, length.to_string().as_bytes());
    Ok(peer.write_all(&[&length.to_be_bytes(), b"more later".as_slice()].concat())?)
}

fn drips(peer: &mut TracedStream, pause: Duration, is_over: &dyn Fn() -> bool) -> CaseResult {
    let frame = [&(DRIPS - 4).to_be_bytes(), vec![b'.'; DRIPS as usize - 4].as_slice()].concat();
    for byte in frame {
        thread::sleep(pause); // the pause is what is shown
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
    peer.write_all(&[&length.to_be_bytes(), &WHOLE[..WHOLE.len() - 3]].concat())?;
    peer.wait_until_read()?; // some systems drop what waits when a reset comes
    reset_when_closed(peer.get_ref())?;
    peer.close();
    Ok(())
}
// ANCHOR_END: stalls

/// A peer that does one thing, and a reader; with a patience for a reader that would wait for ever.
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

/// A peer that drips. What it shows needs a machine that lets it: no byte may come as late as the deadline.
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
    let case = case.options(NODELAY).in_time(in_time); // so that no byte waits for an ACK
    session.case(case, |peer_end, reader_end| {
        attack(peer_end, reader_end, None, |peer, is_over| drips(peer, pause(limit), is_over), reader)
    })
}

/// Two ends that only write, a frame each that no buffer of theirs holds.
fn both_ends(
    session: &mut Session<'_>,
    case: CaseSetup,
    patience: Option<Duration>,
    write: impl Fn(&mut TracedStream, &[u8]) -> io::Result<()> + Sync,
) -> Result<(), Stop> {
    let mut frame = Vec::new();
    HEADER.encode(&vec![b'.'; LIMIT], &mut frame).expect("the limit is less than a header can say");
    // TCP_NODELAY: what is held back then, the full buffers hold, and not Nagle's algorithm.
    let small = SocketOptions { sndbuf: Some(4096), rcvbuf: Some(4096), ..NODELAY };
    session.case(case.options(small), |client, server| both_write([client, server], patience, |end| write(end, &frame)))
}

#[cfg(test)]
pub(crate) mod tests;
