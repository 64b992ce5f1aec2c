//! `ask`: the client, for one command or one after another.

use super::protocol::Program;
use command_line::{CONTRADICTED, Failure, Stop, print_to};
use remote_command::Connection;
use std::io::{self, BufRead, ErrorKind, IsTerminal, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;
use struct_header::Order;

/// How long `ask` waits for a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long `ask` waits for an answer: longer than the server may take to begin, run and deliver it.
const ANSWER: Duration = Duration::from_secs(120);

/// The longest line of standard input that `ask` takes, in bytes: far longer than the longest command that a server runs.
const LINE_MAX: u64 = 64 * 1024;

/// The longest command that `ask` sends, in bytes: a server's read of 1,024 that comes full may hold a cut one.
const COMMAND_MAX: usize = 1023;

/// A client: what it asks, and where the server is. Without a command it asks for one after another.
pub(super) struct Asking<'a> {
    pub(super) program: &'a Program,
    pub(super) address: &'a str,
    pub(super) order: Order,
    pub(super) command: Option<&'a str>,
}

fn connect(address: &str) -> io::Result<TcpStream> {
    let none = Err(io::Error::new(ErrorKind::NotFound, "this name has no address"));
    address
        .to_socket_addrs()?
        .fold(none, |connected, address| connected.or_else(|_| TcpStream::connect_timeout(&address, CONNECT)))
}

fn cannot_connect(lesson: &str, address: &str, error: &io::Error) -> Failure {
    let hint = match error.kind() {
        ErrorKind::ConnectionRefused => format!("start the server first: cargo run --bin {lesson} -- serve"),
        ErrorKind::TimedOut => "nobody answers there: is the address right, and no firewall between?".to_owned(),
        ErrorKind::InvalidInput => "an address looks like 127.0.0.1:8080".to_owned(),
        _ => "is the name right, and is there a way to it? 127.0.0.1:8080 is this machine".to_owned(),
    };
    Failure::cannot(format!("cannot connect to {address}: {error}"), hint)
}

impl Asking<'_> {
    /// Asks the server of `lesson` at the address.
    pub(super) fn there(&self, lesson: &str) -> Result<(), Stop> {
        let stream = connect(self.address).map_err(|error| cannot_connect(lesson, self.address, &error))?;
        self.over(&stream)
    }

    /// Asks the server at the other end of this stream.
    pub(super) fn over(&self, stream: &TcpStream) -> Result<(), Stop> {
        let mut connection = Connection::new(stream, ANSWER);
        if let Some(command) = self.command {
            return self.one(&mut connection, command);
        }
        let mut input = io::stdin().lock();
        while let Some(line) = next_line(&mut input)? {
            match line.trim() {
                "exit" => break,
                "" => {}
                command => self.one(&mut connection, command)?,
            }
        }
        Ok(())
    }

    fn one(&self, connection: &mut Connection, command: &str) -> Result<(), Stop> {
        if command.is_empty() {
            let hint = "a TCP stream carries no empty message: give a command, as in ask \"echo hi\"";
            return Err(Failure::cannot("the command is empty", hint).into());
        }
        if command.len() > COMMAND_MAX {
            let text = format!("the command has {} bytes, a server takes at most {COMMAND_MAX}", command.len());
            return Err(Failure::cannot(text, "its requests have no framing: a longer one would be cut").into());
        }
        connection.turn(ANSWER);
        let answer = (self.program.ask)(connection, command.as_bytes(), self.order);
        let body = answer.map_err(|error| self.no_answer(&error.to_string()))?;
        // Made fit for a terminal, and as it came for anything else.
        let mut out = io::stdout();
        if out.is_terminal() { print_to(&mut out, render::escaped_text(&body)) } else { print_to(&mut out, body) }
    }

    fn no_answer(&self, error: &str) -> Failure {
        let hint = match self.program.has_order {
            true => "is the other end a server of this lesson, with the same byte order and a place free?",
            false => "is the other end a server of this lesson, with a place free?",
        };
        let message = format!("no answer from {}: {}", self.address, render::escaped(error.as_bytes()));
        Failure { message, hint: hint.to_owned(), status: CONTRADICTED }
    }
}

/// A line of commands, at most [`LINE_MAX`] bytes; `None` at the end of the input.
fn next_line(input: &mut io::StdinLock<'_>) -> Result<Option<String>, Stop> {
    if input.is_terminal() {
        // On stderr, so that the output is the answers and nothing else; nobody there to read it is no reason to stop.
        let _ = write!(io::stderr(), "command, or exit: ");
    }
    let mut line = String::new();
    match input.take(LINE_MAX).read_line(&mut line) {
        Ok(0) => Ok(None),
        Ok(_) if line.len() as u64 == LINE_MAX => {
            Err(Failure::cannot(format!("a line has more than {LINE_MAX} bytes"), "give one command a line").into())
        }
        Ok(_) => Ok(Some(line)),
        Err(error) => Err(Failure::cannot(format!("no command can be read: {error}"), "type UTF-8").into()),
    }
}
