//! Whether a case was fast enough to show what it is about, and what to do if it was not. Only the lesson's own calls
//! decide that, never their results.

use command_line::Failure;
use std::time::{Duration, Instant};
use trace::{Case, Event};

/// How often a case is tried before the lesson says that the machine was too busy.
pub(crate) const TRIES: u64 = 20;

/// How long it is tried: a case that reads and writes much takes long every time.
const PATIENCE: Duration = Duration::from_secs(6);

/// Whether a case was fast enough to show what it is about; the number says when it was connected, in microseconds of
/// the run.
pub(crate) type InTime = dyn Fn(&Case, u64) -> bool;

/// Tries a case until it was fast enough and the wire was not delayed; `attempt` returns the case, and when it was
/// connected. A case that never was is marked late, and no claim is made on it.
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
            continue; // the call that failed had waited for the cable
        }
        let (case, connected_us) = attempted?;
        let late = stood_still || !in_time(&case, connected_us);
        if !late || tries == TRIES || began.elapsed() > PATIENCE {
            return Ok(Case { tries, late, ..case });
        }
    }
}

/// Half of the 40 ms by which Linux delays an ACK.
const HALF_THE_DELAY: Duration = Duration::from_millis(20);

/// Whether the calls that should meet one delayed ACK were made well before it. These are the first three writes of
/// each row, and on loopback the read after them; a row is a series of writes of one side with none of the other side
/// between them. Only the lesson's own calls decide that, never their results.
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
