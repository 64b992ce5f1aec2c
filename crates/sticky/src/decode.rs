//! `sticky decode`: prints the frames in a stream, and every violation with its offset.

use crate::chunks::{self, Chunks};
use crate::framing_options;
use crate::report::Report;
use crate::streams::{self, Output, say};
use clap::{Arg, ArgAction, ArgMatches, Command};
use command_line::{CONTRADICTED, Stop, ascii, choice, choose_look, color};
use framing::{Decoder, FrameError, Framing, OnOversize};
use render::{Format, counted};

pub(crate) fn command() -> Command {
    let oversize = choice("on-oversize", "fail|skip", ["fail", "skip"], "What to do beyond --max");
    let format = choice("format", "text|json", ["text", "json"], "Text, or JSON lines");
    let full = Arg::new("full").long("full").action(ArgAction::SetTrue).help("Show every byte of long frames");
    let color = color().help("Colours: auto, always or never");
    let ascii = ascii().help("ASCII only (default: without UTF-8)");
    Command::new("decode")
        .about("Split a stream into frames and show them")
        .arg(streams::file())
        .args(framing_options::args())
        .args(chunks::args())
        .args([oversize.default_value("fail"), format.default_value("text"), full, color, ascii])
        .after_help(format!("{}\n{NOTES}", framing_options::NOTES))
}

const NOTES: &str = r"
The exit status is 1 if any frame was oversize, malformed or truncated, even if
it was skipped. Cuts never change the output.

Examples:
  sticky decode --framing line lines.txt
  sticky decode --framing length --width 2 --offset 3 < tls.bin
  printf '5:hello,' | sticky decode --framing netstring --cuts 1,4";

/// Decodes with this framing; returns the exit status.
pub(crate) fn with(framing: impl Framing, matches: &ArgMatches) -> Result<u8, Stop> {
    choose_look(matches);
    let is = |option: &str, wanted: &str| matches.get_one::<String>(option).is_some_and(|value| value == wanted);
    let on_oversize = if is("on-oversize", "skip") { OnOversize::Skip } else { OnOversize::Fail };
    let format = if is("format", "json") { Format::Json } else { Format::Text };
    let mut chunks = Chunks::new(streams::open(matches)?, matches)?;
    let mut decoding = Decoding {
        decoder: Decoder::new(framing, framing_options::bytes(matches, "max")).on_oversize(on_oversize),
        report: Report::new(framing_options::name(matches), format, matches.get_flag("full")),
        out: Output::new(),
        failed: false,
        violated: false,
        first: Vec::new(),
    };
    while chunks.next(|chunk| decoding.take(chunk))? {
        decoding.out.flush()?;
    }
    let ended = !decoding.failed;
    decoding.finish()?;
    if let (true, Some((cuts, len))) = (ended, chunks.not_made()) {
        let cuts: Vec<String> = cuts.iter().map(u64::to_string).collect();
        say("note: ", &format!("there was no cut at {}: the stream has {}", cuts.join(", "), counted(len, "byte")));
    }
    Ok(if decoding.violated { CONTRADICTED } else { 0 })
}

/// The first bytes of a pcap file, with microseconds or nanoseconds in either byte order; and of a pcapng file.
const MAGIC: [[u8; 4]; 5] = [
    [0xd4, 0xc3, 0xb2, 0xa1],
    [0xa1, 0xb2, 0xc3, 0xd4],
    [0x4d, 0x3c, 0xb2, 0xa1],
    [0xa1, 0xb2, 0x3c, 0x4d],
    [0x0a, 0x0d, 0x0d, 0x0a],
];

/// What to do with such a file.
const CAPTURE_NOTE: &str = "this looks like a capture file (pcap), which has headers of its own around every packet. \
Save the bytes of one direction of a connection, and decode those: in Wireshark, choose Follow > TCP Stream, one direction, \
Show data as Raw, and Save as";

/// A stream on its way through a decoder.
struct Decoding<'a, F: Framing> {
    decoder: Decoder<F>,
    report: Report<'a>,
    out: Output,
    /// Whether the decoder has stopped.
    failed: bool,
    /// Whether any violation was reported.
    violated: bool,
    /// The first bytes of the stream, which show whether it is a capture file.
    first: Vec<u8>,
}

impl<F: Framing> Decoding<'_, F> {
    /// Takes the next chunk; returns whether another is wanted.
    fn take(&mut self, chunk: &[u8]) -> Result<bool, Stop> {
        self.note_a_capture(chunk);
        self.report.keep(chunk);
        if self.failed {
            return Ok(self.report.wants_more());
        }
        self.decoder.feed(chunk);
        loop {
            let text = match self.decoder.next_frame() {
                Ok(None) => break,
                Ok(Some(frame)) => self.report.frame(&frame),
                Err(error) => self.violation(error),
            };
            self.out.print(text)?;
            if self.failed {
                return Ok(self.report.wants_more());
            }
        }
        self.out.print(self.report.advance_to(self.decoder.offset()))?;
        Ok(true)
    }

    fn note_a_capture(&mut self, chunk: &[u8]) {
        let missing = MAGIC[0].len() - self.first.len();
        self.first.extend(chunk.iter().take(missing));
        if missing > 0 && MAGIC.iter().any(|magic| self.first == magic) {
            say("note: ", CAPTURE_NOTE);
        }
    }

    fn violation(&mut self, error: FrameError) -> String {
        self.violated = true;
        self.failed = error.is_final();
        // Only the last bytes of a skipped frame are still there.
        let end = self.decoder.offset();
        self.report.violation(error, end, (end == error.offset).then(|| self.decoder.waiting()))
    }

    fn finish(&mut self) -> Result<(), Stop> {
        if let (false, Err(error)) = (self.failed, self.decoder.finish()) {
            let text = self.violation(error);
            self.out.print(text)?;
        }
        self.out.print(self.report.end())?;
        self.out.flush()
    }
}
