//! Peers that mean no good, of eleven kinds. Each comes back when its connection has been closed.

use crate::server::BOTH;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Silent,
    AByteASecond,
    Garbage,
    HeaderOnly,
    NeverReading,
    Resetting,
    HalfClosing,
    ConnectAndClose,
    Pipelining,
    Endless,
    Sleeping,
}
use Kind::*;

const KINDS: [Kind; 11] = [
    Silent,
    AByteASecond,
    Garbage,
    HeaderOnly,
    NeverReading,
    Resetting,
    HalfClosing,
    ConnectAndClose,
    Pipelining,
    Endless,
    Sleeping,
];

/// How long a peer stays away between two connections, and how often it looks whether it can go on.
const AWAY: Duration = Duration::from_millis(200);
const LOOK: Duration = Duration::from_millis(10);

struct Peer<'a> {
    kind: Kind,
    lesson: &'a str,
    address: &'a str,
    stream: Option<TcpStream>,
    /// Bytes that came over this connection.
    came: usize,
    acts_at: Instant,
}

/// Connected peers, of every kind alike.
pub(crate) struct Crowd<'a>(Vec<Vec<Peer<'a>>>);

impl<'a> Crowd<'a> {
    /// Returns when all are connected and have begun.
    pub(crate) fn come(count: usize, lesson: &'a str, address: &'a str) -> Self {
        let of_kind = |(place, kind)| {
            let count = (0..count).skip(place).step_by(KINDS.len());
            count.map(|_| Peer::come(kind, lesson, address)).collect()
        };
        Self(KINDS.into_iter().enumerate().map(of_kind).collect())
    }

    /// All of them go on until it is `enough`.
    pub(crate) fn go_on(self, enough: &AtomicBool) {
        thread::scope(|scope| {
            for mut peers in self.0 {
                scope.spawn(move || {
                    while !enough.load(Ordering::SeqCst) {
                        peers.iter_mut().for_each(Peer::step);
                        thread::sleep(LOOK); // the server is to be kept busy, not this machine
                    }
                });
            }
        });
    }
}

impl<'a> Peer<'a> {
    fn come(kind: Kind, lesson: &'a str, address: &'a str) -> Self {
        let mut peer = Self { kind, lesson, address, stream: None, came: 0, acts_at: Instant::now() };
        peer.begin();
        peer
    }

    /// Connects and says its first words. It waits for nothing but the system's queue of connections.
    fn begin(&mut self) {
        let Ok(stream) = TcpStream::connect(self.address) else { return };
        (self.came, self.stream) = (0, Some(stream));
        self.acts_at = Instant::now() + Duration::from_secs(1);
        match self.kind {
            Garbage => self.say(&[0x9b, 0xff, 0x00, 0x1b, b'[', b'2', b'J', 0xe2, 0x80, 0x8b, b'\n']),
            HeaderOnly => self.say(&[5, 0, 0, 0]),
            NeverReading => self.say(b"seq 1 1000000"),
            Resetting | HalfClosing => self.say(b"seq 1 5000"),
            Endless => self.say(b"yes"),
            Sleeping => self.say(b"sleep 60"),
            Silent | AByteASecond | ConnectAndClose | Pipelining => {}
        }
        let Some(stream) = &self.stream else { return };
        stream.set_nonblocking(true).expect("connected");
        // These fail where the server has closed the connection already.
        match self.kind {
            Resetting => drop(link::reset_when_closed(stream)),
            HalfClosing => drop(stream.shutdown(Shutdown::Write)),
            _ => {}
        }
        if matches!(self.kind, Resetting | ConnectAndClose) {
            self.leave();
        }
    }

    fn leave(&mut self) {
        (self.stream, self.acts_at) = (None, Instant::now() + AWAY);
    }

    /// What it can do without waiting.
    fn step(&mut self) {
        let due = self.acts_at <= Instant::now();
        match self.kind {
            _ if self.stream.is_none() => {
                return if due {
                    self.begin()
                };
            }
            AByteASecond if due => {
                self.acts_at += Duration::from_secs(1);
                self.say(b"e");
            }
            Pipelining => self.say(&b"echo hi".repeat(100)),
            _ => {}
        }
        if self.kind != NeverReading || self.came == 0 {
            self.read();
        }
    }

    fn read(&mut self) {
        let mut bytes = [0; 64 * 1024];
        let most = if self.kind == NeverReading { 1 } else { bytes.len() };
        let Some(stream) = &mut self.stream else { return };
        match stream.read(&mut bytes[..most]) {
            Ok(0) => self.leave(),
            Ok(some) => {
                let first = self.came == 0;
                self.came += some;
                let ok: &[u8] = if self.lesson == BOTH[0] { b"OK" } else { b"" };
                match self.kind {
                    NeverReading | Endless if first => self.say(ok),
                    Sleeping => self.say(&[ok, b"sleep 60"].concat()),
                    Endless if self.came >= 8 << 20 => self.leave(),
                    _ => {}
                }
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => self.leave(),
        }
    }

    fn say(&mut self, bytes: &[u8]) {
        let Some(stream) = &mut self.stream else { return };
        match stream.write(bytes) {
            Err(error) if error.kind() != ErrorKind::WouldBlock => self.leave(),
            _ => {}
        }
    }
}
