//! Cases and captures written by hand, for the tests of what is drawn of them.

use trace::{Case, Event, Kind, Source, Stream};

pub(crate) const FORWARD: Stream = Stream::Forward;
pub(crate) const BACK: Stream = Stream::Back;

/// One way, in microseconds.
pub(crate) const TRIP: u64 = 25_000;

pub(crate) fn write(case: &mut Case, t_us: u64, stream: Stream, message: u64, offset: u64, data: &[u8]) {
    let (bytes, data) = (data.len() as u64, data.to_vec());
    case.push(t_us, Event::Write { stream, message, offset, asked: bytes, accepted: bytes, data });
}

pub(crate) fn read(case: &mut Case, t_us: u64, stream: Stream, offset: u64, data: &[u8]) {
    read_at_most(case, t_us, stream, offset, 1024, data);
}

pub(crate) fn read_at_most(case: &mut Case, t_us: u64, stream: Stream, offset: u64, asked: u64, data: &[u8]) {
    case.push(t_us, Event::Read { stream, offset, asked, got: data.len() as u64, data: data.to_vec() });
}

/// The kernel counted this many segments.
pub(crate) fn segments(case: &mut Case, t_us: u64, count: u64, offset: u64, bytes: u64) {
    let source = Source::TcpInfo;
    case.push(t_us, Event::Segments { stream: FORWARD, count, offset, bytes, mss: None, source });
}

/// A segment as tcpdump would show it.
pub(crate) struct Sent {
    pub(crate) stream: Stream,
    pub(crate) seq: u64,
    pub(crate) ack: u64,
    pub(crate) bytes: u64,
    pub(crate) flags: &'static str,
    pub(crate) resent: bool,
    pub(crate) lost: bool,
}

pub(crate) fn data(stream: Stream, offset: u64, bytes: u64) -> Sent {
    Sent { stream, seq: offset + 1, ack: 1, bytes, flags: "P.", resent: false, lost: false }
}

pub(crate) fn ack(stream: Stream, ack: u64) -> Sent {
    flags(stream, ".", 1, ack)
}

pub(crate) fn flags(stream: Stream, flags: &'static str, seq: u64, ack: u64) -> Sent {
    Sent { stream, seq, ack, bytes: 0, flags, resent: false, lost: false }
}

pub(crate) fn send(case: &mut Case, t_us: u64, sent: Sent) {
    let Sent { stream, seq, ack, bytes, flags, resent, lost } = sent;
    let (flags, arrived_us) = (flags.to_owned(), (!lost).then_some(t_us + TRIP));
    let (window, sent_us) = (65_535, t_us);
    case.push(t_us, Event::Segment { stream, seq, ack, bytes, flags, window, resent, sent_us, arrived_us });
}

/// SYN, SYN-ACK and ACK, so that the first write can be at 75 ms.
pub(crate) fn opened(name: &str) -> Case {
    let mut case = Case::tcp(name);
    send(&mut case, 0, flags(FORWARD, "S", 0, 0));
    send(&mut case, TRIP, flags(BACK, "S.", 0, 1));
    send(&mut case, 2 * TRIP, ack(FORWARD, 1));
    case
}

pub(crate) const OPEN: u64 = 3 * TRIP;

/// Ten writes of four bytes; the second segment waits for the ACK of the first.
pub(crate) fn nagle() -> Case {
    let mut case = opened("Nagle");
    (0..10).for_each(|n| write(&mut case, OPEN + n, FORWARD, n + 1, 4 * n, b"abcd"));
    send(&mut case, OPEN + 20, data(FORWARD, 0, 4));
    send(&mut case, OPEN + 50 + TRIP, ack(BACK, 5));
    read(&mut case, OPEN + 90 + TRIP, FORWARD, 0, b"abcd");
    send(&mut case, OPEN + 90 + 2 * TRIP, data(FORWARD, 4, 36));
    send(&mut case, OPEN + 120 + 3 * TRIP, ack(BACK, 41));
    read(&mut case, OPEN + 150 + 3 * TRIP, FORWARD, 4, &[b'x'; 36]);
    case
}

/// Ten writes that leave at once, a segment each.
pub(crate) fn nodelay() -> Case {
    let mut case = opened("TCP_NODELAY");
    for n in 0..10 {
        write(&mut case, OPEN + 10 * n, FORWARD, n + 1, 4 * n, b"abcd");
        send(&mut case, OPEN + 10 * n + 5, data(FORWARD, 4 * n, 4));
    }
    (1..=10).for_each(|n| send(&mut case, OPEN + TRIP + 100 + n, ack(BACK, 4 * n + 1)));
    read(&mut case, OPEN + TRIP + 150, FORWARD, 0, &[b'x'; 40]);
    case
}

/// The first of two messages is lost, and so is the ACK of what came; then it is sent again.
pub(crate) fn lossy() -> Case {
    let mut case = opened("loss");
    write(&mut case, OPEN, FORWARD, 1, 0, "粘包".as_bytes());
    write(&mut case, OPEN + 10, FORWARD, 2, 6, b"Lyon");
    send(&mut case, OPEN + 20, Sent { lost: true, ..data(FORWARD, 0, 6) });
    send(&mut case, OPEN + 30, data(FORWARD, 6, 4));
    send(&mut case, OPEN + 50 + TRIP, Sent { lost: true, ..ack(BACK, 1) });
    send(&mut case, OPEN + 300_000, Sent { resent: true, ..data(FORWARD, 0, 6) });
    send(&mut case, OPEN + 300_010 + TRIP, ack(BACK, 11));
    read(&mut case, OPEN + 300_050 + TRIP, FORWARD, 0, "粘包Lyon".as_bytes());
    case
}

/// A request and its answer, twice, and the end of the connection.
pub(crate) fn conversation() -> Case {
    let mut case = opened("conversation");
    for n in 0..2 {
        let t_us = OPEN + n * (2 * TRIP + 300);
        write(&mut case, t_us, FORWARD, n + 1, 2 * n, b"hi");
        send(&mut case, t_us + 10, data(FORWARD, 2 * n, 2));
        read(&mut case, t_us + 50 + TRIP, FORWARD, 2 * n, b"hi");
        write(&mut case, t_us + 100 + TRIP, BACK, n + 1, 2 * n, b"ho");
        send(&mut case, t_us + 110 + TRIP, data(BACK, 2 * n, 2));
        read(&mut case, t_us + 150 + 2 * TRIP, BACK, 2 * n, b"ho");
    }
    let t_us = OPEN + 2 * (2 * TRIP + 300);
    send(&mut case, t_us, flags(FORWARD, "F.", 5, 5));
    send(&mut case, t_us + TRIP, flags(BACK, "F.", 5, 6));
    send(&mut case, t_us + 2 * TRIP, Sent { seq: 6, ..ack(FORWARD, 6) });
    case
}

/// Two frames of two bytes of header, in two writes that know nothing of them, and two reads.
pub(crate) fn framed(decoded: &[u8]) -> Case {
    let (mut case, stream) = (Case::tcp("framed"), b"\0\x02hi\0\x03Lyo");
    for (payload, offset, bytes) in [(&b"hi"[..], 0, 4), (b"Lyo", 4, 5)] {
        case.push(0, Event::SentValue { stream: FORWARD, kind: Kind::Frame, data: payload.to_vec() });
        case.push(0, Event::Framed { stream: FORWARD, offset, bytes });
    }
    write(&mut case, 0, FORWARD, 1, 0, &stream[..5]);
    write(&mut case, 0, FORWARD, 2, 5, &stream[5..]);
    segments(&mut case, 0, 1, 0, 9);
    read_at_most(&mut case, 100, FORWARD, 0, 6, &stream[..6]);
    read(&mut case, 100, FORWARD, 6, &stream[6..]);
    for data in [b"hi", decoded] {
        case.push(0, Event::DecodedValue { stream: FORWARD, kind: Kind::Frame, data: data.to_vec(), how: "a decoder" });
    }
    case
}

/// Requests and answers in turns, more than fit on any screen.
pub(crate) fn long() -> Case {
    let mut case = opened("long");
    for n in 0..60 {
        let t_us = OPEN + n * 2 * TRIP;
        write(&mut case, t_us, FORWARD, n + 1, 6 * n, "粘包".as_bytes());
        send(&mut case, t_us, data(FORWARD, 6 * n, 6));
        read(&mut case, t_us + TRIP, FORWARD, 6 * n, "粘包".as_bytes());
        send(&mut case, t_us + TRIP, ack(BACK, 6 * n + 7));
    }
    case
}

/// Anything at any time: most of it could not happen, and none of it may be drawn over the edge.
pub(crate) fn anything(seed: u64) -> Case {
    let (mut case, mut state) = (Case::tcp("anything"), seed);
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for message in 1..=draw(60) + 1 {
        let (t_us, stream) = (draw(10) * draw(100_000), if draw(3) > 0 { FORWARD } else { BACK });
        write(&mut case, t_us, stream, message * draw(1_000), draw(500), &vec![b'x'; draw(40) as usize]);
        let flags = ["S", "S.", ".", "P.", "F.", "R"][draw(6) as usize];
        let (offset, bytes, resent, lost) = (draw(500), draw(2) * draw(1_448), draw(5) == 0, draw(4) == 0);
        let sent = Sent { ack: draw(500), flags, resent, lost, ..data(stream, offset, bytes) };
        send(&mut case, t_us * (1 + draw(2)), sent);
        read(&mut case, t_us + draw(90_000), stream, draw(500), &vec![b'x'; draw(40) as usize]);
    }
    case.events.sort_by_key(|timed| timed.t_us);
    case
}
