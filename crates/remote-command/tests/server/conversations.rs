//! Conversations: a failure in one disturbs no other, places are limited, and stopping the server ends all of them.

use crate::support::{PATIENCE, Stop, client, server};
use remote_command::{Connection, ServeLimits, Server, ServerEvent, Tenure};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

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
    assert_eq!(count("its conversation panicked (as asked); please report this bug"), 1, "{heard:#?}");
    assert_eq!(count(": ended"), 3, "{heard:#?}");
    assert_eq!(count(": connected"), 5, "{heard:#?}");
}

#[test]
fn when_all_places_are_taken_the_connection_idle_longest_makes_way() {
    let tenure = Tenure { idle: Duration::ZERO, active: PATIENCE };
    let server = server(ServeLimits { connections_max: 3, tenure, ..ServeLimits::default() });
    let heard = while_serving(&server, |_| {
        let [mut first, mut second, mut third] = [(); 3].map(|()| client(&server));
        [&mut second, &mut third].into_iter().for_each(assert_answered);
        assert_answered(&mut client(&server));
        assert_eq!(first.read(&mut [0]).unwrap(), 0, "closed");
        [&mut second, &mut third].into_iter().for_each(assert_answered);
    });
    let gave_way = "closed: it was idle longest, and another connection needed its place";
    assert_eq!(heard.iter().filter(|line| line.ends_with(gave_way)).count(), 1, "{heard:#?}");
}

#[test]
fn where_all_are_active_the_connection_that_came_first_makes_way() {
    let tenure = Tenure { idle: PATIENCE, active: Duration::from_millis(1) };
    let server = server(ServeLimits { connections_max: 2, tenure, ..ServeLimits::default() });
    while_serving(&server, |_| {
        let (mut first, mut second) = (client(&server), client(&server));
        [&mut second, &mut first].into_iter().for_each(assert_answered);
        assert_answered(&mut client(&server));
        assert_eq!(first.read(&mut [0]).unwrap(), 0, "closed");
        assert_answered(&mut second);
    });
}

#[test]
fn one_connection_too_many_waits_until_another_has_ended() {
    let tenure = Tenure { idle: PATIENCE, active: PATIENCE };
    let server = server(ServeLimits { connections_max: 1, tenure, ..ServeLimits::default() });
    while_serving(&server, |_| {
        let (mut first, mut second) = (client(&server), client(&server));
        assert_answered(&mut first);
        second.write_all(b"x").unwrap();
        assert_answered(&mut first);
        drop(first);
        second.read_exact(&mut [0]).unwrap();
    });
}

#[test]
fn a_server_that_stops_ends_all_conversations_for_good() {
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
fn a_listener_on_all_addresses_or_non_blocking_is_stopped() {
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let server = Server::new(listener, ServeLimits::default()).unwrap();
    let heard = while_serving(&server, |_| {
        assert_answered(&mut TcpStream::connect((Ipv4Addr::LOCALHOST, server.local_addr().port())).unwrap())
    });
    assert!(!heard.iter().any(|line| line.starts_with("cannot accept")), "{heard:#?}");
}
