//! What a cutting proxy is to do, and its start.

use crate::connections::Connections;
use crate::cuts::Treatment;
use crate::event::{Direction, Event};
use crate::proxy::{Piece, Proxy};
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use tokio::runtime;
use tokio::sync::oneshot;
use tokio::task::LocalSet;

/// The most pieces that [`Cutter::start`] records.
const RECORDED: usize = 1 << 20;

/// What a cutting proxy is to do. [`start`](Self::start) starts it.
#[derive(Clone, Debug)]
#[must_use]
pub struct Cutter {
    pub(crate) to: Vec<SocketAddr>,
    pub(crate) listen: SocketAddr,
    pub(crate) up: Treatment,
    pub(crate) down: Treatment,
    pub(crate) only: Option<u64>,
    pub(crate) patience: Duration,
    pub(crate) pause: Duration,
    pub(crate) starting: Duration,
    pub(crate) at_once: usize,
}

impl Cutter {
    /// A proxy to a server at this address, such as `"127.0.0.1:6379"`, which cuts nothing yet.
    ///
    /// # Errors
    /// If there is no such host.
    pub fn to(server: impl ToSocketAddrs) -> io::Result<Self> {
        let to: Vec<_> = server.to_socket_addrs()?.collect();
        if to.is_empty() {
            return Err(io::Error::new(ErrorKind::NotFound, "the host has no address"));
        }
        Ok(Self {
            to,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            up: Treatment::default(),
            down: Treatment::default(),
            only: None,
            patience: Duration::from_secs(1),
            pause: Duration::from_millis(20),
            starting: Duration::ZERO,
            at_once: 4096,
        })
    }

    /// Where clients connect; a free port of 127.0.0.1 by default.
    pub fn listen(self, listen: SocketAddr) -> Self {
        Self { listen, ..self }
    }

    /// What happens to a direction; nothing by default.
    pub fn treat(self, direction: Direction, treatment: Treatment) -> Self {
        match direction {
            Direction::Up => Self { up: treatment, ..self },
            Direction::Down => Self { down: treatment, ..self },
        }
    }

    /// The one connection that is treated, counted from 1; all by default.
    pub fn only(self, connection: u64) -> Self {
        Self { only: Some(connection), ..self }
    }

    /// How long a program may take to read a piece, before the proxy sends the next anyway; 1 second by default.
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// How many connections may be open at once; 4096 by default. Each takes two files, and more clients are reset.
    pub fn at_once(self, connections: usize) -> Self {
        Self { at_once: connections, ..self }
    }

    /// How long to wait between pieces if the kernel does not report what was read; 20 milliseconds by default.
    pub fn pause(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }

    /// How long to retry a server that refuses connections because it is still starting; zero by default.
    pub fn wait_for_server(self, starting: Duration) -> Self {
        Self { starting, ..self }
    }

    /// Starts the proxy, and records its pieces. [`Proxy::finish`] returns them.
    ///
    /// # Errors
    /// If the address to listen on is taken, or not of this machine.
    pub fn start(self) -> io::Result<Proxy> {
        let pieces = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&pieces);
        let mut proxy = self.start_with(move |connection, event| {
            if let (Event::Piece { direction, offset, bytes, proof }, Ok(mut record)) = (event, record.lock()) {
                if record.len() < RECORDED {
                    let (direction, offset, proof) = (*direction, *offset, proof.clone());
                    record.push(Piece { connection, direction, offset, bytes: bytes.len(), proof });
                }
            }
        })?;
        proxy.pieces = pieces;
        Ok(proxy)
    }

    /// Starts the proxy, and calls `sink` with each event and the number of its connection, from 1. The proxy's thread makes the
    /// call, and waits for it.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_with(self, sink: impl FnMut(u64, &Event<'_>) + Send + 'static) -> io::Result<Proxy> {
        let listener = TcpListener::bind(self.listen)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        if self.to.contains(&address) {
            return Err(io::Error::new(ErrorKind::InvalidInput, "that is the server's own address"));
        }
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name("cutter".to_owned()).spawn(move || {
            let connections = Rc::new(Connections::new(self, Box::new(sink)));
            LocalSet::new().block_on(&runtime, connections.run(listener, stopped))
        })?;
        Ok(Proxy::new(address, stop, thread))
    }
}
