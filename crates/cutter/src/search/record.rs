//! One try of a cut: the proxy that makes it, and what passes.

use super::{Attempt, Passed, Recut, Stream};
use crate::cuts::{Cuts, Treatment};
use crate::cutter::Cutter;
use crate::event::{Direction, Event, Proof};
use std::collections::{BTreeMap, BTreeSet};
use std::num::{NonZeroU64, NonZeroUsize};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The most bytes of a stream that are kept for showing.
const KEPT: usize = 64 * 1024;

/// The most begins of messages that are kept of a stream.
const BEGINS: usize = 1000;

/// The most ends of pieces that are kept as proof.
const TAKEN: usize = 1 << 20;

/// The most bytes that are glued.
const GLUED: NonZeroUsize = NonZeroUsize::MIN.saturating_add((1 << 20) - 1);

impl Cutter {
    /// Cuts as a search does. `hold` is how long a writer must be quiet before what it wrote is glued.
    pub fn recut(self, recut: &Recut, hold: Duration) -> Self {
        let each = || Treatment::cut(Cuts::Every(NonZeroU64::MIN));
        let glue = || Treatment { glue: Some(GLUED), hold, ..Treatment::default() };
        match recut {
            Recut::Uncut => self,
            Recut::Glued(ways) => ways.iter().fold(self, |cutter, &way| cutter.treat(way, glue())),
            Recut::ByteByByte(ways) => ways.iter().fold(self, |cutter, &way| cutter.treat(way, each())),
            Recut::At((connection, direction), offsets) => {
                self.only(*connection).treat(*direction, Treatment::cut(Cuts::At(offsets.clone())))
            }
        }
    }
}

/// Notes what passes in one try. Give its [`sink`](Self::sink) to [`Cutter::start_with`].
#[derive(Clone, Debug, Default)]
pub struct Record(Arc<Mutex<Passing>>);

#[derive(Debug, Default)]
struct Passing {
    streams: BTreeMap<Stream, Passed>,
    /// The ends of pieces that were seen to be read.
    taken: BTreeSet<(Stream, u64)>,
    /// The directions in which a piece was not seen to be read.
    not_taken: BTreeSet<Direction>,
    /// Why the server could not be reached.
    unreachable: Option<String>,
    last: Option<Instant>,
}

impl Record {
    /// A sink for the proxy's events.
    pub fn sink(&self) -> impl FnMut(u64, &Event<'_>) + Send + 'static {
        let record = self.clone();
        move |connection, event| record.passing().event(connection, event)
    }

    /// When something passed last.
    pub fn last(&self) -> Option<Instant> {
        self.passing().last
    }

    /// Why no connection reached the server; `None` if one did, or if none was tried.
    pub fn unreachable(&self) -> Option<String> {
        let passing = self.passing();
        if passing.streams.is_empty() { passing.unreachable.clone() } else { None }
    }

    /// What the try has shown; `failed` and `output` are the program's, as in [`Attempt`].
    pub fn attempt(&self, recut: &Recut, failed: Option<String>, output: String) -> Attempt {
        let passing = std::mem::take(&mut *self.passing());
        let (made, proven) = passing.shown(recut);
        Attempt { failed, output, made, proven, streams: passing.streams }
    }

    fn passing(&self) -> MutexGuard<'_, Passing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Passing {
    fn event(&mut self, connection: u64, event: &Event<'_>) {
        self.last = Some(Instant::now());
        match event {
            Event::Piece { direction, offset, bytes, proof } => {
                let passed = self.streams.entry((connection, *direction)).or_default();
                passed.len = offset + bytes.len() as u64;
                passed.bytes.extend(bytes.iter().take(KEPT.saturating_sub(passed.bytes.len())));
                if passed.begins.len() < BEGINS {
                    passed.begins.push(*offset);
                }
                if *proof != Proof::Taken {
                    self.not_taken.insert(*direction);
                } else if self.taken.len() < TAKEN {
                    self.taken.insert(((connection, *direction), passed.len));
                }
            }
            Event::Ended { direction, .. } => {
                self.streams.entry((connection, *direction)).or_default();
            }
            Event::Unreachable(error) => self.unreachable = Some(error.to_string()),
            _ => {}
        }
    }

    /// Whether every cut was made, and whether the program was seen to have read up to each.
    fn shown(&self, recut: &Recut) -> (bool, bool) {
        match recut {
            Recut::Uncut | Recut::Glued(_) => (true, true),
            Recut::At(stream, offsets) => {
                let len = self.streams.get(stream).map_or(0, |passed| passed.len);
                let proven = offsets.iter().all(|&offset| self.taken.contains(&(*stream, offset)));
                (offsets.iter().all(|&offset| offset < len), proven)
            }
            Recut::ByteByByte(ways) => {
                let some = self.taken.iter().any(|((_, direction), _)| ways.contains(direction));
                (
                    some || self.not_taken.iter().any(|way| ways.contains(way)),
                    some && ways.iter().all(|way| !self.not_taken.contains(way)),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::NotObserved;

    const UP: Stream = (1, Direction::Up);

    fn shown(pieces: &[(u64, &[u8], bool)], recut: &Recut) -> (bool, bool) {
        let record = Record::default();
        let mut sink = record.sink();
        for &(offset, bytes, taken) in pieces {
            let late = Proof::NotObserved(NotObserved::NotRead(Duration::ZERO));
            let proof = if taken { Proof::Taken } else { late };
            sink(1, &Event::Piece { direction: Direction::Up, offset, bytes, proof });
        }
        let attempt = record.attempt(recut, None, String::new());
        (attempt.made, attempt.proven)
    }

    #[test]
    fn a_cut_is_made_if_bytes_follow_it_and_proven_if_those_before_it_were_read() {
        let at = |offset| Recut::At(UP, vec![offset]);
        let pieces: [(u64, &[u8], bool); 2] = [(0, b"I", true), (1, b"'m", true)];
        assert_eq!(shown(&pieces, &at(1)), (true, true));
        assert_eq!(shown(&pieces, &at(2)), (true, false), "nothing was cut there");
        assert_eq!(shown(&pieces, &at(3)), (false, true), "nothing follows");
        assert_eq!(shown(&[(0, b"I", false), (1, b"'m", true)], &at(1)), (true, false));
    }

    #[test]
    fn byte_by_byte_is_proven_if_every_piece_was_read() {
        let up = Recut::ByteByByte(vec![Direction::Up]);
        assert_eq!(shown(&[(0, b"I", true), (1, b"'", true)], &up), (true, true));
        assert_eq!(shown(&[(0, b"I", true), (1, b"'", false)], &up), (true, false));
        assert_eq!(shown(&[], &up), (false, false));
    }

    #[test]
    fn a_server_is_unreachable_only_if_no_connection_reached_it() {
        let record = Record::default();
        let mut sink = record.sink();
        let refused = || Event::Unreachable(std::io::ErrorKind::ConnectionRefused.into());
        sink(1, &refused());
        assert!(record.unreachable().is_some());
        sink(2, &Event::Ended { direction: Direction::Down, bytes: 0 });
        sink(3, &refused());
        assert_eq!(record.unreachable(), None);
    }
}
