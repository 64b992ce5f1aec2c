//! The client's trips with a scripted server, without a socket.

use crate::scripted::{ScriptedEnd, every_cut};
use ack_handshake::{HandshakeError, LENGTH_MAX, Trip, client};

fn length_of(text: &[u8], limit: usize) -> Result<usize, HandshakeError> {
    client::read_length(&mut ScriptedEnd::pieces([text]), limit)
}

#[test]
fn asking_costs_two_writes_and_two_reads_in_turn() {
    let mut end = ScriptedEnd::pieces(["5", "hello"]);
    assert_eq!(client::ask(&mut end, b"greet", 1024).unwrap(), b"hello");
    assert_eq!(end.writes, [&b"greet"[..], b"OK"]);
    assert_eq!(end.asked, [LENGTH_MAX, 5]);
}

#[test]
fn an_empty_command_cannot_be_sent_and_nothing_is() {
    let mut end = ScriptedEnd::pieces(["5", "hello"]);
    for refused in [client::send_command(&mut end, b""), client::ask(&mut end, b"", 9).map(|_| ())] {
        let error = refused.unwrap_err();
        assert!(matches!(error, HandshakeError::EmptyCommand));
        assert!(error.to_string().contains("no empty message"));
    }
    assert!(end.writes.is_empty() && end.asked.is_empty());
}

#[test]
fn a_command_of_any_bytes_is_sent_as_it_is_in_one_write() {
    let command: Vec<u8> = (0..5000).map(|i| (i % 256) as u8).collect();
    let mut end = ScriptedEnd::default();
    client::send_command(&mut end, &command).unwrap();
    assert_eq!(end.writes, [command]);
}

#[test]
fn a_length_is_decimal_digits_up_to_the_limit() {
    for (text, expected) in [("0", 0), ("7", 7), ("1023", 1023), ("1024", 1024)] {
        assert_eq!(length_of(text.as_bytes(), 1024).unwrap(), expected);
    }
    let most = usize::MAX.to_string();
    assert_eq!(length_of(most.as_bytes(), usize::MAX).unwrap(), usize::MAX);
}

#[test]
fn what_is_not_digits_alone_is_no_length_and_is_shown() {
    // The last one is also a digit, and Python's int() accepts it as 5.
    for text in
        ["-1", "+5", " 5", "5 ", "5\n", "1e3", "0x10", "0003", "00", "1_000", "5hello", "5\0", "５"].map(str::as_bytes)
    {
        let error = length_of(text, 1024).unwrap_err();
        assert!(error.to_string().contains(&format!("\"{}\"", text.escape_ascii())), "{error}");
        assert!(matches!(error, HandshakeError::NotALength { text: shown } if shown == text));
    }
    let error = length_of(b"\xff5", 1024).unwrap_err();
    assert!(error.to_string().contains(r#""\xff5""#), "{error}");
}

#[test]
fn a_length_over_the_limit_is_refused_whatever_its_digits() {
    let (forty, digits) = ("9".repeat(40), usize::MAX.to_string());
    let beyond_usize = format!("{digits}0");
    for text in ["1025", &digits, &beyond_usize, &forty] {
        let error = length_of(text.as_bytes(), 1024).unwrap_err();
        assert!(error.to_string().contains(text));
        assert!(matches!(error, HandshakeError::OverLimit { announced, limit: 1024 } if announced == text));
    }
    assert!(matches!(length_of(forty.as_bytes(), usize::MAX), Err(HandshakeError::OverLimit { .. })));
}

#[test]
fn a_refused_length_is_not_answered_with_ok() {
    for text in ["1025", "-1", "HTTP/1.1 400 Bad Request"] {
        let mut end = ScriptedEnd::pieces([text]);
        assert!(client::ask(&mut end, b"greet", 1024).is_err());
        assert_eq!(end.writes, [b"greet"]);
    }
}

#[test]
fn a_text_longer_than_any_length_is_shown_and_cut_at_one_read() {
    let text = [b'x'; 2 * LENGTH_MAX];
    let mut end = ScriptedEnd::pieces([text]);
    let error = client::read_length(&mut end, 1024).unwrap_err();
    assert!(matches!(error, HandshakeError::NotALength { text } if text == [b'x'; LENGTH_MAX]));
    assert_eq!(end.asked, [LENGTH_MAX]);
}

#[test]
fn a_length_that_tcp_splits_is_misread_and_nothing_can_tell() {
    for pieces in every_cut(b"123") {
        let first: usize = std::str::from_utf8(pieces[0]).unwrap().parse().unwrap();
        let mut end = ScriptedEnd::pieces(&pieces);
        assert_eq!(client::read_length(&mut end, 1024).unwrap(), first);
        assert_eq!(end.unread(), pieces[1..].concat());
    }
}

#[test]
fn a_body_is_put_together_from_every_cut_and_what_follows_stays() {
    for pieces in every_cut(b"hello, world123") {
        let mut end = ScriptedEnd::pieces(&pieces);
        assert_eq!(client::read_body(&mut end, 12).unwrap(), b"hello, world");
        assert_eq!(end.unread(), b"123");
    }
}

#[test]
fn an_empty_body_is_not_waited_for() {
    let mut end = ScriptedEnd::pieces(["0"]);
    assert_eq!(client::ask(&mut end, b"true", 1024).unwrap(), b"");
    assert_eq!(end.asked, [LENGTH_MAX]);
}

#[test]
fn a_long_body_survives_the_growing_of_its_memory() {
    let body: Vec<u8> = (0..1_000_003_u32).map(|i| (i % 251) as u8).collect();
    let mut end = ScriptedEnd::pieces(body.chunks(1460));
    assert_eq!(client::read_body(&mut end, body.len()).unwrap(), body);
}

#[test]
fn an_announced_body_that_does_not_come_reserves_little() {
    const ANNOUNCED: usize = 16 * 1024 * 1024;
    let mut end = ScriptedEnd::pieces(["x"]);
    assert!(client::read_body(&mut end, ANNOUNCED).is_err());
    assert!(end.asked.iter().all(|&room| room <= ANNOUNCED / 100));
}

#[test]
fn a_server_that_closes_is_named_by_the_trip_and_its_bytes() {
    let error = client::ask(&mut ScriptedEnd::default(), b"greet", 1024).unwrap_err();
    assert!(error.to_string().contains("before it had sent the length: 0 of at least 1 bytes"));
    for (length, came) in
        (0..5).map(|came| (5, came)).chain([1, 65_536, 65_537, 131_072, 299_999].map(|n| (300_000, n)))
    {
        let mut end = ScriptedEnd::pieces(vec![7; came].chunks(1460));
        let error = client::read_body(&mut end, length).unwrap_err();
        assert!(error.to_string().contains(&format!("before it had sent the body: {came} of {length} bytes")));
        let HandshakeError::Closed { trip: Trip::Body, got, of } = error else { panic!("{error:?}") };
        assert_eq!((got, of), (came, length));
    }
}
