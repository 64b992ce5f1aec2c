//! A hostile crowd on each server, and good clients that come after it: the good are all answered, memory and the log stay
//! small, and when all have gone no thread, no child and no descriptor is left. It counts in /proc, so it runs on Linux
//! alone, and it asserts no time. `scripts/hostile.sh` brings a thousand, and shows what was measured.

use crate::hostile::Crowd;
use crate::looked_at::{children, descriptors, peak, threads, wait_for};
use crate::server::{BOTH, PATIENCE, Server, connect, numbers};
use std::io::{self, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs, process};
use struct_header::Order;

/// How often each good client asks.
const ASKS: usize = 20;

/// What a server may take, whoever comes, in bytes.
const MEMORY_MAX: u64 = 128 << 20;
const LOG_MAX: u64 = 1 << 20;

/// Where the log goes that is looked at.
const TO_FILE: &str = "exec 2>\"$log\"";

/// A pipe that is full, and that the server itself holds open: nobody ever reads it.
const TO_FULL_PIPE: &str = "mkfifo \"$log\"; exec 2<>\"$log\"; head -c 65536 /dev/zero >&2";

#[test]
fn good_clients_are_answered_beside_a_hostile_crowd() {
    BOTH.into_iter().for_each(|lesson| crowd(lesson, TO_FILE));
}

#[test]
fn good_clients_are_answered_with_256_descriptors() {
    BOTH.into_iter().for_each(|lesson| crowd(lesson, &format!("ulimit -n 256; {TO_FILE}")));
}

#[test]
fn good_clients_are_answered_with_64_descriptors() {
    BOTH.into_iter().for_each(|lesson| crowd(lesson, &format!("ulimit -n 64; {TO_FILE}")));
}

#[test]
fn good_clients_are_answered_though_nobody_reads_the_log() {
    BOTH.into_iter().for_each(|lesson| crowd(lesson, TO_FULL_PIPE));
}

fn crowd(lesson: &'static str, setup: &str) {
    let _alone = alone();
    let log = Log::new(lesson);
    let server = Server::set_up(lesson, &format!("log={}; {setup}", log.0.display()));
    let state = || (threads(&server), descriptors(&server), children(&server));
    let before = state();
    let enough = AtomicBool::new(false);
    let hostile = Crowd::come(how_many("CROWD_HOSTILE", 110), lesson, &server.address);
    let mut asked = thread::scope(|scope| {
        scope.spawn(|| hostile.go_on(&enough));
        let _over = Over(&enough);
        let good = (0..how_many("CROWD_GOOD", 20)).map(|number| Good::new(lesson, &server.address, number));
        let good: Vec<_> = good.map(|client| scope.spawn(|| client.asks())).collect();
        good.into_iter().map(|client| client.join().expect("all its answers")).fold(Asked::default(), Asked::and)
    });
    let ended = Instant::now();
    wait_for("threads, descriptors and children to be as before", before.clone(), state);
    let gone = ended.elapsed();
    told(&format!(
        "{lesson}, {setup}:\n  {asked}; {} MiB at most, {} KiB of log; {} ms later {before:?} threads, descriptors, children",
        peak(&server) >> 20,
        log.bytes() >> 10,
        gone.as_millis(),
        asked = asked.told()
    ));
    assert!(peak(&server) <= MEMORY_MAX, "{} bytes", peak(&server));
    assert!(log.bytes() <= LOG_MAX, "{} bytes", log.bytes());
    assert!(!log.tells_of("panicked"), "a conversation panicked");
}

/// A number of peers that the environment may give.
fn how_many(name: &str, otherwise: usize) -> usize {
    env::var(name).map_or(otherwise, |count| count.parse().expect("a number"))
}

/// One crowd at a time: two would be in each other's way on a small machine.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[expect(clippy::print_stdout, reason = "cargo test -- --nocapture shows what was measured")]
fn told(figures: &str) {
    println!("{figures}");
}

/// Ends the hostile also where the test fails: its scope would wait for them.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A file for a server's log, removed with this.
struct Log(PathBuf);

impl Log {
    fn new(lesson: &str) -> Self {
        let log = Self(env::temp_dir().join(format!("{lesson}-{}.log", process::id())));
        drop(fs::remove_file(&log.0));
        log
    }

    /// How much was written to it; a pipe has no size.
    fn bytes(&self) -> u64 {
        fs::metadata(&self.0).expect("the server made it").len()
    }
}

impl Log {
    fn tells_of(&self, what: &str) -> bool {
        self.0.is_file() && fs::read_to_string(&self.0).expect("it is text").contains(what)
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

/// How good clients fared.
#[derive(Default)]
struct Asked {
    took: Vec<Duration>,
    told_busy: usize,
    connected_again: usize,
}

impl Asked {
    fn and(mut self, other: Self) -> Self {
        self.took.extend(other.took);
        self.told_busy += other.told_busy;
        self.connected_again += other.connected_again;
        self
    }

    fn told(&mut self) -> String {
        self.took.sort_unstable();
        let answered = self.took.len();
        let of_hundred = |rank: usize| self.took[(answered * rank / 100).min(answered - 1)].as_millis();
        let [half, most, all] = [50, 99, 100].map(of_hundred);
        let (busy, again) = (self.told_busy, self.connected_again);
        format!("{answered} answers, p50 {half} ms, p99 {most} ms, max {all} ms; {busy} busy, {again} connected again")
    }
}

/// A client that asks as it should, and again where it is told that the server is busy or has lost its connection.
struct Good<'a> {
    lesson: &'a str,
    address: &'a str,
    number: usize,
    stream: Option<TcpStream>,
    asked: Asked,
}

impl<'a> Good<'a> {
    fn new(lesson: &'a str, address: &'a str, number: usize) -> Self {
        Self { lesson, address, number, stream: None, asked: Asked::default() }
    }

    fn asks(mut self) -> Asked {
        for turn in 0..ASKS {
            let (command, answer) = match turn % 3 {
                0 => (format!("echo {}", self.number), format!("{}\n", self.number)),
                1 => ("true".to_owned(), String::new()),
                _ => ("seq 1 5000".to_owned(), numbers(5000)),
            };
            let began = Instant::now();
            while !self.is_answered(&command, &answer) {
                assert!(began.elapsed() < PATIENCE, "{command}: no answer in {PATIENCE:?}");
            }
            self.asked.took.push(began.elapsed());
        }
        self.asked
    }

    fn is_answered(&mut self, command: &str, answer: &str) -> bool {
        let stream = self.stream.get_or_insert_with(|| connect(self.address));
        match ask(self.lesson, stream, command.as_bytes()) {
            Ok(body) if body == answer.as_bytes() => return true,
            Ok(body) if body.starts_with(b"refused: busy") => self.asked.told_busy += 1,
            Ok(body) => panic!("{command}: {:.200}", String::from_utf8_lossy(&body)),
            Err(_) => {
                self.asked.connected_again += 1;
                self.stream = None;
            }
        }
        false
    }
}

fn ask(lesson: &str, stream: &mut TcpStream, command: &[u8]) -> io::Result<Vec<u8>> {
    if lesson == BOTH[0] {
        return ack_handshake::client::ask(stream, command, 1 << 20).map_err(io::Error::other);
    }
    stream.write_all(command)?;
    let body = struct_header::read_frame(stream, Order::Little, 1 << 20).map_err(io::Error::other)?;
    body.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}
