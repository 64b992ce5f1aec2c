//! A host: a thread with a network of its own, and one device in it. It makes sockets on demand, and is gone, with its
//! network, when the last of them is.

use crate::sys;
use std::fs::File;
use std::io;
use std::net::Ipv4Addr;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};

/// The congestion control of every socket: Linux's own choice may space out what it sends (bbr), which hides what the
/// lessons show.
const CONGESTION: &str = "reno";

/// The step at which a host could not be made, for a hint of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Network,
    Device,
}

/// Somebody waits for a socket.
type Job = SyncSender<io::Result<link::Socket>>;

pub(crate) struct Host {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    /// A new host with this address, whose device leads to `peer`; and the other side of that device.
    pub(crate) fn start(address: Ipv4Addr, peer: Ipv4Addr, mtu: u16) -> Result<(Self, File), (Step, io::Error)> {
        let (jobs, todo) = channel();
        let (told, made) = sync_channel(1);
        let body = move || {
            let tun = network(address, peer, mtu);
            let failed = tun.is_err();
            if told.send(tun).is_ok() && !failed {
                make_sockets(&todo);
            }
        };
        let no_thread = |error| (Step::Network, error);
        let thread = thread::Builder::new().name("host".to_owned()).spawn(body).map_err(no_thread)?;
        let gone = || (Step::Network, io::Error::other("the host's thread has ended"));
        let tun = made.recv().map_err(|_| gone())??;
        Ok((Self { jobs: Some(jobs), thread: Some(thread) }, tun))
    }

    /// A TCP socket on this host.
    pub(crate) fn socket(&self) -> io::Result<link::Socket> {
        let (answer, answered) = sync_channel(1);
        let gone = || io::Error::other("the wire has been taken down");
        self.jobs.as_ref().ok_or_else(gone)?.send(answer).map_err(|_| gone())?;
        answered.recv().map_err(|_| gone())?
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // It ends when nobody can want a socket any more; how is no use to anybody.
            let _ = thread.join();
        }
    }
}

fn network(address: Ipv4Addr, peer: Ipv4Addr, mtu: u16) -> Result<File, (Step, io::Error)> {
    sys::unshare(libc::CLONE_NEWNET).map_err(|error| (Step::Network, error))?;
    // What one connection has learnt of the way would change the next (tcp(7): tcp_no_metrics_save). Where it cannot be
    // set, the lessons' first connections are those that count.
    let _ = std::fs::write("/proc/sys/net/ipv4/tcp_no_metrics_save", "1");
    sys::tun(address, peer, mtu).map_err(|error| (Step::Device, error))
}

fn make_sockets(todo: &Receiver<Job>) {
    for answer in todo {
        let made = link::tcp_socket().and_then(|socket| {
            link::set_congestion(&socket, CONGESTION)?;
            Ok(socket)
        });
        // Who no longer waits for a socket does not get one.
        let _ = answer.send(made);
    }
}
