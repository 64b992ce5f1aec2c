//! `serve`: the server, until Ctrl-C ends it.

use super::log::Log;
use super::protocol::{Conversation, Program, resolve, runner};
use command_line::{Failure, Stop, print_to};
use remote_command::{HARMLESS, Server};
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener};
use struct_header::Order;

/// Serves at `address`; returns the exit status.
pub(super) fn serve(program: &Program, address: &str, order: Order) -> Result<u8, Stop> {
    let runner = runner();
    let log = Log::new(io::stderr());
    let with = Conversation::new(&runner, &log, order);
    let server = listen(address).and_then(|listener| Server::new(listener, with.limits));
    let server = server.map_err(|error| cannot_listen(address, &error))?;
    print_to(&mut io::stdout(), greeting(server.local_addr()))?;
    server.run(|connection| (program.serve)(connection, &with), |event| log.tell(event.plural(), event));
    Ok(0)
}

fn listen(address: &str) -> io::Result<TcpListener> {
    TcpListener::bind(resolve(address)?.as_slice())
}

/// What the server says when it is ready.
fn greeting(address: SocketAddr) -> String {
    let names: Vec<&str> = HARMLESS.iter().map(|command| command.name).collect();
    let mut out = format!("listening on {address}; Ctrl-C ends it\n");
    out += &render::wrap(&format!("built-in commands: {}", names.join(", ")), "", 2);
    if !address.ip().to_canonical().is_loopback() {
        let text = "other machines can reach this address, and can run these commands here without asking you";
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
