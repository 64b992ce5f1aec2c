//! What would belie each claim of lesson 06.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    (FIXED_REFUSES, |run| {
        each(case(run, FIXED), |event| {
            if let Event::Encoded { wire, .. } = event {
                *wire = Ok(4); // as if it had cut or padded them
            }
        });
    }),
    (FIXED_REFUSES, |run| ran_as(run, FIXED, LINE)),
    ("A delimiter refuses the one message that contains it, and carries the others", |run| {
        ran_as(run, NUL, NETSTRING);
    }),
    ("Lines refuse the one message with an LF, and carry the others", |run| {
        retake(case(run, LINE), Kind::Frame, |_, data| data.extend(b"\r"));
    }),
    ("Lines refuse the one message with an LF, and carry the others", |run| ran_as(run, LINE, COBS)),
    (CARRY_ALL_CLAIM, |run| ran_as(run, VARINT, LINE)),
    (CARRY_ALL_CLAIM, |run| {
        without(case(run, COBS), |event| matches!(event, Event::DecodedValue { data, .. } if data.is_empty()));
    }),
    ("COBS: a 00 stands at the end of every frame and nowhere else, also where a message had one", |run| {
        ran_as(run, COBS, LENGTH_1);
    }),
    ("A varint grows with the message, 4 bytes of length do not", |run| {
        ran_as(run, VARINT, LINE);
    }),
    ("A varint grows with the message, 4 bytes of length do not", |run| {
        ran_as(run, LENGTH_4, NETSTRING);
    }),
    (JOINED_CLAIM, |run| {
        let part = |event: &Event| matches!(event, Event::DecodedValue { data, .. } if data == b"b");
        without(case(run, JOINED), part);
    }),
    ("A reader that forgets what it read behind a frame loses messages, and no call tells", |run| {
        ran_as(run, FORGOTTEN, KEPT);
    }),
    ("A reader that forgets what it read behind a frame loses messages, and no call tells", |run| {
        last_read_got(case(run, FORGOTTEN), 1);
    }),
    ("The same reads, and what is behind a frame is kept: nothing is lost", |run| {
        ran_as(run, KEPT, FORGOTTEN);
    }),
    (RECOGNISED, |run| retake(case(run, TLS.name), Kind::Frame, |_, data| data.truncate(1))),
    (RECOGNISED, |run| {
        without(case(run, KAFKA.name), |event| matches!(event, Event::Part { frame: 2, what: "payload", .. }));
    }),
    (TAKEN_APART, |run| retake(case(run, HTTP.name), Kind::Frame, |_, data| data.clear())),
    (TAKEN_APART, |run| {
        without(case(run, WEBSOCKET.name), |event| matches!(event, Event::Part { what: "mask", .. }));
    }),
];

const FIXED_REFUSES: &str = "A fixed size refuses every other size; what it takes costs nothing";
const CARRY_ALL_CLAIM: &str =
    "Netstrings, lengths, varints and COBS refuse none: every message comes out as it was meant";
const JOINED_CLAIM: &str =
    "Joined without a look inside, a message with an LF comes out as two, and what follows has the wrong number";
const TAKEN_APART: &str =
    "HTTP, RESP, WebSocket: each part says where the next one begins, and what was meant comes out";
const RECOGNISED: &str =
    "TLS, Kafka, DNS, PostgreSQL, SCGI: one decoder, other options; every message found, no byte left over";
