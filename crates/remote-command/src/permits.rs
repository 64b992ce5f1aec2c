//! A counting semaphore whose wait has a deadline.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;

#[derive(Debug, Clone)]
pub(crate) struct Permits(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    free: Mutex<usize>,
    returned: Condvar,
}

/// One of the semaphore's permits, returned when it is dropped.
#[derive(Debug)]
pub(crate) struct Permit(Permits);

impl Permits {
    pub(crate) fn new(count: usize) -> Self {
        Self(Arc::new(Shared { free: Mutex::new(count), returned: Condvar::new() }))
    }

    /// Waits for a free permit; `None` if `until` comes first.
    pub(crate) fn take(&self, until: Instant) -> Option<Permit> {
        let patience = until.saturating_duration_since(Instant::now());
        let free = self.0.free.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut free, _) = self
            .0
            .returned
            .wait_timeout_while(free, patience, |free| *free == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *free = free.checked_sub(1)?;
        Some(Permit(self.clone()))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let shared = &self.0.0;
        *shared.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        shared.returned.notify_one();
    }
}
