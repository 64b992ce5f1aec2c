//! A counting semaphore whose wait has a deadline.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;

/// How many permits are free, and who waits for one.
#[derive(Debug, Clone)]
pub(crate) struct Permits(Arc<(Mutex<usize>, Condvar)>);

/// One of the semaphore's permits, returned when it is dropped.
#[derive(Debug)]
pub(crate) struct Permit(Permits);

impl Permits {
    pub(crate) fn new(count: usize) -> Self {
        Self(Arc::new((Mutex::new(count), Condvar::new())))
    }

    /// Waits for a free permit; `None` if `until` comes first.
    pub(crate) fn take(&self, until: Instant) -> Option<Permit> {
        let (free, returned) = &*self.0;
        let patience = until.saturating_duration_since(Instant::now());
        let waited =
            returned
                .wait_timeout_while(free.lock().unwrap_or_else(PoisonError::into_inner), patience, |free| *free == 0);
        let mut free = waited.unwrap_or_else(PoisonError::into_inner).0;
        *free = free.checked_sub(1)?;
        Some(Permit(self.clone()))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let (free, returned) = &*self.0.0;
        *free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        returned.notify_one();
    }
}
