//! What a reader reserves, and what of it is in memory. It is measured around the reader, which decides nothing by it.

use probe::TracedStream;
use trace::{Event, Stream};

/// What a reader had reserved at most, in bytes, and how many of these were in memory.
#[derive(Debug, Default)]
pub(crate) struct Seen(Option<(u64, Option<u64>)>);

impl Seen {
    /// The reader has `reserved` bytes now, and uses these.
    pub(crate) fn reserved(&mut self, reserved: usize, used: &[u8]) {
        self.0 = self.0.max(Some((reserved as u64, probe::resident(used))));
    }

    /// Notes the most.
    pub(crate) fn note(&self, end: &TracedStream, stream: Stream) {
        if let Some((reserved, resident)) = self.0 {
            end.note(Event::Memory { stream, reserved, resident });
        }
    }
}
