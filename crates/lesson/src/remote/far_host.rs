//! `ask --wire`: the far host has a server of its own, for this one client. The server listens nowhere else, and ends
//! with the command.

use super::protocol::{Conversation, Program};
use crate::wired;
use command_line::{Failure, Stop};
use link::{Pair, SocketOptions};
use remote_command::{Connection, WatchedSocket};
use std::io::{self, Write};
use std::net::TcpStream;
use std::thread;
use wire::{Segment, Wire};

/// Connects `ask` to a server at the other end of a new wire, and afterwards reports what crossed the wire.
pub(crate) fn with_server(
    program: &Program,
    with: &Conversation<'_>,
    options: &wire::CableOptions,
    ask: impl FnOnce(TcpStream) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let wire = wired::lay(options)?;
    let Pair { sender, receiver, .. } = wire.tcp_pair(&SocketOptions::default()).map_err(cannot_connect)?;
    let ports = [sender.local_addr(), receiver.local_addr()].map(|address| address.map_or(0, |address| address.port()));
    let asked = thread::scope(|scope| {
        scope.spawn(|| serve(program, with, receiver));
        ask(sender)
    });
    wire.wait_until_closed(ports);
    with.log.wait_until_written();
    // If nobody is there to read it, that is no reason to fail.
    let _ = write!(io::stderr(), "{}", crossed(&wire, ports));
    asked
}

fn cannot_connect(error: io::Error) -> Failure {
    Failure::cannot(
        format!("no connection to the far host: {error}"),
        "does the wire lose too many packets? See --loss",
    )
}

/// The server's side of the one connection. It logs errors as any server does.
fn serve(program: &Program, with: &Conversation<'_>, stream: TcpStream) {
    let mut connection = Connection::new(WatchedSocket::new(stream), with.limits.idle);
    if let Err(error) = (program.serve)(&mut connection, with) {
        with.say(&connection, &error.to_string());
    }
}

/// How often data crossed the wire, and how long that took, from the segments alone.
fn crossed(wire: &Wire, ports: [u16; 2]) -> String {
    let data: Vec<Segment> = wire.segments(ports).into_iter().filter(|segment| segment.bytes > 0).collect();
    let mut ways: Vec<_> = data.iter().map(|segment| segment.direction).collect();
    ways.dedup();
    let (Some(first), Some(last)) = (data.first(), data.iter().filter_map(Segment::arrived).max()) else {
        return String::new();
    };
    let took = u64::try_from(last.saturating_sub(first.sent).as_micros()).unwrap_or(u64::MAX);
    let trips = render::counted(ways.len() as u64, "one-way trip");
    render::wrap(&format!("over the wire: {trips} of data, {} in all", render::span(took)), "", 2)
}
