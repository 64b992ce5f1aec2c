//! A server that is being judged: it is started, and connected to once it listens.

use crate::conversation::Conversation;
use crate::fault::Fault;
use crate::protocol::Protocol;
use crate::run::{CannotJudge, Judge, said};
use link::Socket;
use program::{Program, State};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::thread;
use std::time::{Duration, Instant};

/// A server that listens.
pub(crate) struct Server<'a> {
    pub(crate) judge: &'a Judge,
    pub(crate) program: Program,
    port: u16,
}

impl<'a> Server<'a> {
    pub(crate) fn start(judge: &'a Judge) -> Result<Self, CannotJudge> {
        let cannot = |error: io::Error| CannotJudge { what: error.to_string(), said: Vec::new() };
        let port = program::free_port().map_err(cannot)?;
        let program = Program::start(&judge.command.clone().env("PORT", port.to_string())).map_err(cannot)?;
        let server = Self { judge, program, port };
        server.wait_until_it_listens()?;
        Ok(server)
    }

    fn wait_until_it_listens(&self) -> Result<(), CannotJudge> {
        let patience = self.judge.start_timeout;
        let deadline = Instant::now() + patience;
        loop {
            let state = self.program.state().unwrap_or(State::Running);
            if state != State::Running {
                return Err(self.left(state));
            }
            if program::is_listening(self.port) {
                return Ok(());
            }
            if Instant::now() > deadline {
                let what = format!(
                    "the program did not listen on 127.0.0.1:{} within {patience:?}. Let it take its port from the environment \
                     variable PORT",
                    self.port
                );
                return Err(CannotJudge { what, said: said(&self.program) });
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// The program ended before it could be judged.
    fn left(&self, state: State) -> CannotJudge {
        let in_background = !self.program.is_gone().unwrap_or(true);
        let what = if in_background {
            format!("the program {state} and left a process in the background. Let it stay in the foreground")
        } else {
            format!(
                "the program {state} before it listened on 127.0.0.1:{} (the variable PORT). Run it by itself first",
                self.port
            )
        };
        CannotJudge { what, said: said(&self.program) }
    }

    pub(crate) fn protocol(&self) -> &Protocol {
        &self.judge.protocol
    }

    /// A new connection to it.
    pub(crate) fn connect(&self) -> Result<Conversation, Fault> {
        self.connect_with(None)
    }

    /// A new connection; with a small receive buffer, in bytes, if that is given.
    pub(crate) fn connect_with(&self, receive_buffer: Option<usize>) -> Result<Conversation, Fault> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let connect = || {
            let socket: Socket = link::tcp_socket()?;
            receive_buffer.map_or(Ok(()), |bytes| socket.set_recv_buffer_size(bytes))?;
            socket.connect_timeout(&address.into(), self.judge.timeout)?;
            Conversation::new(socket.into(), self.protocol(), self.judge.timeout)
        };
        connect().map_err(|error| Fault::new(format!("it could not be connected to ({error})")))
    }

    /// A new client is served.
    pub(crate) fn serves(&self) -> Result<(), Fault> {
        let wire = self.encode(crate::checks::LYON)?;
        let mut conversation = self.connect()?;
        conversation.send(&wire)?;
        conversation.expect(&self.protocol().decode(&wire))
    }

    /// A frame with this payload, or one like it.
    pub(crate) fn encode(&self, payload: &[u8]) -> Result<Vec<u8>, Fault> {
        crate::checks::encode(self.protocol(), payload)
    }
}
