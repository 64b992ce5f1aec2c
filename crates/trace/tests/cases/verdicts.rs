//! What a case's events say about its reads: whole, glued, split, by whom. Every event is written out; no socket is needed.

use trace::{By, Case, Claim, Cut, Event, JudgedRead, Kind, Outcome, Source, Stream, Verdict};

const STREAM: Stream = Stream::Forward;

/// A case built event by event, in bytes.
struct Script {
    case: Case,
    written: u64,
    messages: u64,
    left: u64,
    read: u64,
}

impl Script {
    fn new(case: Case) -> Self {
        Self { case, written: 0, messages: 0, left: 0, read: 0 }
    }

    fn write(self, bytes: u64) -> Self {
        let message = self.messages + 1;
        self.call(message, bytes, bytes)
    }

    fn call(mut self, message: u64, asked: u64, accepted: u64) -> Self {
        let offset = self.written;
        self.case.push(0, Event::Write { stream: STREAM, message, offset, asked, accepted, data: vec![] });
        self.written += accepted;
        self.messages = message;
        self
    }

    fn framed(mut self, offset: u64, bytes: u64) -> Self {
        self.case.push(0, Event::Framed { stream: STREAM, offset, bytes });
        self
    }

    fn segments(mut self, count: u64, bytes: u64, mss: Option<u64>) -> Self {
        let (offset, source) = (self.left, Source::TcpInfo);
        self.case.push(0, Event::Segments { stream: STREAM, count, offset, bytes, mss, source });
        self.left += bytes;
        self
    }

    fn queued(mut self, bytes: u64) -> Self {
        self.case.push(0, Event::Queued { stream: STREAM, bytes });
        self
    }

    fn read(mut self, asked: u64, got: u64) -> Self {
        self.case.push(0, Event::Read { stream: STREAM, offset: self.read, asked, got, data: vec![] });
        self.read += got;
        self
    }

    fn reads(&self) -> Vec<JudgedRead> {
        self.case.reads(STREAM)
    }
}

fn tcp() -> Script {
    Script::new(Case::tcp("script"))
}

fn udp() -> Script {
    Script::new(Case::udp("script"))
}

fn verdicts(script: &Script) -> Vec<Verdict> {
    script.reads().iter().map(|read| read.verdict).collect()
}

/// Who glued the only read.
fn by(script: &Script) -> Option<By> {
    let reads = script.reads();
    assert!(reads.len() == 1 && reads[0].verdict.glued(), "{reads:?}");
    reads[0].by
}

#[test]
fn messages_that_shared_a_segment_were_glued_by_the_sender() {
    assert_eq!(by(&tcp().write(4).write(4).segments(1, 8, None).read(1024, 8)), Some(By::Sender));
}

#[test]
fn messages_that_waited_together_were_glued_by_the_receiver() {
    let apart = tcp().write(4).segments(1, 4, None).write(4).segments(1, 4, None);
    assert_eq!(by(&apart.read(1024, 8)), Some(By::Receiver));
}

#[test]
fn boundaries_inside_segments_and_at_their_ends_are_both() {
    let some = tcp().write(4).write(4).write(4).segments(1, 4, None).segments(1, 8, None);
    assert_eq!(by(&some.read(1024, 12)), Some(By::Both));
}

#[test]
fn without_segments_it_is_unknown_who_glued_a_read() {
    assert_eq!(by(&tcp().write(4).write(4).read(1024, 8)), None);
}

#[test]
fn segments_counted_together_end_at_multiples_of_the_mss() {
    let on_the_edge = tcp().write(1000).write(500).segments(2, 1500, Some(1000)).read(4096, 1500);
    assert_eq!(by(&on_the_edge), Some(By::Receiver));
    let beside_it = tcp().write(900).write(600).segments(2, 1500, Some(1000)).read(4096, 1500);
    assert_eq!(by(&beside_it), Some(By::Sender));
}

#[test]
fn segments_that_no_mss_explains_leave_a_boundary_unknown() {
    for mss in [None, Some(0), Some(65_483)] {
        assert_eq!(by(&tcp().write(4).write(4).write(4).segments(2, 12, mss).read(1024, 12)), None, "{mss:?}");
    }
    let one_unknown_of_two = tcp().write(4).segments(1, 4, None).write(4).write(4).segments(3, 8, None);
    assert_eq!(by(&one_unknown_of_two.read(1024, 12)), None);
}

#[test]
fn the_end_of_a_group_is_known_even_if_the_group_is_not() {
    let groups = tcp().write(4).write(4).segments(3, 8, None).write(4).segments(1, 4, None);
    let reads = groups.read(4, 4).read(1024, 8).reads();
    assert_eq!((reads[1].verdict, reads[1].by), (Verdict::Glued, Some(By::Receiver)));
}

#[test]
fn only_the_boundaries_inside_the_read_count() {
    let script = tcp().write(4).write(4).write(4).segments(1, 4, None).segments(1, 8, None);
    let reads = script.read(8, 8).read(8, 4).reads();
    assert_eq!((reads[0].verdict, reads[0].by), (Verdict::Glued, Some(By::Receiver)));
    assert_eq!((reads[1].verdict, reads[1].by), (Verdict::Whole, None));
}

#[test]
fn a_read_that_asked_for_less_than_waited_made_the_cut_itself() {
    let reads = tcp().write(4).queued(4).read(1, 1).queued(3).read(1024, 3).reads();
    assert_eq!(reads.iter().map(|read| read.cut).collect::<Vec<_>>(), [Some(Cut::Asked), Some(Cut::Arrived)]);
    assert_eq!(reads[0].queued, Some(4));
}

#[test]
fn a_read_that_took_all_there_was_was_cut_by_what_had_arrived() {
    let reads = tcp().write(4000).queued(536).read(1024, 536).reads();
    assert_eq!((reads[0].verdict, reads[0].cut), (Verdict::Split, Some(Cut::Arrived)));
}

#[test]
fn a_look_at_the_queue_counts_for_the_next_read_alone() {
    let reads = tcp().write(8).queued(8).read(4, 4).read(2, 2).reads();
    assert_eq!(reads[1].queued, None);
}

#[test]
fn a_read_can_be_glued_and_split() {
    assert_eq!(verdicts(&tcp().write(4).write(4).read(1, 1).read(7, 5)), [Verdict::Split, Verdict::GluedSplit]);
}

#[test]
fn nothing_read_on_tcp_is_the_end_and_belongs_to_no_message() {
    let reads = tcp().write(4).read(1024, 4).read(1024, 0).reads();
    assert_eq!((reads[1].verdict, reads[1].messages, reads[1].cut), (Verdict::End, None, None));
}

#[test]
fn an_empty_write_leaves_no_edge_of_its_own() {
    let script = tcp().write(4).write(0).write(4).segments(1, 4, None).segments(1, 4, None);
    assert_eq!(script.case.messages(STREAM).len(), 3);
    assert_eq!(script.case.written_with_bytes(STREAM).value, Some(2));
    let script = script.read(4, 4).read(4, 4);
    assert_eq!(verdicts(&script), [Verdict::Whole, Verdict::Whole]);
}

#[test]
fn a_short_writes_continuation_belongs_to_the_same_message() {
    let script = tcp().call(1, 10, 6).call(1, 4, 0).call(1, 4, 4).write(3).read(1024, 10).read(1024, 3);
    let ranges: Vec<_> = script.case.messages(STREAM).into_iter().map(|message| message.range).collect();
    assert_eq!(ranges, [0..10, 10..13]);
    assert_eq!(script.case.write_calls(STREAM), 3, "the call that could not accept anything handed nothing over");
    assert_eq!(verdicts(&script), [Verdict::Whole, Verdict::Whole]);
}

#[test]
fn an_empty_datagram_is_a_whole_message() {
    let reads = udp().write(4).write(0).write(4).read(1024, 4).read(1024, 0).read(1024, 4).reads();
    assert!(reads.iter().all(|read| read.verdict == Verdict::Whole), "{reads:?}");
    assert_eq!(reads[1].messages, Some((2, 2)));
}

#[test]
fn a_datagram_longer_than_the_buffer_is_truncated() {
    let script = udp().write(4).write(4).read(2, 2).read(1024, 4);
    assert_eq!(verdicts(&script), [Verdict::Truncated, Verdict::Whole]);
    assert_eq!(script.reads()[1].messages, Some((2, 2)));
}

#[test]
fn each_stream_has_its_own_offsets_and_messages() {
    let mut script = tcp().write(4).read(1024, 4);
    let stream = Stream::Back;
    script.case.push(0, Event::Write { stream, message: 1, offset: 0, asked: 2, accepted: 2, data: vec![] });
    script.case.push(0, Event::Read { stream, offset: 0, asked: 64, got: 2, data: vec![] });
    assert_eq!(script.case.reads(stream)[0].verdict, Verdict::Whole);
    assert_eq!(script.reads().len(), 1);
}

#[test]
fn trips_are_counted_where_segments_change_direction() {
    let segments = |stream, offset| Event::Segments {
        stream,
        count: 1,
        offset,
        bytes: 2,
        mss: None,
        source: trace::Source::TcpInfo,
    };
    let mut case = Case::tcp("trips");
    assert_eq!(case.trips().value, None);
    let ways = [Stream::Forward, Stream::Back, Stream::Back, Stream::Forward];
    ways.iter().zip(0..).for_each(|(stream, nth)| case.push(nth, segments(*stream, 2 * nth)));
    assert_eq!(case.trips().value, Some(3));
}

#[test]
fn a_claim_about_a_refused_option_is_not_observed() {
    let script = tcp().write(4).segments(1, 4, None).read(1024, 4);
    let claim = |refused| Claim::new("").some(script.case.segment_count(STREAM)).refused(refused).outcome();
    assert_eq!([claim(false), claim(true)], [Outcome::Held, Outcome::NotObserved]);
}

#[test]
fn where_frames_are_known_reads_are_judged_by_them() {
    let two_frames_in_three_writes = || tcp().framed(0, 10).framed(10, 5).write(4).write(6).write(5);
    let reads = two_frames_in_three_writes().read(1024, 10).read(1024, 5).reads();
    assert_eq!(reads.iter().map(|read| read.verdict).collect::<Vec<_>>(), [Verdict::Whole, Verdict::Whole]);
    assert_eq!(reads[1].messages, Some((2, 2)), "frames have numbers of their own");
    let script = two_frames_in_three_writes().segments(1, 15, None).read(4, 4).read(1024, 11);
    assert_eq!(verdicts(&script), [Verdict::Split, Verdict::GluedSplit], "a whole write is a part of a frame");
    assert_eq!(script.case.written(STREAM).value, Some(3), "a claim about writes counts writes");
}

#[test]
fn where_only_some_frames_are_known_writes_are_the_messages() {
    for script in [tcp().framed(0, 4), tcp().framed(4, 4), tcp().framed(0, 3).framed(4, 4)] {
        let script = script.write(4).write(4).read(4, 4).read(4, 4);
        assert_eq!(verdicts(&script), [Verdict::Whole, Verdict::Whole]);
        assert!(!script.case.is_framed(STREAM));
    }
}

#[test]
fn a_frame_that_is_not_written_to_its_end_is_split() {
    assert_eq!(verdicts(&tcp().framed(0, 100).write(40).read(1024, 40)), [Verdict::Split]);
}

#[test]
fn a_header_is_what_stands_before_the_payload_that_was_sent() {
    let mut script = tcp().framed(0, 5).framed(5, 4).call(1, 9, 9);
    script.case.events.pop();
    let data = b"\x01\0\0\0a\0\0\0\0".to_vec();
    script.case.push(0, Event::Write { stream: STREAM, message: 1, offset: 0, asked: 9, accepted: 9, data });
    assert!(script.case.frame_parts(STREAM).is_empty(), "nobody said what was sent");
    for payload in [&b"a"[..], b""] {
        script.case.push(0, Event::SentValue { stream: STREAM, kind: Kind::Frame, data: payload.to_vec() });
    }
    let parts = script.case.frame_parts(STREAM);
    let parts: Vec<_> = parts.into_iter().map(|part| (part.frame, part.what, part.range)).collect();
    assert_eq!(parts, [(1, "header", 0..4), (1, "payload", 4..5), (2, "header", 5..9)]);
}
