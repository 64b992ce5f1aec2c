//! A connected pair of sockets on loopback, with every option that the lessons turn set explicitly, or left to the
//! kernel on purpose. Refuses to hold traffic: what is written and read is its user's affair.
//!
//! ```
//! use std::io::{Read, Write};
//!
//! let options = link::SocketOptions { nodelay: Some(true), ..link::SocketOptions::default() };
//! let mut pair = link::tcp_pair(&options)?;
//! pair.sender.write_all(b"I'm ")?;
//! let mut buffer = [0; 1024];
//! assert_eq!(pair.receiver.read(&mut buffer)?, 4);
//! # std::io::Result::Ok(())
//! ```

mod deadline_stream;
mod network;
mod options;

pub use deadline_stream::{DeadlinePassed, DeadlineStream, Timeouts, deadline_after};
pub use network::{Endpoint, Loopback, Network, tcp_socket};
pub use options::{Missing, SocketOptions, reset_when_closed, send_more, set_congestion, set_cork, set_quickack};
pub use socket2::Socket;

use socket2::SockAddr;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

/// How long a call on one of these sockets may wait before it fails with `WouldBlock` or `TimedOut`. Far beyond what
/// loopback needs under any load, so that reaching it is a fault to report and never a way to go on.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// How long a write may wait for room. Shorter, since one thread often drives both ends: what it does not read meanwhile
/// makes no room.
pub const WRITE_DEADLINE: Duration = Duration::from_secs(2);

/// Two connected TCP sockets.
#[derive(Debug)]
pub struct Pair {
    /// The end that connected.
    pub sender: TcpStream,
    /// The end that was accepted.
    pub receiver: TcpStream,
    /// The options that this system refused; empty on Linux.
    pub missing: Vec<&'static str>,
}

/// Connects two TCP sockets over loopback, as [`tcp_pair_over`] does.
///
/// # Errors
/// As [`tcp_pair_over`].
pub fn tcp_pair(options: &SocketOptions) -> io::Result<Pair> {
    tcp_pair_over(&Loopback, options)
}

/// Connects two TCP sockets over `network`, on a port of the kernel's choice, with `options` on both.
///
/// Buffer sizes and the segment size are set before connecting, because the handshake announces them; the rest after.
/// A read waits [`DEADLINE`] at most, a write [`WRITE_DEADLINE`].
///
/// # Errors
/// Whatever the system says about making, binding or connecting a socket. An option that it does not know is no error:
/// it is named in [`Pair::missing`].
pub fn tcp_pair_over(network: &dyn Network, options: &SocketOptions) -> io::Result<Pair> {
    let mut missing = Vec::new();
    let listener = network.socket(Endpoint::Receiver)?;
    options.before_connecting(&listener, &mut missing)?;
    listener.bind(&SockAddr::from(SocketAddr::from((network.address(Endpoint::Receiver), 0))))?;
    listener.listen(1)?;
    listener.set_read_timeout(Some(DEADLINE))?; // accept() minds it, on Linux

    let sender = network.socket(Endpoint::Sender)?;
    options.before_connecting(&sender, &mut missing)?;
    sender.connect_timeout(&listener.local_addr()?, DEADLINE)?;
    let receiver = accept_from(&listener, &sender.local_addr()?)?;
    for socket in [&sender, &receiver] {
        socket.set_read_timeout(Some(DEADLINE))?;
        socket.set_write_timeout(Some(WRITE_DEADLINE))?;
        options.after_connecting(socket, &mut missing)?;
    }
    missing.sort_unstable();
    missing.dedup();
    Ok(Pair { sender: sender.into(), receiver: receiver.into(), missing })
}

/// Connects two UDP sockets over loopback: each takes datagrams from the other alone.
///
/// # Errors
/// Whatever the system says about making, binding or connecting a socket.
pub fn udp_pair() -> io::Result<[UdpSocket; 2]> {
    let sockets = [UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?, UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?];
    let [first, second] = &sockets;
    first.connect(second.local_addr()?)?;
    second.connect(first.local_addr()?)?;
    for socket in &sockets {
        socket.set_read_timeout(Some(DEADLINE))?;
        socket.set_write_timeout(Some(DEADLINE))?;
    }
    Ok(sockets)
}

/// Takes the connection that comes from `peer`; another program of this machine may have knocked first.
fn accept_from(listener: &Socket, peer: &SockAddr) -> io::Result<Socket> {
    loop {
        let (socket, from) = listener.accept()?;
        if from.as_socket() == peer.as_socket() {
            return Ok(socket);
        }
    }
}
