//! What a lesson brings to the remote command program, its protocol, and what a server's side of it works with.

use crate::stage::{CaseResult, Fallible};
use remote_command::{Connection, HARMLESS, Output, RunLimits, Runner, ServeLimits};
use std::io::{self, Write};
use std::time::Duration;
use struct_header::Order;

/// The longest answer that `serve` sends and `ask` takes, in bytes: a byte less than 16 MiB, since a length of 1 that is
/// read in the wrong byte order is 16 MiB, and is to be refused rather than waited for.
pub const ANSWER_MAX: usize = 16 * 1024 * 1024 - 1;

/// How long a class may listen to its teacher between two commands.
const IDLE: Duration = Duration::from_secs(20 * 60);

/// How long a command waits for one of the places: 40 students may press Enter at once.
const PLACE: Duration = Duration::from_secs(30);

/// How long a large output waits until others have been delivered: not at all, since it would keep its place among the
/// commands meanwhile, and everybody would wait for those who do not read.
const DELIVERED: Duration = Duration::ZERO;

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

impl<'a> Conversation<'a> {
    pub(super) fn new(runner: &'a Runner, order: Order) -> Self {
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
pub(super) fn log(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Runs the harmless commands, within limits for a class.
pub(super) fn runner() -> Runner {
    let limits =
        RunLimits { output_bytes_max: ANSWER_MAX, slot_wait: PLACE, large_wait: DELIVERED, ..RunLimits::default() };
    Runner::new(HARMLESS, limits)
}
