//! What would contradict each claim of lesson 06; and what the lesson calls a JSON document.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("A fixed size", |run| set!(case(run, FIXED), Encoded.wire = Ok(4))), // as if it had cut or padded them
    ("A fixed size", |run| ran_as(run, FIXED, LINE)),
    ("A delimiter", |run| ran_as(run, NUL, NETSTRING)),
    ("Lines", |run| retake(case(run, LINE), Kind::Frame, |_, data| data.extend(b"\r"))),
    ("Lines", |run| ran_as(run, LINE, COBS)),
    ("Netstrings, lengths", |run| ran_as(run, VARINT, LINE)),
    ("Netstrings, lengths", |run| {
        without(case(run, COBS), |event| matches!(event, Event::DecodedValue { data, .. } if data.is_empty()));
    }),
    ("COBS", |run| ran_as(run, COBS, LENGTH_1)),
    ("A varint", |run| ran_as(run, VARINT, LINE)),
    ("A varint", |run| ran_as(run, LENGTH_4, NETSTRING)),
    ("Messages joined by LF", |run| {
        without(case(run, JOINED), |event| matches!(event, Event::DecodedValue { data, .. } if data == b"b"));
    }),
    ("Two JSON documents", |run| ran_as(run, DOCUMENTS, DOCUMENT_LINES)),
    ("Two JSON documents", |run| read_apart(case(run, DOCUMENTS), FORWARD)),
    ("Two JSON documents", |run| {
        without(case(run, DOCUMENTS), |event| matches!(event, Event::DecodedValue { kind: Kind::Error, .. }));
    }),
    ("One document per line", |run| ran_as(run, DOCUMENT_LINES, DOCUMENTS)),
    ("One document per line", |run| read_apart(case(run, DOCUMENT_LINES), FORWARD)),
    ("A function that returns", |run| ran_as(run, FIRST_FRAME, ALL_FRAMES)),
    ("A function that returns", |run| last_read_got(case(run, FIRST_FRAME), 1)),
    ("A decoder that keeps", |run| ran_as(run, ALL_FRAMES, FIRST_FRAME)),
    ("TLS, Kafka", |run| retake(case(run, TLS.name), Kind::Frame, |_, data| data.truncate(1))),
    ("TLS, Kafka", |run| {
        without(case(run, KAFKA.name), |event| matches!(event, Event::Part { frame: 2, what: "payload", .. }));
    }),
    ("HTTP, RESP", |run| retake(case(run, HTTP.name), Kind::Frame, |_, data| data.clear())),
    ("HTTP, RESP", |run| {
        without(case(run, WEBSOCKET.name), |event| matches!(event, Event::Part { what: "mask", .. }));
    }),
];

#[test]
fn one_document_is_what_a_json_parser_takes_for_one() {
    let texts = [
        "{\"x\":1}",
        " [1, \"]\"] ",
        "\"a\\\"b\"",
        "{\"a\":[{}]}\r\n",
        "{}{}",
        "[] 1",
        "{\"x\":",
        "\"a",
        "",
        "[\"\\\"]",
    ];
    for text in texts {
        let parsed = serde_json::from_str::<serde_json::Value>(text);
        assert_eq!(one_document(text).is_ok(), parsed.is_ok(), "{text}: {parsed:?}");
    }
    let two = TWO_DOCUMENTS.concat();
    assert_eq!(one_document(&two), Err(format!("extra data at byte {}", TWO_DOCUMENTS[0].len())));
    let words = serde_json::from_str::<serde_json::Value>(&two).expect_err("two").to_string();
    assert_eq!(words, "trailing characters at line 1 column 8");
}
