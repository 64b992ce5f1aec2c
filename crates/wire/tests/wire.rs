//! What passes over a wire, in one thread: see the manifest. Where there can be no wire, it says so and passes.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails where it panics, and says what it does")]

use link::{SocketOptions as Socket, tcp_pair_over};
use probe::{Recorder, TracedStream};
use std::io::{Read, Write};
use std::time::{Duration, Instant};
use trace::{Case, Stream};
use wire::{CableOptions, Fate, Segment, Way, Wire};

const ROUND_TRIP: Duration = Duration::from_millis(20);

const CHECKS: [(&str, fn()); 10] = [
    ("a_packet_is_under_way_for_half_a_round_trip_at_least", half_a_round_trip),
    ("with_nagle_the_second_segment_leaves_when_the_first_ack_has_come", nagle_waits_for_the_ack),
    ("with_nodelay_ten_segments_leave_before_any_ack_and_are_read_as_one", nodelay_does_not_wait),
    ("the_kernel_counts_the_segments_that_passed", counters_agree),
    ("a_small_mtu_cuts_a_message_into_more_segments", small_mtu),
    ("the_same_seed_loses_the_same_data_and_all_bytes_come", loss_by_lot),
    ("the_kernel_measures_no_less_than_the_round_trip_that_was_asked_for", round_trip_measured),
    ("when_both_ends_are_closed_the_connection_is_over_and_its_end_was_captured", closed),
    ("a_reader_that_stops_stops_the_writer", writer_stops),
    ("a_wire_that_is_taken_down_leaves_no_thread", nothing_left),
];

fn main() {
    if let Err(why) = Wire::lay(&CableOptions::default()) {
        println!("skipped: {why}; hint: {}", why.hint());
        return;
    }
    for (name, check) in CHECKS {
        check();
        println!("test {name} ... ok");
    }
    println!("\n{} passed, 0 failed", CHECKS.len());
}

fn lay(options: &CableOptions) -> Wire {
    Wire::lay(options).unwrap()
}

fn far() -> CableOptions {
    CableOptions { round_trip: ROUND_TRIP, ..CableOptions::default() }
}

struct Run {
    case: Case,
    segments: Vec<Segment>,
}

/// Writes `messages` over a wire, reads them all, and takes the wire down.
fn run(options: &CableOptions, nodelay: bool, messages: &[&[u8]]) -> Run {
    let wire = lay(options);
    let socket = Socket { nodelay: Some(nodelay), quickack: Some(true), ..Socket::default() };
    let pair = tcp_pair_over(&wire, &socket).unwrap();
    let recorder = Recorder::new(Case::tcp("wire"), Instant::now());
    let (mut sender, mut receiver) = recorder.watch(pair.sender, pair.receiver).unwrap();
    messages.iter().for_each(|message| sender.write_all(message).unwrap());
    read_all(&mut receiver);
    let case = recorder.finish();
    Run { segments: wire.segments(case.ports), case }
}

fn read_all(receiver: &mut TracedStream) {
    let mut buffer = vec![0; 65_536];
    while receiver.outstanding() > 0 {
        receiver.wait_for_arrival().unwrap();
        let _ = receiver.read(&mut buffer).unwrap();
    }
}

impl Run {
    /// The segments with data that went from the sender, those sent again left out.
    fn data(&self) -> Vec<&Segment> {
        let data = |segment: &&Segment| segment.way == Way::There && segment.bytes > 0 && !segment.resent;
        self.segments.iter().filter(data).collect()
    }

    /// When the first ACK of data came back to the sender.
    fn first_ack(&self) -> Option<Duration> {
        self.segments.iter().filter(|s| s.way == Way::Back && s.ack > 1).find_map(|s| s.arrived())
    }
}

fn ten() -> Vec<&'static [u8]> {
    vec![b"aaaa"; 10]
}

fn half_a_round_trip() {
    let run = run(&far(), true, &[b"one"]);
    assert_eq!(run.segments[0].flags, "S");
    assert_eq!((run.segments[1].flags.as_str(), run.segments[1].way), ("S.", Way::Back));
    for segment in run.segments.iter().filter(|segment| segment.arrived().is_some()) {
        assert!(segment.arrived().unwrap() - segment.sent >= ROUND_TRIP / 2, "{segment:?}");
    }
}

fn nagle_waits_for_the_ack() {
    let run = run(&far(), false, &ten());
    let data = run.data();
    assert_eq!(data.iter().map(|s| (s.seq, s.bytes)).collect::<Vec<_>>(), [(1, 4), (5, 36)]);
    assert!(Some(data[1].sent) >= run.first_ack(), "{data:?}");
    assert_eq!(run.case.reads(Stream::Forward).len(), 2);
}

fn nodelay_does_not_wait() {
    let run = run(&far(), true, &ten());
    let data = run.data();
    assert_eq!(data.len(), 10);
    let before_any_ack = |segment: &Segment| run.first_ack().is_none_or(|ack| segment.sent < ack);
    assert!(data.iter().all(|segment| before_any_ack(segment)), "{data:?}");
    assert!(run.case.reads(Stream::Forward).len() < 10);
}

fn counters_agree() {
    for nodelay in [false, true] {
        let run = run(&far(), nodelay, &ten());
        assert_eq!(run.case.segment_count(Stream::Forward).value, Some(run.data().len() as u64));
    }
}

fn small_mtu() {
    let message = vec![b'x'; 2_000];
    let segments = |mtu| run(&CableOptions { mtu, ..far() }, true, &[&message]).data().len();
    assert_eq!(segments(1_500), 2);
    assert_eq!(segments(576), 4);
}

fn loss_by_lot() {
    let options = CableOptions { loss: 0.1, seed: 4, round_trip: Duration::from_millis(2), ..CableOptions::default() };
    let message = vec![b'x'; 60_000];
    let lost = || {
        let run = run(&options, true, &[&message]);
        assert_eq!(run.case.bytes_read(Stream::Forward).value, Some(60_000));
        let lost = |s: &&Segment| s.way == Way::There && s.bytes > 0 && !s.resent && s.arrived().is_none();
        run.segments.iter().filter(lost).map(|s| s.seq).collect::<Vec<_>>()
    };
    let first = lost();
    assert!(!first.is_empty(), "a tenth of some forty segments");
    assert_eq!(lost(), first);
}

fn round_trip_measured() {
    let run = run(&far(), true, &[b"one"]);
    assert!(run.case.round_trip_us >= Some(ROUND_TRIP.as_micros() as u64), "{:?}", run.case.round_trip_us);
}

fn closed() {
    let wire = lay(&far());
    let pair = tcp_pair_over(&wire, &Socket::default()).unwrap();
    let ports = [&pair.sender, &pair.receiver].map(|end| end.local_addr().unwrap().port());
    drop(pair);
    assert!(wire.over(ports));
    let segments = wire.segments(ports);
    let ends = |way| segments.iter().filter(|s| s.way == way && s.flags.contains('F')).count();
    assert_eq!((ends(Way::There), ends(Way::Back)), (1, 1), "{segments:?}");
    assert!(segments.iter().all(|segment| segment.fate != Fate::UnderWay), "{segments:?}");
}

fn writer_stops() {
    let wire = lay(&CableOptions::default());
    let mut pair =
        tcp_pair_over(&wire, &Socket { rcvbuf: Some(65_536), sndbuf: Some(65_536), ..Socket::default() }).unwrap();
    let mut taken = 0;
    // A write waits 2 s for room, and then says that there is none.
    while let Ok(accepted) = pair.sender.write(&[0; 65_536]) {
        taken += accepted;
        assert!(taken < 1_000_000, "nobody reads, and more is taken than both ends may hold");
    }
}

fn nothing_left() {
    let threads = || std::fs::read_dir("/proc/self/task").unwrap().count();
    run(&far(), true, &[b"one"]);
    // A thread that was joined may be listed for a moment longer.
    probe::until("the wire's threads to be gone", || Ok((threads() == 1).then_some(()))).unwrap();
}
