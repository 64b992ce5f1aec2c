//! Peers that lie, go silent or vanish: `ask` tells what its server did and where, in bounded memory; `serve` tells what
//! its client did, and goes on serving the others.

use crate::server::{BOTH, PATIENCE, Server, both, failed, printed};
use remote_command::ServeLimits;
use snapbox::cmd::Command;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Output;
use std::thread;
use std::time::Instant;

/// What a server that lies does when it has said all: it waits for the client to go, or goes itself.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Then {
    Stays,
    Ends,
}
use Then::{Ends, Stays};

/// What a lying server sends at each of its turns, what it does then, and what `ask` says of it.
type Lie = (&'static [&'static [u8]], Then, &'static str);

const HANDSHAKE_LIES: &[Lie] = &[
    (&[], Ends, "the length"),
    (&[b"-1"], Stays, "expected the length in decimal digits, got \"-1\""),
    (&[b"0003"], Stays, "got \"0003\""),
    (&[b"+5"], Stays, "expected the length in decimal digits"),
    (&[b"hello"], Stays, "got \"hello\""),
    (&[b"\x1b[31m\xff"], Stays, "expected the length in decimal digits"),
    (&[b"2147483647"], Stays, "announces a body of 2147483647 bytes, but the limit is 16777215"),
    (&[b"99999999999999999999999999"], Stays, "announces a body of 99999999999999999999999999 bytes"),
    (&[b"100", b"ten bytes."], Ends, "10 of"),
    (&[b"16777215"], Ends, "0 of"),
];

const HEADER_LIES: &[Lie] = &[
    (&[], Ends, "closed the connection without an answer"),
    (&[b"\xff\xff\xff\xff"], Stays, "announces -1 bytes"),
    (&[b"\x00\x00\x00\x80"], Stays, "announces -2147483648 bytes"),
    (&[b"\xff\xff\xff\x7f"], Stays, "announces 2147483647 bytes (0x7fffffff), but the limit is 16777215"),
    (&[b"HTTP/1.1 400 Bad Request\r\n"], Stays, "announces 1347703880 bytes (0x50545448)"),
    (&[b"\x05\x00"], Ends, "ended inside a header, after 2 of its 4 bytes"),
    (&[b"\x64\x00\x00\x00ten bytes."], Ends, "ended inside a payload, after 10 of its 100 bytes"),
    (&[b"\xff\xff\xff\x00"], Ends, "ended inside a payload, after 0 of its 16777215 bytes"),
];

/// A server for one client, at the address that it returns: it hears something before each of its turns.
fn liar((turns, then, _): Lie) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("bound").to_string();
    // It ends with its client. A client that never comes is a test that fails, and ends with the process.
    thread::spawn(move || -> std::io::Result<()> {
        let (mut stream, _) = listener.accept()?;
        let mut heard = [0; 1024];
        for turn in turns {
            let _whatever = stream.read(&mut heard)?;
            stream.write_all(turn)?;
        }
        if then == Ends {
            stream.shutdown(Shutdown::Write)?;
        }
        // To close with bytes unread would reset the connection, and what was sent might be lost.
        while stream.read(&mut heard)? > 0 {}
        Ok(())
    });
    address
}

/// `ask`, where Linux lets it have no more than 64 MiB of address space: enough to run, and no room for a lie.
fn ask_in_little_memory(lesson: &str, address: &str, more: &[&str]) -> Output {
    if cfg!(not(target_os = "linux")) {
        return crate::server::ask(lesson, address, more);
    }
    let shell =
        Command::new("sh").args(["-c", "ulimit -v 65536; exec \"$0\" \"$@\""]).arg(crate::support::program(lesson));
    let command = shell.args(["ask", "--connect", address]).args(more);
    command.timeout(PATIENCE).output().expect("it runs and ends")
}

#[test]
fn a_server_that_lies_is_reported_and_no_memory_kept_for_it() {
    for (lesson, lies) in [(BOTH[0], HANDSHAKE_LIES), (BOTH[1], HEADER_LIES)] {
        for &lie in lies {
            let address = liar(lie);
            let message = failed(&ask_in_little_memory(lesson, &address, &["echo hi"]), 1);
            assert!(message.contains(lie.2), "{lesson}: {lie:?}: {message}");
            assert!(message.starts_with(&format!("error: no answer from {address}: ")), "{message}");
            assert!(message.contains("hint: is the other end a server of this lesson"), "{message}");
        }
    }
}

#[test]
fn the_other_byte_order_is_found_out_by_a_length_over_the_limit() {
    for (served, asked) in [("big", "little"), ("little", "big")] {
        let server = Server::with("04-struct-header", &["--listen", "127.0.0.1:0", "--order", served]);
        let answer = ask_in_little_memory("04-struct-header", &server.address, &["--order", asked, "echo hi"]);
        let message = failed(&answer, 1);
        assert!(message.contains("announces 50331648 bytes (0x03000000), but the limit is"), "{message}");
        assert!(message.contains("with the same byte order"), "{message}");
    }
}

#[test]
fn each_protocol_tells_a_server_of_the_other() {
    let servers = BOTH.map(Server::of);
    for (command, length) in [("true", "0"), ("echo hi", "3"), ("seq 1 1000", "3893")] {
        let began = Instant::now();
        let asked = |lesson, server: &Server| failed(&crate::server::ask(lesson, &server.address, &[command]), 1);
        let message = asked(BOTH[1], &servers[0]);
        assert!(message.contains(&format!("\"{length}\", which is a length of lesson 03")), "{message}");
        let message = asked(BOTH[0], &servers[1]);
        assert!(message.contains(&format!("a header of lesson 04 for a body of {length} bytes")), "{message}");
        assert!(began.elapsed() < ServeLimits::default().turn, "it waited for the server to give up");
    }
}

/// Waits until bytes have come, and closes without reading them: the system resets the connection (RFC 2525, 2.17).
fn reset(stream: TcpStream) {
    assert_eq!(stream.peek(&mut [0]).expect("an answer comes"), 1);
}

/// What the server's log says of `peer` when its connection has failed.
fn failure(server: &mut Server, peer: &str) -> String {
    let begins = format!("{peer}: closed: ");
    server.log.wait_for(&begins, |line| line.starts_with(&begins))
}

fn assert_serves(server: &Server) {
    assert_eq!(printed(&server.ask(&["echo hi"])), "hi\n");
}

fn said(stream: &mut TcpStream, text: &[u8]) -> String {
    stream.write_all(text).expect("the server is there");
    stream.local_addr().expect("connected").to_string()
}

#[test]
fn garbage_in_place_of_the_ok_is_logged_and_others_are_served() {
    for (garbage, told) in [(b"NO", "\"NO\""), (b"ok", "\"ok\""), (b"\x1b[", "\"\\x1b[\"")] {
        let mut server = Server::of(BOTH[0]);
        let mut stream = server.connect();
        let peer = said(&mut stream, b"echo hi");
        let mut length = [0; 1];
        stream.read_exact(&mut length).expect("the length of hi and a line end");
        assert_eq!(&length, b"3");
        said(&mut stream, garbage);
        let line = failure(&mut server, &peer);
        assert!(line.contains(&format!("expected the OK, got {told}")), "{line}");
        assert_eq!(stream.read(&mut length).expect("closed, not reset"), 0, "no body is sent");
        assert_serves(&server);
    }
}

#[test]
fn a_client_that_ends_where_its_ok_is_awaited_is_logged() {
    let mut server = Server::of(BOTH[0]);
    let mut stream = server.connect();
    let peer = said(&mut stream, b"echo hi");
    stream.read_exact(&mut [0]).expect("a length");
    stream.write_all(b"O").expect("the server is there");
    stream.shutdown(Shutdown::Write).expect("connected");
    let line = failure(&mut server, &peer);
    assert!(line.contains("the OK") && line.contains("1 of"), "{line}");
    assert_serves(&server);
}

#[test]
fn a_reset_in_a_command_is_logged_and_others_are_served() {
    for (_, mut server) in both() {
        let mut stream = server.connect();
        let peer = said(&mut stream, b"ech"); // one read is one command: it is refused, and the refusal stays unread
        reset(stream);
        let line = failure(&mut server, &peer);
        assert!(line.to_lowercase().contains("reset"), "{line}");
        assert_serves(&server);
    }
}

#[test]
fn a_client_gone_inside_its_answer_is_logged_and_others_served() {
    for (lesson, mut server) in both() {
        let mut stream = server.connect();
        let peer = said(&mut stream, b"seq 1 1000000");
        if lesson == BOTH[0] {
            stream.read_exact(&mut [0; 7]).expect("the length, 6888896");
            stream.write_all(b"OK").expect("the server is there");
        }
        stream.read_exact(&mut [0; 1000]).expect("the answer's beginning");
        reset(stream);
        failure(&mut server, &peer);
        assert_serves(&server);
    }
}

#[test]
fn a_client_that_ends_between_commands_has_done_nothing_wrong() {
    for (lesson, mut server) in both() {
        let mut stream = server.connect();
        let peer = stream.local_addr().expect("connected");
        stream.shutdown(Shutdown::Write).expect("connected");
        server.log.wait_for("its end", |line| line == format!("{peer}: ended"));
        assert_eq!(stream.read(&mut [0]).expect("closed, not reset"), 0, "{lesson}");
        assert_serves(&server);
    }
}
