//! What a search has tried and found.

use super::{Attempt, Recut};

/// A part of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// As the programs write, twice.
    Uncut,
    /// Glued.
    Glued,
    /// Byte by byte.
    ByteByByte,
    /// A single cut.
    Single,
    /// Two cuts within a few bytes of a message's begin.
    Pair,
    /// A failure with many cuts is made smaller.
    Smaller,
}

/// How much of a stage was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The stage.
    pub stage: Stage,
    /// Tries made.
    pub tried: usize,
    /// Tries possible.
    pub of: usize,
    /// Whether one of them broke the program every time.
    pub broke: bool,
}

/// Something that breaks the program every time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What broke it. No cut of it can be taken away.
    pub recut: Recut,
    /// What happened.
    pub attempt: Attempt,
}

/// What a search has found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The first try, uncut.
    pub uncut: Attempt,
    /// What was tried, in order.
    pub tried: Vec<Tried>,
    /// Gluing, if that breaks the program.
    pub glued: Option<Finding>,
    /// The smallest cut that breaks it.
    pub cut: Option<Finding>,
    /// What broke it once, and then not again.
    pub sometimes: Vec<Recut>,
    /// Tries in which a stream ended before a cut, so that they say nothing.
    pub not_made: usize,
    /// Tries in which a cut was made, and not proven.
    pub not_proven: usize,
}

/// Why nothing can be found.
#[derive(Debug)]
pub enum Unfit<E> {
    /// It fails uncut, every time.
    FailsUncut(Attempt),
    /// It fails uncut, sometimes.
    FailsSometimes(Attempt),
    /// After this cut it fails uncut, too: a server that serves all tries may have ended.
    Spoilt(Recut, Attempt),
    /// Nothing passes through the proxy.
    Silent,
    /// A try was not possible.
    Cannot(E),
}

impl<E> From<E> for Unfit<E> {
    fn from(error: E) -> Self {
        Self::Cannot(error)
    }
}
