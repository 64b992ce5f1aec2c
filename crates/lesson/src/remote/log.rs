//! A server's log. It never makes the server wait: a thread of its own writes it while there is something to write. And
//! no peer can fill a disk with it: beyond a limit, lines are only counted and summed up.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Display;
use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How many lines may be logged one by one at first, and how many more in every interval.
const LINES_AT_FIRST: usize = 500;
const LINES_LATER: usize = 50;

/// How often the lines that were not logged are summed up.
const INTERVAL: Duration = Duration::from_secs(10);

/// How long a program that ends waits for its log.
const LAST_LINES: Duration = Duration::from_secs(1);

const STACK_BYTES: usize = 64 * 1024;

#[derive(Debug)]
pub(super) struct Log(Arc<Shared>);

struct Shared {
    out: Mutex<Box<dyn Write + Send>>,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    waiting: VecDeque<String>,
    /// How many lines of each kind were not logged since the last sum.
    untold: BTreeMap<&'static str, u64>,
    /// How many lines may still be logged in this interval.
    lines_left: usize,
    interval: Duration,
    interval_began: Instant,
    is_written: bool,
}

impl Log {
    pub(super) fn new(out: impl Write + Send + 'static) -> Self {
        Self::with_interval(out, INTERVAL)
    }

    fn with_interval(out: impl Write + Send + 'static, interval: Duration) -> Self {
        let state = State {
            waiting: VecDeque::new(),
            untold: BTreeMap::new(),
            lines_left: LINES_AT_FIRST,
            interval,
            interval_began: Instant::now(),
            is_written: false,
        };
        Self(Arc::new(Shared { out: Mutex::new(Box::new(out)), state: Mutex::new(state), changed: Condvar::new() }))
    }

    /// Logs `line`; if there are too many lines, only counts it among those called `plural`.
    pub(super) fn tell(&self, plural: &'static str, line: impl Display) {
        let mut state = self.0.state();
        state.begin_interval();
        if state.lines_left > 0 && state.waiting.len() < LINES_AT_FIRST {
            state.lines_left -= 1;
            state.waiting.push_back(line.to_string());
        } else {
            *state.untold.entry(plural).or_default() += 1;
        }
        if !state.is_written {
            let shared = Arc::clone(&self.0);
            let thread = thread::Builder::new().name("log".to_owned()).stack_size(STACK_BYTES);
            // If no thread can be started, the line waits until the next one is logged.
            state.is_written = thread.spawn(move || shared.write()).is_ok();
        }
    }

    /// Waits until everything has been written, but not for a reader that does not read.
    pub(super) fn wait_until_written(&self) {
        drop(self.0.changed.wait_timeout_while(self.0.state(), LAST_LINES, |state| state.is_written));
    }
}

impl Shared {
    /// Writes the lines that are waiting, and later the sum.
    fn write(&self) {
        while let Some(line) = self.next_line() {
            let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
            // A log whose reader has gone is no reason to stop serving.
            let _ = out.write_all(format!("{line}\n").as_bytes());
        }
    }

    fn next_line(&self) -> Option<String> {
        let mut state = self.state();
        loop {
            if let Some(line) = state.waiting.pop_front() {
                return Some(line);
            }
            if state.untold.is_empty() {
                state.is_written = false;
                self.changed.notify_all();
                return None;
            }
            let passed = state.interval_began.elapsed();
            if passed >= state.interval {
                return Some(state.sum(passed));
            }
            let left = state.interval - passed;
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Begins another interval if one has passed and its sum has been logged.
    fn begin_interval(&mut self) {
        let intervals = self.interval_began.elapsed().as_millis() / self.interval.as_millis();
        if intervals > 0 && self.untold.is_empty() {
            self.interval_began = Instant::now();
            let more = LINES_LATER.saturating_mul(usize::try_from(intervals).unwrap_or(usize::MAX));
            self.lines_left = self.lines_left.saturating_add(more).min(LINES_AT_FIRST);
        }
    }

    fn sum(&mut self, passed: Duration) -> String {
        let untold: Vec<_> = self.untold.iter().map(|(plural, count)| format!("{count} {plural}")).collect();
        self.untold.clear();
        self.begin_interval();
        format!("left out in the last {} s: {}", passed.as_secs(), untold.join(", "))
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{LINES_AT_FIRST, Log};
    use std::io;
    use std::sync::mpsc::{SyncSender, sync_channel};
    use std::time::Duration;

    /// It makes the writer wait until the test takes a line.
    struct Reader(SyncSender<String>);

    impl io::Write for Reader {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            let text = String::from_utf8_lossy(line).into_owned();
            self.0.send(text).map(|()| line.len()).map_err(io::Error::other)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_log_that_nobody_reads_makes_nobody_wait_and_counts_what_it_leaves_out() {
        let (sender, lines) = sync_channel(0);
        let log = Log::with_interval(Reader(sender), Duration::from_millis(1));
        for number in 0..3 * LINES_AT_FIRST {
            log.tell("calls failed", number); // it would wait here
        }
        let mut told = 0;
        let sum = loop {
            let line = lines.recv().expect("a line");
            if line.contains("left out") {
                break line;
            }
            told += 1;
        };
        assert!((LINES_AT_FIRST..2 * LINES_AT_FIRST).contains(&told), "{told}");
        let untold = format!(" s: {} calls failed\n", 3 * LINES_AT_FIRST - told);
        assert!(sum.starts_with("left out in the last ") && sum.ends_with(&untold), "{told}, {sum}");
        log.tell("calls failed", "one more");
        assert_eq!(lines.recv().expect("a line"), "one more\n");
    }
}
