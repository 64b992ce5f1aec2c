//! Knows the programs that run, so that a signal ends them all, and so that a daemon is ended with the program it came from.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The environment variable that a program and its descendants inherit: it tells whose a daemon is.
pub(crate) const MARK: &str = "STICKY_PROGRAM";

/// A program that was started and not yet ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its process, and its process group. As long as the entry exists it has not been reaped, so its number is not reused.
    pub(crate) pid: u32,
    /// The value of [`MARK`] in its environment.
    pub(crate) mark: String,
}

static PROGRAMS: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

/// Locks the list. A program is started and swept for under this lock, so that no sweep sees a child that is not listed yet.
pub(crate) fn lock() -> MutexGuard<'static, Vec<Entry>> {
    PROGRAMS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A value that no other program of this process has, nor of another process that runs now.
pub(crate) fn next_mark() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("{}.{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
