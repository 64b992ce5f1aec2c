//! One deadline for all calls of a turn: no peer can extend it, and nothing else ends the turn.

use crate::pair;
use link::{DEADLINE, DeadlinePassed, DeadlineStream, SocketOptions, Timeouts};
use std::cell::RefCell;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

/// Holds one turn of `limit` with a peer that runs beside it, until a call fails; returns that error.
fn one_turn(
    limit: Duration,
    peer: impl FnOnce(TcpStream, Instant) + Send,
    call: impl Fn(&mut DeadlineStream<TcpStream>) -> io::Result<()>,
) -> io::Error {
    let pair = pair(SocketOptions::default());
    thread::scope(|scope| {
        scope.spawn(|| peer(pair.sender, Instant::now() + DEADLINE));
        let mut stream = DeadlineStream::new(pair.receiver, limit);
        loop {
            if let Err(error) = call(&mut stream) {
                return error;
            }
        }
    })
}

#[test]
fn a_peer_that_dribbles_cannot_stretch_a_turn() {
    let limit = Duration::from_millis(200);
    let error = one_turn(
        limit,
        |mut peer, until| {
            // A byte for every byte that was read: no read here ever waits long.
            let mut byte = [b'x'];
            while Instant::now() < until && peer.write_all(&byte).is_ok() && peer.read_exact(&mut byte).is_ok() {}
            assert!(Instant::now() < until, "bytes were taken for as long as they came");
        },
        |stream| {
            let mut byte = [0];
            stream.read_exact(&mut byte)?;
            stream.write_all(&byte)
        },
    );
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(DeadlinePassed::caused(&error));
    assert_eq!(error.to_string(), "the peer did not finish its turn within 200ms");
}

#[test]
fn a_peer_that_reads_a_little_cannot_stretch_a_turn() {
    let error = one_turn(
        Duration::from_millis(200),
        |mut peer, until| {
            let mut piece = [0; 512];
            while Instant::now() < until && matches!(peer.read(&mut piece), Ok(1..)) {}
            assert!(Instant::now() < until, "bytes were written for as long as something was read");
        },
        |stream| stream.write_all(&[0; 4096]),
    );
    assert!(DeadlinePassed::caused(&error), "{error}");
}

#[test]
fn a_silent_peer_ends_with_its_turn_and_the_next_turn_is_new() {
    let mut pair = pair(SocketOptions::default());
    let mut stream = DeadlineStream::new(pair.receiver, Duration::from_millis(20));
    assert!(DeadlinePassed::caused(&stream.read(&mut [0]).expect_err("nothing came")));
    assert!(DeadlinePassed::caused(&stream.write(&[0]).expect_err("the turn is over for writes too")));
    stream.turn(Duration::from_millis(50));
    let endless = vec![0; 64 * 1024 * 1024];
    assert!(DeadlinePassed::caused(&stream.write_all(&endless).expect_err("nobody reads")));
    pair.sender.write_all(b"x").expect("there is room");
    stream.turn(DEADLINE);
    assert_eq!(stream.read(&mut [0]).expect("it comes"), 1);
}

#[test]
fn a_turn_may_have_no_limit_or_no_time_at_all() {
    let mut pair = pair(SocketOptions::default());
    let mut stream = DeadlineStream::new(pair.receiver, Duration::MAX);
    pair.sender.write_all(b"x").expect("there is room");
    assert_eq!(stream.read(&mut [0]).expect("it comes"), 1);
    stream.turn(Duration::ZERO);
    assert_eq!(stream.read(&mut [0]).expect_err("there is no time").kind(), ErrorKind::TimedOut);
}

#[test]
fn header_and_body_are_one_write_and_no_option_is_set() {
    let pair = pair(SocketOptions::default());
    let mut stream = DeadlineStream::new(&pair.sender, DEADLINE);
    let wrote = stream.write_vectored(&[IoSlice::new(b"head"), IoSlice::new(b"body")]);
    assert_eq!(wrote.expect("there is room"), 8);
    assert!(!stream.get_ref().nodelay().expect("every system has it"));
}

/// Fails each read as its script says, last item first, and then reads a byte; remembers the timeouts that were set.
struct Scripted {
    failures: Vec<ErrorKind>,
    timeouts: RefCell<Vec<Duration>>,
}

impl Timeouts for Scripted {
    fn set_timeouts(&self, limit: Duration) -> io::Result<()> {
        self.timeouts.borrow_mut().push(limit);
        Ok(())
    }
}

impl Read for Scripted {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.failures.pop().map_or(Ok(1), |kind| Err(kind.into()))
    }
}

/// signal(7): a call with a timeout fails with EINTR after Ctrl-Z and `fg`, and Linux does not restart it.
#[test]
fn neither_a_signal_nor_a_timer_that_rings_early_ends_a_turn() {
    let failures = vec![ErrorKind::WouldBlock, ErrorKind::Interrupted, ErrorKind::Interrupted];
    let mut stream = DeadlineStream::new(Scripted { failures, timeouts: RefCell::default() }, DEADLINE);
    assert_eq!(stream.read(&mut [0]).expect("it is read in the end"), 1);
    let timeouts = stream.get_ref().timeouts.borrow();
    assert_eq!(timeouts.len(), 4);
    assert!(timeouts.is_sorted_by(|earlier, later| earlier > later), "each is what was left: {timeouts:?}");
}

/// Takes no timeout, as macOS does on a socket that was reset.
struct Reset(ErrorKind);

impl Timeouts for Reset {
    fn set_timeouts(&self, _: Duration) -> io::Result<()> {
        Err(self.0.into())
    }
}

impl Read for Reset {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(ErrorKind::ConnectionReset.into())
    }
}

#[test]
fn a_reset_is_a_reset_where_no_timeout_can_be_set_any_more() {
    let fails_to_set = |kind| DeadlineStream::new(Reset(kind), DEADLINE).read(&mut [0]).map_err(|error| error.kind());
    assert_eq!(fails_to_set(ErrorKind::InvalidInput), Err(ErrorKind::ConnectionReset));
    assert_eq!(fails_to_set(ErrorKind::PermissionDenied), Err(ErrorKind::PermissionDenied));
}

#[test]
fn other_failures_end_a_call_and_are_no_deadline() {
    for kind in [ErrorKind::ConnectionReset, ErrorKind::ConnectionRefused] {
        let mut stream = DeadlineStream::new(Scripted { failures: vec![kind], timeouts: RefCell::default() }, DEADLINE);
        let error = stream.read(&mut [0]).expect_err("the script says so");
        assert_eq!((error.kind(), DeadlinePassed::caused(&error)), (kind, false));
    }
    assert!(!DeadlinePassed::caused(&ErrorKind::TimedOut.into()), "a timeout of one call");
}
