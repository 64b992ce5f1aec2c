//! `decode`: bytes in, frames out, and every violation with its place.

use super::any::{Any, AnyDecoder};
use super::capture::First;
use super::pieces::{self, Pieces};
use super::teller::Teller;
use super::{Out, capture, flags, note};
use clap::{Arg, ArgAction, ArgMatches, Command};
use framing::{FrameError, OnOversize};
use lesson::CONTRADICTED;
use lesson::Stop;
use lesson::command_line::{choice, choose_color, color};
use render::{Format, counted};
use std::io;

pub(super) fn command() -> Command {
    let format = choice("format", "text|json", &["text", "json"], "For a person, or JSON lines (text)");
    let oversize = choice("on-oversize", "fail|skip", &["fail", "skip"], "What a longer payload does (fail)");
    let full = Arg::new("full").long("full").action(ArgAction::SetTrue).help("Shows long frames to the last byte");
    Command::new("decode")
        .about("Takes the stream on standard input apart into frames")
        .args(flags::args())
        .args(pieces::args())
        .args([oversize, format, full, color().hide_default_value(true)])
        .after_help(format!("{}\n{NOTES}", flags::NOTES))
}

const NOTES: &str = r"Exit status 1 if any frame was oversize, malformed or truncated, skipped ones
included.

Examples:
  cargo run -q -- 6 decode --framing line < lines.txt
  cargo run -q -- 6 decode --framing length --width 2 --offset 3 < tls.bin
  printf '5:hello,' | cargo run -q -- 6 decode --framing netstring --cuts 1,4";

pub(super) fn run(matches: &ArgMatches) -> Result<u8, Stop> {
    let framing = flags::framing(matches)?;
    choose_color(matches);
    let is = |flag: &str, wanted: &str| matches.get_one::<String>(flag).is_some_and(|value| value == wanted);
    let on_oversize = if is("on-oversize", "skip") { OnOversize::Skip } else { OnOversize::Fail };
    let format = if is("format", "json") { Format::Json } else { Format::Text };
    let mut decoding = Decoding {
        decoder: framing.decoder(flags::max(matches), on_oversize),
        framing,
        teller: Teller::new(format, matches.get_flag("full")),
        out: Out::new(),
        failed: false,
        violated: false,
        first: First::default(),
    };
    let mut pieces = Pieces::new(io::stdin().lock(), matches)?;
    while pieces.next(|piece| decoding.take(piece))? {
        decoding.out.flush()?;
    }
    decoding.finish()?;
    if let Some((behind, len)) = pieces.not_reached() {
        let behind: Vec<String> = behind.iter().map(u64::to_string).collect();
        note(&format!("nothing was cut at {}: the stream has {}", behind.join(", "), counted(len, "byte")));
    }
    Ok(if decoding.violated { CONTRADICTED } else { 0 })
}

/// A stream on its way through a decoder.
struct Decoding {
    decoder: Box<dyn AnyDecoder>,
    framing: Any,
    teller: Teller,
    out: Out,
    /// Whether the decoder takes nothing more.
    failed: bool,
    /// Whether any violation was told.
    violated: bool,
    first: First,
}

impl Decoding {
    /// Takes the next piece; gives whether another is wanted.
    fn take(&mut self, piece: &[u8]) -> Result<bool, Stop> {
        if self.first.shows_a_capture(piece) {
            note(capture::NOTE);
        }
        self.teller.comes(piece);
        if self.failed {
            return Ok(self.teller.wants_more());
        }
        self.decoder.feed(piece);
        loop {
            let told = match self.decoder.next_frame() {
                Ok(None) => break,
                Ok(Some(frame)) => self.teller.frame(&self.framing, &frame),
                Err(error) => self.violation(error),
            };
            self.out.print(told.as_bytes())?;
            if self.failed {
                return Ok(self.teller.wants_more());
            }
        }
        let told = self.teller.stands_at(self.decoder.offset());
        self.out.print(told.as_bytes())?;
        Ok(true)
    }

    fn violation(&mut self, error: FrameError) -> String {
        self.violated = true;
        self.failed = error.is_final();
        self.teller.violation(error)
    }

    fn finish(&mut self) -> Result<(), Stop> {
        if !self.failed {
            if let Err(error) = self.decoder.finish() {
                let told = self.violation(error);
                self.out.print(told.as_bytes())?;
            }
        }
        let told = self.teller.end();
        self.out.print(told.as_bytes())?;
        self.out.flush()
    }
}
