//! Whether a case came in time for what it is to show. Refuses to look at what came of it: only what the lesson did decides.

use trace::{Case, Event};

/// Half of the time by which Linux delays an ACK, 40 ms, in microseconds.
const HALF_THE_DELAY_US: u64 = 20_000;

/// Whether the writes that are to meet one delayed ACK were made well before it: the first three of each row, a row being
/// writes of one side with none of the other between. Only what the lesson did decides, never what came of it.
pub(crate) fn in_time(case: &Case, connected_us: u64) -> bool {
    let (mut row, mut row_began_us, mut nth, mut before_us) = (None, connected_us, 0, connected_us);
    for timed in case.events.iter().filter(|timed| matches!(timed.event, Event::Write { .. } | Event::Read { .. })) {
        if let Event::Write { stream, .. } = timed.event {
            if row != Some(stream) {
                (row, row_began_us, nth) = (Some(stream), before_us, 0);
            }
            nth += 1;
            if nth <= 3 && timed.t_us - row_began_us > HALF_THE_DELAY_US {
                return false;
            }
        }
        before_us = timed.t_us;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::Stream::{Back, Forward};

    /// A case in which these streams were written to, at these times in milliseconds.
    fn written(writes: &[(trace::Stream, u64)]) -> Case {
        let mut case = Case::tcp("");
        for (stream, ms) in writes {
            let event = Event::Write { stream: *stream, message: 1, offset: 0, asked: 1, accepted: 1, data: vec![] };
            case.push(ms * 1_000, event);
        }
        case
    }

    #[test]
    fn writes_that_an_ack_could_come_between_are_not_in_time() {
        assert!(in_time(&written(&[(Forward, 0), (Forward, 5), (Forward, 10)]), 0));
        assert!(!in_time(&written(&[(Forward, 0), (Forward, 50)]), 0));
        assert!(!in_time(&written(&[(Forward, 30)]), 0), "the first itself came late");
        assert!(!in_time(&written(&[(Forward, 0), (Back, 1), (Back, 50)]), 0));
    }

    #[test]
    fn what_comes_after_the_third_of_a_row_or_after_an_answer_does_not_matter() {
        assert!(in_time(&written(&[(Forward, 0), (Forward, 5), (Forward, 10), (Forward, 90)]), 0));
        assert!(in_time(&written(&[(Forward, 0), (Back, 15), (Forward, 30)]), 0));
    }
}
