//! Makes the system calls that Linux and macOS share.

use std::io;
use std::os::fd::{AsFd, AsRawFd};

/// Bytes in a socket's receive queue: `FIONREAD`. For UDP, Linux reports the size of the next datagram.
///
/// # Errors
/// Those of ioctl(2).
pub fn queued(socket: &impl AsFd) -> io::Result<u64> {
    bytes_by_ioctl(socket, libc::FIONREAD as _)
}

/// Makes an ioctl(2) request that returns a number of bytes.
pub(super) fn bytes_by_ioctl(socket: &impl AsFd, request: u64) -> io::Result<u64> {
    let mut bytes: libc::c_int = 0;
    // SAFETY: the descriptor is open, since it is borrowed; the requests asked here write one int, and `bytes` is one.
    check(unsafe { libc::ioctl(socket.as_fd().as_raw_fd(), request as _, &raw mut bytes) })?;
    Ok(u64::try_from(bytes).unwrap_or(0))
}

/// Reads a TCP option that describes the connection. Returns it, and how many of its bytes the kernel filled: none if the system
/// does not know the option.
///
/// # Safety
/// All bytes zero, and whatever the kernel writes for `option`, must be a value of `T`.
pub(super) unsafe fn tcp_report<T>(socket: &impl AsFd, option: libc::c_int) -> io::Result<(T, usize)> {
    let mut length = size_of::<T>() as libc::socklen_t;
    // SAFETY: the caller vouches that zeros are a value of `T`.
    let mut info: T = unsafe { std::mem::zeroed() };
    // SAFETY: the descriptor is open; the kernel writes at most `length` bytes, which is the size of `info`.
    let answered = check(unsafe {
        let fd = socket.as_fd().as_raw_fd();
        libc::getsockopt(fd, libc::IPPROTO_TCP, option, (&raw mut info).cast(), &raw mut length)
    });
    match answered {
        Err(error) if link::is_refusal(&error) => Ok((info, 0)),
        answered => answered.map(|()| (info, length as usize)),
    }
}

fn check(answer: libc::c_int) -> io::Result<()> {
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
