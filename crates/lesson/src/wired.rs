//! A lesson on a wire: what the capture adds to a case (every segment that passed, and the bytes that each carried,
//! without inference), and the files that are made from it.

use crate::evidence::{Evidence, put_in_order};
use crate::output_file::{OutputFile, OutputFolder};
use crate::settings::Settings;
use command_line::Failure;
use probe::{Recorder, TracedStream};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};
use trace::{Case, Claim, Event, Measure, Run, Source, Stream};
use wire::{CableOptions, Direction, Segment, Wire};

/// Where slides will be.
enum Slides {
    /// One case, in a file.
    One(OutputFile),
    /// One file per case.
    Folder(OutputFolder),
}

/// The wire that a lesson runs on, and what it keeps of it.
pub(crate) struct Wired {
    /// Where its connections are made.
    pub(crate) wire: Wire,
    svg: Option<Slides>,
    pcap: Option<OutputFile>,
    /// The segments of the cases that are kept, in the order in which they entered the cable.
    passed: Vec<Segment>,
}

impl Wired {
    /// Lays the wire that was asked for, if one was, for so many cases. A file that cannot be written is reported now, not at
    /// the end.
    pub(crate) fn lay(settings: &Settings, cases: usize) -> Result<Option<Self>, Failure> {
        let Some(options) = &settings.wire else { return Ok(None) };
        if settings.svg.is_some() && settings.svg == settings.pcap {
            return Err(Failure::cannot("--svg and --pcap name the same file", "give each a file of its own"));
        }
        let wire = lay(options)?;
        let svg = settings.svg.as_deref().map(|path| Slides::find(path, cases)).transpose()?;
        let pcap = settings.pcap.as_deref().map(OutputFile::find).transpose()?;
        Ok(Some(Self { wire, svg, pcap, passed: Vec::new() }))
    }

    /// A wire with these properties, and without files.
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

    /// Keeps the segments that `case` reports, for the files.
    pub(crate) fn keep(&mut self, case: &Case) {
        let told = case.events.iter().filter(|timed| matches!(timed.event, Event::Segment { .. })).count();
        self.passed.extend(self.wire.segments(case.ports).into_iter().take(told));
    }

    /// Writes the files that were asked for.
    pub(crate) fn write_files(&mut self, run: &Run) -> Result<(), Failure> {
        if let Some(pcap) = self.pcap.take() {
            let mut packets = Vec::new();
            // A vector takes whatever is written to it.
            let _ = wire::write_pcap(&mut packets, self.wire.laid_at(), &self.passed);
            pcap.write(&packets)?;
        }
        self.svg.take().map_or(Ok(()), |slides| slides.write(run))
    }
}

impl Slides {
    /// Finds out whether slides of so many cases can be written to `path`: to one file if its name says so, else to a folder.
    fn find(path: &Path, cases: usize) -> Result<Self, Failure> {
        let is_a_file = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg")) && !path.is_dir();
        if is_a_file && cases > 1 {
            let text = format!("{} is one file, but this run has {cases} cases, and a slide shows one", path.display());
            let folder = path.with_extension("");
            let hint = format!("type --svg {} for a folder with a file for each, or add --case TEXT", folder.display());
            return Err(Failure::cannot(text, hint));
        }
        if is_a_file { OutputFile::find(path).map(Self::One) } else { OutputFolder::find(path).map(Self::Folder) }
    }

    /// Writes a slide for each case that was captured.
    fn write(self, run: &Run) -> Result<(), Failure> {
        let slide = |(nth, case)| Some((format!("{nth:02}-{}.svg", file_name(case)), render::sequence_svg(run, case)?));
        let mut slides = (1..).zip(&run.cases).filter_map(slide);
        match self {
            Self::One(file) => slides.next().map_or(Ok(()), |(_, slide)| file.write(slide.as_bytes())),
            Self::Folder(folder) => slides.try_for_each(|(name, slide)| folder.file(&name)?.write(slide.as_bytes())),
        }
    }
}

/// A case's name as a part of a file's name: lower-case letters and digits, with hyphens between words.
fn file_name(case: &Case) -> String {
    let name = case.name.to_lowercase().replace('\'', "");
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(80).collect()
}

/// Lays a wire.
pub(crate) fn lay(options: &CableOptions) -> Result<Wire, Failure> {
    Wire::lay(options).map_err(|why| Failure::cannot(why.to_string(), why.hint()))
}

/// `case` with the segments that passed; the wire was laid `laid` after the run began.
fn with_segments(mut case: Case, segments: &[Segment], laid: Duration) -> Case {
    let us = |time: Duration| u64::try_from((laid + time).as_micros()).unwrap_or(u64::MAX);
    let evidence = Stream::BOTH.map(|stream| Evidence::of(&case, stream));
    for segment in segments {
        let stream = if segment.direction == Direction::Forward { Stream::Forward } else { Stream::Back };
        // The SYN is 0, so the stream's first byte is 1.
        let (offset, bytes) = (u64::from(segment.seq).saturating_sub(1), u64::from(segment.bytes));
        let is_new = bytes > 0 && !segment.resent;
        let seen = &evidence[stream as usize];
        let sent_us = if is_new { seen.sent_us(offset, us(segment.sent)) } else { us(segment.sent) };
        let arrived_us = segment.arrived().map(us);
        let arrived_us = arrived_us.map(|t_us| if is_new { seen.arrived_us(offset, t_us).max(sent_us) } else { t_us });
        let event = Event::Segment {
            stream,
            seq: segment.seq.into(),
            ack: segment.ack.into(),
            bytes,
            flags: segment.flags.clone(),
            window: segment.window.into(),
            resent: segment.resent,
            sent_us,
            arrived_us,
        };
        case.push(sent_us, event);
        if is_new {
            let event = Event::Segments { stream, count: 1, offset, bytes, mss: None, source: Source::Capture };
            case.push(sent_us, event);
        }
    }
    put_in_order(&mut case);
    case.events.sort_by_key(|timed| timed.t_us);
    case
}

/// On a wire: the kernel counted exactly the segments that passed.
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
