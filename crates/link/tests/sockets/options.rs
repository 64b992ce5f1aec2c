//! The options are really set, on both ends. The lessons show what they do to segments.

use crate::pair;
use link::{SocketOptions, is_refusal, send_more, set_cork, set_quickack, udp_pair};
use socket2::SockRef;
use std::io::{Error, ErrorKind, Read, Write};

#[test]
fn nodelay_is_on_or_off_as_asked_at_both_ends() {
    for on in [true, false] {
        let pair = pair(SocketOptions { nodelay: Some(on), ..SocketOptions::default() });
        assert_eq!(pair.sender.nodelay().expect("it has the option"), on);
        assert_eq!(pair.receiver.nodelay().expect("it has the option"), on);
    }
}

#[test]
fn the_two_ends_are_connected_to_each_other_and_nobody_else() {
    let pair = pair(SocketOptions::default());
    assert_eq!(pair.sender.peer_addr().expect("connected"), pair.receiver.local_addr().expect("bound"));
    assert_eq!(pair.receiver.peer_addr().expect("connected"), pair.sender.local_addr().expect("bound"));
}

#[test]
fn only_quickack_and_mss_may_be_missing_and_not_on_linux() {
    let missing = pair(SocketOptions { quickack: Some(false), mss: Some(536), ..SocketOptions::default() }).missing;
    let may_miss: &[&str] = if cfg!(target_os = "linux") { &[] } else { &["quickack", "mss"] };
    assert!(missing.iter().all(|name| may_miss.contains(name)), "{missing:?}");
}

#[test]
fn a_refusal_is_told_from_a_connection_that_is_gone() {
    let refused = [ErrorKind::Unsupported, ErrorKind::PermissionDenied, ErrorKind::InvalidInput];
    assert!(refused.iter().all(|&kind| is_refusal(&kind.into())));
    let [no_such_option, not_supported] = if cfg!(windows) {
        [10_042, 10_045]
    } else if cfg!(target_os = "linux") {
        [92, 95]
    } else {
        [42, 45]
    };
    assert!([no_such_option, not_supported].iter().all(|&code| is_refusal(&Error::from_raw_os_error(code))));
    let gone = [ErrorKind::ConnectionReset, ErrorKind::NotConnected, ErrorKind::WouldBlock, ErrorKind::BrokenPipe];
    assert!(gone.iter().all(|&kind| !is_refusal(&kind.into())));
}

#[test]
fn buffer_sizes_follow_what_was_asked() {
    let sizes = [Some(2048), Some(16_384), None].map(|bytes| {
        let pair = pair(SocketOptions { sndbuf: bytes, rcvbuf: bytes, ..SocketOptions::default() });
        let sender = SockRef::from(&pair.sender).send_buffer_size().expect("it has a size");
        (sender, SockRef::from(&pair.receiver).recv_buffer_size().expect("it has a size"))
    });
    let [small, bigger, own] = sizes;
    assert!(2048 <= small.0 && small.0 < bigger.0 && small.0 < own.0, "{sizes:?}");
    assert!(2048 <= small.1 && small.1 < bigger.1 && small.1 < own.1, "{sizes:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_segment_carries_no_more_than_was_asked_at_either_end() {
    let pair = pair(SocketOptions { mss: Some(536), ..SocketOptions::default() });
    for socket in [&pair.sender, &pair.receiver] {
        let mss = SockRef::from(socket).tcp_mss().expect("Linux has it");
        assert!(0 < mss && mss <= 536, "{mss}");
    }
}

#[test]
fn small_buffers_fill_up_and_what_they_took_arrives() {
    let mut pair = pair(SocketOptions { sndbuf: Some(2048), rcvbuf: Some(2048), ..SocketOptions::default() });
    pair.sender.set_nonblocking(true).expect("it can");
    let (mut accepted, message) = (0, [b'x'; 65_536]);
    let mut full = None;
    while full.is_none() && accepted < message.len() {
        match pair.sender.write(&message[accepted..]) {
            Ok(bytes) => accepted += bytes,
            Err(error) => full = Some(error.kind()),
        }
    }
    assert!(accepted > 0);
    // Windows may accept all of a write, however small the buffers are.
    assert!(full == Some(ErrorKind::WouldBlock) || full.is_none() && cfg!(windows), "{full:?} after {accepted}");
    drop(pair.sender);
    let mut got = Vec::new();
    pair.receiver.read_to_end(&mut got).expect("it is read to its end");
    assert_eq!(got.len(), accepted);
}

#[test]
#[cfg(target_os = "linux")]
fn cork_and_quick_acks_can_be_turned_on_a_connected_socket() {
    let pair = pair(SocketOptions::default());
    for on in [true, false] {
        set_cork(&pair.sender, on).expect("Linux has it");
        assert_eq!(SockRef::from(&pair.sender).tcp_cork().expect("Linux has it"), on);
        set_quickack(&pair.receiver, on).expect("Linux has it");
        assert_eq!(SockRef::from(&pair.receiver).tcp_quickack().expect("Linux has it"), on);
    }
}

/// The peer asks for as many bytes as both writes have, and gets them in one read: the first did not leave alone.
#[test]
#[cfg(target_os = "linux")]
fn a_write_with_msg_more_leaves_together_with_the_next() {
    let mut pair = pair(SocketOptions { nodelay: Some(true), ..SocketOptions::default() });
    assert_eq!(send_more(&pair.sender, b"head").expect("Linux has it"), 4);
    assert_eq!(pair.sender.write(b"body").expect("there is room"), 4);
    let mut buffer = [0; 64];
    assert_eq!(pair.receiver.read(&mut buffer).expect("it comes"), 8);
    assert_eq!(&buffer[..8], b"headbody");
}

#[test]
#[cfg(not(target_os = "linux"))]
fn a_system_without_these_options_says_so() {
    let pair = pair(SocketOptions::default());
    let more = send_more(&pair.sender, b"head").map(drop);
    for result in [set_cork(&pair.sender, true), set_quickack(&pair.sender, true), more] {
        assert_eq!(result.map_err(|error| error.kind()), Err(ErrorKind::Unsupported));
    }
}

#[test]
fn a_datagram_keeps_its_boundaries_even_an_empty_one() {
    let [sender, receiver] = udp_pair().expect("loopback");
    for message in ["I'm ", "", "Lyon"] {
        sender.send(message.as_bytes()).expect("it is sent");
    }
    let mut buffer = [0; 64];
    let got = [(); 3].map(|()| receiver.recv(&mut buffer).expect("it comes"));
    assert_eq!(got, [4, 0, 4]);
}
