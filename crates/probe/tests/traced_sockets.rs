//! What is recorded about a real connection. Tests of what only Linux reports run only there.

use link::SocketOptions;
use probe::{Recorder, TracedStream};
use std::io::{ErrorKind, IoSlice, Read, Write};
#[cfg(target_os = "linux")]
use std::net::TcpStream;
use std::time::Instant;
use trace::{Case, Event, Stream, Verdict};

const FORWARD: Stream = Stream::Forward;

fn watched(options: SocketOptions) -> (Recorder, TracedStream, TracedStream) {
    let pair = link::tcp_pair(&options).expect("loopback connects");
    let recorder = Recorder::new(Case::tcp("watched"), Instant::now());
    let (sender, receiver) = recorder.watch(pair.sender, pair.receiver).expect("sockets can be duplicated");
    (recorder, sender, receiver)
}

/// Waits until these bytes wait, and reads them in one call.
fn read(receiver: &mut TracedStream, bytes: usize) {
    receiver.wait_for_bytes(bytes as u64).expect("they arrive");
    assert_eq!(receiver.read(&mut vec![0; bytes]).expect("they are read"), bytes);
}

/// Message number, bytes asked, bytes accepted.
fn writes(case: &Case) -> Vec<(u64, u64, u64)> {
    let write = |event: &Event| match *event {
        Event::Write { message, asked, accepted, .. } => Some((message, asked, accepted)),
        _ => None,
    };
    case.events.iter().filter_map(|timed| write(&timed.event)).collect()
}

#[test]
fn every_write_is_a_message_and_every_read_knows_which_it_took() {
    let (recorder, mut sender, mut receiver) =
        watched(SocketOptions { nodelay: Some(true), ..SocketOptions::default() });
    for message in [b"I'm ", b"Lyon"] {
        sender.write_all(message).expect("it is written");
        read(&mut receiver, 4);
    }
    let reads = recorder.finish().reads(FORWARD);
    let taken: Vec<_> = reads.iter().map(|read| (read.messages, read.verdict, read.queued)).collect();
    assert_eq!(taken, [(Some((1, 1)), Verdict::Whole, Some(4)), (Some((2, 2)), Verdict::Whole, Some(4))]);
}

#[test]
fn the_ports_of_both_ends_are_noted_for_a_capture() {
    let (recorder, sender, receiver) = watched(SocketOptions::default());
    let port = |end: &TracedStream| end.get_ref().local_addr().expect("bound").port();
    assert_eq!(recorder.finish().ports, [port(&sender), port(&receiver)]);
}

#[test]
fn an_empty_write_is_a_message_of_no_bytes_and_no_segment() {
    let (recorder, mut sender, _receiver) = watched(SocketOptions::default());
    assert_eq!(sender.write(b"").expect("it is a call all the same"), 0);
    let case = recorder.finish();
    assert_eq!(writes(&case), [(1, 0, 0)]);
    assert!(case.segments(FORWARD).is_empty());
}

#[test]
fn a_write_by_a_call_of_the_callers_own_is_noted_like_any_other() {
    let (recorder, mut sender, mut receiver) = watched(SocketOptions::default());
    sender.note_command(1);
    let accepted = sender.write_by(b"I'm Lyon", |mut socket, data| socket.write(&data[..4])).expect("it is written");
    assert_eq!(accepted, 4);
    read(&mut receiver, 4);
    let case = recorder.finish();
    assert_eq!(writes(&case), [(1, 8, 4)], "a short write, as the call made it");
    assert_eq!(case.events[0].event, Event::Command { stream: FORWARD, number: 1 });
    let refused = sender.write_by(b"more", |_, _| Err(link::Missing("MSG_MORE").into()));
    assert_eq!(refused.map_err(|error| error.kind()), Err(ErrorKind::Unsupported));
    assert_eq!(writes(&recorder.finish()).len(), 1, "what failed handed nothing over");
}

#[test]
fn one_call_with_many_buffers_is_one_message() {
    let (recorder, mut sender, mut receiver) = watched(SocketOptions::default());
    let sent = sender.write_vectored(&[IoSlice::new(b"I'm "), IoSlice::new(b""), IoSlice::new(b"Lyon")]);
    assert_eq!(sent.expect("it is written"), 8);
    read(&mut receiver, 8);
    let case = recorder.finish();
    assert_eq!(writes(&case), [(1, 8, 8)]);
    assert_eq!(case.reads(FORWARD)[0].data, b"I'm Lyon");
}

#[test]
fn a_short_write_continues_its_message_and_the_next_is_new() {
    let (recorder, mut sender, mut receiver) =
        watched(SocketOptions { sndbuf: Some(2048), rcvbuf: Some(2048), ..SocketOptions::default() });
    sender.get_ref().set_nonblocking(true).expect("it can");
    let message = [b'x'; 65_536];
    let (mut rest, mut buffer) = (&message[..], vec![0; 65_536]);
    while !rest.is_empty() {
        match sender.write(rest) {
            Ok(accepted) => rest = &rest[accepted..],
            Err(full) => {
                assert_eq!(full.kind(), ErrorKind::WouldBlock);
                receiver.wait_for_arrival().expect("something arrives");
                let _ = receiver.read(&mut buffer).expect("something is read");
            }
        }
    }
    while receiver.outstanding() > 0 {
        receiver.wait_for_arrival().expect("the rest arrives");
        let _ = receiver.read(&mut buffer).expect("the rest is read");
    }
    sender.write_all(b"next").expect("there is room again");

    let case = recorder.finish();
    let sizes: Vec<u64> = case.messages(FORWARD).iter().map(|m| m.range.end - m.range.start).collect();
    assert_eq!(sizes, [65_536, 4]);
    let calls = writes(&case);
    let (first, last) = (calls[0], calls[calls.len() - 1]);
    assert!(first.2 < first.1, "the first write was short: {first:?}");
    assert_eq!(last, (2, 4, 4));
    let refused: Vec<bool> = calls.iter().map(|&(_, _, accepted)| accepted == 0).collect();
    assert!(refused.windows(2).all(|two| two != [true, true]), "trying again tells nothing new");
}

#[test]
fn the_end_is_noted_when_it_is_said_and_when_it_is_read() {
    let (recorder, sender, mut receiver) = watched(SocketOptions::default());
    sender.shutdown_write().expect("it can");
    assert_eq!(receiver.read(&mut [0; 8]).expect("the end is no error"), 0);
    let case = recorder.finish();
    let said = case.events.iter().position(|timed| matches!(timed.event, Event::Shutdown { .. }));
    let read = case.events.iter().position(|timed| matches!(timed.event, Event::Read { got: 0, .. }));
    assert!(said.is_some() && said < read, "{case:?}");
}

#[test]
fn what_came_long_ago_is_kept_only_as_far_as_it_is_shown() {
    let (recorder, mut sender, mut receiver) = watched(SocketOptions::default());
    sender.write_all(&[b'x'; 10_000]).expect("it is written");
    read(&mut receiver, 10_000);
    for timed in recorder.finish().events {
        if let Event::Write { data, .. } | Event::Read { data, .. } = timed.event {
            assert!(data.len() <= 256, "{}", data.len());
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn every_byte_that_left_is_in_a_segment() {
    let (recorder, mut sender, mut receiver) = watched(SocketOptions { mss: Some(536), ..SocketOptions::default() });
    sender.write_all(&[b'x'; 4_000]).expect("it is written");
    receiver.wait_for_bytes(4_000).expect("it arrives");
    let case = recorder.finish();
    assert_eq!(case.segments(FORWARD).iter().map(|s| s.range.end - s.range.start).sum::<u64>(), 4_000);
    assert!(case.segment_count(FORWARD).value > Some(1), "{case:?}");
    assert!(case.segments(FORWARD).iter().all(|s| s.mss <= Some(536)), "{case:?}");
    let _ = receiver.read(&mut [0; 1]);
}

#[test]
#[cfg(target_os = "linux")]
fn arrival_is_of_what_left_and_not_of_what_is_held_back() {
    let options = SocketOptions { nodelay: Some(false), quickack: Some(false), ..SocketOptions::default() };
    let (recorder, mut sender, mut receiver) = watched(options);
    link::set_cork(sender.get_ref(), true).expect("Linux has it");
    sender.write_all(b"held").expect("it is written");
    assert_eq!(receiver.wait_for_in_flight().expect("nothing is awaited"), 0);
    assert_eq!(receiver.outstanding(), 4);
    assert_eq!(recorder.finish().held_most(FORWARD).value, None, "nothing has left: no segment was counted yet");

    link::set_cork(sender.get_ref(), false).expect("Linux has it");
    assert_eq!(receiver.wait_for_arrival().expect("it arrives"), 4);
    assert_eq!(recorder.finish().held_most(FORWARD).value, Some(4));
    assert_eq!(receiver.read(&mut [0; 64]).expect("it is read"), 4);
    assert_eq!(receiver.outstanding(), 0);
}

#[test]
fn a_datagram_that_does_not_fit_is_truncated_alone() {
    let recorder = Recorder::new(Case::udp("watched"), Instant::now());
    let [sender, receiver] = recorder.watch_datagrams(link::udp_pair().expect("loopback")).expect("it can");
    for message in ["I'm ", "", "Lyon"] {
        sender.send(message.as_bytes()).expect("it is sent");
    }
    let mut buffer = [0; 2];
    let got = [(); 3].map(|()| receiver.recv(&mut buffer).expect("it comes"));
    assert_eq!(got, [2, 0, 2]);
    let verdicts: Vec<_> = recorder.finish().reads(FORWARD).iter().map(|read| read.verdict).collect();
    assert_eq!(verdicts, [Verdict::Truncated, Verdict::Whole, Verdict::Truncated]);
}

/// What is counted before a case begins does not belong to it: a SYN that is sent again is one of the kernel's
/// retransmissions, but no data segment.
#[cfg(target_os = "linux")]
#[test]
fn a_syn_that_was_sent_again_takes_no_data_segment_off() {
    let listener = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    listener.bind(&std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    listener.listen(0).unwrap();
    let address = listener.local_addr().unwrap().as_socket().unwrap();
    let _first = TcpStream::connect(address).unwrap(); // fills the queue
    let late = std::thread::spawn(move || TcpStream::connect(address).unwrap());
    // The second SYN is dropped until there is room; it is sent again after a second.
    let dropped =
        || std::fs::read_to_string("/proc/net/tcp").unwrap().lines().any(|line| is_syn_sent(line, address.port()));
    probe::until("the second SYN to go unanswered", || Ok(dropped().then_some(()))).unwrap();
    let (_accepted, _) = listener.accept().unwrap();
    let sender = late.join().unwrap();
    let (receiver, _) = listener.accept().unwrap();
    sender.set_nodelay(true).unwrap();

    let recorder = Recorder::new(Case::tcp("late SYN"), Instant::now());
    let (mut sender, mut receiver) = recorder.watch(sender, receiver.into()).unwrap();
    sender.write_all(b"I'm ").unwrap();
    read(&mut receiver, 4);
    assert_eq!(recorder.finish().segment_count(Stream::Forward).value, Some(1));
}

/// Whether a line of /proc/net/tcp (proc(5)) is a connection to `port` whose SYN has had no answer.
#[cfg(target_os = "linux")]
fn is_syn_sent(line: &str, port: u16) -> bool {
    let fields: Vec<&str> = line.split_whitespace().collect();
    fields.get(2).is_some_and(|remote| remote.ends_with(&format!(":{port:04X}"))) && fields.get(3) == Some(&"02")
}

#[cfg(target_os = "linux")]
#[test]
fn untouched_zeroes_are_only_reserved_and_set_bytes_in_memory() {
    let (promised, set) = (vec![0_u8; 8 << 20], vec![1_u8; 8 << 20]);
    assert_eq!(probe::resident(&set), Some(8 << 20));
    assert!(probe::resident(&promised).expect("Linux tells it") < 1 << 20);
    assert_eq!(probe::resident(&set[5..10_000]), Some(9_995));
    assert_eq!(probe::resident(&[]), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn calls_that_fail_after_a_reset_are_noted_but_no_wait() {
    let (recorder, mut sender, mut receiver) = watched(SocketOptions::default());
    receiver.get_ref().set_nonblocking(true).expect("it is open");
    receiver.read(&mut [0; 8]).expect_err("nothing is there");
    receiver.get_ref().set_nonblocking(false).expect("it is open");
    link::reset_when_closed(sender.get_ref()).expect("it is open");
    sender.close();
    receiver.read(&mut [0; 8]).expect_err("the connection is gone");
    receiver.write(b"who is there?").expect_err("nobody");
    let failed = |event: &Event| match event {
        Event::Failed { stream, call, .. } => Some((*stream, *call)),
        _ => None,
    };
    let failed: Vec<_> = recorder.finish().events.iter().filter_map(|timed| failed(&timed.event)).collect();
    assert_eq!(failed, [(FORWARD, "read"), (Stream::Back, "write")]);
}
