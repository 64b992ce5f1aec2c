//! Makes a host: a network namespace (network_namespaces(7)) with one device in it. It disappears when the last of its sockets
//! is closed.

use crate::{Unavailable, sys};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::net::Ipv4Addr;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The congestion control of every socket. The default may pace what it sends (bbr does), which would hide what the lessons
/// show.
const CONGESTION: &str = "reno";

pub(crate) struct Host {
    namespace: File,
}

impl Host {
    /// A new host with this address, whose device leads to `peer`, and the other side of that device.
    pub(crate) fn new(address: Ipv4Addr, peer: Ipv4Addr, mtu: u16) -> Result<(Self, File), Unavailable> {
        enter_user_namespace().map_err(Unavailable::NoNamespaces)?;
        let made = in_a_thread(|| {
            sys::unshare(libc::CLONE_NEWNET).map_err(Unavailable::NoNamespaces)?;
            // What the kernel learns about the path from one connection would change the next (tcp(7): tcp_no_metrics_save). If
            // this cannot be set, only the first connections behave as the lessons expect.
            let _ = fs::write("/proc/sys/net/ipv4/tcp_no_metrics_save", "1");
            let namespace = File::open("/proc/thread-self/ns/net").map_err(Unavailable::Failed)?;
            let device = sys::tun(address, peer, mtu).map_err(|error| match error.kind() {
                ErrorKind::NotFound | ErrorKind::PermissionDenied => Unavailable::NoTun(error),
                _ => Unavailable::Failed(error),
            })?;
            Ok((Self { namespace }, device))
        });
        made.map_err(Unavailable::Failed)?
    }

    /// A TCP socket on this host.
    pub(crate) fn socket(&self) -> io::Result<link::Socket> {
        in_a_thread(|| {
            sys::enter_network(&self.namespace)?;
            let socket = link::tcp_socket()?;
            match link::set_congestion(&socket, CONGESTION) {
                Err(error) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
                _ => {} // a sandbox may refuse the option: then its default has to do
            }
            Ok(socket)
        })?
    }
}

/// Runs `work` in a new thread, which can enter another network namespace and then ends.
fn in_a_thread<T: Send>(work: impl FnOnce() -> T + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("host".to_owned()).spawn_scoped(scope, work)?;
        thread.join().map_err(|_| io::Error::other("the host's thread panicked"))
    })
}

/// Moves the process into a user namespace in which it may make network namespaces, without changing its user ID:
/// user_namespaces(7). Root needs none. Once is enough for all wires of the process.
fn enter_user_namespace() -> io::Result<()> {
    static ENTERED: Mutex<bool> = Mutex::new(false);
    let mut entered = ENTERED.lock().unwrap_or_else(PoisonError::into_inner);
    let (user, group) = sys::ids();
    if *entered || user == 0 {
        return Ok(());
    }
    sys::unshare(libc::CLONE_NEWUSER).map_err(|error| match error.kind() {
        ErrorKind::InvalidInput => io::Error::other("this process already has several threads"),
        _ => error,
    })?;
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/uid_map", format!("{user} {user} 1"))?;
    fs::write("/proc/self/gid_map", format!("{group} {group} 1"))?;
    *entered = true;
    Ok(())
}
