//! What would belie each claim of lesson 06.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("A fixed size refuses", |run| set!(case(run, FIXED), Encoded.wire = Ok(4))), // as if it had cut or padded them
    ("A fixed size refuses", |run| ran_as(run, FIXED, LINE)),
    ("A delimiter refuses", |run| ran_as(run, NUL, NETSTRING)),
    ("Lines refuse", |run| retake(case(run, LINE), Kind::Frame, |_, data| data.extend(b"\r"))),
    ("Lines refuse", |run| ran_as(run, LINE, COBS)),
    ("Netstrings, lengths", |run| ran_as(run, VARINT, LINE)),
    ("Netstrings, lengths", |run| {
        without(case(run, COBS), |event| matches!(event, Event::DecodedValue { data, .. } if data.is_empty()));
    }),
    ("COBS", |run| ran_as(run, COBS, LENGTH_1)),
    ("A varint grows", |run| ran_as(run, VARINT, LINE)),
    ("A varint grows", |run| ran_as(run, LENGTH_4, NETSTRING)),
    ("Joined without a look inside", |run| {
        without(case(run, JOINED), |event| matches!(event, Event::DecodedValue { data, .. } if data == b"b"));
    }),
    ("A reader that forgets", |run| ran_as(run, FORGOTTEN, KEPT)),
    ("A reader that forgets", |run| last_read_got(case(run, FORGOTTEN), 1)),
    ("The same reads", |run| ran_as(run, KEPT, FORGOTTEN)),
    ("TLS, Kafka", |run| retake(case(run, TLS.name), Kind::Frame, |_, data| data.truncate(1))),
    ("TLS, Kafka", |run| {
        without(case(run, KAFKA.name), |event| matches!(event, Event::Part { frame: 2, what: "payload", .. }));
    }),
    ("HTTP, RESP", |run| retake(case(run, HTTP.name), Kind::Frame, |_, data| data.clear())),
    ("HTTP, RESP", |run| {
        without(case(run, WEBSOCKET.name), |event| matches!(event, Event::Part { what: "mask", .. }));
    }),
];
