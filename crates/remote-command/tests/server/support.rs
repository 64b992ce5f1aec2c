//! What the tests share: limits, runners and servers.

use remote_command::{HARMLESS, RunLimits, Runner, ServeLimits, Server};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

/// Longer than any test needs, on any machine: reaching it is a failure.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Limits that nothing reaches but what a test sets of its own.
pub(crate) fn patient() -> RunLimits {
    RunLimits { time: PATIENCE, large_wait: PATIENCE, ..RunLimits::default() }
}

/// What a harmless command printed, or why it was refused.
pub(crate) fn run(limits: RunLimits, command: impl AsRef<[u8]>) -> String {
    String::from_utf8_lossy(Runner::new(HARMLESS, limits).run(command.as_ref()).as_bytes()).into_owned()
}

pub(crate) fn server(limits: ServeLimits) -> Server {
    Server::new(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap(), limits).unwrap()
}

pub(crate) fn client(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.local_addr()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Stops the server also where a test fails beside it: its scope would wait for it without end.
pub(crate) struct Stop<'a>(pub(crate) &'a Server);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}
