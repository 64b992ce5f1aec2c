//! What a lesson brings to the remote command program, which is its protocol, and what the server's side of it works
//! with.

use super::log::Log;
use crate::stage::{CaseResult, Fallible};
use remote_command::{Connection, HARMLESS, Output, RunLimits, Runner, ServeLimits};
use std::fmt::Display;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;
use struct_header::Order;

/// The longest answer that `serve` sends and `ask` accepts, in bytes: a byte less than 16 MiB. A length of 1 that is
/// read in the wrong byte order is 16 MiB, and should be refused, not waited for.
pub const ANSWER_MAX: usize = 16 * 1024 * 1024 - 1;

/// How long a class may listen to its teacher between two commands.
const IDLE: Duration = Duration::from_secs(20 * 60);

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
    pub(super) log: &'a Log,
    /// How long each turn may take.
    pub limits: ServeLimits,
    /// The byte order of a header.
    pub order: Order,
}

impl<'a> Conversation<'a> {
    pub(super) fn new(runner: &'a Runner, log: &'a Log, order: Order) -> Self {
        Self { runner, log, limits: ServeLimits { idle: IDLE, ..ServeLimits::default() }, order }
    }

    /// Runs the command that came over `connection`, no longer than its client stays, and logs that.
    pub fn run(&self, connection: &Connection, command: &[u8]) -> Output {
        let output = self.runner.run_for(connection.get_ref(), command);
        let shown = render::escaped(&command[..command.len().min(LOGGED)]);
        match output.as_bytes().starts_with(b"refused: ") {
            true => self.tell("commands refused", connection, format_args!("\"{shown}\" refused")),
            false => {
                let bytes = render::counted(output.as_bytes().len() as u64, "byte");
                self.tell("commands run", connection, format_args!("\"{shown}\" printed {bytes}"));
            }
        }
        output
    }

    /// Logs what happens on `connection`.
    pub fn say(&self, connection: &Connection, what: &str) {
        self.tell("turns", connection, what);
    }

    fn tell(&self, plural: &'static str, connection: &Connection, what: impl Display) {
        let peer = connection.get_ref().peer().map_or("peer".to_owned(), |address| address.to_string());
        self.log.tell(plural, format_args!("{peer}: {what}"));
    }
}

/// The most of a command that the log shows, in bytes.
const LOGGED: usize = 40;

/// Runs the harmless commands.
pub(super) fn runner() -> Runner {
    Runner::new(HARMLESS, RunLimits::default())
}

/// The addresses that a name has.
pub(super) fn resolve(address: &str) -> io::Result<Vec<SocketAddr>> {
    Ok(address.to_socket_addrs()?.collect())
}
