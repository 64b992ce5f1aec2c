//! Where the two ends of a connection live: on one machine's loopback, or on hosts of their own.

use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::Ipv4Addr;

/// One end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The end that connects.
    Sender,
    /// The end that is connected to.
    Receiver,
}

/// Two hosts, or one that is both.
pub trait Place {
    /// The address of an end's host.
    fn address(&self, end: End) -> Ipv4Addr;

    /// A TCP socket on an end's host: a socket belongs to the network that it was made in.
    ///
    /// # Errors
    /// Those of socket(2).
    fn socket(&self, end: End) -> io::Result<Socket>;
}

/// This machine, connected with itself.
#[derive(Debug, Clone, Copy)]
pub struct Loopback;

impl Place for Loopback {
    fn address(&self, _: End) -> Ipv4Addr {
        Ipv4Addr::LOCALHOST
    }

    fn socket(&self, _: End) -> io::Result<Socket> {
        tcp_socket()
    }
}

/// A TCP socket in the calling thread's network.
///
/// # Errors
/// Those of socket(2).
pub fn tcp_socket() -> io::Result<Socket> {
    Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))
}
