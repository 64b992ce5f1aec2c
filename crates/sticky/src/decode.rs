//! `sticky decode`: bytes in, frames out, and every violation with its offset.

use crate::any_framing::{AnyDecoder, AnyFraming};
use crate::capture::{self, FirstBytes};
use crate::chunks::{self, Chunks};
use crate::framing_options;
use crate::report::Report;
use crate::streams::{self, Output, say};
use clap::{Arg, ArgAction, ArgMatches, Command};
use command_line::{CONTRADICTED, Stop, choice, choose_color, color};
use framing::{FrameError, OnOversize};
use render::{Format, counted};

pub(crate) fn command() -> Command {
    let oversize = choice("on-oversize", "fail|skip", &["fail", "skip"], "What to do about a longer one");
    let format = choice("format", "text|json", &["text", "json"], "Text for people, or JSON lines");
    let full = Arg::new("full").long("full").action(ArgAction::SetTrue).help("Show every byte of long frames");
    let color = color().help("Colours: auto, always or never");
    Command::new("decode")
        .about("Split a stream into frames and show them")
        .arg(streams::file())
        .args(framing_options::args())
        .args(chunks::args())
        .args([oversize.default_value("fail"), format.default_value("text"), full, color])
        .after_help(format!("{}\n{NOTES}", framing_options::NOTES))
}

const NOTES: &str = r"
The exit status is 1 if any frame was oversize, malformed or truncated, even if
it was skipped. Cuts never change what is printed.

Examples:
  sticky decode --framing line lines.txt
  sticky decode --framing length --width 2 --offset 3 < tls.bin
  printf '5:hello,' | sticky decode --framing netstring --cuts 1,4";

pub(crate) fn run(matches: &ArgMatches) -> Result<u8, Stop> {
    let framing = framing_options::framing(matches)?;
    choose_color(matches);
    let is = |option: &str, wanted: &str| matches.get_one::<String>(option).is_some_and(|value| value == wanted);
    let on_oversize = if is("on-oversize", "skip") { OnOversize::Skip } else { OnOversize::Fail };
    let format = if is("format", "json") { Format::Json } else { Format::Text };
    let mut chunks = Chunks::new(streams::open(matches)?, matches)?;
    let mut decoding = Decoding {
        decoder: framing.decoder(framing_options::bytes(matches, "max"), on_oversize),
        framing,
        report: Report::new(format, matches.get_flag("full")),
        out: Output::new(),
        failed: false,
        violated: false,
        first: FirstBytes::default(),
    };
    while chunks.next(|chunk| decoding.take(chunk))? {
        decoding.out.flush()?;
    }
    let ended = !decoding.failed;
    decoding.finish()?;
    if let (true, Some((cuts, len))) = (ended, chunks.not_made()) {
        let cuts: Vec<String> = cuts.iter().map(u64::to_string).collect();
        say("note: ", &format!("no cut was made at {}: the stream has {}", cuts.join(", "), counted(len, "byte")));
    }
    Ok(if decoding.violated { CONTRADICTED } else { 0 })
}

/// A stream on its way through a decoder.
struct Decoding {
    decoder: Box<dyn AnyDecoder>,
    framing: AnyFraming,
    report: Report,
    out: Output,
    /// Whether the decoder takes nothing more.
    failed: bool,
    /// Whether any violation was reported.
    violated: bool,
    first: FirstBytes,
}

impl Decoding {
    /// Takes the next chunk; returns whether another is wanted.
    fn take(&mut self, chunk: &[u8]) -> Result<bool, Stop> {
        if self.first.show_a_capture(chunk) {
            say("note: ", capture::NOTE);
        }
        self.report.keep(chunk);
        if self.failed {
            return Ok(self.report.wants_more());
        }
        self.decoder.feed(chunk);
        loop {
            let text = match self.decoder.next_frame() {
                Ok(None) => break,
                Ok(Some(frame)) => self.report.frame(&self.framing, &frame),
                Err(error) => self.violation(error),
            };
            self.out.print(text.as_bytes())?;
            if self.failed {
                return Ok(self.report.wants_more());
            }
        }
        let text = self.report.advance_to(self.decoder.offset());
        self.out.print(text.as_bytes())?;
        Ok(true)
    }

    fn violation(&mut self, error: FrameError) -> String {
        self.violated = true;
        self.failed = error.is_final();
        // A frame that was skipped is gone but for its last bytes.
        let end = self.decoder.offset();
        self.report.violation(error, end, (end == error.offset).then(|| self.decoder.waiting()))
    }

    fn finish(&mut self) -> Result<(), Stop> {
        if !self.failed {
            if let Err(error) = self.decoder.finish() {
                let text = self.violation(error);
                self.out.print(text.as_bytes())?;
            }
        }
        let text = self.report.end();
        self.out.print(text.as_bytes())?;
        self.out.flush()
    }
}
