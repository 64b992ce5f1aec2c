//! `sticky encode`, the reverse of `decode`: makes a frame of every line of the input. It reports a line that the framing cannot
//! express, and leaves it out.

use crate::streams::{self, Output, cannot_read, say};
use crate::{any_framing, framing_options};
use clap::{ArgMatches, Command};
use command_line::{CONTRADICTED, Stop};
use std::io::{BufRead, BufReader, Read};

pub(crate) fn command() -> Command {
    Command::new("encode")
        .about("Make a frame from every line of the input")
        .arg(streams::file())
        .args(framing_options::args())
        .after_help(format!("{}\n{NOTES}", framing_options::NOTES))
}

const NOTES: &str = r"
A line ends with LF or CR LF, which are not part of its payload; the last line
may have neither. A line that the framing cannot express is reported on stderr
and left out, and the exit status is then 1. The bytes before a length
(--offset) are zeros. --strip is for the receiver and has no effect here.

Examples:
  sticky encode --framing length --width 2 lines.txt > stream.bin
  printf 'one\ntwo' | sticky encode --framing netstring";

pub(crate) fn run(matches: &ArgMatches) -> Result<u8, Stop> {
    let (framing, max) = (any_framing::framing(matches)?, framing_options::bytes(matches, "max"));
    let (mut input, mut out) = (BufReader::new(streams::open(matches)?), Output::new());
    let (mut status, mut frame) = (0, Vec::new());
    for number in 1_u64.. {
        let Some(line) = line(&mut input, max)? else { break };
        frame.clear();
        let encoded = line.and_then(|payload| framing.encode(&payload, &mut frame).map_err(|error| error.to_string()));
        if let Err(why) = encoded {
            status = CONTRADICTED;
            say("error: ", &format!("line {number}: {why}"));
        }
        out.print(&frame)?;
        if input.buffer().is_empty() {
            out.flush()?;
        }
    }
    out.flush()?;
    Ok(status)
}

/// The next line without its ending, or why it is left out.
fn line(input: &mut impl BufRead, max: usize) -> Result<Option<Result<Vec<u8>, String>>, Stop> {
    let too_long = || Err(format!("it is longer than {max} bytes; raise --max to accept it"));
    let (mut bytes, most) = (Vec::new(), (max as u64).saturating_add(2)); // plus CR LF
    input.by_ref().take(most).read_until(b'\n', &mut bytes).map_err(|error| cannot_read(&error))?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') && bytes.len() as u64 == most {
        input.skip_until(b'\n').map_err(|error| cannot_read(&error))?;
        return Ok(Some(too_long()));
    }
    let payload = match bytes.strip_suffix(b"\n") {
        Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
        None => &bytes, // the last line: a CR at its end does not end a line
    };
    Ok(Some(if payload.len() > max { too_long() } else { Ok(payload.to_vec()) }))
}
