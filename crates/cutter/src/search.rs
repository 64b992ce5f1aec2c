//! Finds the smallest cut that breaks a program. The search knows neither programs nor sockets: it tries a [`Subject`] with a
//! cut, and learns whether all went well. [`Record`] helps a subject that uses the proxy.

mod choice;
mod record;
mod report;
mod smaller;

pub use record::Record;
pub use report::{Finding, Report, Stage, Tried, Unfit};

use crate::event::Direction;
use choice::{pairs, singles};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// One direction of one connection, counted from 1.
pub type Stream = (u64, Direction);

/// How the streams of one try are cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recut {
    /// Not at all.
    Uncut,
    /// What is written together arrives together, in these directions.
    Glued(Vec<Direction>),
    /// Every byte on its own, in these directions.
    ByteByByte(Vec<Direction>),
    /// At these offsets of one stream, in ascending order.
    At(Stream, Vec<u64>),
}

/// What one try has shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempt {
    /// What was wrong, in a few words; absent if the program was content.
    pub failed: Option<String>,
    /// The last lines of its output.
    pub output: String,
    /// Whether every cut was made: a stream may have ended before.
    pub made: bool,
    /// Whether the program was seen to have read up to each cut before more was sent.
    pub proven: bool,
    /// The streams that passed.
    pub streams: BTreeMap<Stream, Passed>,
}

impl Attempt {
    /// Without the streams and the output, if nothing was wrong: there may be thousands of tries.
    fn worth_keeping(self) -> Self {
        if self.failed.is_some() {
            return self;
        }
        Self { output: String::new(), streams: BTreeMap::new(), ..self }
    }
}

/// A stream that has passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Its first bytes, for showing.
    pub bytes: Vec<u8>,
    /// How long it was, in bytes.
    pub len: u64,
    /// Offsets at which a read of the proxy began: there the writer may have begun a message.
    pub begins: Vec<u64>,
}

/// A program, or two that talk to each other, which can be tried as often as is wanted, also several times at once.
pub trait Subject: Sync {
    /// Why a try was not possible.
    type Error: Send;

    /// Tries it once.
    ///
    /// # Errors
    /// If the try says nothing about the cut.
    fn attempt(&self, recut: &Recut) -> Result<Attempt, Self::Error>;
}

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many tries go on at once.
    pub jobs: NonZeroUsize,
    /// The most single cuts to try; of a longer stream they are chosen.
    pub tries: usize,
    /// What the choice follows from.
    pub seed: u64,
    /// The one direction to cut; absent, both are.
    pub only: Option<Direction>,
}

/// A failure must come again as often as this.
const CONFIRMATIONS: usize = 2;

/// How often a cut that was not proven is tried again: a busy machine may have let the program read late.
const RETRIES: usize = 2;

/// Searches in the order of the stages. It calls `progress` after each try.
///
/// # Errors
/// If the program cannot be judged: [`Unfit`].
pub fn search<S: Subject>(
    subject: &S,
    limits: Limits,
    progress: &(dyn Fn(Tried) + Sync),
) -> Result<Report, Unfit<S::Error>> {
    let mut uncut = uncut(subject)?;
    let directions = limits.only.map_or(Direction::BOTH.to_vec(), |only| vec![only]);
    uncut.streams.retain(|(_, direction), _| directions.contains(direction));
    let mut search = Search::new(subject, limits, progress, uncut);
    search.report.tried.push(Tried { stage: Stage::Uncut, tried: 2, of: 2, broke: false });
    search.glued(&directions)?;
    let byte_by_byte = search.first_failing(Stage::ByteByByte, &[Recut::ByteByByte(directions)], 1)?;
    let (cuts, of) = singles(&search.report.uncut.streams, limits.tries, limits.seed);
    search.report.cut = search.first_failing(Stage::Single, &cuts, of)?;
    if search.report.cut.is_none() {
        let (cuts, of) = pairs(&search.report.uncut.streams, limits.tries);
        let pair = search.first_failing(Stage::Pair, &cuts, of)?;
        search.report.cut = pair.map(|pair| search.minimal(pair, &mut 0)).transpose()?;
    }
    if let (None, Some(finding)) = (&search.report.cut, byte_by_byte) {
        search.report.cut = Some(search.smaller(finding)?);
    }
    Ok(search.report)
}

/// Tries one cut, after the program was content twice without.
///
/// # Errors
/// As [`search`].
pub fn search_one<S: Subject>(subject: &S, recut: Recut, limits: Limits) -> Result<Report, Unfit<S::Error>> {
    let mut search = Search::new(subject, limits, &|_| {}, uncut(subject)?);
    let stage = match &recut {
        Recut::Uncut => Stage::Uncut,
        Recut::Glued(_) => Stage::Glued,
        Recut::ByteByByte(_) => Stage::ByteByByte,
        Recut::At(_, offsets) if offsets.len() == 1 => Stage::Single,
        Recut::At(..) => Stage::Pair,
    };
    let found = search.first_failing(stage, &[recut], 1)?;
    let place = if stage == Stage::Glued { &mut search.report.glued } else { &mut search.report.cut };
    *place = found;
    Ok(search.report)
}

/// Two tries as the programs write.
fn uncut<S: Subject>(subject: &S) -> Result<Attempt, Unfit<S::Error>> {
    let [first, second] = [subject.attempt(&Recut::Uncut)?, subject.attempt(&Recut::Uncut)?];
    match (&first.failed, &second.failed) {
        (Some(_), Some(_)) => Err(Unfit::FailsUncut(second)),
        (Some(_), None) => Err(Unfit::FailsSometimes(first)),
        (None, Some(_)) => Err(Unfit::FailsSometimes(second)),
        (None, None) if first.streams.values().all(|stream| stream.len == 0) => Err(Unfit::Silent),
        (None, None) => Ok(first),
    }
}

/// A search that goes on.
struct Search<'a, S: Subject> {
    subject: &'a S,
    limits: Limits,
    progress: &'a (dyn Fn(Tried) + Sync),
    report: Report,
    /// Whether a cut was not proven however often it was tried: then the program reads late by itself.
    reads_late: AtomicBool,
}

impl<'a, S: Subject> Search<'a, S> {
    fn new(subject: &'a S, limits: Limits, progress: &'a (dyn Fn(Tried) + Sync), uncut: Attempt) -> Self {
        let report = Report { uncut, ..Report::default() };
        Self { subject, limits, progress, report, reads_late: AtomicBool::new(false) }
    }

    /// Tries a cut; again, if nothing was wrong and it was made, but not proven.
    fn attempt(&self, recut: &Recut) -> Result<Attempt, S::Error> {
        let says_nothing = |attempt: &Attempt| attempt.failed.is_none() && attempt.made && !attempt.proven;
        let mut attempt = self.subject.attempt(recut)?;
        for _ in 0..RETRIES {
            if !says_nothing(&attempt) || self.reads_late.load(Ordering::Relaxed) {
                return Ok(attempt);
            }
            attempt = self.subject.attempt(recut)?;
        }
        self.reads_late.fetch_or(says_nothing(&attempt), Ordering::Relaxed);
        Ok(attempt)
    }

    /// Glues each direction, then both: the first that fails.
    fn glued(&mut self, directions: &[Direction]) -> Result<(), Unfit<S::Error>> {
        let both = (directions.len() > 1).then(|| directions.to_vec());
        let ways: Vec<_> = directions.iter().map(|&one| vec![one]).chain(both).map(Recut::Glued).collect();
        self.report.glued = self.first_failing(Stage::Glued, &ways, ways.len())?;
        Ok(())
    }

    /// The first of `recuts` that fails every time; `of` is how many there would be if none were left out.
    fn first_failing(&mut self, stage: Stage, recuts: &[Recut], of: usize) -> Result<Option<Finding>, Unfit<S::Error>> {
        let mut begin = 0;
        let found = loop {
            let Some((nth, attempt)) = self.next_failing(stage, recuts, begin, of)? else { break None };
            begin = nth + 1;
            let recut = recuts[nth].clone();
            if self.is_confirmed(&recut)? {
                break Some(Finding { recut, attempt });
            }
            self.report.sometimes.push(recut);
        };
        let tried = if found.is_some() { begin } else { recuts.len() };
        self.report.tried.push(Tried { stage, tried, of, broke: found.is_some() });
        Ok(found)
    }

    /// Whether it fails again, every time, and the program still works without a cut.
    fn is_confirmed(&self, recut: &Recut) -> Result<bool, Unfit<S::Error>> {
        for _ in 0..CONFIRMATIONS {
            if self.attempt(recut)?.failed.is_none() {
                return Ok(false);
            }
        }
        let uncut = self.subject.attempt(&Recut::Uncut)?;
        if uncut.failed.is_some() { Err(Unfit::Spoilt(recut.clone(), uncut)) } else { Ok(true) }
    }

    /// Tries several at once; the first that fails, in their order.
    fn next_failing(
        &mut self,
        stage: Stage,
        recuts: &[Recut],
        begin: usize,
        of: usize,
    ) -> Result<Option<(usize, Attempt)>, S::Error> {
        let (next, failed) = (AtomicUsize::new(begin), AtomicUsize::new(usize::MAX));
        let results = Mutex::new(BTreeMap::new());
        let work = || loop {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            if nth >= recuts.len() || nth > failed.load(Ordering::Relaxed) {
                return;
            }
            let result = self.attempt(&recuts[nth]).map(Attempt::worth_keeping);
            if result.as_ref().map_or(true, |attempt| attempt.failed.is_some()) {
                failed.fetch_min(nth, Ordering::Relaxed);
            }
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            results.insert(nth, result);
            (self.progress)(Tried { stage, tried: begin + results.len(), of, broke: false });
        };
        thread::scope(|scope| (0..self.limits.jobs.get()).for_each(|_| drop(scope.spawn(work))));
        let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (nth, result) in results {
            let attempt = result?;
            if attempt.failed.is_some() {
                return Ok(Some((nth, attempt)));
            }
            self.count(&recuts[nth], &attempt);
        }
        Ok(None)
    }

    fn count(&mut self, recut: &Recut, attempt: &Attempt) {
        if let Recut::At(..) | Recut::ByteByByte(_) = recut {
            self.report.not_made += usize::from(!attempt.made);
            self.report.not_proven += usize::from(attempt.made && !attempt.proven);
        }
    }
}
