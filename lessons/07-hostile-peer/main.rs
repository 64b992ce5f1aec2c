//! Lesson 07: a peer that lies, stalls, or goes away, and two programs that read from it: one that believes it, and one
//! with a limit, a deadline and memory that grows with what came.

mod attack;
mod naive;
mod ours;
mod peers;
mod seen;
mod turn;

use attack::{Taken, attack, both_write};
use framing::{BigEndian, Encode, LengthField, Order, Prefix, Width};
use lesson::{CaseResult, Failure, Flag, Lesson, Show, Stop};
use lessons::claims::hostile_peer::DEADLINE;
use link::SocketOptions;
use ours::LIMIT;
use probe::TracedStream;
use seen::Seen;
use std::io;
use std::process::ExitCode;
use std::time::Duration;
use trace::{Case, Stream};

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "07-hostile-peer",
    question: "What can a peer do to a program that believes it?",
    flags: &[Flag::Announce, Flag::Deadline],
    brief: &["a huge length: naive", "a huge length: ours"],
    run,
    claims: lessons::claims::hostile_peer::claims,
    program: None,
};

/// The tour waits for four peers that stall, and is to be quick.
const BRIEF_DEADLINE: Duration = Duration::from_millis(40);

/// A header of four bytes, as all these peers send it.
const HEADER: Prefix<4, BigEndian> = Prefix::new();

/// The same for a reader that means the sign.
const SIGNED: LengthField = LengthField::new(Width::Four, Order::Big).signed();

/// How many bytes drip, one a twentieth of the deadline: for half as long again as it.
const DRIPS: u32 = 30;

/// Runs it as a program.
pub fn main() -> ExitCode {
    lesson::main(&LESSON)
}

fn run(show: &mut Show<'_>) -> Result<(), Stop> {
    show.note(
        "A frame is four bytes of length and as many bytes behind them. Each peer meets a reader that believes it, and \
         then ours, whose frames may have 1 MiB. What a naive reader would reserve beyond 256 MiB, the lesson cuts off.",
    )?;
    lies(show)?;
    stalls(show)?;
    if show.is_brief() {
        show.note("\n(the tour has a deadline of 40 ms, and leaves out what takes long: a frame that never comes, one that comes a byte at a time)")?;
    }
    show.endings()
}

fn deadline(show: &Show<'_>) -> Duration {
    show.settings().deadline.unwrap_or(if show.is_brief() { BRIEF_DEADLINE } else { DEADLINE })
}

/// Peers whose length is none.
fn lies(show: &mut Show<'_>) -> Result<(), Stop> {
    let limit = deadline(show);
    let length = show.settings().announce.map_or(u32::MAX, |bytes| bytes as u32);
    let announces = |peer: &mut TracedStream| peers::announces(peer, length);
    let ours = |end: &mut TracedStream, seen: &mut Seen| ours::frame(end, HEADER, limit, seen);
    let signed = |end: &mut TracedStream, seen: &mut Seen| ours::frame(end, SIGNED, limit, seen);

    let does = format!("The peer announces {length} bytes, and ends. How many are reserved?");
    hostile(show, "a huge length: naive", &does, announces, naive::frame)?;
    if !show.is_brief() {
        let does = "The same, and the reader sets every byte to a blank; here the lesson cuts off at 64 MiB.";
        hostile(show, "a huge length: naive, bytes set", does, announces, naive::frame_of_set_bytes)?;
    }
    hostile(show, "a huge length: ours", &does, announces, ours)?;

    let does = "The peer announces -1. Both readers have a limit of 1 MiB. Is it below?";
    hostile(show, "a length of -1: naive", does, peers::announces_minus_one, naive::signed_frame)?;
    hostile(show, "a length of -1: ours", does, peers::announces_minus_one, signed)?;

    let does = "The peer is a web server. What are its first four bytes?";
    hostile(show, "a length of HTTP: naive", does, peers::speaks_http, naive::frame)?;
    hostile(show, "a length of HTTP: ours", does, peers::speaks_http, ours)?;

    let does = "The peer breaks off in the middle of \"transfer 1000000\".";
    hostile(show, "a reset in mid-frame: naive", does, peers::resets, naive::frame_until_it_fails)?;
    hostile(show, "a reset in mid-frame: ours", does, peers::resets, ours)
}

/// Peers that keep the connection, and give nothing for it. A naive reader is looked at after twice the deadline.
fn stalls(show: &mut Show<'_>) -> Result<(), Stop> {
    let limit = deadline(show);
    let look = Some(2 * limit);
    let ours = |end: &mut TracedStream, seen: &mut Seen| ours::frame(end, HEADER, limit, seen);

    let does = "The peer connects, and that is all.";
    stalling(show, "silence: naive", does, look, |_| Ok(()), naive::frame)?;
    stalling(show, "silence: ours", does, None, |_| Ok(()), ours)?;

    if !show.is_brief() {
        let begins = |peer: &mut TracedStream| peers::sends_a_beginning(peer, LIMIT as u32);
        let does = "The peer announces just what the limit allows, and sends ten bytes of it.";
        stalling(show, "announced, never sent: naive", does, look, begins, naive::frame)?;
        stalling(show, "announced, never sent: ours", does, None, begins, ours)?;

        let with_time_out = |end: &mut TracedStream, seen: &mut Seen| naive::frame_with_time_out(end, limit, seen);
        let does = format!(
            "The peer sends {DRIPS} bytes, one each {}. A time-out of {} a read.",
            span(pause(limit)),
            span(limit)
        );
        dripping(show, "a byte at a time: naive", &does, with_time_out)?;
        let does = format!("The same. A deadline of {} for all reads together.", span(limit));
        dripping(show, "a byte at a time: ours", &does, ours)?;
    }

    let does = "Both ends write 1 MiB into small buffers, and neither reads.";
    writing(show, "both write, nobody reads: naive", does, look, naive::write)?;
    writing(show, "both write, nobody reads: ours", does, None, |end, frame| ours::write(end, frame, limit))
}

fn span(time: Duration) -> String {
    render::span(time.as_micros() as u64)
}

/// Between two bytes that drip.
fn pause(deadline: Duration) -> Duration {
    deadline / 20
}

/// A peer that ends, or is gone: so does its reader.
fn hostile(
    show: &mut Show<'_>,
    name: &str,
    does: &str,
    peer: impl FnOnce(&mut TracedStream) -> CaseResult,
    reader: impl FnOnce(&mut TracedStream, &mut Seen) -> Taken + Send,
) -> Result<(), Stop> {
    stalling(show, name, does, None, peer, reader)
}

/// A peer that stays; with a patience for a reader that would do so too.
fn stalling(
    show: &mut Show<'_>,
    name: &str,
    does: &str,
    patience: Option<Duration>,
    peer: impl FnOnce(&mut TracedStream) -> CaseResult,
    reader: impl FnOnce(&mut TracedStream, &mut Seen) -> Taken + Send,
) -> Result<(), Stop> {
    show.case(name, does, SocketOptions::default(), |peer_end, reader_end| {
        attack(peer_end, reader_end, patience, |end, _| peer(end), reader)
    })
}

/// A peer that drips. What it shows needs a machine that lets it: no byte may come as late as the deadline.
fn dripping(
    show: &mut Show<'_>,
    name: &str,
    does: &str,
    reader: impl Fn(&mut TracedStream, &mut Seen) -> Taken + Send + Copy,
) -> Result<(), Stop> {
    let limit = deadline(show);
    let half = limit.as_micros() as u64 / 2;
    let in_time = |case: &Case| {
        let waits = [case.longest_pause_us(), case.longest_wait_us(Stream::Forward).value];
        waits.iter().all(|wait| wait.is_some_and(|us| us < half))
    };
    let own = SocketOptions { nodelay: Some(true), ..SocketOptions::default() }; // so that no byte waits for an ACK
    show.timed(name, does, own, in_time, |peer_end, reader_end| {
        attack(peer_end, reader_end, None, |peer, over| peers::drips(peer, DRIPS, pause(limit), over), reader)
    })
}

/// Two ends that only write, a frame each that no buffer of theirs holds.
fn writing(
    show: &mut Show<'_>,
    name: &str,
    does: &str,
    patience: Option<Duration>,
    write: impl Fn(&mut TracedStream, &[u8]) -> io::Result<()> + Sync,
) -> Result<(), Stop> {
    let mut frame = Vec::new();
    HEADER.encode(&vec![b'.'; LIMIT], &mut frame).map_err(|error| Failure::cannot(error.to_string(), ""))?;
    // TCP_NODELAY: what is held back then, the full buffers hold, and not Nagle's algorithm.
    let small =
        SocketOptions { nodelay: Some(true), sndbuf: Some(4096), rcvbuf: Some(4096), ..SocketOptions::default() };
    show.case(name, does, small, |client, server| both_write([client, server], patience, |end| write(end, &frame)))
}
