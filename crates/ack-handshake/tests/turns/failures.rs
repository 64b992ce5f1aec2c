//! Timeouts, signals and broken connections, in every turn of both ends. No socket, no clock.

use std::error::Error;
use std::io::{self, ErrorKind, Write};

use crate::scripted::End;
use ack_handshake::{HandshakeError, Turn, client, server};

/// A writer that fails, in one way, at once.
struct Broken(ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Receive = fn(&mut End) -> Result<(), HandshakeError>;

/// Each turn that is awaited, and a message that it takes.
const RECEIVES: [(Turn, &[u8], Receive); 4] = [
    (Turn::Command, b"echo hi", |end| server::read_command(end).map(|_| ())),
    (Turn::Length, b"5", |end| client::read_length(end, 9).map(|_| ())),
    (Turn::Ok, b"OK", |end| server::read_ok(end)),
    (Turn::Body, b"hello", |end| client::read_body(end, 5).map(|_| ())),
];

type Send = fn(&mut Broken) -> Result<(), HandshakeError>;

const SENDS: [(Turn, Send); 4] = [
    (Turn::Command, |end| client::send_command(end, b"echo hi")),
    (Turn::Length, |end| server::send_length(end, 5)),
    (Turn::Ok, |end| client::send_ok(end)),
    (Turn::Body, |end| server::send_body(end, b"hello")),
];

#[test]
fn a_timeout_names_the_turn_that_was_awaited() {
    for (turn, _, receive) in RECEIVES {
        for kind in [ErrorKind::WouldBlock, ErrorKind::TimedOut] {
            let error = receive(&mut End::default().then(kind)).unwrap_err();
            let text = format!("timed out while {turn} was awaited");
            assert!(error.to_string().starts_with(&text), "{text} in {error}");
        }
    }
}

#[test]
fn a_timeout_inside_an_ok_or_a_body_is_one_too() {
    for (_, message, receive) in &RECEIVES[2..] {
        for came in 1..message.len() {
            let mut end = End::pieces([&message[..came]]).then(ErrorKind::WouldBlock);
            assert!(receive(&mut end).unwrap_err().to_string().starts_with("timed out"));
        }
    }
}

#[test]
fn a_broken_connection_names_the_turn_and_keeps_its_cause() {
    for (turn, _, receive) in RECEIVES {
        let error = receive(&mut End::default().then(ErrorKind::ConnectionReset)).unwrap_err();
        assert!(error.to_string().starts_with(&format!("could not receive {turn}")));
        assert!(error.source().unwrap().is::<io::Error>());
        assert!(matches!(error, HandshakeError::Receive { awaited, .. } if awaited == turn));
    }
    for (turn, send) in SENDS {
        let error = send(&mut Broken(ErrorKind::BrokenPipe)).unwrap_err();
        assert!(error.to_string().starts_with(&format!("could not send {turn}")));
        assert!(error.source().unwrap().is::<io::Error>());
        assert!(matches!(error, HandshakeError::Send { turn: sent, .. } if sent == turn));
    }
}

#[test]
fn a_peer_that_does_not_read_is_a_timeout_of_the_turn_that_was_sent() {
    for (turn, send) in SENDS {
        let error = send(&mut Broken(ErrorKind::WouldBlock)).unwrap_err();
        let text = format!("timed out while {turn} was being sent");
        assert!(error.to_string().starts_with(&text), "{text} in {error}");
    }
}

#[test]
fn a_signal_interrupts_no_turn() {
    for (_, message, receive) in RECEIVES {
        let interrupted = End::default().then(ErrorKind::Interrupted);
        receive(&mut interrupted.then(ErrorKind::Interrupted).then_piece(message)).unwrap();
    }
}

#[test]
fn a_violation_has_no_cause_but_itself() {
    for (text, limit) in [("x", 9), ("10", 9)] {
        let error = client::read_length(&mut End::pieces([text]), limit).unwrap_err();
        assert!(error.source().is_none());
    }
}
