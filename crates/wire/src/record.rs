//! Shares the capture between the cable and the lesson.

use crate::Fate;
use crate::capture::Capture;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// The capture, since the wire was made.
#[derive(Debug)]
pub(crate) struct Record {
    /// When the wire was made: its times count from then.
    pub(crate) laid: Instant,
    /// The same, as calendar time.
    pub(crate) laid_at: SystemTime,
    capture: Mutex<Capture>,
    changed: Condvar,
}

impl Record {
    pub(crate) fn new() -> Self {
        let (laid, laid_at) = (Instant::now(), SystemTime::now());
        Self { laid, laid_at, capture: Mutex::default(), changed: Condvar::new() }
    }

    pub(crate) fn capture(&self) -> MutexGuard<'_, Capture> {
        self.capture.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records what became of a segment, if the segment is kept.
    pub(crate) fn leave(&self, index: Option<usize>, fate: Fate) {
        if let Some(index) = index {
            self.capture().leave(index, fate);
            self.changed.notify_all();
        }
    }

    /// Waits until `done` returns true for the capture, for `limit` at most; returns whether it did.
    pub(crate) fn wait_until(&self, limit: Duration, done: impl Fn(&Capture) -> bool) -> bool {
        let waited = self.changed.wait_timeout_while(self.capture(), limit, |capture| !done(capture));
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}
