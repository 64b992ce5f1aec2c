//! `growth`: what it costs to give frames out as more of them wait, by a decoder that drains its `Vec` for each, as most are
//! first written, and by the kit's. It counts the bytes that each moves; the time stands beside them, and proves nothing.

use clap::{Arg, ArgMatches, Command, value_parser};
use framing::{BigEndian, Decoder, Encode, Prefix};
use lesson::Failure;
use lesson::Stop;
use lesson::Tool;
use lesson::command_line::print_to;
use lesson::command_line::whole;
use lesson::command_line::{choice, choose_color, color};
use render::{Format, Growth};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;
use std::{fs, io};

/// The subcommand.
pub const GROWTH: Tool = Tool { command, run };

/// The payload of every frame, in bytes, and the bytes of its length.
const PAYLOAD: usize = 16;
const LENGTH: usize = 4;

/// What one read brings, in bytes.
const READ: usize = 64 * 1024;

/// After so many frames a machine has warmed up.
const ENOUGH: u64 = 8192;

/// The fewest frames are 2 to this power, and each step is twice this power of 2.
const FEWEST: u32 = 4;

fn command() -> Command {
    let most = Arg::new("most").long("most").value_name("N").default_value("14").allow_negative_numbers(true);
    let svg = Arg::new("svg").long("svg").value_name("FILE").value_parser(value_parser!(PathBuf));
    Command::new("growth")
        .about("Draws what decoders cost as more frames wait together")
        .arg(most.value_parser(whole::<u32>(4..=16, "14")).help("Up to 2^N frames (4 to 16)"))
        .arg(svg.help("Draws it into FILE too"))
        .arg(choice("format", "text|json", &["text", "json"], "Bars, or JSON lines (text)"))
        .arg(color().hide_default_value(true))
        .after_help(
            "All frames have come before the first is taken, in reads of 64 KiB. 2^16 of them\ntake some ten seconds.",
        )
}

fn run(matches: &ArgMatches) -> Result<u8, Stop> {
    choose_color(matches);
    let most = matches.get_one("most").copied().unwrap_or(FEWEST);
    let json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    let mut all = Vec::new();
    for power in (FEWEST..=most).step_by(2) {
        let frames = 1 << power;
        let stream = stream(frames)?;
        all.push(measured(["drains", "drains", "moves what is behind"], frames, || drains(&stream)));
        all.push(measured(["kit", "ours", "keeps an offset"], frames, || kit(&stream)));
    }
    if let Some(path) = matches.get_one::<PathBuf>("svg") {
        let written = fs::write(path, render::growth_svg(&all));
        written.map_err(|error| {
            Failure::cannot(format!("{} cannot be written: {error}", path.display()), "choose another --svg FILE")
        })?;
    }
    print_to(&mut io::stdout(), &if json { Format::Json } else { Format::Text }.growth(&all))?;
    Ok(0)
}

/// So many frames one behind the other.
fn stream(frames: u64) -> Result<Vec<u8>, Failure> {
    let mut stream = Vec::new();
    for _ in 0..frames {
        let encoded = Prefix::<LENGTH, BigEndian>::new().encode(&[7; PAYLOAD], &mut stream);
        encoded.map_err(|error| Failure::cannot(error.to_string(), "4 bytes of length can say 16"))?;
    }
    Ok(stream)
}

/// The fastest of some runs, the more the fewer frames: a first one also waits for memory and code.
fn measured([decoder, called, does]: [&'static str; 3], frames: u64, decode: impl Fn() -> u64) -> Growth {
    let (mut moved, mut nanos) = (0, u64::MAX);
    for _ in 0..=ENOUGH / frames {
        let began = Instant::now();
        moved = decode();
        nanos = nanos.min(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX));
    }
    Growth { decoder, called, does, frames, frame_bytes: (LENGTH + PAYLOAD) as u64, moved, nanos }
}

// ANCHOR: drains
/// The bytes that are moved by a decoder that takes every frame out of its `Vec` by draining it.
fn drains(stream: &[u8]) -> u64 {
    let (mut buffer, mut moved) = (Vec::new(), 0);
    for read in stream.chunks(READ) {
        if buffer.capacity() - buffer.len() < read.len() {
            moved += buffer.len(); // it grows: all goes into a longer one
        }
        buffer.extend_from_slice(read);
    }
    while let Some(length) = buffer.first_chunk::<LENGTH>() {
        let end = LENGTH + u32::from_be_bytes(*length) as usize;
        if buffer.len() < end {
            break;
        }
        black_box(&buffer[LENGTH..end]);
        buffer.drain(..end); // all that is behind the frame moves to the front
        moved += buffer.len();
    }
    moved as u64
}
// ANCHOR_END: drains

// ANCHOR: kit
/// The bytes that the kit's decoder moves: its frames are borrowed where they lie.
fn kit(stream: &[u8]) -> u64 {
    let mut decoder = Decoder::new(Prefix::<LENGTH, BigEndian>::new(), PAYLOAD);
    for read in stream.chunks(READ) {
        decoder.feed(read);
    }
    while let Ok(Some(frame)) = decoder.next_frame() {
        black_box(frame.payload);
    }
    decoder.moved()
}
// ANCHOR_END: kit
