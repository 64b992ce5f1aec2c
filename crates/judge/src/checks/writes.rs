//! How an answer leaves the program, as our own socket counts its segments.

use super::LYON;
use crate::check::{Checked, Verdict};
use crate::conversation::Conversation;
use crate::server::Server;
use std::time::{Duration, Instant};

/// How many frames are exchanged: the first ACKs of a connection are not delayed.
const FRAMES: u64 = 10;

pub(crate) fn header_apart(server: &Server<'_>) -> Checked {
    let wire = server.encode(LYON)?;
    let (wanted, mut conversation) = (server.protocol().decode(&wire), server.connect()?);
    let mut slowest = Duration::ZERO;
    for _ in 0..FRAMES {
        let begun = Instant::now();
        conversation.send(&wire)?;
        conversation.expect(&wanted)?;
        slowest = slowest.max(begun.elapsed());
    }
    judge(&conversation, FRAMES, slowest, "answer")
}

/// A frame of a few bytes that leaves in one write comes in one segment.
pub(crate) fn judge(conversation: &Conversation, frames: u64, slowest: Duration, noun: &str) -> Checked {
    let counters = probe::counters(conversation.stream()).ok();
    let Some(segments) = counters.and_then(|counters| counters.segments_received) else {
        return Ok(Verdict::NotObserved("this system does not count the segments that arrive".to_owned()));
    };
    let (all, slowest) = (render::counted(frames, noun), render::span(slowest.as_micros() as u64));
    let arrived = format!("{all} arrived in {}", render::counted(segments, "segment"));
    if segments <= frames {
        return Ok(Verdict::Passed(format!("{arrived}; the slowest took {slowest}")));
    }
    Err(conversation.fault(format!(
        "{arrived}, as our socket counted: each left in several writes. The slowest took {slowest}; with Nagle's algorithm, the \
         second write waits until the first is acknowledged, which usually takes about 40 ms. Send header and payload in one write"
    )))
}
