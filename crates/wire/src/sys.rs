//! Makes the system calls that the wire needs and the standard library lacks: namespaces, TUN devices, poll. This is the crate's
//! only unsafe code, one small block for each call.

#![expect(
    unsafe_code,
    reason = "unshare, setns, TUNSETIFF, SIOCSIF* and ppoll have no safe binding in what the workspace uses"
)]

use std::fs::{File, OpenOptions};
use std::io;
use std::net::{Ipv4Addr, UdpSocket};
use std::os::fd::{AsRawFd, BorrowedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::time::Duration;

/// The name of each host's one device.
const DEVICE: &[u8] = b"wire0";

/// The process's user and group.
pub(crate) fn ids() -> (u32, u32) {
    // SAFETY: they take nothing and cannot fail.
    unsafe { (libc::geteuid(), libc::getegid()) }
}

/// Moves the calling thread into a new namespace. `CLONE_NEWUSER` moves the whole process, which must have only one thread.
pub(crate) fn unshare(flags: libc::c_int) -> io::Result<()> {
    // SAFETY: it changes what the thread sees of the system, not its memory.
    check(unsafe { libc::unshare(flags) })
}

/// Moves the calling thread into a network namespace.
pub(crate) fn enter_network(namespace: &File) -> io::Result<()> {
    // SAFETY: the descriptor is borrowed, so open; it changes what the thread sees of the system, not its memory.
    check(unsafe { libc::setns(namespace.as_raw_fd(), libc::CLONE_NEWNET) })
}

/// Makes a TUN device in the calling thread's network namespace, and brings it up. It carries bare IPv4 packets, with this address
/// and its peer's, and an MTU of `mtu` bytes.
pub(crate) fn tun(address: Ipv4Addr, peer: Ipv4Addr, mtu: u16) -> io::Result<File> {
    let tun = OpenOptions::new().read(true).write(true).custom_flags(libc::O_NONBLOCK).open("/dev/net/tun")?;
    let mut request = request();
    request.ifr_ifru.ifru_flags = (libc::IFF_TUN | libc::IFF_NO_PI) as libc::c_short;
    ioctl(&tun, libc::TUNSETIFF, &mut request)?;

    let any = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    request.ifr_ifru.ifru_addr = socket_address(address);
    ioctl(&any, libc::SIOCSIFADDR, &mut request)?;
    request.ifr_ifru.ifru_dstaddr = socket_address(peer);
    ioctl(&any, libc::SIOCSIFDSTADDR, &mut request)?;
    request.ifr_ifru.ifru_mtu = libc::c_int::from(mtu);
    ioctl(&any, libc::SIOCSIFMTU, &mut request)?;
    request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as libc::c_short;
    ioctl(&any, libc::SIOCSIFFLAGS, &mut request)?;
    Ok(tun)
}

/// Waits until one of `files` can be read, for `limit` at most; returns which ones can.
pub(crate) fn readable<const N: usize>(files: [BorrowedFd<'_>; N], limit: Duration) -> io::Result<[bool; N]> {
    let mut polled = files.map(|file| libc::pollfd { fd: file.as_raw_fd(), events: libc::POLLIN, revents: 0 });
    // SAFETY: a `timespec` consists of integers, so all zeros is a value, on systems with padding too.
    let mut timeout: libc::timespec = unsafe { std::mem::zeroed() };
    timeout.tv_sec = limit.as_secs() as _; // a heartbeat at most
    timeout.tv_nsec = limit.subsec_nanos() as _;
    // SAFETY: the descriptors are borrowed, so open; `polled` has N elements; `timeout` outlives the call.
    let answer = unsafe { libc::ppoll(polled.as_mut_ptr(), N as libc::nfds_t, &raw const timeout, std::ptr::null()) };
    match check(answer) {
        Err(error) if error.kind() != io::ErrorKind::Interrupted => Err(error),
        _ => Ok(polled.map(|file| file.revents != 0)),
    }
}

fn request() -> libc::ifreq {
    // SAFETY: `ifreq` consists of characters and a union of integers, so all zeros is a value.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(DEVICE) {
        *to = *from as libc::c_char;
    }
    request
}

/// An IPv4 address in the form that the `SIOCSIF*` requests take: netdevice(7).
fn socket_address(address: Ipv4Addr) -> libc::sockaddr {
    // SAFETY: `sockaddr` consists of integers, so all zeros is a value.
    let mut raw: libc::sockaddr = unsafe { std::mem::zeroed() };
    raw.sa_family = libc::AF_INET as libc::sa_family_t;
    for (to, from) in raw.sa_data[2..6].iter_mut().zip(address.octets()) {
        *to = from as libc::c_char;
    }
    raw
}

fn ioctl<T>(file: &impl AsRawFd, call: T, request: &mut libc::ifreq) -> io::Result<()>
where
    T: TryInto<libc::Ioctl>,
{
    let call = call.try_into().map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    // SAFETY: the descriptor is borrowed, so open; each of these calls reads and writes one `ifreq`.
    check(unsafe { libc::ioctl(file.as_raw_fd(), call, &raw mut *request) })
}

fn check(answer: libc::c_int) -> io::Result<()> {
    if answer < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
