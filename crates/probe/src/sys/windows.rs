//! Reads `SIO_TCP_INFO` on Windows, from Windows 10 1703 on. It counts bytes sent, but neither segments nor unsent bytes. On older
//! systems all counters are absent.

use super::Counters;
use std::io;
use std::os::windows::io::{AsRawSocket, AsSocket};
use std::ptr::null_mut;
use windows_sys::Win32::Networking::WinSock::{
    FIONREAD, SIO_TCP_INFO, SOCKET, TCP_INFO_v0, WSAGetLastError, WSAIoctl, ioctlsocket,
};

/// Asks the kernel what this end has sent.
///
/// # Errors
/// Those of `WSAIoctl`.
pub fn counters(socket: &impl AsSocket) -> io::Result<Counters> {
    let version: u32 = 0;
    // SAFETY: `TCP_INFO_v0` consists of integers, so all zeros is a value.
    let mut info: TCP_INFO_v0 = unsafe { std::mem::zeroed() };
    let mut filled = 0;
    let (asked, room) = (size_of::<u32>() as u32, size_of::<TCP_INFO_v0>() as u32);
    // SAFETY: the socket is open; the version is read as 4 bytes, and at most `room` bytes are written into `info`.
    let failed = unsafe {
        let (version, info) = ((&raw const version).cast(), (&raw mut info).cast());
        WSAIoctl(raw(socket), SIO_TCP_INFO, version, asked, info, room, &raw mut filled, null_mut(), None)
    } != 0;
    if failed {
        let error = last_error();
        return if link::is_refusal(&error) { Ok(Counters::default()) } else { Err(error) };
    }
    let bytes = info.BytesOut.saturating_sub(u64::from(info.BytesRetrans));
    Ok(Counters { bytes: Some(bytes), mss: Some(u64::from(info.Mss)), ..Counters::default() })
}

/// Bytes in a socket's receive queue: `FIONREAD`.
///
/// # Errors
/// Those of `ioctlsocket`.
pub fn queued(socket: &impl AsSocket) -> io::Result<u64> {
    let mut bytes = 0u32;
    // SAFETY: the socket is open; FIONREAD writes one u32, and `bytes` is one.
    let failed = unsafe { ioctlsocket(raw(socket), FIONREAD, &raw mut bytes) } != 0;
    if failed { Err(last_error()) } else { Ok(u64::from(bytes)) }
}

fn raw(socket: &impl AsSocket) -> SOCKET {
    socket.as_socket().as_raw_socket() as SOCKET
}

fn last_error() -> io::Error {
    // SAFETY: it takes no arguments, and reads this thread's last error.
    io::Error::from_raw_os_error(unsafe { WSAGetLastError() })
}
