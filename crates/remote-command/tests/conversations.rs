//! Connections and conversations: a turn that cannot be stretched, failures that stay at home, a server that stops.
#![allow(clippy::unwrap_used, reason = "in a test it says enough")]

mod support;

use remote_command::{Connection, ServeLimits, Server, ServerEvent};
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};
use support::{PATIENCE, Stop, wait_until};

fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (client, listener.accept().unwrap().0)
}

fn server(limits: ServeLimits) -> Server {
    Server::new(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap(), limits).unwrap()
}

fn client(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.local_addr()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Answers every byte with the same byte; `f` fails, `p` panics, `e` ends.
fn echo(connection: &mut Connection) -> io::Result<()> {
    let mut byte = [0];
    loop {
        connection.turn(PATIENCE);
        if connection.read(&mut byte)? == 0 {
            return Ok(());
        }
        match byte[0] {
            b'f' => return Err(io::Error::other("as asked")),
            b'p' => panic!("as asked"),
            b'e' => return Ok(()),
            _ => connection.write_all(&byte)?,
        }
    }
}

#[track_caller]
fn assert_answered(stream: &mut TcpStream) {
    let mut answer = [0];
    stream.write_all(b"x").unwrap();
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"x");
}

/// Runs `test` beside the server, stops it, and returns what the log heard.
fn while_serving(server: &Server, test: impl FnOnce(&Mutex<Vec<String>>)) -> Vec<String> {
    let heard = Mutex::new(Vec::new());
    thread::scope(|scope| {
        scope.spawn(|| server.run(echo, |event: ServerEvent<'_>| heard.lock().unwrap().push(event.to_string())));
        let _stop = Stop(server);
        test(&heard);
    });
    heard.into_inner().unwrap()
}

#[test]
fn a_peer_that_dribbles_cannot_stretch_a_turn() {
    let (mut client, stream) = pair();
    let dribbler = thread::spawn(move || {
        // A byte for every byte that was read: none of the server's reads ever waits long.
        let until = Instant::now() + PATIENCE;
        let mut byte = [b'x'];
        while Instant::now() < until && client.write_all(&byte).is_ok() && client.read_exact(&mut byte).is_ok() {}
        assert!(Instant::now() < until, "the server took bytes for as long as they came");
    });
    let mut connection = Connection::new(stream, PATIENCE);
    connection.turn(Duration::from_millis(200));
    let error = echo_in_one_turn(&mut connection).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert_eq!(error.to_string(), "the peer had 200ms for its turn, and has not finished");
    drop(connection);
    dribbler.join().unwrap();
}

fn echo_in_one_turn(connection: &mut Connection) -> io::Result<()> {
    let mut byte = [0];
    loop {
        connection.read_exact(&mut byte)?;
        connection.write_all(&byte)?;
    }
}

#[test]
fn a_peer_that_reads_a_little_cannot_stretch_a_turn() {
    let (mut client, stream) = pair();
    let reader = thread::spawn(move || {
        let until = Instant::now() + PATIENCE;
        let mut piece = [0; 512];
        while Instant::now() < until && matches!(client.read(&mut piece), Ok(1..)) {}
        assert!(Instant::now() < until, "the server wrote for as long as something was read");
    });
    let mut connection = Connection::new(stream, Duration::from_millis(200));
    let error = loop {
        if let Err(error) = connection.write_all(&[0; 4096]) {
            break error;
        }
    };
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    drop(connection);
    reader.join().unwrap();
}

#[test]
fn a_peer_that_is_silent_or_never_reads_ends_with_its_turn_and_the_next_turn_is_new() {
    let (mut client, stream) = pair();
    let mut connection = Connection::new(stream, Duration::from_millis(20));
    assert_eq!(connection.read(&mut [0]).unwrap_err().kind(), ErrorKind::TimedOut);
    assert_eq!(connection.write(&[0]).unwrap_err().kind(), ErrorKind::TimedOut, "the turn is over for writes too");
    connection.turn(Duration::from_millis(50));
    let endless = vec![0; 64 * 1024 * 1024];
    assert_eq!(connection.write_all(&endless).unwrap_err().kind(), ErrorKind::TimedOut);
    client.write_all(b"x").unwrap();
    connection.turn(PATIENCE);
    assert_eq!(connection.read(&mut [0]).unwrap(), 1);
}

#[test]
fn a_turn_without_limit_and_one_of_nothing_are_fine() {
    let (mut client, stream) = pair();
    let mut connection = Connection::new(stream, Duration::MAX);
    client.write_all(b"x").unwrap();
    assert_eq!(connection.read(&mut [0]).unwrap(), 1);
    connection.turn(Duration::ZERO);
    assert_eq!(connection.read(&mut [0]).unwrap_err().kind(), ErrorKind::TimedOut);
}

#[test]
fn header_and_body_are_one_write() {
    let (_client, stream) = pair();
    let mut connection = Connection::new(stream, PATIENCE);
    let wrote = connection.write_vectored(&[IoSlice::new(b"head"), IoSlice::new(b"body")]).unwrap();
    assert_eq!(wrote, 8);
}

#[test]
fn no_option_is_set_but_the_time_outs() {
    let (_client, stream) = pair();
    assert!(!Connection::new(stream, PATIENCE).get_ref().nodelay().unwrap());
}

#[test]
fn a_conversation_that_fails_or_panics_disturbs_no_other() {
    let server = server(ServeLimits::default());
    let heard = while_serving(&server, |_| {
        let mut witness = client(&server);
        assert_answered(&mut witness);
        for byte in [b"f", b"p", b"e"] {
            let mut other = client(&server);
            other.write_all(byte).unwrap();
            assert_eq!(other.read(&mut [0]).unwrap(), 0, "closed");
            assert_answered(&mut witness);
        }
        assert_answered(&mut client(&server));
    });
    let count = |end: &str| heard.iter().filter(|line| line.ends_with(end)).count();
    assert_eq!(count("closed: as asked"), 1, "{heard:#?}");
    assert_eq!(count("its conversation panicked, please report it: as asked"), 1, "{heard:#?}");
    assert_eq!(count(": ended"), 3, "{heard:#?}");
    assert_eq!(count(": connected"), 5, "{heard:#?}");
}

#[test]
fn a_connection_too_many_is_closed_and_the_place_of_one_that_ended_is_free() {
    let server = server(ServeLimits { connections_max: 2, ..ServeLimits::default() });
    let heard = while_serving(&server, |heard| {
        let (mut first, mut second) = (client(&server), client(&server));
        assert_answered(&mut first);
        assert_answered(&mut second);
        assert_eq!(client(&server).read(&mut [0]).unwrap(), 0, "closed unheard");
        drop(first);
        wait_until("the first to end", || heard.lock().unwrap().iter().any(|line| line.ends_with(": ended")));
        assert_answered(&mut client(&server));
        assert_answered(&mut second);
    });
    assert_eq!(heard.iter().filter(|line| line.contains("closed unheard")).count(), 1, "{heard:#?}");
}

#[test]
fn a_server_that_stops_ends_every_conversation_and_never_runs_again() {
    let server = server(ServeLimits { idle: Duration::MAX, ..ServeLimits::default() });
    let mut clients = Vec::new();
    while_serving(&server, |_| {
        for _ in 0..10 {
            let mut client = client(&server);
            assert_answered(&mut client);
            clients.push(client);
        }
    });
    for mut client in clients {
        assert_eq!(client.read(&mut [0]).unwrap(), 0);
    }
    server.run(echo, |_| {});
    server.stop();
}

#[test]
fn a_listener_on_all_addresses_or_made_non_blocking_is_stopped_too() {
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let server = Server::new(listener, ServeLimits::default()).unwrap();
    let heard = while_serving(&server, |_| {
        assert_answered(&mut TcpStream::connect((Ipv4Addr::LOCALHOST, server.local_addr().port())).unwrap())
    });
    assert!(!heard.iter().any(|line| line.starts_with("cannot accept")), "{heard:#?}");
}
