//! The network that a connection crosses: this machine's loopback, or one between two hosts.

use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::Ipv4Addr;

/// One of the two ends of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// The end that connects.
    Sender,
    /// The end that is connected to.
    Receiver,
}

/// A network with a host for each end of a connection; one host may be both.
pub trait Network {
    /// The address of an endpoint's host.
    fn address(&self, endpoint: Endpoint) -> Ipv4Addr;

    /// A TCP socket on an endpoint's host: a socket belongs to the network namespace in which it was made.
    ///
    /// # Errors
    /// Those of socket(2).
    fn socket(&self, endpoint: Endpoint) -> io::Result<Socket>;
}

/// This machine, connected to itself.
#[derive(Debug, Clone, Copy)]
pub struct Loopback;

impl Network for Loopback {
    fn address(&self, _: Endpoint) -> Ipv4Addr {
        Ipv4Addr::LOCALHOST
    }

    fn socket(&self, _: Endpoint) -> io::Result<Socket> {
        tcp_socket()
    }
}

/// A TCP socket in the calling thread's network namespace.
///
/// # Errors
/// Those of socket(2).
pub fn tcp_socket() -> io::Result<Socket> {
    Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))
}
