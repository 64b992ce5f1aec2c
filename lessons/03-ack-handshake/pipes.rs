//! A command's two pipes, and a server that reads one of them to the end before it reads the other. Here a thread plays
//! the command, and two socket pairs stand in for its pipes: like a pipe, each holds little, and then the next write
//! waits.

use super::{BOTH_PIPES, STDERR_FIRST, questions};
use lesson::options::NODELAY_QUICK_ACKS;
use lesson::{CaseName, CaseResult, CaseSetup, Session, Stop};
use link::{SocketOptions, is_timeout};
use probe::TracedStream;
use receiver_short_reads::up_to;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};
use trace::{Ending, Event, Stream};

/// What the command prints, and how much at once, in bytes.
pub(crate) const PRINTED: usize = 256 * 1024;
const PIECE: usize = 16 * 1024;

/// How long the server may wait if nothing else ends its wait.
const PATIENCE: Duration = Duration::from_millis(100);

/// The buffers of what stands in for a pipe, in bytes.
const PIPE: usize = 16 * 1024;

/// How a server reads the two.
type Reader = fn(&mut TracedStream, TcpStream) -> io::Result<()>;

/// Pipes have no distance: there are none of these cases on a wire.
pub(super) fn cases(session: &mut Session<'_>) -> Result<(), Stop> {
    if session.is_on_a_wire() {
        return Ok(());
    }
    let first = "A command prints 256 KiB to stdout, then a line to stderr; small sockets stand for its pipes. The server waits for the end of stderr, and then \
                 reads stdout.";
    let case = piped(STDERR_FIRST, first).code("stderr_first").ask(questions::ENDS).ask(questions::PRINTED);
    session.case(case, |child, server| with_child(child, server, stderr_first))?;
    let both = "The same command. The server reads both pipes at the same time.";
    let case = piped(BOTH_PIPES, both).code("both_pipes").ask(questions::ENDS);
    session.case(case, |child, server| with_child(child, server, both_pipes))
}

fn piped(name: CaseName, description: &str) -> CaseSetup {
    let small = SocketOptions { sndbuf: Some(PIPE), rcvbuf: Some(PIPE), ..NODELAY_QUICK_ACKS };
    name.describe(description).options(small)
}

fn stderr_first(stdout: &mut TracedStream, mut stderr: TcpStream) -> io::Result<()> {
    // ANCHOR: stderr_first
    stderr.read_to_end(&mut Vec::new())?; // the command closes it when it ends
    while !up_to(stdout, 64 * 1024)?.is_empty() {}
    Ok(())
    // ANCHOR_END: stderr_first
}

fn both_pipes(stdout: &mut TracedStream, mut stderr: TcpStream) -> io::Result<()> {
    // ANCHOR: both_pipes
    thread::scope(|scope| {
        scope.spawn(move || stderr.read_to_end(&mut Vec::new()));
        while !up_to(stdout, 64 * 1024)?.is_empty() {}
        Ok(())
    })
    // ANCHOR_END: both_pipes
}

/// The command: it prints, and ends.
fn child(stdout: &mut TracedStream, mut stderr: TcpStream) -> io::Result<()> {
    for _ in 0..PRINTED / PIECE {
        stdout.write_all(&[b'.'; PIECE])?;
    }
    stderr.write_all(b"done\n")?;
    stdout.shutdown_write()
}

/// Lets a server read what a command prints, and notes how that ends. If the server still waits when its time runs out,
/// the lesson stops it and kills the command, as it would kill a process.
fn with_child(stdout: &mut TracedStream, server: &mut TracedStream, read: Reader) -> CaseResult {
    let stderr = link::tcp_pair(&SocketOptions::default())?;
    stderr.receiver.set_read_timeout(Some(PATIENCE))?;
    let kill = stdout.get_ref().try_clone()?;
    thread::scope(|scope| {
        let (began, child) = (Instant::now(), scope.spawn(move || child(stdout, stderr.sender)));
        let ended = read(server, stderr.receiver);
        let (how, text) = match &ended {
            Ok(()) => (Ending::Completed, String::new()),
            Err(error) if is_timeout(error) => (Ending::Waiting, "stderr has not ended".to_owned()),
            Err(error) => (Ending::Failed, error.to_string()),
        };
        let after_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        server.note(Event::Ended { stream: Stream::Forward, how, after_us, text });
        if ended.is_err() && !cfg!(windows) {
            kill.shutdown(Shutdown::Both)?; // on Windows only the write's own time limit ends it
        }
        let _ = child.join(); // killed or not, it has ended
        Ok(())
    })
}
