//! A hundred hostile peers of every kind at once, and well-behaved clients, meet a server built with these crates: resident
//! memory grows by at most 64 KiB a peer, nothing hangs past its deadline, and every well-behaved client is answered. Memory
//! is counted in /proc, so this runs only on Linux; it measures no time.
#![cfg(target_os = "linux")]

use framing::{BigEndian, Decoder, Prefix, ReadError, Violation, read_frame, write_frame};
use link::reset_when_closed;
use remote_command::{Connection, ServeLimits, Server, ServerEvent};
use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const HEADER: Prefix<4, BigEndian> = Prefix::new();

/// What the server takes of a frame, and for how long it waits for a whole turn.
const LIMIT: usize = 1 << 20;
const DEADLINE: Duration = Duration::from_secs(3);

/// Memory that a hostile peer may cost, in bytes: its thread's stack, its buffer, what the allocator adds.
const A_PEER: u64 = 64 << 10;

const GOOD: usize = 20;

/// Far beyond any deadline here: reaching it is the fault that is tested for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a peer does, how many do, and what ends each.
const KINDS: [(&str, usize, &str); 8] = [
    ("4 GiB", 13, "refused"),
    ("-1", 12, "refused"),
    ("HTTP", 13, "refused"),
    ("never sent", 13, "deadline"),
    ("a byte at a time", 12, "deadline"),
    ("silence", 13, "deadline"),
    ("reset", 12, "reset"),
    ("deaf", 12, "deadline"),
];

/// Answers every frame with the same, until the peer ends; each turn has one deadline.
fn serve(connection: &mut Connection) -> Result<(), ReadError> {
    let mut decoder = Decoder::new(HEADER, LIMIT).with_space(4 << 10);
    loop {
        connection.turn(DEADLINE);
        let Some(frame) = read_frame(connection, &mut decoder)? else { return Ok(()) };
        connection.turn(DEADLINE);
        write_frame(connection, &HEADER, frame.payload)?;
    }
}

/// How the server's conversations ended, by their peers.
#[derive(Default)]
struct Ends(Mutex<BTreeMap<SocketAddr, String>>);

impl Ends {
    /// What each of these does, and how it was ended, of those that were.
    fn of(&self, peers: &[(SocketAddr, &'static str)]) -> Vec<(&'static str, String)> {
        let ends = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        peers.iter().filter_map(|(peer, kind)| Some((*kind, ends.get(peer)?.clone()))).collect()
    }

    fn note(&self, peer: SocketAddr, how: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(peer, how.to_owned());
    }
}

fn ended(error: &ReadError) -> &'static str {
    match error {
        ReadError::Frame(error) if matches!(error.violation, Violation::Truncated { .. }) => "truncated",
        ReadError::Frame(_) => "refused",
        ReadError::Io(error) if error.kind() == ErrorKind::TimedOut => "deadline",
        ReadError::Io(error) if error.kind() == ErrorKind::ConnectionReset => "reset",
        ReadError::Io(_) => "failed",
    }
}

/// How much of this process's memory is in use, in bytes: `VmRSS`, proc_pid_status(5).
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells it");
    let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
    1024 * kib.and_then(|kib| kib.parse::<u64>().ok()).expect("a number of KiB")
}

fn connect(to: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(to).expect("the server listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("it is open");
    stream
}

/// A client that means no good.
struct Peer {
    kind: &'static str,
    stream: TcpStream,
    /// How far it has come in what it sends for ever, in bytes.
    sent: usize,
}

impl Peer {
    /// What it sends first. It waits for nothing.
    fn misbehaves(&mut self) -> io::Result<()> {
        let peer = &mut self.stream;
        match self.kind {
            "4 GiB" => peer.write_all(&u32::MAX.to_be_bytes()),
            "-1" => peer.write_all(&(-1_i32).to_be_bytes()),
            "HTTP" => peer.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
            "never sent" => peer.write_all(&[&(LIMIT as u32).to_be_bytes(), b"more later".as_slice()].concat()),
            "a byte at a time" => peer.write_all(&(LIMIT as u32).to_be_bytes()),
            "reset" => {
                peer.write_all(&[&16_u32.to_be_bytes(), b"transfer 1000".as_slice()].concat())?;
                reset_when_closed(peer)
            }
            "deaf" => peer.set_nonblocking(true),
            _ => Ok(()),
        }
    }

    /// What those go on with that never stop. A closed connection is what it should come to.
    fn goes_on(&mut self) {
        match self.kind {
            "a byte at a time" => drop(self.stream.write(b".")),
            "deaf" => {
                let frame = [&4096_u32.to_be_bytes(), [b'.'; 4096].as_slice()].concat();
                while let Ok(some @ 1..) = self.stream.write(&frame[self.sent % frame.len()..]) {
                    self.sent += some;
                }
            }
            _ => {}
        }
    }
}

/// Asks again and again, until `enough` and twenty times at least, and checks each answer.
fn converse(to: SocketAddr, enough: &AtomicBool) {
    let (mut stream, mut decoder) = (connect(to), Decoder::new(HEADER, LIMIT).with_space(4 << 10));
    let mut answered = 0;
    while answered < 20 || !enough.load(Ordering::SeqCst) {
        let asked = format!("question {answered}");
        write_frame(&mut stream, &HEADER, asked.as_bytes()).expect("the server is there");
        let answer = read_frame(&mut stream, &mut decoder).expect("an answer").expect("no end");
        assert_eq!(answer.payload, asked.as_bytes());
        answered += 1;
        thread::sleep(Duration::from_millis(1)); // so that the hostile ones have a part of a small machine
    }
}

/// Repeats `step` until `done`, and fails where that does not come about.
fn until(what: &str, mut step: impl FnMut(), done: impl Fn() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < PATIENCE, "gave up waiting for {what}");
        step();
        thread::sleep(Duration::from_millis(5));
    }
}

/// Lets all misbehave until the server has ended every one of them; gives how, by kind, and the most memory in use.
fn attack(mut peers: Vec<Peer>, ends: &Ends) -> (BTreeMap<(&'static str, String), usize>, u64) {
    let address = |peer: &Peer| peer.stream.local_addr().expect("it is connected");
    let known: Vec<(SocketAddr, &'static str)> = peers.iter().map(|peer| (address(peer), peer.kind)).collect();
    for peer in &mut peers {
        peer.misbehaves().expect("the server is there");
    }
    peers.retain(|peer| peer.kind != "reset"); // closed, with a reset
    let mut most = 0;
    let step = || {
        peers.iter_mut().for_each(Peer::goes_on);
        most = most.max(resident());
    };
    until("the server to end every hostile peer", step, || ends.of(&known).len() == known.len());
    let mut count = BTreeMap::new();
    ends.of(&known).into_iter().for_each(|end| *count.entry(end).or_default() += 1);
    (count, most) // the peers themselves have stayed until now
}

/// Ends the server and the good, also where the test fails: it would wait for them.
struct Over<'a>(&'a Server, &'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.1.store(true, Ordering::SeqCst);
        self.0.stop();
    }
}

#[test]
fn a_hundred_hostile_peers_cost_64_kib_each_and_starve_nobody() {
    let limits = ServeLimits { idle: DEADLINE, ..ServeLimits::default() };
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let server = Server::new(listener, limits).expect("it listens");
    let (ends, connected, enough) = (Ends::default(), AtomicU64::new(0), AtomicBool::new(false));
    let log = |event: ServerEvent<'_>| match event {
        ServerEvent::Connected { .. } => drop(connected.fetch_add(1, Ordering::SeqCst)),
        ServerEvent::Ended { peer } => ends.note(peer, "ended"),
        ServerEvent::Failed { peer, error } => ends.note(peer, &error.to_string()),
        other => panic!("{other}"),
    };
    thread::scope(|scope| {
        scope.spawn(|| server.run(|connection| serve(connection).map_err(|error| ended(&error)), log));
        let over = Over(&server, &enough);
        let good: Vec<_> = (0..GOOD).map(|_| scope.spawn(|| converse(server.local_addr(), &enough))).collect();
        until("the good to be there", || (), || connected.load(Ordering::SeqCst) == GOOD as u64);
        let before = resident();

        let come = |kind| Peer { kind, stream: connect(server.local_addr()), sent: 0 };
        let hostile = KINDS.iter().flat_map(|&(kind, count, _)| (0..count).map(move |_| come(kind))).collect();
        let (count, most) = attack(hostile, &ends);
        enough.store(true, Ordering::SeqCst);
        good.into_iter().for_each(|client| client.join().expect("all its answers"));
        drop(over);

        let expected = KINDS.iter().map(|&(kind, count, how)| ((kind, how.to_owned()), count)).collect();
        assert_eq!(count, expected, "how the hostile ended");
        let grown = most.saturating_sub(before);
        assert!(grown <= 100 * A_PEER, "{} KiB of at most {}", grown >> 10, (100 * A_PEER) >> 10);
    });
}
