//! `ask`: the client, for one command or one after another.

use super::far_host;
use super::log::Log;
use super::protocol::{Conversation, Program, resolve, runner};
use command_line::{CONTRADICTED, Failure, Stop, print_to};
use remote_command::{Connection, WatchedSocket};
use std::io::{self, BufRead, ErrorKind, IsTerminal, Read, Write};
use std::net::TcpStream;
use std::time::Duration;
use struct_header::Order;

/// How long `ask` waits for a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long `ask` waits for an answer: longer than the server may take to begin, run and deliver it.
pub(super) const ANSWER: Duration = Duration::from_secs(120);

/// The longest line of standard input that `ask` takes, in bytes: far longer than the longest command that a server runs.
const LINE_MAX: u64 = 64 * 1024;

/// The longest command that `ask` sends, in bytes: a server's read that fills its 1,024 bytes may have cut a longer
/// one.
const COMMAND_MAX: usize = 1023;

/// Asks the server of `lesson` at `address`; returns the exit status.
pub(super) fn ask(
    lesson: &str,
    program: &Program,
    address: &str,
    order: Order,
    command: Option<&str>,
) -> Result<u8, Stop> {
    let stream = connect(address).map_err(|error| cannot_connect(lesson, address, &error))?;
    Asking::new(program, stream, address, order).all(command).map(|()| 0)
}

/// Asks a server of its own, at the other end of a wire.
pub(super) fn ask_far_host(
    program: &Program,
    wire: &wire::CableOptions,
    order: Order,
    command: Option<&str>,
) -> Result<u8, Stop> {
    let (runner, log) = (runner(), Log::new(io::stderr()));
    let asked = far_host::with_server(program, &Conversation::new(&runner, &log, order), wire, |stream| {
        Asking::new(program, stream, "the far host", order).all(command)
    });
    asked.map(|()| 0)
}

fn connect(address: &str) -> io::Result<TcpStream> {
    let mut last = io::Error::new(ErrorKind::NotFound, "this name has no address");
    for address in resolve(address)? {
        match TcpStream::connect_timeout(&address, CONNECT) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn cannot_connect(lesson: &str, address: &str, error: &io::Error) -> Failure {
    let hint = match error.kind() {
        ErrorKind::ConnectionRefused => format!("start the server first: cargo run --bin {lesson} -- serve"),
        ErrorKind::TimedOut => {
            "nobody answers there: is the address right, and is there no firewall in the way?".to_owned()
        }
        ErrorKind::InvalidInput => "an address looks like 127.0.0.1:8080".to_owned(),
        _ => "is the name right, and is there a route to it? 127.0.0.1:8080 is this machine".to_owned(),
    };
    Failure::cannot(format!("cannot connect to {address}: {error}"), hint)
}

/// A client: its connection, and where that leads.
struct Asking<'a> {
    program: &'a Program,
    connection: Connection,
    address: &'a str,
    order: Order,
}

impl<'a> Asking<'a> {
    fn new(program: &'a Program, stream: TcpStream, address: &'a str, order: Order) -> Self {
        Self { program, connection: Connection::new(WatchedSocket::new(stream), ANSWER), address, order }
    }

    /// The one command that was given, or one after another.
    fn all(&mut self, command: Option<&str>) -> Result<(), Stop> {
        match command {
            Some(command) => self.one(command),
            None => self.prompt(),
        }
    }

    fn one(&mut self, command: &str) -> Result<(), Stop> {
        if command.is_empty() {
            let hint = "a TCP stream carries no empty message: give a command, as in ask \"echo hi\"";
            return Err(Failure::cannot("the command is empty", hint).into());
        }
        if command.len() > COMMAND_MAX {
            let text = format!("the command has {} bytes, and a server takes at most {COMMAND_MAX}", command.len());
            return Err(Failure::cannot(text, "requests have no framing, so a longer one would be cut").into());
        }
        self.connection.turn(ANSWER);
        let answer = (self.program.ask)(&mut self.connection, command.as_bytes(), self.order);
        show(&answer.map_err(|error| self.no_answer(&error.to_string()))?)
    }

    fn no_answer(&self, error: &str) -> Failure {
        let hint = match self.program.has_order {
            true => "is the other end a server of this lesson, with the same byte order and a free place?",
            false => "is the other end a server of this lesson, with a free place?",
        };
        let message = format!("no answer from {}: {}", self.address, render::escaped(error.as_bytes()));
        Failure { message, hint: hint.to_owned(), status: CONTRADICTED }
    }

    fn prompt(&mut self) -> Result<(), Stop> {
        let mut input = io::stdin().lock();
        while let Some(line) = next_line(&mut input)? {
            match line.trim() {
                "exit" => break,
                "" => {}
                command => self.one(command)?,
            }
        }
        Ok(())
    }
}

/// Shows an answer: escaped on a terminal, and unchanged anywhere else.
fn show(body: &[u8]) -> Result<(), Stop> {
    let mut out = io::stdout();
    if out.is_terminal() { print_to(&mut out, render::escaped_text(body)) } else { print_to(&mut out, body) }
}

/// A line of commands, at most [`LINE_MAX`] bytes; `None` at the end of the input.
fn next_line(input: &mut io::StdinLock<'_>) -> Result<Option<String>, Stop> {
    if input.is_terminal() {
        // On stderr, so that the output holds the answers and nothing else. If nobody reads it, that is no reason to
        // stop.
        let _ = write!(io::stderr(), "command, or exit: ");
    }
    let mut line = String::new();
    match input.take(LINE_MAX).read_line(&mut line) {
        Ok(0) => Ok(None),
        Ok(_) if line.len() as u64 == LINE_MAX => {
            Err(Failure::cannot(format!("a line has more than {LINE_MAX} bytes"), "type one command per line").into())
        }
        Ok(_) => Ok(Some(line)),
        Err(error) => Err(Failure::cannot(format!("the command cannot be read: {error}"), "type UTF-8").into()),
    }
}
