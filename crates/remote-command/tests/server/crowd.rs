//! Two hundred connections, most of them rude, in a process of their own: the threads of other tests would be counted.

use crate::support::{Stop, client, in_its_own_process, patient, server, wait_until};
use remote_command::{Connection, HARMLESS, Runner, ServeLimits, Server, ServerEvent};
use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::thread;

fn threads() -> usize {
    fs::read_dir("/proc/self/task").unwrap().count()
}

/// A line is a command, its output the answer up to the end of the stream; `flood` is answered without end.
fn conversation(connection: &mut Connection<'_>, runner: &Runner) -> io::Result<()> {
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

fn asking(server: &Server, request: &[u8]) -> TcpStream {
    let mut stream = client(server);
    stream.write_all(request).unwrap();
    stream
}

fn assert_polite_are_answered(server: &Server) {
    let expected: String = (1..=30_000).map(|number| format!("{number}\n")).collect();
    thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| {
                let mut answer = String::new();
                asking(server, b"seq 1 30000\n").read_to_string(&mut answer).unwrap();
                assert!(answer == expected, "{} bytes: {:.80}", answer.len(), answer);
            });
        }
    });
}

#[test]
fn two_hundred_rude_peers_leave_others_answered_and_no_thread() {
    let name = "crowd::two_hundred_rude_peers_leave_others_answered_and_no_thread";
    in_its_own_process(name, "true", || {
        let before = threads();
        let (runner, server) = (Runner::new(HARMLESS, patient()), server(ServeLimits::default()));
        let heard = Mutex::new(Vec::new());
        let log = |event: ServerEvent<'_>| heard.lock().unwrap().push(event.to_string());
        thread::scope(|scope| {
            scope.spawn(|| server.run(|connection| conversation(connection, &runner), log));
            let stop = Stop(&server);
            let silent: Vec<_> = (0..80).map(|_| asking(&server, b"")).collect();
            let halfway: Vec<_> = (0..20).map(|_| asking(&server, b"seq 1 ")).collect();
            let deaf: Vec<_> = (0..20).map(|_| asking(&server, b"flood\n")).collect();
            for _ in 0..20 {
                drop(asking(&server, b"seq 1 "));
                drop(asking(&server, b"flood\n"));
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
    });
}
