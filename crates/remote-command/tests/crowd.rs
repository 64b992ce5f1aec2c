//! Two hundred connections, most of them rude. A binary of its own: other tests' threads would be counted.
#![allow(clippy::unwrap_used, reason = "in a test it says enough")]
#![cfg(target_os = "linux")]

mod support;

use remote_command::{Connection, HARMLESS, RunLimits, Runner, ServeLimits, Server};
use std::fs;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Mutex;
use std::thread;
use support::{PATIENCE, Stop, have, wait_until};

fn threads() -> usize {
    fs::read_dir("/proc/self/task").unwrap().count()
}

/// A line is a command, its output the answer up to the end of the stream; `flood` is answered without end.
fn conversation(connection: &mut Connection, runner: &Runner) -> io::Result<()> {
    let mut line = Vec::new();
    let mut byte = [0];
    while connection.read(&mut byte)? == 1 && byte[0] != b'\n' {
        line.push(byte[0]);
    }
    if line == b"flood" {
        return io::copy(&mut io::repeat(0), connection).map(drop);
    }
    connection.write_all(runner.run(&line).as_bytes())
}

fn client(server: &Server, request: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server.local_addr()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request).unwrap();
    stream
}

fn assert_polite_are_answered(server: &Server) {
    let expected: String = (1..=30_000).map(|number| format!("{number}\n")).collect();
    thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| {
                let mut answer = String::new();
                client(server, b"seq 1 30000\n").read_to_string(&mut answer).unwrap();
                assert!(answer == expected, "{} bytes: {:.80}", answer.len(), answer);
            });
        }
    });
}

#[test]
fn two_hundred_connections_that_never_speak_never_read_or_vanish_leave_others_answered_and_no_thread() {
    if !have(&["seq"]) {
        return;
    }
    let before = threads();
    let patient = RunLimits { time: PATIENCE, slot_wait: PATIENCE, large_wait: PATIENCE, ..RunLimits::default() };
    let runner = Runner::new(HARMLESS, patient);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = Server::new(listener, ServeLimits::default()).unwrap();
    let heard = Mutex::new(Vec::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            server.run(
                |connection| conversation(connection, &runner),
                |event| heard.lock().unwrap().push(event.to_string()),
            );
        });
        let stop = Stop(&server);
        let silent: Vec<_> = (0..80).map(|_| client(&server, b"")).collect();
        let halfway: Vec<_> = (0..20).map(|_| client(&server, b"seq 1 ")).collect();
        let deaf: Vec<_> = (0..20).map(|_| client(&server, b"flood\n")).collect();
        for _ in 0..20 {
            drop(client(&server, b"seq 1 "));
            drop(client(&server, b"flood\n"));
        }
        assert_polite_are_answered(&server);
        let ends = || heard.lock().unwrap().iter().filter(|line| !line.ends_with("connected")).count();
        wait_until("those that vanished and the polite to be gone", || ends() >= 80);
        let so_far = heard.lock().unwrap().clone();
        assert_eq!(ends(), 80, "only those have gone: {so_far:#?}");
        assert!(threads() >= before + 120, "a thread for each that stays");
        drop(stop);
        drop((silent, halfway, deaf));
    });
    let heard = heard.into_inner().unwrap();
    assert_eq!(heard.iter().filter(|line| line.ends_with(": connected")).count(), 200, "{heard:#?}");
    // A scope ends when its threads have done their work; the system forgets them a moment later.
    wait_until("all threads to be gone", || threads() == before);
}
