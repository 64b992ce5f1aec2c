//! Whether a case came in time for what it is to show, and what is done where it did not. Only what the lesson did decides,
//! never what came of it.

use command_line::Failure;
use std::time::{Duration, Instant};
use trace::{Case, Event};

/// How often a case is tried before the machine, or what the learner asked of it, is said to be too slow.
pub(crate) const TRIES: u64 = 20;

/// For how long: a case that reads and writes much would take as long each time.
const PATIENCE: Duration = Duration::from_secs(6);

/// Whether a case came in time for what it is to show; the number says when it was connected, in microseconds of the run.
pub(crate) type InTime = dyn Fn(&Case, u64) -> bool;

/// Tries a case until it came in time and the wire was not delayed; `attempt` gives it, and when it was connected. Where it
/// never did, it says so, and no claim is made on it.
pub(crate) fn tried(
    in_time: &InTime,
    wire_delay: impl Fn() -> Duration,
    mut attempt: impl FnMut() -> Result<(Case, u64), Failure>,
) -> Result<Case, Failure> {
    let (mut tries, began) = (0, Instant::now());
    loop {
        let attempted = attempt();
        tries += 1;
        let stood_still = wire_delay() > HALF_THE_DELAY;
        if attempted.is_err() && stood_still && tries < TRIES {
            continue; // what failed is what waited for the cable
        }
        let (case, connected_us) = attempted?;
        let late = stood_still || !in_time(&case, connected_us);
        if !late || tries == TRIES || began.elapsed() > PATIENCE {
            return Ok(Case { tries, late, ..case });
        }
    }
}

/// Half of the time by which Linux delays an ACK, 40 ms.
const HALF_THE_DELAY: Duration = Duration::from_millis(20);

/// Whether the calls that are to meet one delayed ACK were made well before it: the first three writes of each row, a row being
/// writes of one side with none of the other between, and on loopback the read after them. Only what the lesson did decides,
/// never what came of it.
pub(crate) fn before_a_delayed_ack(case: &Case, connected_us: u64) -> bool {
    let late = |from_us, to_us| Duration::from_micros(to_us - from_us) > HALF_THE_DELAY;
    let (mut row, mut row_began_us, mut nth, mut before_us) = (None, connected_us, 0, connected_us);
    let mut written = false;
    for timed in case.events.iter().filter(|timed| matches!(timed.event, Event::Write { .. } | Event::Read { .. })) {
        if let Event::Write { stream, .. } = timed.event {
            if row != Some(stream) {
                (row, row_began_us, nth) = (Some(stream), before_us, 0);
            }
            nth += 1;
            if nth <= 3 && late(row_began_us, timed.t_us) {
                return false;
            }
        } else if written && !case.captured() && late(before_us, timed.t_us) {
            return false;
        }
        written = matches!(timed.event, Event::Write { .. });
        before_us = timed.t_us;
    }
    true
}
