//! The cuts that the sender and the kernels made, as far as they were seen. A cut that was not seen stays unknown: it is
//! never guessed.

use std::ops::Range;

/// One message: what the program handed over in one call, or in several after a short write; or one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// From 1.
    pub number: u64,
    /// The bytes of the stream that it covers; empty for an empty write.
    pub range: Range<u64>,
}

/// Segments that were seen to leave together, between two looks at the counters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    /// When they were first seen to have left, in microseconds since the run began.
    pub t_us: u64,
    /// How many they are.
    pub count: u64,
    /// The bytes of the stream that they cover.
    pub range: Range<u64>,
    /// The largest payload of a segment, in bytes, if the kernel reports it.
    pub mss: Option<u64>,
}

impl Segments {
    /// Where each segment ends, or `None` if the counters leave that open.
    ///
    /// One segment ends where its bytes end. Several end at every multiple of the maximum segment size, if that gives
    /// exactly as many as were counted.
    pub fn ends(&self) -> Option<Vec<u64>> {
        let bytes = self.range.end - self.range.start;
        match (self.count, self.mss) {
            (1, _) => Some(vec![self.range.end]),
            (count, Some(mss)) if mss > 0 && bytes.div_ceil(mss) == count => {
                let full = (1..count).map(|n| self.range.start + n * mss);
                Some(full.chain([self.range.end]).collect())
            }
            _ => None,
        }
    }
}

/// What the segments say about the boundary between two messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// A segment ends there: the messages left apart.
    BetweenSegments,
    /// A segment carries bytes of both sides: the messages left together.
    InsideSegment,
    /// Not seen.
    Unknown,
}

/// Looks up `edge`, an offset in bytes, among the segments seen.
pub(crate) fn edge_among(segments: &[Segments], edge: u64) -> Edge {
    let ends_there = |s: &Segments| s.range.end == edge || s.ends().is_some_and(|ends| ends.contains(&edge));
    if segments.iter().any(ends_there) {
        return Edge::BetweenSegments;
    }
    let inside = |s: &&Segments| s.range.start < edge && edge < s.range.end;
    match segments.iter().find(inside) {
        Some(around) if around.ends().is_some() => Edge::InsideSegment,
        _ => Edge::Unknown,
    }
}
