//! What is counted in a case, each stream by itself, and what is not observed rather than 0.

use Stream::{Back, Forward};
use trace::{Case, Ending, Event, Kind, Source, Stream};

fn case(events: impl IntoIterator<Item = (u64, Event)>) -> Case {
    let mut case = Case::tcp("measured");
    events.into_iter().for_each(|(t_us, event)| case.push(t_us, event));
    case
}

fn segment(stream: Stream, ack: u64, bytes: u64, sent_us: u64, arrived_us: u64) -> (u64, Event) {
    let (flags, arrived_us) = (".".to_owned(), Some(arrived_us));
    (sent_us, Event::Segment { stream, seq: 1, ack, bytes, flags, window: 1, resent: false, sent_us, arrived_us })
}

fn read(t_us: u64, stream: Stream, offset: u64, got: u64) -> (u64, Event) {
    (t_us, Event::Read { stream, offset, asked: 9, got, data: vec![] })
}

fn write(t_us: u64, stream: Stream, asked: u64, accepted: u64) -> (u64, Event) {
    (t_us, Event::Write { stream, message: 1, offset: 0, asked, accepted, data: vec![] })
}

#[test]
fn segments_that_left_before_the_first_ack_did_not_wait_for_it() {
    let opened = [segment(Forward, 1, 0, 0, 9), segment(Back, 1, 0, 0, 9)];
    let data = [10, 20, 30].map(|sent_us| segment(Forward, 1, 4, sent_us, 25));
    let captured = case(opened.into_iter().chain(data).chain([segment(Back, 9, 2, 25, 30)]));
    assert_eq!(captured.left_before_first_ack(Forward).value, Some(2), "one left when the ACK came");
    assert_eq!((captured.captured(), captured.captured_segments().value), (true, Some(4)));
    let blind = Case { counted: [Some(3), Some(4)], ..case([]) };
    assert_eq!((blind.captured(), blind.captured_segments().value), (false, None));
    assert_eq!((blind.left_before_first_ack(Forward).value, blind.counted_segments().value), (None, Some(7)));
}

#[test]
fn bytes_held_back_are_unknown_where_no_segment_was_counted() {
    let held = [(5, 1), (7, 0), (0, 0)];
    let held = held.map(|(bytes, in_flight_segments)| (0, Event::Held { stream: Back, bytes, in_flight_segments }));
    let mut case = case(held);
    assert_eq!((case.held_most(Back).value, case.held_without_awaiting(Back).value), (None, None));
    case.push(0, Event::Segments { stream: Back, count: 2, offset: 0, bytes: 7, mss: None, source: Source::TcpInfo });
    assert_eq!((case.held_most(Back).value, case.held_without_awaiting(Back).value), (Some(7), Some(1)));
    assert_eq!((case.segment_count(Back).value, case.segment_count(Forward).value), (Some(2), None));
}

#[test]
fn writes_that_await_one_ack_are_those_with_as_many_bytes_acked() {
    let awaiting = |acked| (0, Event::Awaiting { stream: Forward, in_flight_segments: 1, acked });
    let mut case = case([0, 4, 4, 9].map(awaiting));
    assert_eq!((case.writes_awaiting_one_ack(Forward).value, case.writes_awaiting_acks(Forward).value), (None, None));
    let event = Event::Segments { stream: Forward, count: 1, offset: 0, bytes: 9, mss: None, source: Source::TcpInfo };
    case.push(0, event);
    assert_eq!(
        (case.writes_awaiting_one_ack(Forward).value, case.writes_awaiting_acks(Forward).value),
        (Some(2), Some(4))
    );
}

#[test]
fn bytes_and_times_are_counted_from_the_calls() {
    let calls = [write(10, Forward, 8, 5), read(20, Forward, 0, 3), read(90, Forward, 3, 2), read(120, Back, 0, 0)];
    let case = case(calls);
    assert_eq!((case.bytes_written(Forward).value, case.bytes_read(Forward).value), (Some(5), Some(5)));
    assert_eq!((case.read_count(Forward).value, case.read_count(Back).value), (Some(2), Some(0)));
    assert_eq!(
        (case.written(Forward).value, case.glued(Forward).value, case.split(Forward).value),
        (Some(1), Some(0), Some(2))
    );
    assert_eq!(
        (case.took_us(), case.longest_pause_us(), case.longest_wait_us(Forward).value),
        (110, Some(70), Some(70))
    );
    let ended = Event::Ended { stream: Forward, how: Ending::TimeOut, after_us: 190, text: String::new() };
    let mut waited = case.clone();
    waited.push(200, ended);
    assert_eq!(waited.longest_wait_us(Forward).value, Some(110), "the wait that a time-out ended is one too");
    assert_eq!((case.uses(Forward), case.uses(Back), self::case([]).uses(Back)), (true, true, false));
    assert_eq!((self::case([write(9, Forward, 1, 1)]).longest_pause_us(), self::case([]).took_us()), (None, 0));
}

#[test]
fn a_turn_has_an_ending_and_the_most_memory_that_was_seen() {
    let memory = [(8, Some(3)), (64, None), (2, Some(1))];
    let memory = memory.map(|(reserved, resident)| (0, Event::Memory { stream: Forward, reserved, resident }));
    let ended = |stream, how, after_us| (9, Event::Ended { stream, how, after_us, text: String::new() });
    let endings = [ended(Forward, Ending::Reset, 5), ended(Back, Ending::Waiting, 6), ended(Forward, Ending::Reset, 7)];
    let case = case(memory.into_iter().chain(endings));
    assert_eq!((case.reserved_most(Forward).value, case.resident_most(Forward).value), (Some(64), Some(3)));
    assert_eq!((case.reserved_most(Back).value, case.ended(Ending::Reset).value), (None, Some(2)));
    assert_eq!((case.given_up(Back), case.given_up(Forward)), (true, false));
    assert_eq!((case.ended_after_us(Forward).value, case.endings(Back)), (Some(7), vec![(Ending::Waiting, 6)]));
}

#[test]
fn a_framing_is_known_by_its_encodings_and_its_overheads() {
    let stream = Forward;
    let case = case([
        (0, Event::Encoded { stream, data: b"a".to_vec(), wire: Ok(5) }),
        (0, Event::Encoded { stream, data: vec![], wire: Err("empty".to_owned()) }),
        (0, Event::Part { stream, frame: 1, what: "header", offset: 3, bytes: 4 }),
        (0, Event::Part { stream, frame: 1, what: "payload", offset: 7, bytes: 1 }),
        (0, Event::Framed { stream, offset: 3, bytes: 5 }),
        (0, Event::Overhead { stream, payload: 9, added: None }),
    ]);
    assert_eq!(
        (case.encodings(stream).len(), case.refused(stream).value, case.found(stream).value),
        (2, Some(1), Some(5))
    );
    assert_eq!(case.parts(stream).iter().map(|part| part.range.clone()).collect::<Vec<_>>(), [3..7, 7..8]);
    assert_eq!(
        (case.frames(stream)[0].clone(), case.overheads(stream), case.parts(Back)),
        (3..8, vec![(9, None)], vec![])
    );
}

#[test]
fn values_count_as_decoded_if_they_are_what_was_sent() {
    let sent = ["a", "b"].map(|text| Event::SentValue { stream: Forward, kind: Kind::Body, data: text.into() });
    let decoded = [("a", "here"), ("x", "here"), ("a", "there")].map(|(text, how)| Event::DecodedValue {
        stream: Forward,
        kind: Kind::Body,
        data: text.into(),
        how,
    });
    let case = case(sent.into_iter().chain(decoded).map(|event| (0, event)));
    let (same, all) = case.decoded_as_sent(Forward, Kind::Body, "here");
    assert_eq!((same.value, all.value, same.name.as_str()), (Some(1), Some(2), "body as sent"));
    assert_eq!(case.decoded_as_sent(Forward, Kind::Command, "here").1.value, Some(0));
}

#[test]
fn a_run_is_without_its_late_cases_and_knows_its_options() {
    let mut run = trace::Run { cases: vec![Case::tcp("late"), Case::tcp("in time")], ..trace::Run::default() };
    run.cases[0].late = true;
    run.options = vec![("loss_ppm".to_owned(), 5_u64.into()), ("cork".to_owned(), true.into())];
    assert!(run.in_time().case("late").is_none() && run.in_time().case("in time").is_some());
    assert_eq!((run.number("loss_ppm"), run.number("cork"), run.is_lossless()), (Some(5), None, false));
}
