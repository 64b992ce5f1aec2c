//! Timeouts, signals and broken connections on every trip of both ends, without a socket or a clock.

use crate::scripted::ScriptedEnd;
use ack_handshake::{HandshakeError, Trip, client, server};
use std::error::Error;
use std::io::{self, ErrorKind, Write};

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

type Receive = fn(&mut ScriptedEnd) -> Result<(), HandshakeError>;

/// How each trip is received, and a message that it takes.
const RECEIVES: [(Trip, &[u8], Receive); 4] = [
    (Trip::Command, b"echo hi", |end| server::read_command(end).map(|_| ())),
    (Trip::Length, b"5", |end| client::read_length(end, 9).map(|_| ())),
    (Trip::Ok, b"OK", |end| server::read_ok(end)),
    (Trip::Body, b"hello", |end| client::read_body(end, 5).map(|_| ())),
];

type Send = fn(&mut Broken) -> Result<(), HandshakeError>;

const SENDS: [(Trip, Send); 4] = [
    (Trip::Command, |end| client::send_command(end, b"echo hi")),
    (Trip::Length, |end| server::send_length(end, 5)),
    (Trip::Ok, |end| client::send_ok(end)),
    (Trip::Body, |end| server::send_body(end, b"hello")),
];

#[test]
fn a_timeout_names_the_trip_that_was_expected() {
    for (trip, _, receive) in RECEIVES {
        for kind in [ErrorKind::WouldBlock, ErrorKind::TimedOut] {
            let error = receive(&mut ScriptedEnd::default().then(Err(kind))).unwrap_err();
            let text = format!("timed out waiting for {trip}");
            assert!(error.to_string().starts_with(&text), "{text} in {error}");
        }
    }
}

#[test]
fn a_timeout_inside_an_ok_or_a_body_is_a_timeout_too() {
    for (_, message, receive) in &RECEIVES[2..] {
        for came in 1..message.len() {
            let mut end = ScriptedEnd::pieces([&message[..came]]).then(Err(ErrorKind::WouldBlock));
            assert!(receive(&mut end).unwrap_err().to_string().starts_with("timed out"));
        }
    }
}

#[test]
fn a_broken_connection_names_the_trip_and_keeps_its_cause() {
    for (trip, _, receive) in RECEIVES {
        let error = receive(&mut ScriptedEnd::default().then(Err(ErrorKind::ConnectionReset))).unwrap_err();
        assert!(error.to_string().starts_with(&format!("could not receive {trip}")));
        assert!(error.source().unwrap().is::<io::Error>());
        assert!(matches!(error, HandshakeError::Receive { trip: expected, .. } if expected == trip));
    }
    for (trip, send) in SENDS {
        let error = send(&mut Broken(ErrorKind::BrokenPipe)).unwrap_err();
        assert!(error.to_string().starts_with(&format!("could not send {trip}")));
        assert!(error.source().unwrap().is::<io::Error>());
        assert!(matches!(error, HandshakeError::Send { trip: sent, .. } if sent == trip));
    }
}

#[test]
fn a_peer_that_does_not_read_is_a_timeout_of_what_was_sent() {
    for (trip, send) in SENDS {
        let error = send(&mut Broken(ErrorKind::WouldBlock)).unwrap_err();
        let text = format!("timed out sending {trip}");
        assert!(error.to_string().starts_with(&text), "{text} in {error}");
    }
}

#[test]
fn a_signal_interrupts_no_trip() {
    for (_, message, receive) in RECEIVES {
        let interrupted = ScriptedEnd::default().then(Err(ErrorKind::Interrupted));
        receive(&mut interrupted.then(Err(ErrorKind::Interrupted)).then(Ok(message))).unwrap();
    }
}

#[test]
fn a_violation_has_no_cause_but_itself() {
    for (text, limit) in [("x", 9), ("10", 9)] {
        let error = client::read_length(&mut ScriptedEnd::pieces([text]), limit).unwrap_err();
        assert!(error.source().is_none());
    }
}
