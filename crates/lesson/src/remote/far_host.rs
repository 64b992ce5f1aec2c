//! `ask --wire`: the far host has a server of its own, for this one client. It listens nowhere else, and is gone with the
//! command.

use super::protocol::{Conversation, Program, runner};
use crate::wired;
use command_line::{Failure, Stop};
use link::{Pair, SocketOptions};
use remote_command::Connection;
use std::io::{self, Write};
use std::net::TcpStream;
use std::thread;
use struct_header::Order;
use wire::{CableOptions, Segment, Wire};

/// Connects to a server that is laid a wire away, for as long as `ask` takes; then tells what crossed.
pub(crate) fn with_server(
    program: &Program,
    order: Order,
    options: &CableOptions,
    ask: impl FnOnce(TcpStream) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let runner = runner();
    let with = Conversation::new(&runner, order);
    let wire = wired::lay(options)?;
    let Pair { sender, receiver, .. } = wire.tcp_pair(&SocketOptions::default()).map_err(|error| {
        Failure::cannot(format!("no connection to the far host: {error}"), "does the wire lose too much? See --loss")
    })?;
    let ports = [sender.local_addr(), receiver.local_addr()].map(|address| address.map_or(0, |address| address.port()));
    let asked = thread::scope(|scope| {
        scope.spawn(|| {
            let stream = receiver; // closed where the server's side ends
            let mut connection = Connection::new(&stream, with.limits.idle);
            if let Err(error) = (program.serve)(&mut connection, &with) {
                with.say(&connection, &error.to_string());
            }
        });
        ask(sender)
    });
    wire.wait_until_closed(ports);
    // Nobody there to read it is no reason to fail.
    let _ = write!(io::stderr(), "{}", crossed(&wire, ports));
    asked
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
