//! The socket options that the lessons turn: what each changes, and which systems have it.

use socket2::{SockRef, Socket};
use std::error::Error;
use std::fmt;
use std::io;
use std::net::TcpStream;
use std::time::Duration;

/// What to set on both ends of a connection; `None` leaves the system's own choice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct SocketOptions {
    /// `Some(true)`, `TCP_NODELAY`: a small write leaves at once even while an ACK is awaited. `Some(false)`, Nagle's
    /// algorithm (RFC 896; RFC 9293, section 3.7.4): it waits for that ACK. Every system.
    pub nodelay: Option<bool>,
    /// `TCP_QUICKACK` on both ends: `Some(true)` acknowledges every segment as it comes, `Some(false)`
    /// waits for data to carry the ACK along, or 40 ms. The kernel may leave this mode by itself: tcp(7). Linux.
    pub quickack: Option<bool>,
    /// `SO_SNDBUF` in bytes: how much a program can write ahead of the network. Linux doubles it, and has a minimum:
    /// socket(7).
    pub sndbuf: Option<usize>,
    /// `SO_RCVBUF` in bytes: how much can wait unread. Linux doubles it, and has a minimum: socket(7).
    pub rcvbuf: Option<usize>,
    /// `TCP_MAXSEG` in bytes: no segment carries more, less what TCP options take of it. Unix.
    pub mss: Option<u32>,
}

impl SocketOptions {
    pub(crate) fn before_connecting(&self, socket: &Socket, missing: &mut Vec<&'static str>) -> io::Result<()> {
        if let Some(bytes) = self.sndbuf {
            socket.set_send_buffer_size(bytes)?;
        }
        if let Some(bytes) = self.rcvbuf {
            socket.set_recv_buffer_size(bytes)?;
        }
        if let Some(bytes) = self.mss {
            or_missing(set_mss(socket, bytes), "mss", missing)?;
        }
        Ok(())
    }

    pub(crate) fn after_connecting(&self, socket: &Socket, missing: &mut Vec<&'static str>) -> io::Result<()> {
        if let Some(on) = self.nodelay {
            socket.set_tcp_nodelay(on)?;
        }
        if let Some(on) = self.quickack {
            or_missing(quickack(&SockRef::from(socket), on), "quickack", missing)?;
        }
        Ok(())
    }
}

/// Turns `TCP_QUICKACK` on a connected socket: whether it acknowledges what comes at once. Linux.
///
/// # Errors
/// `Unsupported` on other systems.
pub fn set_quickack(socket: &TcpStream, on: bool) -> io::Result<()> {
    quickack(&SockRef::from(socket), on)
}

/// Turns `TCP_CORK`: while on, only full segments leave, for 200 ms at most; turning it off lets the rest go at once.
/// tcp(7). Linux.
///
/// # Errors
/// `Unsupported` on other systems.
pub fn set_cork(socket: &TcpStream, on: bool) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    return SockRef::from(socket).set_tcp_cork(on);
    #[cfg(not(target_os = "linux"))]
    unsupported((socket, on), "TCP_CORK")
}

/// `MSG_MORE`, the same on every architecture that Linux runs on: linux/socket.h.
#[cfg(target_os = "linux")]
const MSG_MORE: std::ffi::c_int = 0x8000;

/// Writes `data` and says that more will follow at once: less than a full segment is held for it, for 200 ms at most.
/// send(2), `MSG_MORE`. Gives how many bytes the kernel took. Linux.
///
/// # Errors
/// Those of send(2); `Unsupported` on other systems.
pub fn send_more(socket: &TcpStream, data: &[u8]) -> io::Result<usize> {
    #[cfg(target_os = "linux")]
    return SockRef::from(socket).send_with_flags(data, MSG_MORE);
    #[cfg(not(target_os = "linux"))]
    unsupported((socket, data), "MSG_MORE").map(|()| 0)
}

/// Chooses the congestion control of a socket that is not connected yet, as in `reno`; connections accepted by it follow.
/// tcp(7): TCP_CONGESTION. Linux.
///
/// # Errors
/// `Unsupported` on other systems; `NotFound` where the kernel does not have it.
pub fn set_congestion(socket: &Socket, name: &str) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    return socket.set_tcp_congestion(name.as_bytes());
    #[cfg(not(target_os = "linux"))]
    unsupported((socket, name), "TCP_CONGESTION")
}

/// `SO_LINGER` with no time: when the socket is closed, what was not sent is thrown away, and the peer gets a reset, RST, in
/// place of an end. socket(7); RFC 9293, section 3.10.5, ABORT.
///
/// # Errors
/// Those of setsockopt(2).
pub fn reset_when_closed(socket: &TcpStream) -> io::Result<()> {
    SockRef::from(socket).set_linger(Some(Duration::ZERO))
}

fn quickack(socket: &SockRef<'_>, on: bool) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    return socket.set_tcp_quickack(on);
    #[cfg(not(target_os = "linux"))]
    unsupported((socket, on), "TCP_QUICKACK")
}

fn set_mss(socket: &Socket, bytes: u32) -> io::Result<()> {
    #[cfg(unix)]
    return socket.set_tcp_mss(bytes);
    #[cfg(not(unix))]
    unsupported((socket, bytes), "TCP_MAXSEG")
}

#[cfg(not(target_os = "linux"))]
fn unsupported<T>(_: T, option: &'static str) -> io::Result<()> {
    Err(Missing(option).into())
}

/// An option that this system does not have, by its name: what an error of kind `Unsupported` holds.
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

/// Notes an option that this system does not have; every other error stays one.
fn or_missing(result: io::Result<()>, name: &'static str, missing: &mut Vec<&'static str>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => missing.push(name),
        other => other?,
    }
    Ok(())
}
