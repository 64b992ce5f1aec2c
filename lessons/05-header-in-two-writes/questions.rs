//! What a learner guesses in lesson 05.

use lesson::Question;
use render::{counted, span};
use trace::Case;

pub(super) const TRIPS: Question = Question::number(
    "How many one-way trips does a command take, counting an ACK that data waits for?",
    |case| case.cost()?.trips,
    |case| {
        let Some(cost) = case.cost() else { return String::new() };
        format!("it took {} and {}", counted(cost.trips.unwrap_or(0), "trip"), span(cost.median_us))
    },
);

pub(super) const HELD: Question = Question::number(
    "How many bytes does a kernel hold back at most?",
    |case| case.cost()?.held,
    |case| {
        let held = case.cost().and_then(|cost| cost.held).unwrap_or(0);
        match (held, is_for_an_ack(case)) {
            (0, _) => "the kernels never reported a byte held back".to_owned(),
            (_, true) => format!("{} waited until the bytes before them were acknowledged", counted(held, "byte")),
            (_, false) => {
                format!("{} waited for the rest of the frame, with no ACK outstanding", counted(held, "byte"))
            }
        }
    },
);

/// Whether bytes were held back while an ACK was outstanding.
fn is_for_an_ack(case: &Case) -> bool {
    use trace::Event::Held;
    case.events.iter().any(|timed| matches!(timed.event, Held { bytes: 1.., in_flight_segments: 1.., .. }))
}
