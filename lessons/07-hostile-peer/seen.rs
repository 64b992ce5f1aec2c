//! What a reader reserves, and what of it is memory in use. It is measured around the reader, which decides nothing by it.

use probe::Watched;
use std::sync::{Mutex, MutexGuard, PoisonError};
use trace::{Event, Stream};

/// What a reader had reserved at most, in bytes, and how much had become resident.
#[derive(Debug)]
pub(crate) struct Seen {
    before: Option<u64>,
    most: Option<(u64, Option<u64>)>,
}

impl Seen {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self { before: probe::resident(), most: None }
    }

    /// The reader has `reserved` bytes now.
    pub(crate) fn reserved(&mut self, reserved: usize) {
        let grown = probe::resident().zip(self.before).map(|(now, before)| now.saturating_sub(before));
        self.most = self.most.max(Some((reserved as u64, grown)));
    }

    /// Notes the most.
    pub(crate) fn note(&self, end: &Watched, stream: Stream) {
        if let Some((reserved, resident)) = self.most {
            end.note(Event::Memory { stream, reserved, resident });
        }
    }
}

/// Resident memory is the whole process's: two of these lessons in one, as the tests have them, would see each other's.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
