//! What passes over a wire. If a wire is impossible, the tests that need one are reported as ignored, with the reason.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use libtest_mimic::{Arguments, Completion, Trial};
use link::SocketOptions as Socket;
use probe::{Recorder, TracedStream};
use std::fs;
use std::io::{Read, Write};
use std::sync::RwLock;
use std::time::{Duration, Instant, SystemTime};
use trace::{Case, Stream};
use wire::{CableOptions, Direction, Fate, Segment, Wire, write_pcap};

const ROUND_TRIP: Duration = Duration::from_millis(20);

/// Held for reading while a wire lies, and for writing by the test that counts what all of them leave.
static WIRES: RwLock<()> = RwLock::new(());

/// Tests by the names of their functions.
macro_rules! tests {
    ($($test:ident),* $(,)?) => { [$((stringify!($test), $test as fn())),*] };
}

fn main() {
    // Made here, before there is a second thread: all wires of the process use the user namespace that this one enters.
    let missing = Wire::lay(&CableOptions::default()).err().map(|why| format!("{why}; hint: {}", why.hint()));
    let on_the_wire = tests![
        a_packet_is_in_flight_for_half_a_round_trip,
        with_nagle_the_second_segment_waits_for_the_first_ack,
        with_nodelay_ten_segments_leave_before_any_ack,
        the_kernel_counts_the_segments_that_passed,
        a_small_mtu_cuts_a_message_into_more_segments,
        the_same_seed_loses_the_same_data_and_all_bytes_come,
        another_seed_or_connection_number_loses_other_data,
        the_kernel_measures_no_less_than_the_round_trip,
        a_closed_connection_is_over_and_its_end_was_captured,
        a_reader_that_stops_stops_the_writer,
        a_wire_that_is_taken_down_leaves_no_thread,
    ];
    let anywhere = tests![a_captured_packet_follows_its_time_and_its_two_lengths];
    let trials = on_the_wire.map(|test| trial(test, missing.clone())).into_iter();
    let trials: Vec<Trial> = trials.chain(anywhere.map(|test| trial(test, None))).collect();
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(trials.len()); // they wait more than they work
    libtest_mimic::run(&arguments, trials).exit();
}

/// A test that is ignored for the reason that is given, if one is.
fn trial((name, test): (&str, fn()), missing: Option<String>) -> Trial {
    Trial::ignorable_test(name, move || {
        if let Some(why) = missing {
            return Ok(Completion::ignored_with(why));
        }
        test();
        Ok(Completion::Completed)
    })
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
    run_as(0, options, nodelay, messages)
}

/// The same as the connection of that number.
fn run_as(number: u32, options: &CableOptions, nodelay: bool, messages: &[&[u8]]) -> Run {
    let _lies = WIRES.read();
    let wire = Wire::lay(options).unwrap();
    wire.number_connections(number);
    let socket = Socket { nodelay: Some(nodelay), quickack: Some(true), ..Socket::default() };
    let pair = wire.tcp_pair(&socket).unwrap();
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
    /// The sender's segments with data, without retransmissions.
    fn data(&self) -> Vec<&Segment> {
        let data = |s: &&Segment| s.direction == Direction::Forward && s.bytes > 0 && !s.resent;
        self.segments.iter().filter(data).collect()
    }

    /// When the first ACK of data arrived at the sender.
    fn first_ack(&self) -> Option<Duration> {
        self.segments.iter().filter(|s| s.direction == Direction::Back && s.ack > 1).find_map(Segment::arrived)
    }
}

fn ten() -> Vec<&'static [u8]> {
    vec![b"aaaa"; 10]
}

fn a_packet_is_in_flight_for_half_a_round_trip() {
    let run = run(&far(), true, &[b"one"]);
    let opened: Vec<_> = run.segments[..2].iter().map(|s| (s.flags.as_str(), s.direction)).collect();
    assert_eq!(opened, [("S", Direction::Forward), ("S.", Direction::Back)]);
    for segment in run.segments.iter().filter(|segment| segment.arrived().is_some()) {
        assert!(segment.arrived().unwrap() - segment.sent >= ROUND_TRIP / 2, "{segment:?}");
    }
}

fn with_nagle_the_second_segment_waits_for_the_first_ack() {
    let run = run(&far(), false, &ten());
    let data = run.data();
    assert_eq!(data.iter().map(|s| (s.seq, s.bytes)).collect::<Vec<_>>(), [(1, 4), (5, 36)]);
    assert!(Some(data[1].sent) >= run.first_ack(), "{data:?}");
    assert_eq!(run.case.reads(Stream::Forward).len(), 2);
}

fn with_nodelay_ten_segments_leave_before_any_ack() {
    let run = run(&far(), true, &ten());
    let data = run.data();
    assert_eq!(data.len(), 10);
    let before_any_ack = |segment: &Segment| run.first_ack().is_none_or(|ack| segment.sent < ack);
    assert!(data.iter().all(|segment| before_any_ack(segment)), "{data:?}");
    assert!(run.case.reads(Stream::Forward).len() < 10, "they are read together");
}

fn the_kernel_counts_the_segments_that_passed() {
    for nodelay in [false, true] {
        let run = run(&far(), nodelay, &ten());
        assert_eq!(run.case.segment_count(Stream::Forward).value, Some(run.data().len() as u64));
    }
}

fn a_small_mtu_cuts_a_message_into_more_segments() {
    let message = vec![b'x'; 2_000];
    let segments = |mtu| run(&CableOptions { mtu, ..far() }, true, &[&message]).data().len();
    assert_eq!((segments(1_500), segments(576)), (2, 4));
}

/// Which data is lost on a cable that loses a tenth of some forty segments; all of it comes in the end.
fn lost(number: u32, seed: u64) -> Vec<u32> {
    let options = CableOptions { loss: 0.1, seed, round_trip: Duration::from_millis(2), ..CableOptions::default() };
    let run = run_as(number, &options, true, &[&vec![b'x'; 60_000]]);
    assert_eq!(run.case.bytes_read(Stream::Forward).value, Some(60_000));
    run.data().into_iter().filter(|segment| segment.arrived().is_none()).map(|segment| segment.seq).collect()
}

fn the_same_seed_loses_the_same_data_and_all_bytes_come() {
    let first = lost(0, 4);
    assert!(!first.is_empty());
    assert_eq!(lost(0, 4), first);
}

fn another_seed_or_connection_number_loses_other_data() {
    let first = lost(0, 4);
    assert_ne!(lost(0, 5), first);
    assert_ne!(lost(1, 4), first);
}

fn the_kernel_measures_no_less_than_the_round_trip() {
    let run = run(&far(), true, &[b"one"]);
    assert!(run.case.round_trip_us >= Some(ROUND_TRIP.as_micros() as u64), "{:?}", run.case.round_trip_us);
}

fn a_closed_connection_is_over_and_its_end_was_captured() {
    let _lies = WIRES.read();
    let wire = Wire::lay(&far()).unwrap();
    let pair = wire.tcp_pair(&Socket::default()).unwrap();
    let ports = [&pair.sender, &pair.receiver].map(|end| end.local_addr().unwrap().port());
    drop(pair);
    assert!(wire.wait_until_closed(ports));
    let segments = wire.segments(ports);
    let ends = |direction| segments.iter().filter(|s| s.direction == direction && s.flags.contains('F')).count();
    assert_eq!((ends(Direction::Forward), ends(Direction::Back)), (1, 1), "{segments:?}");
    assert!(segments.iter().all(|segment| segment.fate != Fate::InFlight), "{segments:?}");
}

fn a_reader_that_stops_stops_the_writer() {
    let _lies = WIRES.read();
    let wire = Wire::lay(&CableOptions::default()).unwrap();
    let buffers = Socket { rcvbuf: Some(65_536), sndbuf: Some(65_536), ..Socket::default() };
    let mut pair = wire.tcp_pair(&buffers).unwrap();
    pair.sender.set_write_timeout(Some(Duration::from_millis(300))).unwrap();
    let mut taken = 0;
    // A write waits for room, returns how much fitted, and fails if nothing did.
    while let Ok(accepted) = pair.sender.write(&[0; 65_536]) {
        taken += accepted;
        assert!(taken < 1_000_000, "nobody reads, and more is taken than both ends may hold");
    }
}

fn a_wire_that_is_taken_down_leaves_no_thread() {
    run(&far(), true, &[b"one"]);
    let _no_other = WIRES.write();
    let names =
        || fs::read_dir("/proc/self/task").unwrap().flatten().flat_map(|task| fs::read(task.path().join("comm")));
    let left = || names().filter(|name| name.starts_with(b"host") || name.starts_with(b"cable")).count();
    // A joined thread may still be listed for a moment.
    probe::until("the wire's threads to be gone", || Ok((left() == 0).then_some(()))).unwrap();
}

fn a_captured_packet_follows_its_time_and_its_two_lengths() {
    let segment = Segment {
        direction: Direction::Forward,
        ports: [1, 2],
        seq: 1,
        ack: 1,
        bytes: 1460,
        flags: "P.".to_owned(),
        window: 1,
        resent: false,
        sent: Duration::from_nanos(1_000_000_500),
        fate: Fate::Lost,
        packet: (vec![0x45; 3], 1500),
    };
    let mut file = Vec::new();
    write_pcap(&mut file, SystemTime::UNIX_EPOCH + Duration::from_secs(9), &[segment]).unwrap();
    assert_eq!(file[..4], [0x4D, 0x3C, 0xB2, 0xA1]);
    assert_eq!(file[20..24], [101, 0, 0, 0]);
    let words: Vec<u32> = file[24..40].chunks(4).map(|word| u32::from_le_bytes(word.try_into().unwrap())).collect();
    assert_eq!(words, [10, 500, 3, 1500]);
    assert_eq!(file[40..], [0x45; 3]);
}
