//! A connection outlives Ctrl-Z and `fg`. A binary of its own: the whole process is stopped.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "in a test it says enough")]

mod support;

use remote_command::Connection;
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use support::{PATIENCE, have, wait_until};

/// proc_pid_stat(5): the state is `S` while a thread waits in a call.
fn reader_sleeps() -> bool {
    let tasks = fs::read_dir("/proc/self/task").unwrap();
    let stats = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("stat")).ok());
    stats.into_iter().any(|stat| stat.contains("(reader) S"))
}

#[test]
fn a_read_that_waits_while_the_process_is_stopped_and_continued_waits_on() {
    if !have(&["sh"]) {
        return;
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let mut connection = Connection::new(listener.accept().unwrap().0, PATIENCE);
    let reader = thread::Builder::new().name("reader".to_owned()).spawn(move || connection.read(&mut [0])).unwrap();
    for _ in 0..10 {
        wait_until("the reader to wait", reader_sleeps);
        let stopped = Command::new("sh").args(["-c", "kill -STOP $PPID && kill -CONT $PPID"]).status();
        assert!(stopped.unwrap().success());
        assert!(!reader.is_finished(), "{:?}", reader.join());
    }
    client.write_all(b"x").unwrap();
    assert_eq!(reader.join().unwrap().unwrap(), 1);
}
