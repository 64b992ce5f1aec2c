//! Sets the socket options that the lessons change. Each says what it changes and which systems have it.

#![cfg_attr(not(target_os = "linux"), allow(unused_variables, reason = "some of these options exist only on Linux"))]

use socket2::{SockRef, Socket};
use std::error::Error;
use std::fmt;
use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

/// The options to set on both ends of a connection; `None` keeps the system's default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct SocketOptions {
    /// `Some(true)` sets `TCP_NODELAY`: a small write leaves at once, even while data sent earlier is unacknowledged.
    /// `Some(false)` turns on Nagle's algorithm (RFC 9293, section 3.7.4): a small write waits for that ACK. Every system.
    pub nodelay: Option<bool>,
    /// `TCP_QUICKACK` on both ends. With `Some(true)` the kernel acknowledges every segment at once. With `Some(false)` it delays
    /// the ACK by up to 40 ms, to send it along with data. The kernel may leave either mode by itself: tcp(7). Linux.
    pub quickack: Option<bool>,
    /// `SO_SNDBUF` in bytes: how much a program can write before the network has taken it. Linux doubles the value, and has a
    /// minimum: socket(7).
    pub sndbuf: Option<usize>,
    /// `SO_RCVBUF` in bytes: how much can wait unread. Linux doubles the value, and has a minimum: socket(7).
    pub rcvbuf: Option<usize>,
    /// `TCP_MAXSEG` in bytes: the most that a segment carries, TCP options included. Unix.
    pub mss: Option<u32>,
}

impl SocketOptions {
    pub(crate) fn before_connecting(&self, socket: &Socket, missing: &mut Vec<&'static str>) -> io::Result<()> {
        self.sndbuf.map_or(Ok(()), |bytes| socket.set_send_buffer_size(bytes))?;
        self.rcvbuf.map_or(Ok(()), |bytes| socket.set_recv_buffer_size(bytes))?;
        or_missing(self.mss.map_or(Ok(()), |bytes| set_mss(socket, bytes)), "mss", missing)
    }

    pub(crate) fn after_connecting(&self, socket: &Socket, missing: &mut Vec<&'static str>) -> io::Result<()> {
        self.nodelay.map_or(Ok(()), |on| socket.set_tcp_nodelay(on))?;
        or_missing(self.quickack.map_or(Ok(()), |on| set_quickack(socket, on)), "quickack", missing)
    }
}

/// Makes a call that only Linux has. On other systems, and if the system refuses it, the result is [`Missing`].
macro_rules! on_linux {
    ($option:literal, $call:expr) => {{
        #[cfg(target_os = "linux")]
        let result = unless_refused($call, $option);
        #[cfg(not(target_os = "linux"))]
        let result = Err(Missing($option).into());
        result
    }};
}

/// Sets `TCP_QUICKACK` on a connected socket: whether the kernel acknowledges data as soon as it arrives. Linux.
///
/// # Errors
/// `Unsupported` on other systems.
pub fn set_quickack<'a>(socket: impl Into<SockRef<'a>>, on: bool) -> io::Result<()> {
    on_linux!("TCP_QUICKACK", socket.into().set_tcp_quickack(on))
}

/// Sets `TCP_CORK`: while it is on, only full segments leave, until one retransmission timeout has passed (at least 200 ms).
/// Turning it off sends the rest at once. tcp(7). Linux.
///
/// # Errors
/// `Unsupported` on other systems.
pub fn set_cork(socket: &TcpStream, on: bool) -> io::Result<()> {
    on_linux!("TCP_CORK", SockRef::from(socket).set_tcp_cork(on))
}

/// Writes `data` with `MSG_MORE`: the kernel holds anything less than a full segment back, to join it with the next write. It
/// sends it after one retransmission timeout (at least 200 ms), or earlier if an ACK arrives. Returns how many bytes the kernel
/// accepted. send(2). Linux.
///
/// # Errors
/// Those of send(2); `Unsupported` on other systems.
pub fn send_more(socket: &TcpStream, data: &[u8]) -> io::Result<usize> {
    /// `MSG_MORE`, the same on every architecture that Linux runs on: linux/socket.h.
    #[cfg(target_os = "linux")]
    const MSG_MORE: std::ffi::c_int = 0x8000;
    on_linux!("MSG_MORE", SockRef::from(socket).send_with_flags(data, MSG_MORE))
}

/// Sets the congestion control of a socket that is not connected yet, such as `reno`. Connections that it accepts inherit it.
/// tcp(7), `TCP_CONGESTION`. Linux.
///
/// # Errors
/// `Unsupported` on other systems; `NotFound` if the kernel does not have this congestion control.
pub fn set_congestion(socket: &Socket, name: &str) -> io::Result<()> {
    on_linux!("TCP_CONGESTION", socket.set_tcp_congestion(name.as_bytes()))
}

/// Sets `SO_LINGER` to zero: closing the socket discards unsent data, and sends the peer a reset (RST) instead of a FIN.
/// socket(7); RFC 9293, section 3.10.5, ABORT.
///
/// # Errors
/// Those of setsockopt(2).
pub fn reset_when_closed(socket: &TcpStream) -> io::Result<()> {
    SockRef::from(socket).set_linger(Some(Duration::ZERO))
}

/// Sets `SO_RCVBUF` of a UDP socket, in bytes: datagrams that find no room are lost. Linux doubles the value, and counts more than
/// the payload against it: socket(7).
///
/// # Errors
/// Those of setsockopt(2).
pub fn set_receive_buffer(socket: &UdpSocket, bytes: usize) -> io::Result<()> {
    SockRef::from(socket).set_recv_buffer_size(bytes)
}

/// Lets up to `connections` wait until `listener` accepts them. The system may allow fewer; Windows ignores the new number.
/// listen(2).
///
/// # Errors
/// Those of listen(2).
pub fn set_backlog(listener: &TcpListener, connections: i32) -> io::Result<()> {
    SockRef::from(listener).listen(connections)
}

#[cfg(unix)]
fn set_mss(socket: &Socket, bytes: u32) -> io::Result<()> {
    unless_refused(socket.set_tcp_mss(bytes), "TCP_MAXSEG")
}

#[cfg(not(unix))]
fn set_mss(_: &Socket, _: u32) -> io::Result<()> {
    Err(Missing("TCP_MAXSEG").into())
}

/// The system's error codes for an unknown option or request, besides those that Rust maps to `Unsupported`: ENOPROTOOPT,
/// EOPNOTSUPP and ENOTSUP.
const REFUSALS: &[i32] = if cfg!(windows) {
    &[10_042, 10_045]
} else if cfg!(target_os = "linux") {
    &[92, 95]
} else {
    &[42, 45, 102]
};

/// Whether `error` means that this system, or a sandbox around it, does not know a socket option or query, or forbids it:
/// ENOPROTOOPT, EOPNOTSUPP, ENOSYS, EPERM, and EINVAL for a value that is valid. errno(3).
pub fn is_refusal(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    let code = error.raw_os_error();
    matches!(error.kind(), Unsupported | PermissionDenied | InvalidInput)
        || code.is_some_and(|code| REFUSALS.contains(&code))
}

#[cfg(unix)]
fn unless_refused<T>(result: io::Result<T>, option: &'static str) -> io::Result<T> {
    result.map_err(|error| if is_refusal(&error) { Missing(option).into() } else { error })
}

/// The name of an option that this system does not have: the error inside one of kind `Unsupported`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing(pub &'static str);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this system has no {}", self.0)
    }
}

impl Error for Missing {}

impl From<Missing> for io::Error {
    fn from(missing: Missing) -> Self {
        Self::new(io::ErrorKind::Unsupported, missing)
    }
}

/// Adds an option that this system does not have to `missing`; returns every other error.
fn or_missing(result: io::Result<()>, name: &'static str, missing: &mut Vec<&'static str>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => missing.push(name),
        other => other?,
    }
    Ok(())
}
