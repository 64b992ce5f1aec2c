//! Two programs that talk through the proxy, tried once for each cut. A fresh server can be started for each try.

use crate::cut::Times;
use command_line::Failure;
use cutter::search::{Attempt, Record, Recut, Subject};
use program::{Command, Program, State};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long an uncut try may take, unless it is said.
const UNCUT: Duration = Duration::from_secs(10);

/// The least time for other tries, which have twenty times as long as the uncut ones took.
const LEAST: Duration = Duration::from_secs(3);

/// The longest that a try may take, whatever passes.
const ENDLESS: Duration = Duration::from_secs(600);

/// How long a server may take until it listens.
const STARTING: Duration = Duration::from_secs(10);

/// How long connections may go on when the client has ended.
const ENDING: Duration = Duration::from_millis(300);

/// How many of the last lines that a program prints are shown.
const LINES: usize = 6;

/// Who serves.
pub(crate) enum Server {
    /// Whoever listens at this address, for all tries.
    At(String),
    /// This command, started for each try; `{port}` stands for where it is to listen.
    Started(Command),
}

impl Server {
    /// How long it is waited for.
    fn starting(&self) -> Duration {
        if let Self::Started(_) = self { STARTING } else { Duration::ZERO }
    }
}

/// What is tried.
pub(crate) struct Programs {
    /// `{addr}`, `{host}` and `{port}` stand for where it is to connect.
    pub(crate) client: Command,
    pub(crate) server: Server,
    pub(crate) times: Times,
    /// How long writers must be quiet when they are glued.
    pub(crate) hold: Duration,
    /// How long a try may take, if that was said.
    pub(crate) limit: Option<Duration>,
    /// The longest that an uncut try took, in milliseconds.
    pub(crate) uncut_ms: AtomicU64,
}

impl Subject for Programs {
    type Error = Failure;

    fn attempt(&self, recut: &Recut) -> Result<Attempt, Failure> {
        let (mut server, to) = self.serve()?;
        let record = Record::default();
        let proxy = self.times.proxy(&to)?.recut(recut, self.hold).wait_for_server(self.server.starting());
        let proxy = proxy.start_with(record.sink());
        let proxy = proxy.map_err(|error| Failure::cannot(format!("no port for the proxy: {error}"), "try again"))?;
        let began = Instant::now();
        let limit = self.limit_for(recut);
        let mut client = self.connect(proxy.address())?;
        let state = wait(&client, &record, limit).map_err(|error| lost(&self.client, &error))?;
        if *recut == Recut::Uncut {
            self.uncut_ms.fetch_max(began.elapsed().as_millis() as u64, Ordering::Relaxed);
        }
        client.end().map_err(|error| lost(&self.client, &error))?;
        // An error would be one of the proxy's thread; the record says what passed.
        let _ = proxy.finish_within(ENDING);
        let failed = failure(state, limit);
        if let (Some(why), Some(_)) = (record.unreachable(), &failed) {
            return Err(self.unreachable(server.as_mut(), &why));
        }
        let mut output = last_lines("client: ", &client);
        output += &server.as_ref().map_or(String::new(), |server| last_lines("server: ", server));
        Ok(record.attempt(recut, failed, output))
    }
}

impl Programs {
    /// Starts the server, if there is one to start; its address.
    fn serve(&self) -> Result<(Option<Program>, String), Failure> {
        match &self.server {
            Server::At(address) => Ok((None, address.clone())),
            Server::Started(command) => {
                let port = program::free_port().map_err(|error| {
                    Failure::cannot(format!("there is no port for the server: {error}"), "end what uses so many ports")
                })?;
                let command = command.clone().replace("{port}", &port.to_string()).env("PORT", port.to_string());
                let server = Program::start(&command).map_err(|error| cannot_start("--serve: ", &error))?;
                Ok((Some(server), format!("127.0.0.1:{port}")))
            }
        }
    }

    fn connect(&self, to: SocketAddr) -> Result<Program, Failure> {
        let (address, host, port) = (to.to_string(), to.ip().to_string(), to.port().to_string());
        let command = self.client.clone().replace("{addr}", &address).replace("{host}", &host);
        let command = command.replace("{port}", &port).env("STICKY_ADDR", address);
        Program::start(&command).map_err(|error| cannot_start("", &error))
    }

    fn limit_for(&self, recut: &Recut) -> Duration {
        let uncut = Duration::from_millis(self.uncut_ms.load(Ordering::Relaxed));
        self.limit.unwrap_or(if *recut == Recut::Uncut { UNCUT } else { LEAST.max(20 * uncut) })
    }

    fn unreachable(&self, server: Option<&mut Program>, why: &str) -> Failure {
        match (&self.server, server) {
            (Server::Started(command), Some(server)) => {
                let state = server.state().map_or_else(|error| error.to_string(), |state| state.to_string());
                let printed = last_lines("", server);
                let message =
                    format!("the server '{command}' {state}, and does not listen on the port that it was given");
                Failure::cannot(
                    if printed.is_empty() { message } else { format!("{message}; it printed: {printed}") },
                    "it must listen on 127.0.0.1:{port}, which is also in the variable PORT",
                )
            }
            (Server::At(address), _) => {
                Failure::cannot(format!("--to {address}: {why}"), "is the server running there?")
            }
            _ => Failure::cannot(format!("the server cannot be reached: {why}"), ""),
        }
    }
}

fn lost(command: &Command, error: &io::Error) -> Failure {
    Failure::cannot(format!("'{command}': {error}"), "end it by hand")
}

fn cannot_start(option: &str, error: &io::Error) -> Failure {
    Failure::cannot(format!("{option}{error}"), "give a program and its arguments, as in: -- python3 client.py {addr}")
}

/// Waits until the program ends, or until nothing has passed for as long as `limit`: the proxy's own pauses are not held
/// against it.
fn wait(client: &Program, record: &Record, limit: Duration) -> io::Result<State> {
    let began = Instant::now();
    let last = || record.last().unwrap_or(began).max(began);
    loop {
        let before = last();
        let state = client.wait((before + limit).min(began + ENDLESS))?;
        if state != State::Running || last() == before || began.elapsed() >= ENDLESS {
            return Ok(state);
        }
    }
}

/// Why a program was not content.
fn failure(state: State, limit: Duration) -> Option<String> {
    match state {
        State::Exited(0) => None,
        State::Running => {
            Some(format!("hung: for {} nothing passed, and it did not end", render::span(limit.as_micros() as u64)))
        }
        state => Some(state.to_string()),
    }
}

/// The last lines that a program has printed, each after its name.
fn last_lines(name: &str, program: &Program) -> String {
    let output = program.output();
    let mut text = String::new();
    for printed in [output.stdout, output.stderr] {
        let printed = String::from_utf8_lossy(&printed).into_owned();
        let lines: Vec<&str> = printed.lines().collect();
        lines[lines.len().saturating_sub(LINES)..].iter().for_each(|line| text += &format!("{name}{line}\n"));
    }
    text
}
