//! The wire on Linux: two hosts, and the thread between them.

use crate::cable::Cable;
use crate::host::{Host, Step};
use crate::record::Record;
use crate::{CableOptions, Segment, Unavailable, sys};
use link::{Endpoint, Network, Socket};
use std::fs;
use std::io::{self, ErrorKind};
use std::net::Ipv4Addr;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

/// Where the hosts live. No other machine can have anything to do with these: the networks end at the cable.
const ADDRESSES: [Ipv4Addr; 2] = [Ipv4Addr::new(10, 9, 0, 1), Ipv4Addr::new(10, 9, 0, 2)];

/// What closing a connection may take beyond its turns: for a machine that is busy, and a lost segment sent again.
const CLOSING: Duration = Duration::from_secs(2);

/// Two hosts and a cable. Dropping it takes the cable away; the hosts go with the last of their sockets.
pub struct Wire {
    hosts: [Host; 2],
    round_trip: Duration,
    record: Arc<Record>,
    /// Dropping this end tells the cable.
    up: Option<UnixStream>,
    cable: Option<JoinHandle<io::Result<()>>>,
}

impl Wire {
    /// Lays a wire. Who is not root needs a user namespace for that, into which only a process of one thread can move: lay
    /// it before any thread is started.
    ///
    /// # Errors
    /// Why there can be none here: [`Unavailable::hint`] says what to do.
    pub fn lay(options: &CableOptions) -> Result<Self, Unavailable> {
        if !sys::is_root() {
            enter_user_namespace().map_err(Unavailable::NoNamespaces)?;
        }
        let [sender, receiver] = ADDRESSES;
        let (there, there_tun) = Host::start(sender, receiver, options.mtu).map_err(unavailable)?;
        let (back, back_tun) = Host::start(receiver, sender, options.mtu).map_err(unavailable)?;
        let (up, down) = UnixStream::pair().map_err(Unavailable::Failed)?;
        let record = Arc::new(Record::new());
        let cable = Cable { options: *options, hosts: [there_tun, back_tun], record: Arc::clone(&record), down };
        let cable = thread::Builder::new().name("cable".to_owned()).spawn(move || cable.run());
        let cable = Some(cable.map_err(Unavailable::Failed)?);
        Ok(Self { hosts: [there, back], round_trip: options.round_trip, record, up: Some(up), cable })
    }

    /// When it was laid: the times of its segments count from then.
    pub fn laid(&self) -> Instant {
        self.record.laid
    }

    /// The same by the calendar.
    pub fn laid_at(&self) -> SystemTime {
        self.record.laid_at
    }

    /// Gives `number` to the connections that are opened from now on. The lot hangs on it, so that a connection loses the
    /// same segments however many there were before.
    pub fn number_connections(&self, number: u32) {
        self.record.capture().number_connections(number);
    }

    /// The segments that have entered the cable so far of one connection, in that order: its sender's and its receiver's
    /// port.
    pub fn segments(&self, ports: [u16; 2]) -> Vec<Segment> {
        self.record.capture().of(ports)
    }

    /// Waits until nothing of a connection can pass any more, once the program has closed both its ends; tells whether that
    /// came about in the time that a few turns take. Where closing segments are lost, it may not.
    pub fn over(&self, ports: [u16; 2]) -> bool {
        self.record.wait_until(self.round_trip * 4 + CLOSING, |capture| capture.is_over(ports))
    }
}

impl Network for Wire {
    fn address(&self, endpoint: Endpoint) -> Ipv4Addr {
        ADDRESSES[endpoint as usize]
    }

    fn socket(&self, endpoint: Endpoint) -> io::Result<Socket> {
        self.hosts[endpoint as usize].socket()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        drop(self.up.take());
        if let Some(cable) = self.cable.take() {
            // How the cable ended is no use to anybody any more.
            let _ = cable.join();
        }
    }
}

/// Moves the process into a user namespace in which it may make networks, and is still itself: user_namespaces(7). Once is
/// enough for all wires of the process.
fn enter_user_namespace() -> io::Result<()> {
    static ENTERED: Mutex<bool> = Mutex::new(false);
    let mut entered = ENTERED.lock().unwrap_or_else(PoisonError::into_inner);
    if *entered {
        return Ok(());
    }
    let (user, group) = sys::ids();
    sys::unshare(libc::CLONE_NEWUSER).map_err(|error| match error.kind() {
        ErrorKind::InvalidInput => io::Error::other("this process has threads already"),
        _ => error,
    })?;
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/uid_map", format!("{user} {user} 1"))?;
    fs::write("/proc/self/gid_map", format!("{group} {group} 1"))?;
    *entered = true;
    Ok(())
}

fn unavailable((step, error): (Step, io::Error)) -> Unavailable {
    match (step, error.kind()) {
        (Step::Network, _) => Unavailable::NoNamespaces(error),
        (Step::Device, ErrorKind::NotFound | ErrorKind::PermissionDenied) => Unavailable::NoTun(error),
        (Step::Device, _) => Unavailable::Failed(error),
    }
}
