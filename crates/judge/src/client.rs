//! A client that is being judged: it is started, and it connects to a socket of ours.

use crate::checks::sizes::LARGE;
use crate::conversation::Conversation;
use crate::fault::Fault;
use crate::protocol::Protocol;
use crate::run::{CannotJudge, Judge, said};
use program::{Program, State};
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;
use std::time::{Duration, Instant};

/// A client that has connected.
pub(crate) struct Client<'a> {
    pub(crate) judge: &'a Judge,
    pub(crate) program: Program,
    pub(crate) conversation: Conversation,
}

impl<'a> Client<'a> {
    pub(crate) fn start(judge: &'a Judge) -> Result<Self, CannotJudge> {
        let cannot = |error: io::Error| CannotJudge { what: error.to_string(), said: Vec::new() };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(cannot)?;
        let port = listener.local_addr().map_err(cannot)?.port();
        let command = judge.command.clone().with_input().keep(LARGE + 64 * 1024).env("PORT", port.to_string());
        let program = Program::start(&command).map_err(cannot)?;
        let conversation = accept(judge, &listener, &program, port)?;
        Ok(Self { judge, program, conversation })
    }

    pub(crate) fn protocol(&self) -> &Protocol {
        &self.judge.protocol
    }

    fn deadline(&self) -> Instant {
        Instant::now() + self.judge.timeout
    }

    /// Gives it a line to send, which must arrive as this frame.
    pub(crate) fn sends(&mut self, line: &[u8], wire: &[u8]) -> Result<(), Fault> {
        self.types(line);
        self.conversation.expect(&self.judge.protocol.decode(wire))
    }

    /// Gives it a line.
    pub(crate) fn types(&self, line: &[u8]) {
        self.program.send([line, b"\n"].concat());
    }

    /// It must print this line now.
    pub(crate) fn prints(&self, line: &[u8]) -> Result<(), Fault> {
        let what = match self.program.read_line(self.deadline()) {
            Ok(Some(printed)) if printed.strip_suffix(b"\r").unwrap_or(&printed) == line => return Ok(()),
            Ok(Some(printed)) if printed.len().max(line.len()) > 24 => {
                format!("it printed a line of {} bytes that differs from the answer of {}", printed.len(), line.len())
            }
            Ok(Some(printed)) => {
                format!("it printed {} instead of {}", render::quoted(&[printed]), render::quoted(&[line]))
            }
            Ok(None) => format!("it ended its output instead of printing {}", render::quoted(&[line])),
            Err(error) if error.kind() == ErrorKind::TimedOut => {
                format!("it did not print {} within {:?}", render::quoted(&[line]), self.judge.timeout)
            }
            Err(error) => error.to_string(),
        };
        Err(self.conversation.fault(what))
    }

    /// A line is sent, and its answer is printed, however the answer is cut.
    pub(crate) fn exchanges(&mut self, payload: &[u8], cuts: &[usize]) -> Result<(), Fault> {
        let (line, wire) = self.line(payload)?;
        self.sends(&line, &wire)?;
        self.conversation.send_cut(&wire, cuts)?;
        self.prints(&line)
    }

    /// A line like this payload that the framing can carry, and its frame.
    pub(crate) fn line(&self, payload: &[u8]) -> Result<(Vec<u8>, Vec<u8>), Fault> {
        let cannot = |error| Fault::new(format!("the judge cannot send {}: {error}", render::quoted(&[payload])));
        let line = self.protocol().fit(payload).map_err(cannot)?;
        let wire = self.protocol().encode(&line).map_err(cannot)?;
        Ok((line, wire))
    }

    /// Its input ends; it must do so too, and be content.
    pub(crate) fn succeeds(&self) -> Result<(), Fault> {
        match self.ends() {
            State::Exited(0) => Ok(()),
            State::Running => Err(self.did_not_end("after the end of its input")),
            state => Err(self.conversation.fault(format!("at the end of its input, it {state}"))),
        }
    }

    /// It must print nothing more, and end with a status that says so.
    pub(crate) fn fails(&self) -> Result<(), Fault> {
        let state = self.ends();
        if let Ok(Some(printed)) = self.program.read_line(Instant::now() + Duration::from_millis(100)) {
            return Err(self.conversation.fault(format!("it printed {}", render::quoted(&[printed]))));
        }
        match state {
            State::Exited(0) => Err(self.conversation.fault("it exited with status 0, as if all were well")),
            State::Exited(_) => Ok(()),
            State::Running => Err(self.did_not_end("after that")),
            State::Signaled(_) => Err(self.conversation.fault(format!("it {state}"))),
        }
    }

    fn ends(&self) -> State {
        self.program.end_input();
        self.program.wait(self.deadline()).unwrap_or(State::Running)
    }

    fn did_not_end(&self, when: &str) -> Fault {
        self.conversation.fault(format!("{when}, it did not end within {:?}", self.judge.timeout))
    }
}

fn accept(judge: &Judge, listener: &TcpListener, program: &Program, port: u16) -> Result<Conversation, CannotJudge> {
    let patience = judge.start_timeout;
    let deadline = Instant::now() + patience;
    let cannot = |what: String| CannotJudge { what, said: said(program) };
    listener.set_nonblocking(true).map_err(|error| cannot(error.to_string()))?;
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                let conversation = stream
                    .set_nonblocking(false)
                    .and_then(|()| Conversation::new(stream, &judge.protocol, judge.timeout));
                return conversation.map_err(|error| cannot(error.to_string()));
            }
            Err(error) if error.kind() != ErrorKind::WouldBlock => return Err(cannot(error.to_string())),
            Err(_) => {}
        }
        let state = program.state().unwrap_or(State::Running);
        if state != State::Running {
            return Err(cannot(format!(
                "the program {state} before it connected to 127.0.0.1:{port} (the variable PORT)"
            )));
        }
        if Instant::now() > deadline {
            return Err(cannot(format!(
                "the program did not connect to 127.0.0.1:{port} within {patience:?}. Let it take the port from the environment \
                 variable PORT"
            )));
        }
        thread::sleep(Duration::from_millis(1));
    }
}
