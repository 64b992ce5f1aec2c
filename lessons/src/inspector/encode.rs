//! `encode`, the mirror of `decode`: lines in, each a payload, and frames out. A line that the framing cannot express is told
//! and left out.

use super::{Out, cannot_read, flags};
use clap::{ArgMatches, Command};
use lesson::CONTRADICTED;
use lesson::Stop;
use std::io::{self, BufRead, BufReader, Read, Write};

pub(super) fn command() -> Command {
    Command::new("encode")
        .about("Makes a frame of every line on standard input")
        .args(flags::args())
        .after_help(format!("{}\n{NOTES}", flags::NOTES))
}

const NOTES: &str = r"A line ends with LF or CR LF, which are no part of its payload; a last one with
neither is a payload too. One that the framing cannot express is told on stderr
and left out; the exit status is 1 then. Bytes before a length (--offset) are
zeros; what is stripped (--strip) is the receiver's affair, and changes nothing.

Examples:
  cargo run -q -- 6 encode --framing length --width 2 < lines.txt > stream.bin
  printf 'one\ntwo' | cargo run -q -- 6 encode --framing netstring";

pub(super) fn run(matches: &ArgMatches) -> Result<u8, Stop> {
    let (encoder, max) = (flags::framing(matches)?.encoder(), flags::max(matches));
    let (mut input, mut out) = (BufReader::new(io::stdin().lock()), Out::new());
    let (mut status, mut frame) = (0, Vec::new());
    for number in 1_u64.. {
        let Some(line) = line(&mut input, max)? else { break };
        frame.clear();
        let refused = match line {
            Line::TooLong => Some(format!("it is longer than {max} bytes (--max)")),
            Line::Whole(payload) => encoder.encode(&payload, &mut frame).err().map(|error| error.to_string()),
        };
        if let Some(why) = refused {
            status = CONTRADICTED;
            // With stderr gone there is nobody left to tell.
            let _ = write!(io::stderr(), "{}", render::wrap(&format!("line {number}: {why}"), "error: ", 7));
        }
        out.print(&frame)?;
        if input.buffer().is_empty() {
            out.flush()?;
        }
    }
    out.flush()?;
    Ok(status)
}

/// A command whose standard input can be read.
const EXAMPLE: &str = "encode --framing netstring < lines.txt";

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

/// The next line, without its end; the last one may have none.
fn line(input: &mut impl BufRead, max: usize) -> Result<Option<Line>, Stop> {
    let (mut bytes, most) = (Vec::new(), (max as u64).saturating_add(2)); // and CR LF
    input.by_ref().take(most).read_until(b'\n', &mut bytes).map_err(|error| cannot_read(&error, EXAMPLE))?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') && bytes.len() as u64 == most {
        input.skip_until(b'\n').map_err(|error| cannot_read(&error, EXAMPLE))?;
        return Ok(Some(Line::TooLong));
    }
    let payload = match bytes.strip_suffix(b"\n") {
        Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
        None => &bytes, // the last line, and a CR at its end is no part of a line's end
    };
    Ok(Some(if payload.len() > max { Line::TooLong } else { Line::Whole(payload.to_vec()) }))
}
