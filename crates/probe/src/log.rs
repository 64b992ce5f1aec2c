//! Records what both ends of one connection did, in order.

use crate::sys::{Counters, counters};
use std::io;
use std::net::TcpStream;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use trace::{Case, Event, Source, Stream};

/// How many bytes of each call's data are kept, for display.
const KEPT: usize = 256;

/// The line of the program that made a call.
pub(crate) type Caller = &'static Location<'static>;

/// Records one connection into a [`Case`].
#[derive(Debug, Clone)]
pub struct Recorder(Arc<Mutex<Log>>);

#[derive(Debug)]
pub(crate) struct Log {
    began: Instant,
    pub(crate) case: Case,
    flows: [Flow; 2],
    /// Whether a capture sees every segment. The counters are then kept, but make no events.
    captured: bool,
}

/// The progress of one stream.
#[derive(Debug, Default)]
struct Flow {
    messages: u64,
    /// How many bytes of the last message a short write did not accept.
    rest: u64,
    written: u64,
    read: u64,
    sent: Counters,
    /// What the kernel had counted when recording began.
    first: Counters,
    datagrams: Vec<u64>,
    received: usize,
}

impl Recorder {
    /// Records into `case`; times count from `began`.
    pub fn new(case: Case, began: Instant) -> Self {
        Self(Arc::new(Mutex::new(Log { began, case, flows: Default::default(), captured: false })))
    }

    /// Like [`Recorder::new`], where a capture sees every segment: the counters only fill [`Case::counted`].
    pub fn beside_a_capture(case: Case, began: Instant) -> Self {
        let recorder = Self::new(case, began);
        recorder.log().captured = true;
        recorder
    }

    /// What was recorded so far.
    pub fn finish(&self) -> Case {
        let log = self.log();
        let counted = |flow: &Flow| flow.sent.segments?.checked_sub(flow.first.segments?);
        Case { counted: [counted(&log.flows[0]), counted(&log.flows[1])], ..log.case.clone() }
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log {
    /// Begins to count what `sending_end` sends. Earlier counts do not belong to the case: they include a retransmitted SYN, for
    /// example.
    pub(crate) fn begin(&mut self, stream: Stream, sending_end: &TcpStream) -> io::Result<()> {
        let first = counters(sending_end)?;
        let first = Counters { bytes: first.bytes.or(first.unsent.map(|_| 0)), ..first };
        let flow = &mut self.flows[stream as usize];
        (flow.first, flow.sent) = (first, first);
        if stream == Stream::Forward {
            self.case.round_trip_us = first.round_trip_us;
            self.case.congestion_window = first.congestion_window;
            self.case.segment_bytes_max = first.mss;
            self.case.retransmission_timeout_us = first.retransmission_timeout_us;
        }
        Ok(())
    }

    pub(crate) fn push(&mut self, event: Event) {
        let t_us = self.elapsed_us();
        self.case.push(t_us, event);
    }

    /// Records a call that the line `caller` made.
    pub(crate) fn push_call(&mut self, event: Event, caller: Caller) {
        let t_us = self.elapsed_us();
        self.case.push_call(t_us, event, caller);
    }

    fn elapsed_us(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Records that a call is about to write while data is unacknowledged, according to the counters `before`.
    pub(crate) fn writes_after(&mut self, stream: Stream, before: &Counters) {
        let acked = before.acked.zip(self.flows[stream as usize].first.acked).map(|(now, first)| now - first);
        if let (Some(in_flight_segments @ 1..), Some(acked)) = (before.in_flight_segments, acked) {
            self.push(Event::Awaiting { stream, in_flight_segments, acked });
        }
    }

    /// Records a write of `asked` bytes, of which the kernel accepted `accepted`: those in `data`.
    pub(crate) fn wrote(&mut self, stream: Stream, asked: u64, accepted: u64, data: &[u8], caller: Caller) {
        let flow = &mut self.flows[stream as usize];
        let continues = flow.rest > 0 && asked <= flow.rest;
        if !continues {
            flow.messages += 1;
        }
        flow.rest = asked - accepted;
        let (message, offset) = (flow.messages, flow.written);
        flow.written += accepted;
        flow.datagrams.push(accepted);
        self.push_call(Event::Write { stream, message, offset, asked, accepted, data: kept(data) }, caller);
    }

    /// Whether the last write to the stream found no room either: the writer is retrying.
    pub(crate) fn full_already(&self, stream: Stream) -> bool {
        let last = self.case.events.last().map(|timed| &timed.event);
        matches!(last, Some(Event::Write { stream: s, asked: 1.., accepted: 0, .. }) if *s == stream)
    }

    /// Records a read that returned `data`.
    pub(crate) fn read(&mut self, stream: Stream, asked: u64, data: &[u8], caller: Caller) {
        let flow = &mut self.flows[stream as usize];
        let (offset, got) = (flow.read, data.len() as u64);
        flow.read += got;
        self.push_call(Event::Read { stream, offset, asked, got, data: kept(data) }, caller);
    }

    /// Records a call that failed. A call that would block, or timed out, did not fail.
    pub(crate) fn failed(&mut self, stream: Stream, call: &'static str, error: &io::Error, caller: Caller) {
        if !link::is_timeout(error) {
            self.push_call(Event::Failed { stream, call, text: error.to_string() }, caller);
        }
    }

    /// Records a receive. It removes the whole datagram from the queue, however little of it fits into the buffer.
    pub(crate) fn received(&mut self, stream: Stream, asked: u64, data: &[u8], caller: Caller) {
        let flow = &mut self.flows[stream as usize];
        let offset = flow.datagrams.iter().take(flow.received).sum();
        flow.received += 1;
        let got = data.len() as u64;
        self.push_call(Event::Read { stream, offset, asked, got, data: kept(data) }, caller);
    }

    /// Asks the sending end's kernel what it has sent, and records what is new since the last time.
    pub(crate) fn look(&mut self, stream: Stream, sending_end: &TcpStream) -> io::Result<()> {
        let mut now = counters(sending_end)?;
        let flow = &mut self.flows[stream as usize];
        // Everything written that is not unsent was sent. Another thread may have made a write that is not recorded yet.
        now.bytes = now.bytes.or_else(|| now.unsent.map(|unsent| flow.written.saturating_sub(unsent)));
        let before = std::mem::replace(&mut flow.sent, now);
        if let (Some(count), Some(bytes), Some(offset)) = (now.segments_since(&before), now.bytes, before.bytes) {
            if bytes > offset && !self.captured {
                let bytes = bytes - offset;
                let source = Source::TcpInfo;
                self.push(Event::Segments { stream, count, offset, bytes, mss: now.mss, source });
            }
        }
        if let (Some(bytes), Some(in_flight_segments)) = (now.unsent, now.in_flight_segments) {
            if bytes != before.unsent.unwrap_or(0) {
                self.push(Event::Held { stream, bytes, in_flight_segments });
            }
        }
        Ok(())
    }

    /// Whether a capture sees every segment.
    pub(crate) fn is_captured(&self) -> bool {
        self.captured
    }

    /// How many bytes of `stream` the program has written.
    pub(crate) fn written(&self, stream: Stream) -> u64 {
        self.flows[stream as usize].written
    }

    /// How many packets of `stream` had been sent at the last look; `None` if the kernel does not report it.
    pub(crate) fn packets(&self, stream: Stream) -> Option<u64> {
        self.flows[stream as usize].sent.packets
    }

    /// How many bytes of `stream` have been read.
    pub(crate) fn read_so_far(&self, stream: Stream) -> u64 {
        self.flows[stream as usize].read
    }

    /// How many bytes of `stream` have been sent; `None` if the kernel does not report it.
    pub(crate) fn sent(&self, stream: Stream) -> Option<u64> {
        let flow = &self.flows[stream as usize];
        flow.sent.bytes.map(|sent| sent.min(flow.written))
    }
}

/// The stream in the other direction.
pub(crate) fn opposite(stream: Stream) -> Stream {
    match stream {
        Stream::Forward => Stream::Back,
        Stream::Back => Stream::Forward,
    }
}

fn kept(data: &[u8]) -> Vec<u8> {
    data[..data.len().min(KEPT)].to_vec()
}
