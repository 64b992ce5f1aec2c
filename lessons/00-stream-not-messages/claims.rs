//! What lesson 00 claims.

use super::questions::packets_of_empty_writes;
use super::{MESSAGES, READ_SIZE, TCP, UDP, UDP_SLOW, UDP_SMALL_BUFFER};
use lesson::{Statement, claim};
use trace::{Case, Event, JudgedRead, Measure, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;

pub(crate) const CLAIMS: &[Statement] = &[
    claim("UDP, with room enough: every message is received, each on its own")
        .only(|run| MESSAGES.iter().all(|message| message.len() as u64 <= READ_SIZE.in_run(run)))
        .on(UDP, |claim, udp| {
            let broken = udp.read_measure(FORWARD, "incomplete receives", |read| read.verdict != Verdict::Whole);
            claim.equal(receives(udp), udp.written(FORWARD).named("sends")).none(broken)
        })
        .evidence("{sends:send} arrived in {receives:receive}, {incomplete receives} of them incomplete"),
    claim("UDP, an empty message: a receive returns 0 bytes, and the next message still arrives")
        .on(UDP, |claim, udp| {
            let later = udp.reads(FORWARD).iter().skip_while(|read| read.got() > 0).skip(1).count() as u64;
            let empty = udp.read_measure(FORWARD, "empty receives", |read| read.got() == 0);
            claim.equal(empty, empty_writes(udp).named("empty sends")).some(Measure::new("receives after that", later))
        })
        .evidence(
            "{empty sends:empty send} led to {empty receives:empty receive}, and {receives after that:receive} \
             followed",
        ),
    claim("UDP, a buffer that is too small: the rest of the datagram is lost")
        .on(UDP_SMALL_BUFFER, |claim, udp| {
            claim
                .some(udp.read_measure(FORWARD, "truncated receives", |read| read.verdict == Verdict::Truncated))
                .less(udp.bytes_read(FORWARD).named("bytes received"), udp.bytes_written(FORWARD).named("bytes sent"))
                .equal(receives(udp), udp.written(FORWARD).named("sends"))
        })
        .evidence(
            "{sends:send} arrived in {receives:receive}, {truncated receives} of them truncated: {bytes received} of \
             {bytes sent:byte} got through",
        ),
    claim("UDP, a full queue: datagrams are dropped, and no call reports it")
        .on(UDP_SLOW, |claim, udp| claim.less(receives(udp), udp.written(FORWARD).named("sends")))
        .evidence("{sends:send} succeeded, and {receives:receive} returned a message"),
    claim("TCP: a read returns several messages")
        .only(|run| MESSAGES.concat().len() as u64 <= READ_SIZE.in_run(run))
        .on(TCP, |claim, tcp| {
            claim.less(tcp.read_count(FORWARD), tcp.written_with_bytes(FORWARD)).some(tcp.glued(FORWARD))
        })
        .evidence("{writes with bytes:write} with bytes came back in {reads:read}, {glued reads} of them glued")
        .headline(),
    claim("TCP: every byte arrives once and in order; only the boundaries are lost")
        .on(TCP, |claim, tcp| {
            let data = |read: JudgedRead| read.data;
            let read: Vec<u8> = tcp.reads(FORWARD).into_iter().flat_map(data).collect();
            let written: Vec<u8> = tcp.writes(FORWARD).flat_map(|write| write.data.to_vec()).collect();
            let in_order = read.iter().zip(&written).filter(|(read, written)| read == written).count() as u64;
            claim
                .equal(Measure::new("bytes in order", in_order), tcp.bytes_written(FORWARD))
                .equal(tcp.bytes_read(FORWARD), tcp.bytes_written(FORWARD))
        })
        .evidence("{bytes written:byte} were written and {bytes read} read, {bytes in order} of them in order"),
    claim("TCP, an empty write: nothing is sent, and there is nothing to read")
        .on(TCP, |claim, tcp| {
            claim
                .some(empty_writes(tcp))
                .none(Measure::new("packets", packets_of_empty_writes(tcp)))
                .none(Measure::new("waiting bytes", waiting_before_the_end(tcp)))
        })
        .evidence("{empty writes:empty write} sent {packets:packet} and left {waiting bytes:byte} to read"),
    claim("TCP, a read of 0 bytes: the sender has ended its stream")
        .on(TCP, |claim, tcp| {
            let ended_us = tcp.events.iter().find(|timed| is_shutdown(&timed.event)).map(|timed| timed.t_us);
            let at_end = |read: &JudgedRead| read.verdict == Verdict::End;
            let ends = Measure::new("shutdowns", u64::from(ended_us.is_some()));
            let before = |read: &JudgedRead| at_end(read) && Some(read.t_us) < ended_us;
            claim.equal(tcp.read_measure(FORWARD, "reads of 0 bytes", at_end), ends).none(tcp.read_measure(
                FORWARD,
                "of them earlier",
                before,
            ))
        })
        .evidence(
            "{shutdowns:shutdown} led to {reads of 0 bytes:read} of 0 bytes, {of them earlier} of them before the \
             shutdown",
        ),
];

fn receives(case: &Case) -> Measure {
    case.read_measure(FORWARD, "receives", |_| true)
}

fn empty_writes(case: &Case) -> Measure {
    let empty = case.messages(FORWARD).iter().filter(|message| message.range.is_empty()).count();
    Measure::new("empty writes", empty as u64)
}

fn is_shutdown(event: &Event) -> bool {
    matches!(event, Event::Shutdown { .. })
}

/// How many bytes waited when the queue was last looked at before the sender ended its stream.
fn waiting_before_the_end(tcp: &Case) -> Option<u64> {
    let before = tcp.events.iter().take_while(|timed| !is_shutdown(&timed.event));
    let looks = before.filter_map(|timed| match timed.event {
        Event::Queued { bytes, .. } => Some(bytes),
        _ => None,
    });
    looks.last()
}
