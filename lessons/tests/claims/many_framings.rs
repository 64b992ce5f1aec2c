//! For every claim of lesson 06, what would belie it.

use crate::breaks::{Break, case, each, last_read_got, ran_as, retake, without};
use trace::{Event, Kind};

pub(crate) const MANY_FRAMINGS: &[Break] = &[
    ("06", FIXED_REFUSES, |run| {
        each(case(run, "fixed: 4 bytes"), |event| {
            if let Event::Encoded { wire, .. } = event {
                *wire = Ok(4); // as if it had cut or padded them
            }
        });
    }),
    ("06", FIXED_REFUSES, |run| ran_as(run, "fixed: 4 bytes", "line: LF")),
    ("06", "A delimiter refuses the one message that contains it, and carries the others", |run| {
        ran_as(run, "delimiter: 00", "netstring");
    }),
    ("06", "Lines refuse the one message with an LF, and carry the others", |run| {
        retake(case(run, "line: LF"), Kind::Frame, |_, data| data.extend(b"\r"));
    }),
    ("06", "Lines refuse the one message with an LF, and carry the others", |run| ran_as(run, "line: LF", "COBS")),
    ("06", CARRY_ALL, |run| ran_as(run, "varint", "line: LF")),
    ("06", CARRY_ALL, |run| {
        without(case(run, "COBS"), |event| matches!(event, Event::DecodedValue { data, .. } if data.is_empty()));
    }),
    ("06", "COBS: a 00 stands at the end of every frame and nowhere else, also where a message had one", |run| {
        ran_as(run, "COBS", "length: 1 byte");
    }),
    ("06", "A varint grows with the message, 4 bytes of length do not", |run| {
        ran_as(run, "varint", "line: LF");
    }),
    ("06", "A varint grows with the message, 4 bytes of length do not", |run| {
        ran_as(run, "length: 4 bytes, little-endian", "netstring");
    }),
    ("06", JOINED, |run| {
        let part = |event: &Event| matches!(event, Event::DecodedValue { data, .. } if data == b"b");
        without(case(run, "joined by LF, split at LF"), part);
    }),
    ("06", "A reader that forgets what it read behind a frame loses messages, and no call tells", |run| {
        ran_as(run, "over-read and forgotten", "over-read and kept");
    }),
    ("06", "A reader that forgets what it read behind a frame loses messages, and no call tells", |run| {
        last_read_got(case(run, "over-read and forgotten"), 1);
    }),
    ("06", "The same reads, and what is behind a frame is kept: nothing is lost", |run| {
        ran_as(run, "over-read and kept", "over-read and forgotten");
    }),
    ("06", RECOGNISED, |run| retake(case(run, "TLS records"), Kind::Frame, |_, data| data.truncate(1))),
    ("06", RECOGNISED, |run| {
        without(case(run, "Kafka"), |event| matches!(event, Event::Part { frame: 2, what: "payload", .. }));
    }),
    ("06", TAKEN_APART, |run| retake(case(run, "HTTP/1.1"), Kind::Frame, |_, data| data.clear())),
    ("06", TAKEN_APART, |run| {
        without(case(run, "WebSocket"), |event| matches!(event, Event::Part { what: "mask", .. }));
    }),
];

const FIXED_REFUSES: &str = "A fixed size refuses every other size; what it takes costs nothing";
const CARRY_ALL: &str = "Netstrings, lengths, varints and COBS refuse none: every message comes out as it was meant";
const JOINED: &str =
    "Joined without a look inside, a message with an LF comes out as two, and what follows has the wrong number";
const TAKEN_APART: &str =
    "HTTP, RESP, WebSocket: each part says where the next one begins, and what was meant comes out";
const RECOGNISED: &str =
    "TLS, Kafka, DNS, PostgreSQL, SCGI: one decoder, other options; every message found, no byte left over";
