//! A lesson on a wire: what the capture adds to a case, every segment that passed and which bytes each carried, without
//! inference; and the files that are made of it.

use crate::output_file::OutputFile;
use crate::settings::Settings;
use command_line::Failure;
use probe::{Recorder, TracedStream};
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use trace::{Case, Claim, Event, Measure, Run, Source, Stream};
use wire::{CableOptions, Direction, Segment, Wire};

/// The wire that a lesson runs on, and what it keeps of it.
pub(crate) struct Wired {
    /// Where its connections are made.
    pub(crate) wire: Wire,
    svg: Option<OutputFile>,
    pcap: Option<OutputFile>,
    /// The segments of the cases that were told, in the order in which they entered the cable.
    passed: Vec<Segment>,
}

impl Wired {
    /// Lays the wire that was asked for, if one was. A file that cannot be written is found now, not at the end.
    pub(crate) fn lay(settings: &Settings) -> Result<Option<Self>, Failure> {
        let Some(options) = &settings.wire else { return Ok(None) };
        if settings.svg.is_some() && settings.svg == settings.pcap {
            return Err(Failure::cannot("--svg and --pcap name the same file", "give each a file of its own"));
        }
        let wire = lay(options)?;
        let open = |path: &Option<PathBuf>| path.as_deref().map(OutputFile::find).transpose();
        Ok(Some(Self { wire, svg: open(&settings.svg)?, pcap: open(&settings.pcap)?, passed: Vec::new() }))
    }

    /// A wire with these properties, of which no file is made.
    pub(crate) fn between(options: &CableOptions) -> Result<Self, Failure> {
        Ok(Self { wire: lay(options)?, svg: None, pcap: None, passed: Vec::new() })
    }

    /// The whole case, once nothing of its connection can pass any more: what was recorded, and every segment.
    pub(crate) fn whole(
        &self,
        recorder: &Recorder,
        [sender, receiver]: [TracedStream; 2],
        began: Instant,
    ) -> io::Result<Case> {
        sender.wait_for_acks()?;
        let case = recorder.finish();
        drop((sender, receiver));
        self.wire.wait_until_closed(case.ports);
        if let Some(why) = self.wire.failure() {
            return Err(io::Error::other(why)); // the stage says what has stopped
        }
        let segments = self.wire.segments(case.ports);
        Ok(with_segments(case, &segments, self.wire.laid().saturating_duration_since(began)))
    }

    /// Keeps the segments that `case` tells, for the files.
    pub(crate) fn keep(&mut self, case: &Case) {
        let told = case.events.iter().filter(|timed| matches!(timed.event, Event::Segment { .. })).count();
        self.passed.extend(self.wire.segments(case.ports).into_iter().take(told));
    }

    /// Writes the files that were asked for.
    pub(crate) fn write_files(&mut self, run: &Run) -> Result<(), Failure> {
        if let Some(svg) = self.svg.take() {
            svg.write(render::sequence_svg(run, &run.cases).as_bytes())?;
        }
        if let Some(pcap) = self.pcap.take() {
            let mut packets = Vec::new();
            // A vector takes whatever is written to it.
            let _ = wire::write_pcap(&mut packets, self.wire.laid_at(), &self.passed);
            pcap.write(&packets)?;
        }
        Ok(())
    }
}

/// Lays a wire.
pub(crate) fn lay(options: &CableOptions) -> Result<Wire, Failure> {
    Wire::lay(options).map_err(|why| Failure::cannot(why.to_string(), why.hint()))
}

/// `case` with the segments that passed; the wire was laid so long after the run began.
fn with_segments(mut case: Case, segments: &[Segment], laid: Duration) -> Case {
    let us = |time: Duration| u64::try_from((laid + time).as_micros()).unwrap_or(u64::MAX);
    for segment in segments {
        let stream = if segment.direction == Direction::Forward { Stream::Forward } else { Stream::Back };
        let (t_us, bytes) = (us(segment.sent), u64::from(segment.bytes));
        let event = Event::Segment {
            stream,
            seq: segment.seq.into(),
            ack: segment.ack.into(),
            bytes,
            flags: segment.flags.clone(),
            window: segment.window.into(),
            resent: segment.resent,
            sent_us: t_us,
            arrived_us: segment.arrived().map(us),
        };
        case.push(t_us, event);
        if bytes > 0 && !segment.resent {
            // The SYN is 0, so the stream's first byte is 1.
            let offset = u64::from(segment.seq).saturating_sub(1);
            let event = Event::Segments { stream, count: 1, offset, bytes, mss: None, source: Source::Capture };
            case.push(t_us, event);
        }
    }
    case.events.sort_by_key(|timed| timed.t_us);
    case
}

/// On a wire: the kernel counted just the segments that passed.
pub(crate) fn claims(run: &Run) -> Option<Claim> {
    if run.net != "wire" || run.cases.is_empty() {
        return None;
    }
    let sum = |of: fn(&Case) -> Measure| {
        let measures: Vec<Measure> = run.cases.iter().map(of).collect();
        let value = measures.iter().map(|measure| measure.value).sum::<Option<u64>>();
        Measure { value, ..measures[0].clone() }
    };
    let agree = Claim::new("The kernel's counters agree with what passed on the wire");
    Some(agree.equal(sum(Case::counted_segments), sum(Case::captured_segments)))
}
