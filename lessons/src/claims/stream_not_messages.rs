//! The claims of lesson 00.

use trace::{Case, Claim, Event, JudgedRead, Measure, Run, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;

/// The longest message of the lesson, and all of them, in bytes.
const LONGEST: u64 = 4;
const ALL: u64 = 8;

/// What lesson 00 claims of `run`.
pub fn claims(run: &Run) -> Vec<Claim> {
    let read_size = run.number("read_size").unwrap_or(ALL);
    let mut claims = Vec::new();
    if let Some(udp) = run.case("UDP") {
        claims.extend((read_size >= LONGEST).then(|| edges_kept(udp)));
        claims.push(empty_datagram(udp));
    }
    claims.extend(run.case("UDP, a buffer of 2 bytes").map(tail_lost));
    if let Some(tcp) = run.case("TCP") {
        claims.extend((read_size >= ALL).then(|| edges_lost(tcp)));
        claims.push(empty_write(tcp));
        claims.push(end_alone(tcp));
    }
    claims
}

fn receives(case: &Case) -> Measure {
    case.read_measure(FORWARD, "receives", |_| true)
}

fn edges_kept(udp: &Case) -> Claim {
    Claim::new("UDP keeps messages apart: a receive for every send, each of one whole message")
        .equal(receives(udp), udp.written(FORWARD).named("sends"))
        .none(udp.read_measure(FORWARD, "receives not whole", |read| read.verdict != Verdict::Whole))
}

fn empty_datagram(udp: &Case) -> Claim {
    let later = udp.reads(FORWARD).iter().skip_while(|read| read.got() > 0).skip(1).count() as u64;
    Claim::new("UDP: an empty message is a message; more can be received after it")
        .equal(
            udp.read_measure(FORWARD, "receives of 0 bytes", |read| read.got() == 0),
            empty_writes(udp).named("empty sends"),
        )
        .some(Measure::new("receives after it", later))
}

fn tail_lost(udp: &Case) -> Claim {
    Claim::new("UDP: what the buffer cannot hold of a datagram is gone; the next receive takes the next message")
        .some(udp.read_measure(FORWARD, "receives truncated", |read| read.verdict == Verdict::Truncated))
        .less(udp.bytes_read(FORWARD).named("bytes received"), udp.bytes_written(FORWARD).named("bytes sent"))
        .equal(receives(udp), udp.written(FORWARD).named("sends"))
}

fn edges_lost(tcp: &Case) -> Claim {
    Claim::new("TCP does not: fewer reads than messages")
        .less(tcp.read_count(FORWARD), tcp.written_with_bytes(FORWARD))
        .some(tcp.glued(FORWARD))
}

fn empty_write(tcp: &Case) -> Claim {
    Claim::new("TCP: the empty write sends nothing, and leaves nothing to read")
        .some(empty_writes(tcp))
        .none(Measure::new("packets that left with them", packets_of_empty_writes(tcp)))
        .none(Measure::new("bytes left waiting", waiting_before_the_end(tcp)))
}

/// Not observed where the kernel does not count packets.
fn packets_of_empty_writes(case: &Case) -> Option<u64> {
    let packets = case.events.iter().filter_map(|timed| match timed.event {
        Event::EmptyWrite { packets, .. } => Some(packets),
        _ => None,
    });
    packets.reduce(|all, packets| all + packets)
}

fn empty_writes(case: &Case) -> Measure {
    let empty = case.messages(FORWARD).iter().filter(|message| message.range.is_empty()).count();
    Measure::new("empty writes", empty as u64)
}

/// What waited at the last look before the sender ended.
fn waiting_before_the_end(tcp: &Case) -> Option<u64> {
    let before = tcp.events.iter().take_while(|timed| !matches!(timed.event, Event::Shutdown { .. }));
    let looks = before.filter_map(|timed| match timed.event {
        Event::Queued { bytes, .. } => Some(bytes),
        _ => None,
    });
    looks.last()
}

fn end_alone(tcp: &Case) -> Claim {
    let ended_us =
        tcp.events.iter().find(|timed| matches!(timed.event, Event::Shutdown { .. })).map(|timed| timed.t_us);
    let at_end = |read: &JudgedRead| read.verdict == Verdict::End;
    Claim::new("TCP: a read of 0 bytes is the end, and comes only after the sender has ended")
        .equal(
            tcp.read_measure(FORWARD, "reads of 0 bytes", at_end),
            Measure::new("ends", u64::from(ended_us.is_some())),
        )
        .none(tcp.read_measure(FORWARD, "of them before", |read| at_end(read) && Some(read.t_us) < ended_us))
}
