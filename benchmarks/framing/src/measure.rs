//! Seconds, the best of several rounds in turns. It knows nothing of what is measured.

use std::time::Instant;

/// The work is done in this many parts, each of them timed: on a busy machine a short time is more often undisturbed.
pub(crate) const PARTS: usize = 16;

/// One way to do the work: it is told which part.
pub(crate) type Contestant<'a> = Box<dyn FnMut(usize) + 'a>;

/// The time that each needs for all parts, in seconds: the best of each part. They take turns at the whole of it, so that
/// none finds in the cache what another has brought there.
pub(crate) fn best_of(rounds: u32, contestants: &mut [Contestant<'_>]) -> Vec<f64> {
    let mut best = vec![[f64::INFINITY; PARTS]; contestants.len()];
    for _ in 0..rounds {
        for (run, best) in contestants.iter_mut().zip(&mut best) {
            for (part, best) in best.iter_mut().enumerate() {
                *best = best.min(seconds(|| run(part)));
            }
        }
    }
    best.iter().map(|parts| parts.iter().sum()).collect()
}

pub(crate) fn seconds(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64()
}

/// "16 B", "64 KiB".
pub(crate) fn size(bytes: usize) -> String {
    if bytes < 1024 { format!("{bytes} B") } else { format!("{} KiB", bytes / 1024) }
}
