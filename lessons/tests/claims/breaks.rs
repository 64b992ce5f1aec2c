//! For every claim, what would belie it. An alteration takes the events of a real run, never makes up a whole one.

use trace::{Case, Event, Kind, Run, Stream};

/// A lesson's number, a claim's text, and an alteration under which the claim is false. A claim may have several.
pub(crate) type Break = (&'static str, &'static str, fn(&mut Run));

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

pub(crate) const BREAKS: &[Break] = &[
    ("00", "UDP keeps messages apart: a receive for every send, each of one whole message", |run| {
        without(case(run, "UDP"), |event| matches!(event, Event::Read { got: 0, .. }));
    }),
    ("00", "UDP keeps messages apart: a receive for every send, each of one whole message", |run| {
        ran_as(run, "UDP", "UDP, a buffer of 2 bytes");
    }),
    ("00", "UDP: an empty message is a message; more can be received after it", |run| {
        without(case(run, "UDP"), |event| matches!(event, Event::Read { got: 0, .. }));
    }),
    ("00", "UDP: an empty message is a message; more can be received after it", |run| {
        let udp = case(run, "UDP");
        let last = udp.events.iter().rposition(|timed| is_read(&timed.event)).expect("three receives");
        udp.events.remove(last);
    }),
    ("00", "UDP: what the buffer cannot hold of a datagram is gone; the next receive takes the next message", |run| {
        ran_as(run, "UDP, a buffer of 2 bytes", "UDP")
    }),
    ("00", "TCP does not: fewer reads than messages", |run| read_apart(case(run, "TCP"), FORWARD)),
    ("00", "TCP: the empty write sends nothing, and leaves nothing to read", |run| {
        each(case(run, "TCP"), |event| {
            if let Event::EmptyWrite { packets, .. } = event {
                *packets = 1;
            }
        });
    }),
    ("00", "TCP: the empty write sends nothing, and leaves nothing to read", |run| {
        each(case(run, "TCP"), |event| {
            if let Event::Queued { bytes, .. } = event {
                *bytes = 1;
            }
        });
    }),
    ("00", "TCP: a read of 0 bytes is the end, and comes only after the sender has ended", |run| {
        without(case(run, "TCP"), |event| matches!(event, Event::Shutdown { .. }));
    }),
    ("00", "TCP: a read of 0 bytes is the end, and comes only after the sender has ended", |run| {
        let end = case(run, "TCP").events.iter_mut().find(|timed| matches!(timed.event, Event::Read { got: 0, .. }));
        end.expect("the end was read").t_us = 0;
    }),
    ("01", "Nagle, an ACK awaited: it even separates I'm from Lyon", |run| {
        ran_as(run, "I'm + Lyon: Nagle, delayed ACKs", "I'm + Lyon: TCP_NODELAY, delayed ACKs");
    }),
    ("01", "Nagle holds bytes back only while an ACK is awaited", |run| {
        each(case(run, "burst: Nagle, delayed ACKs"), |event| {
            if let Event::Held { in_flight_segments, .. } = event {
                *in_flight_segments = 0;
            }
        });
    }),
    ("01", "Nagle holds bytes back only while an ACK is awaited", nagle_was_off),
    ("01", "Nagle, delayed ACKs: fewer segments than writes", nagle_was_off),
    ("01", "Nagle, delayed ACKs: what is glued was glued by the sender", nagle_was_off),
    ("01", "Nagle, quick ACKs: more segments than with delayed ones", |run| {
        ran_as(run, "burst: Nagle, quick ACKs", "burst: Nagle, delayed ACKs");
    }),
    ("01", "TCP_NODELAY: a segment for every write", nagle_was_on),
    ("01", "TCP_NODELAY: glued all the same, by the receiver; it is not framing", nagle_was_on),
    ("01", "TCP_NODELAY: glued all the same, by the receiver; it is not framing", |run| {
        read_apart(case(run, "burst: TCP_NODELAY, delayed ACKs"), FORWARD);
    }),
    ("01", "TCP_CORK holds bytes back with no ACK awaited, and lets them go as fewer segments", |run| {
        ran_as(run, "burst, corked: Nagle, quick ACKs", "burst: Nagle, quick ACKs");
    }),
    ("01", "Pauses on a fresh connection: no read is glued, this time", |run| {
        let [quick, delayed] = ["quick", "delayed"].map(|acks| format!("pauses, fresh connection: Nagle, {acks} ACKs"));
        ran_as(run, &quick, &delayed);
    }),
    ("01", "Pauses with delayed ACKs are no fix: reads are glued, by the sender", |run| {
        let [quick, delayed] = ["quick", "delayed"].map(|acks| format!("pauses, fresh connection: Nagle, {acks} ACKs"));
        ran_as(run, &delayed, &quick);
    }),
    ("01", "Pauses after a request and its answer are no fix: reads are glued, by the sender", |run| {
        let after = "pauses, after a request and its answer: Nagle, ACKs as the kernel likes";
        ran_as(run, after, "pauses, fresh connection: Nagle, quick ACKs");
    }),
    ("02", "A read that asks for less than waits splits a message", |run| {
        each(case(run, "recv(1), then recv(7)"), |event| {
            if let Event::Queued { bytes, .. } = event {
                *bytes = 1;
            }
        });
    }),
    ("02", "The next read glues the rest to the next message", |run| {
        last_read_got(case(run, "recv(1), then recv(7)"), 3); // 'm and no more
    }),
    ("02", "A read returns what is there, old bytes and new ones, not what it asked for", |run| {
        each(case(run, "10, 2, 2, 20"), |event| {
            if let Event::Read { asked, got, .. } = event {
                *asked = *got;
            }
        });
    }),
    ("02", "A read returns what is there, old bytes and new ones, not what it asked for", |run| {
        last_read_got(case(run, "10, 2, 2, 20"), 8);
    }),
    ("02", "A message cut into segments is read whole: segments are no edges either", |run| {
        each(case(run, "one message, many segments"), |event| {
            if let Event::Segments { count, .. } = event {
                *count = 1;
            }
        });
    }),
    ("02", "A message cut into segments is read whole: segments are no edges either", |run| {
        last_read_got(case(run, "one message, many segments"), 524); // a segment's worth
    }),
    ("02", "A write can accept less than it is given; written again, nothing is lost", |run| {
        without(case(run, "small buffers, a slow reader"), |event| match event {
            Event::Write { asked, accepted, .. } => accepted < asked,
            _ => false,
        });
    }),
    ("02", "A write can accept less than it is given; written again, nothing is lost", |run| {
        last_read_got(case(run, "small buffers, a slow reader"), 1);
    }),
    ("02", "Text decoded read by read breaks a character; kept bytes make it whole", |run| {
        retake(case(run, "粘包 cut inside a character"), Kind::Text, |how, data| {
            if how == "each read decoded alone" {
                *data = "粘包".into();
            }
        });
    }),
    ("02", "Text decoded read by read breaks a character; kept bytes make it whole", |run| {
        retake(case(run, "粘包 cut inside a character"), Kind::Text, |_, data| *data = "粘\u{FFFD}".into());
    }),
    ("03", "In turns nothing is glued, and every length and body is taken as it was meant", |run| {
        glue_reads(case(run, IN_TURNS), BACK);
    }),
    ("03", "In turns nothing is glued, and every length and body is taken as it was meant", |run| {
        glue_reads(case(run, IN_TURNS), FORWARD);
    }),
    ("03", "In turns nothing is glued, and every length and body is taken as it was meant", |run| {
        retake(case(run, IN_TURNS), Kind::Length, |_, data| data.push(b'0'));
    }),
    ("03", "In turns nothing is glued, and every length and body is taken as it was meant", |run| {
        retake(case(run, IN_TURNS), Kind::Body, |_, data| data.truncate(1));
    }),
    ("03", "A command costs four one-way trips", |run| {
        without(
            case(run, IN_TURNS),
            |event| matches!(event, Event::Segments { stream: FORWARD, bytes: 2, .. }), // the OK
        );
    }),
    ("03", "A body sent without its OK is glued to the length, which becomes another number", |run| {
        read_apart(case(run, "the server does not wait: echo -n 5"), BACK);
    }),
    ("03", "A body sent without its OK is glued to the length, which becomes another number", |run| {
        retake(case(run, "the server does not wait: echo -n 5"), Kind::Length, |_, data| data.truncate(1));
    }),
    ("03", "An OK with the next command behind it is read as neither", |run| {
        ran_as(run, OK_AND_COMMAND, OK_OF_TWO_BYTES);
    }),
    ("03", "Two bytes are an OK, whatever waits behind them: there the length is known", |run| {
        ran_as(run, OK_OF_TWO_BYTES, OK_AND_COMMAND);
    }),
    ("03", "Two commands sent at once are taken for one: requests have no framing", |run| {
        let at_once = case(run, "two commands at once");
        let taken = at_once.events.iter().find(|timed| matches!(timed.event, Event::DecodedValue { .. })).cloned();
        at_once.events.extend(taken);
    }),
    ("03", "Two commands sent at once are taken for one: requests have no framing", |run| {
        read_apart(case(run, "two commands at once"), FORWARD);
    }),
    ("03", "A command longer than the read is cut, and what was cut off is taken for the OK", |run| {
        let long = case(run, "a command longer than a read");
        let whole = long.sent_values(FORWARD, Kind::Command)[0].to_vec();
        retake(long, Kind::Command, |_, data| data.clone_from(&whole));
    }),
    ("03", "A command longer than the read is cut, and what was cut off is taken for the OK", |run| {
        let long = case(run, "a command longer than a read");
        without(long, |event| matches!(event, Event::DecodedValue { kind: Kind::Ok, .. }));
    }),
    ("04", "Four bytes, then as many as they say: every body as it was meant, the empty one too", |run| {
        retake(case(run, EXACT), Kind::Frame, |_, data| data.extend(b"!"));
    }),
    ("04", "A command costs two one-way trips: nobody waits for a turn", |run| {
        let exact = case(run, EXACT);
        let ok = exact.events.iter().find(|timed| matches!(timed.event, Event::Segments { .. })).cloned();
        exact.events.extend(ok); // one more way, as an OK would be
    }),
    ("04", "The decoder finds every frame again, whatever the cuts of writes and reads", |run| {
        let last_frame = |event: &Event| matches!(event, Event::DecodedValue { data, .. } if data == "粘包".as_bytes());
        without(case(run, "cut by lot"), last_frame);
    }),
    ("04", "Counting all that was collected at every read ends the body too early", |run| {
        let wrong = case(run, "counted wrongly");
        let whole = wrong.sent_values(FORWARD, Kind::Frame)[0].to_vec();
        retake(wrong, Kind::Frame, |_, data| data.clone_from(&whole));
    }),
    ("04", "Then the middle of the text is read as the next header", |run| {
        retake(case(run, "counted wrongly"), Kind::Length, |_, data| *data = b"3".to_vec());
    }),
    (
        "04",
        "Header and body in two writes: the body is held back while the header awaits its ACK",
        two_writes_without_nagle,
    ),
    ("04", "Header and body in two writes: the body is held back while the header awaits its ACK", |run| {
        each(case(run, TWO_WRITES), |event| {
            if let Event::Held { in_flight_segments, .. } = event {
                *in_flight_segments = 0;
            }
        });
    }),
    ("04", "Two writes with TCP_NODELAY: nothing is held back", |run| {
        ran_as(run, TWO_WRITES_AT_ONCE, TWO_WRITES);
    }),
    ("04", "Header and body in one write: nothing is held back, and they share a segment", |run| {
        ran_as(run, ONE_WRITE, TWO_WRITES);
    }),
    ("04", "Header and body in one write: nothing is held back, and they share a segment", |run| {
        ran_as(run, ONE_WRITE, TWO_WRITES_AT_ONCE);
    }),
    ("04", "The ack handshake holds nothing back, so it beats the header in two writes", two_writes_without_nagle),
    ("04", "The ack handshake holds nothing back, so it beats the header in two writes", |run| {
        ran_as(run, HANDSHAKE, TWO_WRITES);
    }),
    ("05", "Answer in two writes: the body is held back while its header awaits its ACK", |run| {
        ran_as(run, ANSWER, ANSWER_AT_ONCE);
    }),
    ("05", "Answer in two writes: the body is held back while its header awaits its ACK", |run| {
        each(case(run, ANSWER), |event| awaited(event, 0));
    }),
    ("05", "Request in two writes: the body is held back while its header awaits its ACK", |run| {
        ran_as(run, REQUEST, REQUEST_AT_ONCE);
    }),
    ("05", "Request in two writes: the body is held back while its header awaits its ACK", |run| {
        each(case(run, REQUEST), |event| awaited(event, 0));
    }),
    ("05", "Answer in two writes: as many trips as the ack handshake makes", |run| {
        ran_as(run, ANSWER, ANSWER_AT_ONCE);
    }),
    ("05", "Answer in two writes: as many trips as the ack handshake makes", |run| {
        ran_as(run, HANDSHAKE, EACH_AT_ONCE)
    }),
    ("05", "Request in two writes: as many trips as the ack handshake makes", |run| {
        ran_as(run, REQUEST, REQUEST_AT_ONCE);
    }),
    ("05", "Request in two writes: as many trips as the ack handshake makes", |run| {
        ran_as(run, HANDSHAKE, EACH_AT_ONCE)
    }),
    ("05", "The ack handshake holds nothing back: no write of it waits for an ACK", |run| {
        ran_as(run, HANDSHAKE, ANSWER)
    }),
    ("05", "The ack handshake holds nothing back: no write of it waits for an ACK", |run| {
        ran_as(run, HANDSHAKE, REQUEST)
    }),
    ("05", "Answer in two writes, TCP_NODELAY: half the trips, and a segment for each write", |run| {
        ran_as(run, ANSWER_AT_ONCE, ANSWER);
    }),
    ("05", "Answer in two writes, TCP_NODELAY: half the trips, and a segment for each write", |run| {
        without(case(run, ANSWER_AT_ONCE), |event| matches!(event, Event::Segments { stream: BACK, bytes: 4, .. }));
    }),
    ("05", "Request in two writes, TCP_NODELAY: half the trips, and a segment for each write", |run| {
        ran_as(run, REQUEST_AT_ONCE, REQUEST);
    }),
    ("05", "Request in two writes, TCP_NODELAY: half the trips, and a segment for each write", |run| {
        without(case(run, REQUEST_AT_ONCE), |event| matches!(event, Event::Segments { stream: FORWARD, bytes: 4, .. }));
    }),
    ("05", ONE_WRITE_EACH, |run| ran_as(run, EACH_AT_ONCE, ANSWER)),
    ("05", ONE_WRITE_EACH, |run| ran_as(run, EACH_AT_ONCE, REQUEST)),
    ("05", ONE_WRITE_EACH, |run| ran_as(run, EACH_AT_ONCE, ANSWER_AT_ONCE)),
    ("05", ONE_WRITE_EACH, |run| ran_as(run, EACH_AT_ONCE, REQUEST_AT_ONCE)),
    ("05", VECTORED_EACH, |run| ran_as(run, "one writev each: Nagle, delayed ACKs", ANSWER)),
    ("05", VECTORED_EACH, |run| ran_as(run, "one writev each: Nagle, delayed ACKs", ANSWER_AT_ONCE)),
    ("05", VECTORED_EACH, |run| ran_as(run, "one writev each: Nagle, delayed ACKs", REQUEST_AT_ONCE)),
    ("05", MORE_TO_COME, |run| ran_as(run, "MSG_MORE each: Nagle, delayed ACKs", EACH_AT_ONCE)),
    ("05", MORE_TO_COME, |run| {
        each(case(run, "MSG_MORE each: Nagle, delayed ACKs"), |event| awaited(event, 1));
    }),
    ("05", CORKED_EACH, |run| ran_as(run, "a cork each: Nagle, delayed ACKs", REQUEST)),
    ("05", CORKED_EACH, |run| {
        without(
            case(run, "a cork each: Nagle, delayed ACKs"),
            |event| matches!(event, Event::Command { number: 1, .. }), // three segments each way, but for two commands
        );
    }),
];

const IN_TURNS: &str = "in turns: echo hi";
const OK_AND_COMMAND: &str = "an empty output, then echo hi: the OK is one read";
const OK_OF_TWO_BYTES: &str = "an empty output, then echo hi: the OK is two bytes";
const EXACT: &str = "exact reads: echo hi, true";
const TWO_WRITES: &str = "two writes: Nagle, delayed ACKs";
const TWO_WRITES_AT_ONCE: &str = "two writes: TCP_NODELAY, delayed ACKs";
const ONE_WRITE: &str = "one write: Nagle, delayed ACKs";
const HANDSHAKE: &str = "ack handshake: Nagle, delayed ACKs";
pub(crate) const ANSWER: &str = "answer, two writes: Nagle, delayed ACKs";
pub(crate) const ANSWER_AT_ONCE: &str = "answer, two writes: TCP_NODELAY, delayed ACKs";
const REQUEST: &str = "request, two writes: Nagle, delayed ACKs";
const REQUEST_AT_ONCE: &str = "request, two writes: TCP_NODELAY, delayed ACKs";
const EACH_AT_ONCE: &str = "one write each: Nagle, delayed ACKs";
const ONE_WRITE_EACH: &str = "One write: header and body share a segment, nothing is held back, half the trips";
const VECTORED_EACH: &str = "One vectored write: header and body share a segment, nothing is held back, half the trips";
const MORE_TO_COME: &str = "MSG_MORE: the header is held back for its body, with no ACK awaited; half the trips";
const CORKED_EACH: &str = "TCP_CORK: the header is held back for its body, with no ACK awaited; half the trips";

fn nagle_was_off(run: &mut Run) {
    ran_as(run, "burst: Nagle, delayed ACKs", "burst: TCP_NODELAY, delayed ACKs");
}

fn nagle_was_on(run: &mut Run) {
    ran_as(run, "burst: TCP_NODELAY, delayed ACKs", "burst: Nagle, delayed ACKs");
}

fn two_writes_without_nagle(run: &mut Run) {
    ran_as(run, TWO_WRITES, TWO_WRITES_AT_ONCE);
}

pub(crate) fn case<'a>(run: &'a mut Run, name: &str) -> &'a mut Case {
    run.cases.iter_mut().find(|case| case.name == name).unwrap_or_else(|| panic!("no case {name}"))
}

/// The case `named` in truth did what the case `other` did: the opposite option.
pub(crate) fn ran_as(run: &mut Run, named: &str, other: &str) {
    let events = case(run, other).events.clone();
    case(run, named).events = events;
}

pub(crate) fn each(case: &mut Case, alter: impl Fn(&mut Event)) {
    case.events.iter_mut().for_each(|timed| alter(&mut timed.event));
}

pub(crate) fn without(case: &mut Case, unwanted: impl Fn(&Event) -> bool) {
    case.events.retain(|timed| !unwanted(&timed.event));
}

/// What is held is held while so many segments await their ACK.
fn awaited(event: &mut Event, segments: u64) {
    if let Event::Held { in_flight_segments, .. } = event {
        *in_flight_segments = segments;
    }
}

/// What was taken for a value of `wanted`, taken otherwise.
pub(crate) fn retake(case: &mut Case, wanted: Kind, alter: impl Fn(&str, &mut Vec<u8>)) {
    each(case, |event| {
        if let Event::DecodedValue { kind, data, how, .. } = event {
            if *kind == wanted {
                alter(how, data);
            }
        }
    });
}

fn is_read(event: &Event) -> bool {
    matches!(event, Event::Read { .. })
}

pub(crate) fn last_read_got(case: &mut Case, bytes: u64) {
    let last = case.events.iter_mut().rev().find(|timed| is_read(&timed.event));
    if let Event::Read { got, .. } = &mut last.expect("a read").event {
        *got = bytes;
    }
}

/// Every message of `stream` in a read of its own.
fn read_apart(case: &mut Case, stream: Stream) {
    let messages = case.messages(stream);
    let t_us = case.events.last().expect("events").t_us;
    without(case, |event| matches!(event, Event::Read { stream: s, .. } if *s == stream));
    for message in messages.iter().filter(|message| !message.range.is_empty()) {
        let got = message.range.end - message.range.start;
        case.push(t_us, Event::Read { stream, offset: message.range.start, asked: 1024, got, data: vec![] });
    }
}

/// The first two reads of `stream` in one.
pub(crate) fn glue_reads(case: &mut Case, stream: Stream) {
    let of_stream = |event: &Event| matches!(event, Event::Read { stream: s, .. } if *s == stream);
    let mut reads = case.events.iter().enumerate().filter(|(_, timed)| of_stream(&timed.event));
    let (first, second) = (reads.next().expect("a read").0, reads.next().expect("a second read").0);
    let Event::Read { got: more, .. } = case.events.remove(second).event else { unreachable!("it is a read") };
    if let Event::Read { got, .. } = &mut case.events[first].event {
        *got += more;
    }
}
