//! Keeps the end of what a program prints. The pipe is always emptied, so a program never blocks, and memory never grows.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

/// The ends of both outputs of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// The last bytes of standard output.
    pub stdout: Vec<u8>,
    /// How many bytes it printed there.
    pub stdout_total: u64,
    /// The last bytes of standard error.
    pub stderr: Vec<u8>,
    /// How many bytes it printed there.
    pub stderr_total: u64,
}

/// The end of one output.
#[derive(Default)]
struct Kept {
    bytes: VecDeque<u8>,
    /// How many bytes came before those.
    dropped: u64,
    /// Up to where lines were read.
    read: u64,
    /// Up to where no line ends: a long one is not searched again each time that more of it comes.
    searched: u64,
    ended: bool,
}

impl Kept {
    fn total(&self) -> u64 {
        self.dropped + self.bytes.len() as u64
    }

    fn take(&mut self, bytes: &[u8], limit: usize) {
        self.bytes.extend(bytes);
        let excess = self.bytes.len().saturating_sub(limit);
        self.bytes.drain(..excess);
        self.dropped += excess as u64;
    }

    /// The next line, without its end, or what follows the last one once the output has ended.
    fn next_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.read < self.dropped {
            let lost = self.dropped - self.read;
            self.read = self.dropped;
            let text = format!("{lost} bytes of its output were printed faster than they were read, and are lost");
            return Err(io::Error::new(ErrorKind::InvalidData, text));
        }
        // Both fit, since so many bytes are kept.
        let from = (self.read - self.dropped) as usize;
        let searched = (self.searched.max(self.read) - self.dropped) as usize;
        let end = self.bytes.range(searched..).position(|&byte| byte == b'\n');
        let rest = self.bytes.len() - from;
        self.searched = self.total();
        let (len, end) = match end {
            Some(len) => (searched - from + len, 1),
            None if self.ended && rest > 0 => (rest, 0),
            None => return Ok(None),
        };
        self.searched = 0;
        self.read += (len + end) as u64;
        Ok(Some(self.bytes.range(from..from + len).copied().collect()))
    }
}

/// One output of a program, emptied by a thread of its own.
#[derive(Clone, Default)]
pub(crate) struct Tail {
    shared: Arc<(Mutex<Kept>, Condvar)>,
}

impl Tail {
    /// Reads `pipe` to its end, and keeps the last `limit` bytes.
    pub(crate) fn follow(pipe: impl Read + Send + 'static, limit: usize) -> io::Result<Self> {
        let tail = Self::default();
        let shared = tail.clone();
        thread::Builder::new().name("output".to_owned()).spawn(move || shared.empty(pipe, limit))?;
        Ok(tail)
    }

    fn empty(&self, mut pipe: impl Read, limit: usize) {
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match pipe.read(&mut buffer) {
                Ok(0) => break,
                Ok(len) => self.lock().take(&buffer[..len], limit),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => break, // a pipe that cannot be read has ended for us
            }
            self.shared.1.notify_all();
        }
        self.lock().ended = true;
        self.shared.1.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until `done` returns something, or until the deadline.
    fn wait<T>(&self, deadline: Instant, mut done: impl FnMut(&mut Kept) -> Option<T>) -> Option<T> {
        let mut kept = self.lock();
        loop {
            if let Some(value) = done(&mut kept) {
                return Some(value);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            kept = self.shared.1.wait_timeout(kept, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The next line; `None` at the end of the output.
    pub(crate) fn read_line(&self, deadline: Instant) -> io::Result<Option<Vec<u8>>> {
        let line = self.wait(deadline, |kept| match kept.next_line() {
            Ok(None) => kept.ended.then_some(Ok(None)),
            line => Some(line),
        });
        line.unwrap_or_else(|| Err(io::Error::new(ErrorKind::TimedOut, "it printed no further line in time")))
    }

    /// Waits until the output has ended; returns whether it did.
    pub(crate) fn wait_for_end(&self, deadline: Instant) -> bool {
        self.wait(deadline, |kept| kept.ended.then_some(())).is_some()
    }

    /// What is kept, and how many bytes there were in all.
    pub(crate) fn kept(&self) -> (Vec<u8>, u64) {
        let kept = self.lock();
        (kept.bytes.iter().copied().collect(), kept.total())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(30)
    }

    #[test]
    fn lines_are_read_one_by_one_and_the_last_needs_no_end() {
        let tail = Tail::follow(&b"one\n\ntwo"[..], 100).expect("a thread starts");
        let lines: Vec<_> = std::iter::from_fn(|| tail.read_line(soon()).expect("nothing is lost")).collect();
        assert_eq!(lines, [&b"one"[..], b"", b"two"]);
    }

    #[test]
    fn a_flood_keeps_its_end_and_says_what_was_lost() {
        let tail = Tail::follow([b'x'; 1000].chain(&b"\nend\n"[..]), 10).expect("a thread starts");
        assert!(tail.wait_for_end(soon()));
        assert_eq!(tail.kept(), (b"xxxxx\nend\n".to_vec(), 1005));
        assert!(tail.read_line(soon()).expect_err("its front is lost").to_string().contains("995 bytes"));
        assert_eq!(tail.read_line(soon()).expect("this is kept"), Some(b"xxxxx".to_vec()));
    }
}
