//! Waits for the kernel to report that something is so, never for time to pass; and calls that no signal ends.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

/// How long the kernel may take to get there. Loopback needs 40 ms at most, for a delayed ACK, and 200 ms for a cork.
const DEADLINE: Duration = Duration::from_secs(10);

/// How long to ask again and again, before a rest between two questions.
const EAGER: Duration = Duration::from_micros(200);

/// What counts of the time between two questions: on a busy machine it is longer than [`REST`].
const STEP_MAX: Duration = Duration::from_millis(100);

/// The rest between two questions: a time in the trace may be this late.
const REST: Duration = Duration::from_micros(100);

/// How long nothing more must come until we take it that nothing is under way, where the kernel does not say what it sent:
/// longer than it delays an ACK, or holds bytes back for a cork.
const QUIET: Duration = Duration::from_millis(300);

/// For how long a number has stayed as it is.
#[derive(Debug, Default)]
pub(crate) struct Quiet(Option<(u64, Instant)>);

impl Quiet {
    /// Whether the number has long been `now`.
    pub(crate) fn for_long(&mut self, now: u64) -> bool {
        let (_, since) = self.0.filter(|(before, _)| *before == now).unwrap_or((now, Instant::now()));
        self.0 = Some((now, since));
        since.elapsed() > QUIET
    }
}

/// Calls `state` until it returns a value, and returns that.
///
/// # Errors
/// Those of `state`; `TimedOut`, with `awaited` in its text, when 10 s have passed.
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

/// Makes a call again that a signal interrupted: Linux does not do so by itself where the socket has a timeout (signal(7)),
/// and to stop and continue the process is enough of a signal.
pub(crate) fn uninterrupted(mut call: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
