//! Accepts clients, connects each to the server, and carries both directions of all connections in one thread.

use crate::cuts::{NextCut, Treatment};
use crate::cutter::Cutter;
use crate::direction::{Carrier, Watch};
use crate::event::{Direction, Event};
use crate::witness::Witness;
use socket2::{SockRef, TcpKeepalive};
use std::cell::RefCell;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// How long a server may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// A peer whose machine has gone is noticed after this silence.
const KEEPALIVE: Duration = Duration::from_secs(60);

/// Called for each event: with the number of the connection, from 1, and what happened.
pub(crate) type Sink = Box<dyn FnMut(u64, &Event<'_>) + Send>;

/// What the connections share.
pub(crate) struct Connections {
    options: Cutter,
    watch: Watch,
    sink: RefCell<Sink>,
    plain: Treatment,
}

impl Connections {
    pub(crate) fn new(options: Cutter, sink: Sink) -> Self {
        let witness = Witness::open().map(RefCell::new).map_err(|error| error.to_string());
        let watch = Watch { witness, patience: options.patience, pause: options.pause };
        Self { options, watch, sink: RefCell::new(sink), plain: Treatment::default() }
    }

    fn report(&self, connection: u64, event: &Event<'_>) {
        (*self.sink.borrow_mut())(connection, event);
    }

    pub(crate) async fn run(
        self: Rc<Self>,
        listener: TcpListener,
        mut stopped: oneshot::Receiver<Duration>,
    ) -> io::Result<()> {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (mut open, mut connection) = (JoinSet::new(), 0);
        let grace = loop {
            tokio::select! {
                biased;
                grace = &mut stopped => break grace.unwrap_or_default(),
                Some(_) = open.join_next() => {}
                accepted = listener.accept() => match accepted {
                    Ok((client, from)) => {
                        connection += 1;
                        if open.len() < self.options.at_once {
                            open.spawn_local(Rc::clone(&self).connection(connection, client, from));
                        } else {
                            reset(&client);
                            self.report(connection, &Event::Full);
                        }
                    }
                    Err(error) => {
                        self.report(connection, &Event::NotAccepted(error));
                        sleep(self.options.pause).await;
                    }
                },
            }
        };
        drop(listener);
        // What is still open then is reset when it is dropped.
        let _ = timeout(grace, async { while open.join_next().await.is_some() {} }).await;
        Ok(())
    }

    async fn connection(self: Rc<Self>, connection: u64, client: TcpStream, from: SocketAddr) {
        self.report(connection, &Event::Opened(from));
        let server = match self.reach().await {
            Ok(server) => server,
            Err(error) => {
                reset(&client);
                return self.report(connection, &Event::Unreachable(error));
            }
        };
        let ended = self.carry(connection, &client, &server).await;
        if let Err(error) = ended {
            reset(&client);
            reset(&server);
            drop((client, server));
            return self.report(connection, &Event::Reset(error));
        }
        self.report(connection, &Event::Closed);
    }

    async fn carry(&self, connection: u64, client: &TcpStream, server: &TcpStream) -> io::Result<()> {
        for socket in [client, server] {
            socket.set_nodelay(true)?; // a piece goes when it is written, not when Nagle lets it
            SockRef::from(socket).set_tcp_keepalive(&TcpKeepalive::new().with_time(KEEPALIVE))?;
        }
        let report = |event: Event<'_>| self.report(connection, &event);
        let up = self.carrier(connection, Direction::Up, (client, server), &report)?;
        let down = self.carrier(connection, Direction::Down, (server, client), &report)?;
        let (up, down) = tokio::try_join!(up.carry(), down.carry())?;
        up.or(down).map_or(Ok(()), Err)
    }

    fn carrier<'a>(
        &'a self,
        connection: u64,
        direction: Direction,
        (from, to): (&'a TcpStream, &'a TcpStream),
        report: &'a dyn Fn(Event<'_>),
    ) -> io::Result<Carrier<'a>> {
        let treatment = match direction {
            _ if self.options.only.is_some_and(|only| only != connection) => &self.plain,
            Direction::Up => &self.options.up,
            Direction::Down => &self.options.down,
        };
        let next_cut = NextCut::new(&treatment.cuts, 2 * connection + u64::from(direction == Direction::Down));
        let (ours, theirs) = (to.local_addr()?, to.peer_addr()?);
        Ok(Carrier {
            direction,
            from,
            to,
            ours,
            theirs,
            treatment,
            next_cut,
            watch: &self.watch,
            report,
            offset: 0,
            seen: false,
        })
    }

    /// Connects to the server.
    async fn reach(&self) -> io::Result<TcpStream> {
        let deadline = Instant::now() + self.options.starting;
        loop {
            match timeout(CONNECT, TcpStream::connect(&self.options.to[..])).await {
                Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused && Instant::now() < deadline => {
                    sleep(Duration::from_millis(5)).await;
                }
                Ok(result) => return result,
                Err(_late) => return Err(io::Error::new(ErrorKind::TimedOut, "it has not answered within 5 seconds")),
            }
        }
    }
}

/// Closes with a reset, as the other side has done.
fn reset(socket: &TcpStream) {
    // A socket that has gone needs none.
    let _ = SockRef::from(socket).set_linger(Some(Duration::ZERO));
}
