//! Seconds, the best of several rounds in turns. It knows nothing of what is measured.

use std::time::Instant;

/// One way to do the work.
pub(crate) type Contestant<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// The best time of each, in seconds. They take turns, so that a noisy moment hits all of them.
pub(crate) fn best_of(rounds: u32, contestants: &mut [Contestant<'_>]) -> Vec<f64> {
    let mut best = vec![f64::INFINITY; contestants.len()];
    for _ in 0..rounds {
        for ((_, run), best) in contestants.iter_mut().zip(&mut best) {
            let start = Instant::now();
            run();
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    best
}

/// "16 B", "64 KiB".
pub(crate) fn size(bytes: usize) -> String {
    if bytes < 1024 { format!("{bytes} B") } else { format!("{} KiB", bytes / 1024) }
}
