//! Connects two sockets with explicit options, and wraps a stream so that all calls of one turn share a deadline. Every option
//! that the lessons change is either set or deliberately left to the kernel.
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
mod options;

pub use deadline_stream::{DeadlinePassed, DeadlineStream, Timeouts, deadline_after, is_timeout};
pub use options::{
    Missing, SocketOptions, is_refusal, reset_when_closed, send_more, set_backlog, set_congestion, set_cork,
    set_quickack, set_receive_buffer,
};
pub use socket2::Socket;

use socket2::{Domain, Protocol, SockAddr, Type};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

/// How long a call on one of these sockets may wait before it fails with `WouldBlock` or `TimedOut`. Loopback needs far less
/// under any load, so a call that waits this long is a failure.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// How long a write may wait for room in the send buffer. It is shorter because one thread often drives both ends: while that
/// thread writes it does not read, so it frees no room.
pub const WRITE_DEADLINE: Duration = Duration::from_secs(2);

/// Two connected TCP sockets.
#[derive(Debug)]
pub struct Pair {
    /// The end that called connect(2).
    pub sender: TcpStream,
    /// The end that accept(2) returned.
    pub receiver: TcpStream,
    /// The options that this system refused; empty on Linux.
    pub missing: Vec<&'static str>,
}

/// A TCP socket in the calling thread's network namespace.
///
/// # Errors
/// Those of socket(2).
pub fn tcp_socket() -> io::Result<Socket> {
    Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))
}

/// Connects two TCP sockets over loopback, as [`connect_pair`] does.
///
/// # Errors
/// Those of socket(2) and of [`connect_pair`].
pub fn tcp_pair(options: &SocketOptions) -> io::Result<Pair> {
    connect_pair(tcp_socket()?, tcp_socket()?, Ipv4Addr::LOCALHOST, options)
}

/// Makes `listener` listen at `address`, on a port that the kernel chooses, and connects `sender` to it, with `options` on both
/// ends. Both are new sockets; each belongs to the network namespace in which it was made.
///
/// Buffer sizes and the segment size are set before connecting, because the handshake announces them; the rest is set after.
/// A read waits [`DEADLINE`] at most, a write [`WRITE_DEADLINE`].
///
/// # Errors
/// Those of the system calls that set, bind or connect a socket. An option that the system does not know is not an
/// error: [`Pair::missing`] names it.
pub fn connect_pair(sender: Socket, listener: Socket, address: Ipv4Addr, options: &SocketOptions) -> io::Result<Pair> {
    let mut missing = Vec::new();
    options.before_connecting(&listener, &mut missing)?;
    listener.bind(&SockAddr::from(SocketAddr::from((address, 0))))?;
    listener.listen(1)?;
    listener.set_read_timeout(Some(DEADLINE))?; // on Linux it also limits accept()

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

/// Connects two UDP sockets over loopback: each receives datagrams only from the other.
///
/// # Errors
/// Those of the system calls that make, bind or connect a socket.
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

/// Accepts the connection from `peer`. Another program on this machine may have connected first.
fn accept_from(listener: &Socket, peer: &SockAddr) -> io::Result<Socket> {
    loop {
        let (socket, from) = match listener.accept() {
            // If the socket has a timeout, a signal interrupts the call, and so does continuing a stopped process: signal(7).
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            accepted => accepted?,
        };
        if from.as_socket() == peer.as_socket() {
            return Ok(socket);
        }
    }
}
