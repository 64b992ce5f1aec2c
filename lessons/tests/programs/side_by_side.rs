//! What a lesson does is mostly to wait, so several are run at once.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many run at once.
const AT_ONCE: usize = 6;

/// Does the same with each of `all`, several at a time; panics as the first of them that does.
pub(crate) fn side_by_side<T: Send>(all: impl IntoIterator<Item = T>, each: impl Fn(T) + Sync) {
    let rest = Mutex::new(all.into_iter().collect::<Vec<T>>().into_iter());
    let next = || rest.lock().unwrap_or_else(PoisonError::into_inner).next();
    thread::scope(|scope| {
        let work = || {
            while let Some(one) = next() {
                each(one);
            }
        };
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        if let Some(panic) = workers.into_iter().find_map(|worker| worker.join().err()) {
            resume_unwind(panic);
        }
    });
}
