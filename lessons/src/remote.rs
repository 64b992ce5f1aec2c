//! The remote command program in two terminals: `serve` and `ask`, for whichever protocol a lesson has. Runs nothing that
//! is not on the list of harmless commands, and starts no shell.

use crate::failure::{Failure, Stop};
use crate::far_host;
use crate::flags;
use crate::lesson::Lesson;
use crate::show::{CaseResult, Fallible, print_to};
use crate::wire_flags;
use clap::{Arg, ArgMatches, Command};
use remote_command::{Connection, HARMLESS, Output, RunLimits, Runner, ServeLimits, Server};
use std::io::{self, BufRead, ErrorKind, IsTerminal, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::time::Duration;
use struct_header::Order;

/// The longest answer that `serve` sends and `ask` takes, in bytes: a byte less than 16 MiB, since a length of 1 that is
/// read in the wrong byte order is 16 MiB, and is to be refused rather than waited for.
pub const ANSWER_MAX: usize = 16 * 1024 * 1024 - 1;

/// How long `ask` waits for a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long `ask` waits for an answer: longer than the server may take to begin, run and deliver it.
const ANSWER: Duration = Duration::from_secs(120);

/// How long a class may listen to its teacher between two commands.
const IDLE: Duration = Duration::from_secs(20 * 60);

/// How long a command waits for one of the places: 40 students may press Enter at once.
const PLACE: Duration = Duration::from_secs(30);

/// How long a large output waits until others have been delivered: not at all, since it would keep its place among the
/// commands meanwhile, and everybody would wait for those who do not read.
const DELIVERED: Duration = Duration::ZERO;

/// The longest line of standard input that `ask` takes, in bytes: far longer than the longest command that a server runs.
const LINE_MAX: u64 = 64 * 1024;

const ADDRESS: &str = "127.0.0.1:8080";

/// What a protocol makes of the program.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// The server's side of a connection, until the client ends it.
    pub serve: fn(&mut Connection, &Conversation<'_>) -> CaseResult,
    /// The client's side of one command.
    pub ask: fn(&mut Connection, &[u8], Order) -> Fallible<Vec<u8>>,
    /// Whether the protocol has a byte order to choose.
    pub has_order: bool,
}

/// What the server's side works with.
#[derive(Debug)]
pub struct Conversation<'a> {
    runner: &'a Runner,
    /// How long each turn may take.
    pub limits: ServeLimits,
    /// The byte order of a header.
    pub order: Order,
}

/// The longest command that `ask` sends, in bytes: a server's read of 1,024 that comes full may hold a cut one.
const COMMAND_MAX: usize = 1023;

impl<'a> Conversation<'a> {
    fn new(runner: &'a Runner, order: Order) -> Self {
        Self { runner, limits: ServeLimits { idle: IDLE, ..ServeLimits::default() }, order }
    }

    /// Runs the command that came over `connection`, and tells the log.
    pub fn run(&self, connection: &Connection, command: &[u8]) -> Output {
        let output = self.runner.run(command);
        let shown = render::escaped(&command[..command.len().min(LOGGED)]);
        let did = match output.as_bytes().starts_with(b"refused: ") {
            true => "refused".to_owned(),
            false => format!("printed {}", render::counted(output.as_bytes().len() as u64, "byte")),
        };
        self.say(connection, &format!("\"{shown}\" {did}"));
        output
    }

    /// Tells the log what happens on `connection`.
    pub fn say(&self, connection: &Connection, what: &str) {
        let peer = connection.get_ref().peer_addr().map_or("peer".to_owned(), |address| address.to_string());
        log(&format!("{peer}: {what}"));
    }
}

/// The most of a command that the log shows, in bytes.
const LOGGED: usize = 40;

/// A log that nobody reads any more is no reason to stop serving.
fn log(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// The subcommands of a lesson that has the program.
pub(crate) fn subcommands(program: &Program) -> [Command; 2] {
    let order = || {
        let help = "Byte order of the length (little), at both ends";
        program.has_order.then(|| flags::choice("order", "little|big", &["little", "big"], help))
    };
    let listen = Arg::new("listen").long("listen").value_name("ADDRESS").default_value(ADDRESS);
    let connect = Arg::new("connect").long("connect").value_name("ADDRESS").default_value(ADDRESS);
    let text = Arg::new("command").value_name("COMMAND").help("What to run there; none: asks for one after another");
    [
        Command::new("serve")
            .about("Runs the server, in a terminal of its own")
            .arg(listen.help("Where to listen"))
            .args(order()),
        Command::new("ask")
            .about("Asks the server to run a command")
            .arg(connect.help("Where the server listens").conflicts_with("wire"))
            .args(wire_flags::cable())
            .args(order())
            .arg(text),
    ]
}

/// Runs `serve` or `ask`.
pub(crate) fn run(lesson: &Lesson, program: &Program, name: &str, matches: &ArgMatches) -> Result<u8, Stop> {
    let text = |name| matches.get_one::<String>(name).map_or("", String::as_str);
    let order = match program.has_order && text("order") == "big" {
        true => Order::Big,
        false => Order::Little,
    };
    match name {
        "serve" => serve(program, text("listen"), order),
        _ => {
            let command = matches.get_one::<String>("command").map(String::as_str);
            match wire_flags::chosen(matches) {
                Some(wire) => ask_far_host(program, &wire, order, command),
                None => ask(lesson, program, text("connect"), order, command),
            }
        }
    }
}

fn serve(program: &Program, address: &str, order: Order) -> Result<u8, Stop> {
    let runner = runner();
    let with = Conversation::new(&runner, order);
    let server = listen(address).and_then(|listener| Server::new(listener, with.limits));
    let server = server.map_err(|error| cannot_listen(address, &error))?;
    print_to(&mut io::stdout(), &greeting(server.local_addr()))?;
    server.run(|connection| (program.serve)(connection, &with), |event| log(&event.to_string()));
    Ok(0)
}

fn runner() -> Runner {
    let limits =
        RunLimits { output_bytes_max: ANSWER_MAX, slot_wait: PLACE, large_wait: DELIVERED, ..RunLimits::default() };
    Runner::new(HARMLESS, limits)
}

fn listen(address: &str) -> io::Result<TcpListener> {
    TcpListener::bind(resolve(address)?.as_slice())
}

/// What the server says when it is ready.
fn greeting(address: SocketAddr) -> String {
    let names: Vec<&str> = HARMLESS.iter().map(|allowed| allowed.name).collect();
    let mut out = format!("listening on {address}; Ctrl-C ends it\n");
    out += &render::wrap(&format!("runs, without a shell: {}", names.join(", ")), "", 2);
    if !address.ip().is_loopback() {
        let text =
            "not only this machine: whoever reaches this address can run these commands here, unasked and unseen";
        out += &render::wrap(text, "warning: ", 2);
    }
    out
}

fn cannot_listen(address: &str, error: &io::Error) -> Failure {
    let hint = match error.kind() {
        ErrorKind::AddrInUse => "another program has this port: --listen 127.0.0.1:0 takes any free one",
        ErrorKind::PermissionDenied => "ports below 1024 belong to the administrator: choose a higher one",
        _ => "an address looks like 127.0.0.1:8080, and must be one of this machine's own",
    };
    Failure::cannot(format!("cannot listen on {address}: {error}"), hint)
}

fn ask(lesson: &Lesson, program: &Program, address: &str, order: Order, command: Option<&str>) -> Result<u8, Stop> {
    let stream = connect(address).map_err(|error| cannot_connect(lesson, address, &error))?;
    Asking { program, connection: Connection::new(&stream, ANSWER), address, order }.all(command).map(|()| 0)
}

/// Asks a server that is brought along, a wire away.
fn ask_far_host(program: &Program, wire: &wire::CableOptions, order: Order, command: Option<&str>) -> Result<u8, Stop> {
    let runner = runner();
    let asked = far_host::with_server(program, &Conversation::new(&runner, order), wire, |stream| {
        Asking { program, connection: Connection::new(&stream, ANSWER), address: "the far host", order }.all(command)
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

fn resolve(address: &str) -> io::Result<Vec<SocketAddr>> {
    Ok(address.to_socket_addrs()?.collect())
}

fn cannot_connect(lesson: &Lesson, address: &str, error: &io::Error) -> Failure {
    let hint = match error.kind() {
        ErrorKind::ConnectionRefused => format!("start the server first: cargo run --bin {} -- serve", lesson.id),
        ErrorKind::TimedOut => "nobody answers there: is the address right, and no firewall between?".to_owned(),
        ErrorKind::InvalidInput => "an address looks like 127.0.0.1:8080".to_owned(),
        _ => "is the name right, and is there a way to it? 127.0.0.1:8080 is this machine".to_owned(),
    };
    Failure::cannot(format!("cannot connect to {address}: {error}"), hint)
}

/// A client: its connection, and where that leads.
struct Asking<'a> {
    program: &'a Program,
    connection: Connection<'a>,
    address: &'a str,
    order: Order,
}

impl Asking<'_> {
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
            let text = format!("the command has {} bytes, a server takes at most {COMMAND_MAX}", command.len());
            return Err(Failure::cannot(text, "its requests have no framing: a longer one would be cut").into());
        }
        self.connection.turn(ANSWER);
        let answer = (self.program.ask)(&mut self.connection, command.as_bytes(), self.order);
        show(&answer.map_err(|error| self.no_answer(&error.to_string()))?)
    }

    fn no_answer(&self, error: &str) -> Failure {
        let hint = match self.program.has_order {
            true => "is the other end a server of this lesson, with the same byte order and a place free?",
            false => "is the other end a server of this lesson, with a place free?",
        };
        Failure::peer(format!("no answer from {}: {}", self.address, render::escaped(error.as_bytes())), hint)
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

/// Bytes of an answer: made fit for a terminal, and as they came for anything else.
fn show(body: &[u8]) -> Result<(), Stop> {
    let mut out = io::stdout();
    if out.is_terminal() {
        return print_to(&mut out, &render::escaped_text(body));
    }
    out.write_all(body).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Stop::OutputGone,
        _ => Failure::cannot(format!("the output cannot be written: {error}"), "is the disk full?").into(),
    })
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
