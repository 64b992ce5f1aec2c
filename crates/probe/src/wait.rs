//! Waits until the kernel reports a state, with a deadline, and repeats calls that a signal interrupted. It never waits for time to pass.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

/// How long the kernel may take. Loopback needs at most 40 ms for a delayed ACK, and some 200 ms for a cork.
const DEADLINE: Duration = Duration::from_secs(10);

/// How long to poll without sleeping.
const EAGER: Duration = Duration::from_micros(200);

/// The most that the time between two polls counts towards the deadline: a stopped process was not waiting.
const STEP_MAX: Duration = Duration::from_millis(100);

/// How long to sleep between later polls: times in the trace may be this late.
const REST: Duration = Duration::from_micros(100);

/// If the kernel does not report what it sent, we assume that nothing is in flight after this long without arrivals. It is longer
/// than a delayed ACK, and than a cork on loopback.
const QUIET: Duration = Duration::from_millis(300);

/// How long a number has not changed.
#[derive(Debug, Default)]
pub(crate) struct Quiet(Option<(u64, Instant)>);

impl Quiet {
    /// Whether the number has been `now` for longer than [`QUIET`].
    pub(crate) fn for_long(&mut self, now: u64) -> bool {
        let (_, since) = self.0.filter(|(before, _)| *before == now).unwrap_or((now, Instant::now()));
        self.0 = Some((now, since));
        since.elapsed() > QUIET
    }
}

/// Calls `state` until it returns a value, and returns that value.
///
/// # Errors
/// Those of `state`; `TimedOut` after 10 s, with a message that names what was `awaited`.
pub fn until<T>(awaited: &str, mut state: impl FnMut() -> io::Result<Option<T>>) -> io::Result<T> {
    let (mut waited, mut before) = (Duration::ZERO, Instant::now());
    loop {
        if let Some(value) = state()? {
            return Ok(value);
        }
        let now = Instant::now();
        waited += (now - before).min(STEP_MAX); // a process that was stopped did not wait
        before = now;
        match waited {
            waited if waited > DEADLINE => return Err(late(awaited)),
            waited if waited > EAGER => thread::sleep(REST),
            _ => thread::yield_now(),
        }
    }
}

fn late(awaited: &str) -> io::Error {
    let text = format!("gave up waiting for {awaited} after {} s; is this machine overloaded?", DEADLINE.as_secs());
    io::Error::new(io::ErrorKind::TimedOut, text)
}

/// Makes a call, and repeats it if a signal interrupted it. Linux does not restart it if the socket has a timeout (signal(7)), and
/// stopping and continuing the process is enough to interrupt it.
pub(crate) fn uninterrupted(mut call: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
