//! What a command costs, for cases written by hand: with every segment that passed, and with the kernel's counters alone.

use Stream::{Back, Forward};
use trace::{Case, Event, Source, Stream};

/// A case built segment by segment; times are milliseconds.
struct Capture(Case);

impl Capture {
    fn new() -> Self {
        Self(Case::tcp("capture"))
    }

    fn segment(mut self, stream: Stream, bytes: u64, sent: u64, arrived: impl Into<Option<u64>>) -> Self {
        self.push(stream, bytes, 100, "P.", false, sent, arrived.into());
        self
    }

    fn ack(self, stream: Stream, sent: u64, arrived: u64) -> Self {
        self.segment(stream, 0, sent, arrived)
    }

    #[expect(clippy::too_many_arguments, reason = "they are a segment's fields")]
    fn push(
        &mut self,
        stream: Stream,
        bytes: u64,
        ack: u64,
        flags: &str,
        resent: bool,
        sent: u64,
        arrived: Option<u64>,
    ) {
        let (sent_us, arrived_us) = (sent * 1000, arrived.map(|ms| ms * 1000));
        let flags = flags.to_owned();
        let event = Event::Segment { stream, seq: 1, ack, bytes, flags, window: 1, resent, sent_us, arrived_us };
        self.0.push(sent_us, event);
    }

    fn trips(&self) -> Option<u64> {
        self.0.trips_with_acks().value
    }
}

fn counted(case: &mut Case, stream: Stream) {
    let source = Source::TcpInfo;
    case.push(0, Event::Segments { stream, count: 1, offset: 0, bytes: 4, mss: None, source });
}

fn held(case: &mut Case, stream: Stream, bytes: u64, in_flight_segments: u64) {
    case.push(0, Event::Held { stream, bytes, in_flight_segments });
}

#[test]
fn a_command_and_an_answer_in_one_segment_each_are_two_trips() {
    assert_eq!(Capture::new().segment(Forward, 24, 0, 25).segment(Back, 24, 25, 50).trips(), Some(2));
}

#[test]
fn a_body_that_waits_for_its_headers_ack_makes_four_trips() {
    let capture = Capture::new().segment(Forward, 24, 0, 25).segment(Back, 4, 25, 50);
    assert_eq!(capture.ack(Forward, 90, 115).segment(Back, 20, 115, 140).trips(), Some(4));
}

#[test]
fn a_body_that_leaves_before_the_ack_adds_no_trip() {
    let capture = Capture::new().segment(Forward, 24, 0, 25).segment(Back, 4, 25, 50).segment(Back, 20, 26, 51);
    assert_eq!(capture.ack(Forward, 51, 76).trips(), Some(2), "an ACK that nobody waits for is no trip");
}

#[test]
fn a_quick_ack_beside_the_data_adds_no_trip() {
    let capture = Capture::new().segment(Forward, 24, 0, 25).ack(Back, 25, 50).segment(Back, 24, 26, 51);
    let capture = capture.ack(Forward, 51, 76).segment(Forward, 24, 52, 77).segment(Back, 24, 77, 102);
    assert_eq!(capture.trips(), Some(4), "two commands");
}

#[test]
fn handshakes_are_no_trips_and_a_retransmission_is_none_either() {
    let mut capture = Capture::new();
    capture.push(Forward, 0, 0, "S", false, 0, Some(25));
    capture.push(Back, 0, 1, "S.", false, 25, Some(50));
    capture.push(Forward, 0, 1, ".", false, 50, Some(75));
    let mut capture = capture.segment(Forward, 24, 80, None);
    capture.push(Forward, 24, 100, "P.", true, 300, Some(325));
    let mut capture = capture.segment(Back, 24, 325, 350);
    capture.push(Forward, 0, 100, "F.", false, 350, Some(375));
    capture.push(Back, 0, 100, "R", false, 375, Some(400));
    assert_eq!(capture.trips(), Some(2));
}

#[test]
fn data_of_one_side_waits_neither_for_itself_nor_for_the_syns_ack() {
    assert_eq!(Capture::new().segment(Forward, 4, 0, 25).segment(Forward, 4, 30, 55).trips(), Some(1));
    let mut greeted = Capture::new();
    greeted.push(Forward, 0, 1, ".", false, 50, Some(75));
    assert_eq!(greeted.segment(Back, 4, 80, 105).trips(), Some(1));
}

#[test]
fn without_a_capture_each_wait_for_an_ack_is_two_trips_more() {
    let mut case = Case::tcp("counted");
    counted(&mut case, Forward);
    counted(&mut case, Back);
    assert_eq!(case.trips_with_acks().value, Some(2));
    held(&mut case, Back, 20, 1);
    held(&mut case, Back, 24, 1); // still the same wait
    (0..2).for_each(|_| held(&mut case, Back, 0, 1));
    assert_eq!(case.trips_with_acks().value, Some(4));
    held(&mut case, Forward, 4, 0); // a cork holds, and awaits nothing
    assert_eq!(case.trips_with_acks().value, Some(4));
}

#[test]
fn where_no_segment_was_counted_trips_are_not_observed() {
    assert_eq!(Case::tcp("blind").trips_with_acks().value, None);
    let mut case = Case::tcp("blind");
    held(&mut case, Back, 20, 1);
    assert_eq!(case.trips_with_acks().value, None);
}

/// A case of commands that each take so many milliseconds, one of them with an ACK waited for.
fn commands(took_ms: &[u64]) -> Case {
    let (mut case, mut now) = (Case::tcp("commands"), 7_000);
    for (number, ms) in (1..).zip(took_ms) {
        case.push(now, Event::Command { stream: Forward, number });
        counted(&mut case, Forward);
        counted(&mut case, Back);
        if number == 1 {
            held(&mut case, Back, 20, 1);
            held(&mut case, Back, 0, 1);
        }
        now += ms * 1000;
        case.push(now, Event::Read { stream: Back, offset: 0, asked: 24, got: 24, data: vec![] });
    }
    case
}

#[test]
fn a_cost_is_that_of_the_command_in_the_middle() {
    let cost = commands(&[90, 10, 30]).cost().expect("three commands");
    assert_eq!((cost.commands, cost.median_us, cost.trips, cost.held), (3, 30_000, Some(2), Some(20)));
    assert_eq!(commands(&[90, 10]).cost().map(|cost| cost.median_us), Some(10_000), "of two the smaller");
    assert_eq!(commands(&[]).cost(), None);
}

#[test]
fn a_command_has_the_events_from_its_beginning_to_the_next() {
    let case = commands(&[1, 2]);
    assert_eq!(case.command_count().value, Some(2));
    let parts = case.commands();
    assert_eq!(parts.iter().map(|part| part.events.len()).collect::<Vec<_>>(), [6, 4]);
    assert_eq!(parts[0].trips_with_acks().value, Some(4));
    assert_eq!(case.trips_with_acks().value, Some(6));
}
