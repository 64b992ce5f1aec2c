//! The server's trips with a scripted client, without a socket or a command.

use crate::scripted::{ScriptedEnd, every_cut};
use ack_handshake::{COMMAND_MAX, HandshakeError, Trip, server};

#[test]
fn one_read_is_one_command() {
    let mut end = ScriptedEnd::pieces(["echo hi", "date"]);
    assert_eq!(server::read_command(&mut end).unwrap().unwrap(), b"echo hi");
    assert_eq!(server::read_command(&mut end).unwrap().unwrap(), b"date");
    assert_eq!(end.asked, [COMMAND_MAX; 2]);
}

#[test]
fn a_client_that_closes_between_commands_is_done() {
    assert!(server::read_command(&mut ScriptedEnd::default()).unwrap().is_none());
}

#[test]
fn commands_have_no_framing_so_glued_and_split_ones_are_misread() {
    let mut glued = ScriptedEnd::pieces(["echo hidate"]);
    assert_eq!(server::read_command(&mut glued).unwrap().unwrap(), b"echo hidate");
    for pieces in every_cut(b"echo hi") {
        let mut split = ScriptedEnd::pieces(&pieces);
        assert_eq!(server::read_command(&mut split).unwrap().unwrap(), pieces[0]);
    }
}

#[test]
fn a_command_that_fills_its_read_may_be_cut_into_two() {
    for len in [COMMAND_MAX - 1, COMMAND_MAX, COMMAND_MAX + 1] {
        let mut end = ScriptedEnd::pieces([vec![b'x'; len]]);
        let command = server::read_command(&mut end).unwrap().unwrap();
        assert_eq!(command.len(), len.min(COMMAND_MAX));
        assert_eq!(server::may_be_cut(&command), len >= COMMAND_MAX);
        assert_eq!(end.unread().len(), len - command.len());
    }
}

#[test]
fn answering_costs_two_writes_and_a_read_of_the_ok_between() {
    let mut end = ScriptedEnd::pieces(["OK"]);
    server::answer(&mut end, b"hello").unwrap();
    assert_eq!(end.writes, [&b"5"[..], b"hello"]);
    assert_eq!(end.asked, [2]);
}

#[test]
fn a_length_is_decimal_text_and_nothing_after_it() {
    for (length, text) in [(0, "0"), (7, "7"), (3893, "3893")] {
        let mut end = ScriptedEnd::default();
        server::send_length(&mut end, length).unwrap();
        assert_eq!(end.writes, [text.as_bytes()]);
    }
}

#[test]
fn an_empty_output_is_a_length_of_0_and_no_write_for_its_body() {
    for pieces in every_cut(b"OK") {
        let mut end = ScriptedEnd::pieces(pieces);
        server::answer(&mut end, b"").unwrap();
        assert_eq!(end.writes, [b"0"]);
    }
}

#[test]
fn a_command_glued_to_the_ok_is_not_swallowed_in_any_cut() {
    for pieces in every_cut(b"OKecho hi") {
        let mut end = ScriptedEnd::pieces(pieces);
        server::answer(&mut end, b"").unwrap();
        assert_eq!(end.unread(), b"echo hi");
    }
}

#[test]
fn anything_but_ok_is_a_violation_and_the_output_is_not_sent() {
    for (bytes, shown) in [("ok", r#""ok""#), ("KO", r#""KO""#), ("O\0", r#""O\x00""#), ("echo", r#""ec""#)] {
        let mut end = ScriptedEnd::pieces([bytes]);
        let error = server::answer(&mut end, b"hello").unwrap_err();
        assert!(matches!(error, HandshakeError::NotOk { got } if got == bytes.as_bytes()[..2]));
        assert!(error.to_string().contains(shown), "{shown} in {error}");
        assert_eq!(end.writes, [b"5"]);
    }
}

#[test]
fn a_client_that_closes_is_an_error_with_the_bytes_that_came() {
    for came in ["", "O"] {
        let mut end = ScriptedEnd::pieces(Some(came).filter(|came| !came.is_empty()));
        let error = server::answer(&mut end, b"hello").unwrap_err();
        let text = format!("before it had sent the OK: {} of 2 bytes", came.len());
        assert!(error.to_string().contains(&text), "{text} in {error}");
        assert!(matches!(error, HandshakeError::Closed { trip: Trip::Ok, of: 2, .. }));
    }
}
