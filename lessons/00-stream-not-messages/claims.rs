//! What lesson 00 claims.

use super::{MESSAGES, READ_SIZE, TCP, UDP, UDP_SMALL_BUFFER};
use lesson::{Statement, claim};
use trace::{Case, Event, JudgedRead, Measure, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;

pub(crate) const CLAIMS: &[Statement] = &[
    claim("UDP keeps messages apart: a receive for every send, each of one whole message")
        .only(|run| MESSAGES.iter().all(|message| message.len() as u64 <= READ_SIZE.in_run(run)))
        .on(UDP, |claim, udp| {
            let broken = udp.read_measure(FORWARD, "receives not whole", |read| read.verdict != Verdict::Whole);
            claim.equal(receives(udp), udp.written(FORWARD).named("sends")).none(broken)
        }),
    claim("UDP: an empty message is a message; more can be received after it").on(UDP, |claim, udp| {
        let later = udp.reads(FORWARD).iter().skip_while(|read| read.got() > 0).skip(1).count() as u64;
        let empty = udp.read_measure(FORWARD, "receives of 0 bytes", |read| read.got() == 0);
        claim.equal(empty, empty_writes(udp).named("empty sends")).some(Measure::new("receives after it", later))
    }),
    claim("UDP: what the buffer cannot hold of a datagram is gone; the next receive takes the next message").on(
        UDP_SMALL_BUFFER,
        |claim, udp| {
            claim
                .some(udp.read_measure(FORWARD, "receives truncated", |read| read.verdict == Verdict::Truncated))
                .less(udp.bytes_read(FORWARD).named("bytes received"), udp.bytes_written(FORWARD).named("bytes sent"))
                .equal(receives(udp), udp.written(FORWARD).named("sends"))
        },
    ),
    claim("TCP does not: fewer reads than messages")
        .only(|run| MESSAGES.concat().len() as u64 <= READ_SIZE.in_run(run))
        .on(TCP, |claim, tcp| {
            claim.less(tcp.read_count(FORWARD), tcp.written_with_bytes(FORWARD)).some(tcp.glued(FORWARD))
        }),
    claim("TCP: the empty write sends nothing, and leaves nothing to read").on(TCP, |claim, tcp| {
        claim
            .some(empty_writes(tcp))
            .none(Measure::new("packets that left with them", packets_of_empty_writes(tcp)))
            .none(Measure::new("bytes left waiting", waiting_before_the_end(tcp)))
    }),
    claim("TCP: a read of 0 bytes is the end, and comes only after the sender has ended").on(TCP, |claim, tcp| {
        let ended_us = tcp.events.iter().find(|timed| is_shutdown(&timed.event)).map(|timed| timed.t_us);
        let at_end = |read: &JudgedRead| read.verdict == Verdict::End;
        let ends = Measure::new("ends", u64::from(ended_us.is_some()));
        let before = |read: &JudgedRead| at_end(read) && Some(read.t_us) < ended_us;
        claim.equal(tcp.read_measure(FORWARD, "reads of 0 bytes", at_end), ends).none(tcp.read_measure(
            FORWARD,
            "of them before",
            before,
        ))
    }),
];

fn receives(case: &Case) -> Measure {
    case.read_measure(FORWARD, "receives", |_| true)
}

/// Not observed where the kernel does not count packets.
fn packets_of_empty_writes(case: &Case) -> Option<u64> {
    let packets = case.events.iter().filter_map(|timed| match timed.event {
        Event::EmptyWrite { packets, .. } => Some(packets),
        _ => None,
    });
    packets.reduce(std::ops::Add::add)
}

fn empty_writes(case: &Case) -> Measure {
    let empty = case.messages(FORWARD).iter().filter(|message| message.range.is_empty()).count();
    Measure::new("empty writes", empty as u64)
}

fn is_shutdown(event: &Event) -> bool {
    matches!(event, Event::Shutdown { .. })
}

/// What waited at the last look before the sender ended.
fn waiting_before_the_end(tcp: &Case) -> Option<u64> {
    let before = tcp.events.iter().take_while(|timed| !is_shutdown(&timed.event));
    let looks = before.filter_map(|timed| match timed.event {
        Event::Queued { bytes, .. } => Some(bytes),
        _ => None,
    });
    looks.last()
}
