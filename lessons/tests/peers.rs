//! Programs that others wrote, over real sockets: what they send is decoded by the kit, and they take what it encodes. Where
//! such a program is missing, the test says so and is skipped.

#![allow(clippy::print_stderr, reason = "a test says what it checked, or skips")]

#[path = "peers/databases.rs"]
mod databases;
#[path = "peers/lengths.rs"]
mod lengths;
#[path = "peers/web.rs"]
mod web;

use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

/// How long either side waits for the other.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a peer is waited for, 10 s each time: a busy machine takes long to start some.
const TRIES: usize = 6;

/// Whether a program is installed; says so where it is not.
fn is_there(program: &str, asks: &str) -> bool {
    let mut command = Command::new(program);
    let there = command.arg(asks).stdin(Stdio::null()).output().is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("skipped: there is no {program} here");
    }
    there
}

/// The next connection, with a deadline for each call; an error where none comes in time.
fn accept(listener: &TcpListener) -> io::Result<TcpStream> {
    listener.set_nonblocking(true)?;
    let wait = || {
        probe::until("a peer to connect", || match listener.accept() {
            Ok((stream, _)) => Ok(Some(stream)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error),
        })
    };
    let stream = (1..TRIES).find_map(|_| wait().ok()).map_or_else(wait, Ok)?;
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Runs a client against a server of ours: gives what the client printed and what the server saw.
fn against<T: Send + 'static>(
    client: impl FnOnce(u16) -> Command,
    server: impl FnOnce(TcpListener) -> T + Send + 'static,
) -> (Output, T) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let serving = thread::spawn(move || server(listener));
    let output = client(port).stdin(Stdio::null()).output().expect("it is installed");
    let saw = serving.join().unwrap_or_else(|_| panic!("the server failed; the client said: {}", said(&output)));
    (output, saw)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}
