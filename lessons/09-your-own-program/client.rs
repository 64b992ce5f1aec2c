//! `client WAY ADDRESS [BYTES]`: the program to be judged. It sends frames, reads them back in one WAY or another, and exits with 0
//! if all came back as they were sent.

use command_line::{CONTRADICTED, Failure, Stop, print_to};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use struct_header::{Order, encode};

/// No exchange takes longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How to read the answers.
struct Way {
    name: &'static str,
    /// Reads a header, and returns the length in it.
    length: fn(&mut TcpStream) -> io::Result<usize>,
    /// Reads a payload of that length.
    payload: fn(&mut TcpStream, usize) -> io::Result<Vec<u8>>,
    /// Whether it reads only when all has arrived, as a program does that has other work first.
    late: bool,
}

const WAYS: [Way; 4] = [
    Way { name: "naive", length: length_in_one_read, payload: adding_all, late: false },
    Way { name: "late", length: length_in_one_read, payload: adding_all, late: true },
    Way { name: "header-mended", length: length_exactly, payload: adding_all, late: false },
    Way { name: "mended", length: length_exactly, payload: counting, late: false },
];

fn main() -> ExitCode {
    command_line::exit(ask())
}

fn ask() -> Result<u8, Stop> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let usage = || {
        let names = WAYS.map(|way| way.name).join("|");
        Failure::cannot("usage: client WAY ADDRESS [BYTES]", format!("WAY is {names}; the server is decoder-server"))
    };
    let (name, address, bytes) = match &args[..] {
        [name, address] => (name, address, None),
        [name, address, bytes] => (name, address, Some(bytes.parse().map_err(|_| usage())?)),
        _ => return Err(usage().into()),
    };
    let way = WAYS.iter().find(|way| way.name == name).ok_or_else(usage)?;
    let stream = TcpStream::connect(address)
        .map_err(|error| Failure::cannot(format!("{address}: {error}"), "is the server running there?"))?;
    let sent = payloads(bytes);
    let came_back = exchange(stream, way, &sent).map_err(|error| wrong(format!("{address}: {error}")))?;
    for (nth, (sent, came)) in sent.iter().zip(&came_back).enumerate() {
        if sent != came {
            let [sent, came] = [sent, came].map(|text| String::from_utf8_lossy(text).escape_debug().to_string());
            return Err(wrong(format!("frame {} came back as \"{came}\", sent was \"{sent}\"", nth + 1)).into());
        }
    }
    print_to(&mut io::stdout(), format!("{} frames came back as they were sent\n", sent.len()))?;
    Ok(0)
}

fn wrong(message: String) -> Failure {
    Failure { message, hint: String::new(), status: CONTRADICTED }
}

/// The three payloads of lesson 08; or one whose frame has so many bytes, and a short one.
fn payloads(bytes: Option<usize>) -> Vec<Vec<u8>> {
    match bytes {
        None => ["粘", "", "a"].map(|text| text.as_bytes().to_vec()).to_vec(),
        Some(bytes) => vec![vec![b'x'; bytes.saturating_sub(4).min(1 << 16)], b"a".to_vec()],
    }
}

/// Sends all payloads in one write, and reads as many frames.
fn exchange(mut stream: TcpStream, way: &Way, payloads: &[Vec<u8>]) -> io::Result<Vec<Vec<u8>>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut out = Vec::new();
    for payload in payloads {
        encode(payload, Order::Little, &mut out).map_err(io::Error::other)?;
    }
    stream.write_all(&out)?;
    stream.shutdown(Shutdown::Write)?;
    if way.late {
        wait_for(&stream, out.len())?;
    }
    let mut frame = || (way.length)(&mut stream).and_then(|length| (way.payload)(&mut stream, length));
    let in_frame = |nth, error: io::Error| io::Error::new(error.kind(), format!("frame {nth}: {error}"));
    (1..=payloads.len()).map(|nth| frame().map_err(|error| in_frame(nth, error))).collect()
}

/// Waits until so many bytes can be read.
fn wait_for(stream: &TcpStream, bytes: usize) -> io::Result<()> {
    let (mut buffer, began) = (vec![0; bytes], Instant::now());
    while stream.peek(&mut buffer)? < bytes {
        if began.elapsed() > PATIENCE {
            return Err(ErrorKind::TimedOut.into());
        }
        std::thread::yield_now(); // peek takes nothing, and returns at once
    }
    Ok(())
}

fn length_in_one_read(stream: &mut TcpStream) -> io::Result<usize> {
    // ANCHOR: one_read
    let mut header = [0; 4];
    if stream.read(&mut header)? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(u32::from_le_bytes(header) as usize)
    // ANCHOR_END: one_read
}

fn length_exactly(stream: &mut TcpStream) -> io::Result<usize> {
    let mut header = [0; 4];
    stream.read_exact(&mut header)?;
    Ok(u32::from_le_bytes(header) as usize)
}

fn adding_all(stream: &mut TcpStream, length: usize) -> io::Result<Vec<u8>> {
    // ANCHOR: adding_all
    let (mut payload, mut received) = (Vec::new(), 0);
    while received < length {
        payload.extend(some(stream, length - received)?);
        received += payload.len();
    }
    Ok(payload)
    // ANCHOR_END: adding_all
}

fn counting(stream: &mut TcpStream, length: usize) -> io::Result<Vec<u8>> {
    let mut payload = Vec::new();
    while payload.len() < length {
        payload.extend(some(stream, length - payload.len())?);
    }
    Ok(payload)
}

/// What one read of at most so many bytes returns.
fn some(stream: &mut TcpStream, most: usize) -> io::Result<Vec<u8>> {
    let read = receiver_short_reads::up_to(stream, most.min(1024))?;
    if read.is_empty() { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(read) }
}
