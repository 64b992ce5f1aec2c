//! Programs that others wrote, over real sockets: what they send is decoded by `framing`, and they take what it encodes. A
//! test whose program is not installed says so and is skipped.

mod databases;
mod lengths;
mod web;

use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

/// How long either side waits for the other.
const PATIENCE: Duration = Duration::from_secs(60);

#[expect(clippy::print_stderr, reason = "a test says what it skips")]
/// Whether a program is installed, which this argument asks for its version; says so if it is not.
fn is_installed(program: &str, asked: &str) -> bool {
    let output = Command::new(program).arg(asked).stdin(Stdio::null()).output();
    let installed = output.is_ok_and(|output| output.status.success());
    if !installed {
        eprintln!("skipped: {program} is not installed");
    }
    installed
}

/// The client's connection, with a deadline for each call.
fn accept(listener: &TcpListener) -> TcpStream {
    let (stream, _) = listener.accept().expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_nodelay(true).expect("a socket option");
    stream
}

/// Runs a client against a server of ours: gives what the client printed and what the server saw. `None` if `program`,
/// which the client needs, is not installed.
fn against<T: Send + 'static>(
    (program, asked): (&str, &str),
    client: impl FnOnce(u16) -> Command,
    server: impl FnOnce(TcpListener) -> T + Send + 'static,
) -> Option<(Output, T)> {
    if !is_installed(program, asked) {
        return None;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let serving = thread::spawn(move || server(listener));
    let output = client(port).stdin(Stdio::null()).output().expect("it is installed");
    drop(TcpStream::connect(("127.0.0.1", port))); // a server whose client never came sees the end of a stream
    let saw = serving.join().unwrap_or_else(|_| panic!("the server failed; the client said: {}", said(&output)));
    Some((output, saw))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}
