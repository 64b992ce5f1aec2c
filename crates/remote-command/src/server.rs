//! Serves each connection in a thread of its own; no thread outlives the server. It knows no protocol and prints nothing, but reports
//! each event to a log.

use crate::limits::open_files_max;
use crate::places::Places;
use crate::{ServeLimits, ServerEvent, WatchedSocket};
use link::{DeadlineStream, deadline_after};
use std::any::Any;
use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Scope};
use std::time::Duration;

/// Enough for a conversation that keeps its buffers on the heap; 256 of them reserve 64 MiB.
const STACK_BYTES: usize = 256 * 1024;
/// How long to wait after accept(2) failed. Without a free descriptor it fails at once, and a loop would spin.
const PAUSE: Duration = Duration::from_millis(100);
/// How often `stop` tries to wake the listener: 50 × 100 ms.
const WAKES_MAX: u32 = 50;

/// How many files are not connections: the standard streams, the listener, a connection that waits for a place, and some to spare.
const OTHER_FILES: usize = 16;
/// How many connections may wait to be accepted while all places are taken. The system may allow fewer (`somaxconn`, listen(2)).
const BACKLOG: i32 = 4096;

/// A client's connection: a socket whose reads and writes share one deadline for each turn.
pub type Connection = DeadlineStream<WatchedSocket>;

/// Accepts connections and runs a conversation on each.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    limits: ServeLimits,
    places: Places,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    stopped: bool,
    accepting: usize,
}

impl Server {
    /// A server on `listener`, which it makes blocking. It accepts nothing yet.
    ///
    /// # Errors
    /// If the listener has no address, or cannot be made blocking.
    pub fn new(listener: TcpListener, limits: ServeLimits) -> io::Result<Self> {
        listener.set_nonblocking(false)?;
        link::set_backlog(&listener, BACKLOG)?;
        let address = listener.local_addr()?;
        // One file in nine is for connections that gave way and are not closed yet.
        let max = limits.connections_max.min(open_files_max().saturating_sub(OTHER_FILES) / 9 * 8).max(1);
        let places = Places::new(max, max.div_ceil(8), limits.tenure);
        Ok(Self { listener, address, limits, places, state: Mutex::default(), changed: Condvar::new() })
    }

    /// The address that it listens on, with the port that the system chose for port 0.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Runs a `conversation` with every client, each in a thread of its own, until [`stop`](Self::stop). A thread's stack has 256
    /// KiB, so keep large buffers on the heap. Returns when all conversations have ended.
    ///
    /// A conversation that fails or panics ends only its own connection. Many threads call `log` at once; it must not panic, and
    /// should not wait.
    pub fn run<E: Display>(
        &self,
        conversation: impl Fn(&mut Connection) -> Result<(), E> + Sync,
        log: impl Fn(ServerEvent<'_>) + Sync,
    ) {
        let (conversation, log) = (&conversation, &log);
        thread::scope(|scope| {
            self.state().accepting += 1;
            while !self.state().stopped {
                match self.listener.accept() {
                    // Woken by the connection that `stop` makes.
                    _ if self.state().stopped => break,
                    Ok((stream, peer)) => self.admit(scope, stream, peer, conversation, log),
                    Err(error) if gone_already(&error) => {}
                    Err(error) => {
                        log(ServerEvent::AcceptFailed { error: &error });
                        self.wait_for_change(PAUSE, |state| !state.stopped);
                    }
                }
            }
            self.state().accepting -= 1;
            self.changed.notify_all();
        });
    }

    /// Ends [`run`](Self::run) for good, and every connection: reads find the end of the stream, and writes fail.
    ///
    /// It returns once the server accepts no more connections, or after 5 s. `run` returns when the last conversation has ended.
    /// The port is free once the server is dropped.
    pub fn stop(&self) {
        self.state().stopped = true;
        self.places.close_all();
        self.changed.notify_all();
        for _ in 0..WAKES_MAX {
            if self.state().accepting == 0 {
                return;
            }
            // No portable call interrupts accept(2) in another thread, but a connection does. There may be no free descriptor
            // for it yet, so we try more than once.
            drop(TcpStream::connect_timeout(&self.reachable(), PAUSE));
            self.wait_for_change(PAUSE, |state| state.accepting > 0);
        }
    }

    fn admit<'scope, 'env, E: Display>(
        &'env self,
        scope: &'scope Scope<'scope, 'env>,
        stream: TcpStream,
        peer: SocketAddr,
        conversation: &'env (impl Fn(&mut Connection) -> Result<(), E> + Sync),
        log: &'env (impl Fn(ServerEvent<'_>) + Sync),
    ) {
        let socket = WatchedSocket::new(stream);
        let Some(place) = self.places.take(Some(&socket), deadline_after(Duration::MAX)) else { return };
        if self.state().stopped {
            return;
        }
        log(ServerEvent::Connected { peer });
        let idle = self.limits.idle;
        let thread = thread::Builder::new().name("connection".to_owned()).stack_size(STACK_BYTES);
        let spawned = thread.spawn_scoped(scope, move || {
            let mut connection = Connection::new(socket, idle);
            let outcome = catch_unwind(AssertUnwindSafe(|| conversation(&mut connection)));
            let gave_way = connection.get_ref().gave_way();
            drop((connection, place));
            match outcome {
                Err(panic) => log(ServerEvent::Panicked { peer, message: message(&*panic) }),
                _ if gave_way => log(ServerEvent::GaveWay { peer }),
                Ok(Err(error)) => log(ServerEvent::Failed { peer, error: &error }),
                Ok(Ok(())) => log(ServerEvent::Ended { peer }),
            }
        });
        if let Err(error) = spawned {
            log(ServerEvent::NoThread { peer, error: &error });
        }
    }

    /// An address at which this machine can reach the listener: the loopback address if it listens on all of them.
    fn reachable(&self) -> SocketAddr {
        let mut address = self.address;
        match address {
            SocketAddr::V4(v4) if v4.ip().is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            SocketAddr::V6(v6) if v6.ip().is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {}
        }
        address
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_for_change(&self, patience: Duration, unchanged: impl Fn(&State) -> bool) {
        drop(self.changed.wait_timeout_while(self.state(), patience, |state| unchanged(state)));
    }
}

/// Whether the client gave up while it waited in the queue. The next one can then be accepted at once.
fn gone_already(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted)
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("(no message)")
}
