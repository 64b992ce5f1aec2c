//! Runs the checks that are wanted, each on a fresh process of the program.

use crate::check::{self, Check, Verdict};
use crate::client::Client;
use crate::fault::Fault;
use crate::picture::Picture;
use crate::protocol::Protocol;
use crate::report::{Outcome, Report};
use crate::server::Server;
use program::{Command, Program, State};
use std::fmt;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

/// How long the program may take to answer, unless [`Judge::timeout`] says otherwise.
const TIMEOUT: Duration = Duration::from_secs(5);

/// How long the program may take until it listens or connects, unless [`Judge::start_timeout`] says otherwise: a virtual machine
/// compiles first.
const START: Duration = Duration::from_secs(15);

/// How long a program that has closed its connection may take to end, if it is about to.
const DYING: Duration = Duration::from_millis(200);

/// What kind of program is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It listens.
    Server,
    /// It connects.
    Client,
}

/// A program to judge, and how.
#[derive(Clone)]
pub struct Judge {
    pub(crate) command: Command,
    pub(crate) protocol: Protocol,
    pub(crate) role: Role,
    pub(crate) timeout: Duration,
    pub(crate) start_timeout: Duration,
    pub(crate) cuts: Option<Vec<usize>>,
    checks: Vec<&'static Check>,
    again: String,
}

impl Judge {
    /// Judges a server by all checks.
    pub fn server(command: Command, protocol: Protocol) -> Self {
        Self::new(Role::Server, command, protocol)
    }

    /// Judges a client by all checks.
    pub fn client(command: Command, protocol: Protocol) -> Self {
        Self::new(Role::Client, command, protocol)
    }

    /// Judges a program by all checks.
    pub fn new(role: Role, command: Command, protocol: Protocol) -> Self {
        let checks = check::all().iter().filter(|check| check.sentence(role).is_some()).collect();
        Self {
            command,
            protocol,
            role,
            timeout: TIMEOUT,
            start_timeout: START,
            cuts: None,
            checks,
            again: String::new(),
        }
    }

    /// Makes only the checks of these names.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] if there is no such check for this kind of program.
    pub fn only<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> io::Result<Self> {
        let find = |name: &str| {
            let found = check::all().iter().find(|check| check.name == name);
            let unknown = || io::Error::new(ErrorKind::InvalidInput, format!("there is no check \"{name}\""));
            let found = found.ok_or_else(unknown)?;
            let other =
                || io::Error::new(ErrorKind::InvalidInput, format!("\"{name}\" is not for this kind of program"));
            found.sentence(self.role).map(|_| found).ok_or_else(other)
        };
        self.checks = names.into_iter().map(find).collect::<io::Result<_>>()?;
        Ok(self)
    }

    /// Cuts the stream at these offsets, in ascending order, in the checks that cut it.
    pub fn cuts(self, offsets: Vec<usize>) -> Self {
        Self { cuts: Some(offsets), ..self }
    }

    /// How long the program may take to answer, or to read what it is sent [default: 5 s].
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// How long the program may take until it listens or connects [default: 15 s].
    pub fn start_timeout(self, timeout: Duration) -> Self {
        Self { start_timeout: timeout, ..self }
    }

    /// The command that judges again, up to its options of checks, such as `sticky judge --framing line`. The report then shows
    /// how to repeat a check that failed.
    pub fn again(self, command: impl Into<String>) -> Self {
        Self { again: command.into(), ..self }
    }

    /// Makes the checks.
    ///
    /// # Errors
    /// [`CannotJudge`] if the program does not get as far as to be judged.
    pub fn run(&self) -> Result<Report, CannotJudge> {
        self.run_with(|_| ())
    }

    /// Makes the checks, and passes each outcome on as soon as it is known.
    ///
    /// # Errors
    /// [`CannotJudge`] if the program does not get as far as to be judged.
    pub fn run_with(&self, mut known: impl FnMut(&Outcome)) -> Result<Report, CannotJudge> {
        let mut outcomes = Vec::new();
        for check in &self.checks {
            let outcome = self.check(check)?;
            known(&outcome);
            outcomes.push(outcome);
        }
        Ok(Report::new(outcomes))
    }

    fn check(&self, check: &'static Check) -> Result<Outcome, CannotJudge> {
        let begun = Instant::now();
        let (checked, mut program) = match self.role {
            Role::Server => {
                let server = Server::start(self)?;
                ((check.server)(&server), server.program)
            }
            Role::Client => {
                let mut client = Client::start(self)?;
                ((check.client)(&mut client), client.program)
            }
        };
        let took = begun.elapsed();
        let verdict = checked.unwrap_or_else(|fault| Verdict::Failed(Box::new(with_end(fault, &program))));
        let said = if let Verdict::Failed(_) = verdict { said(&program) } else { Vec::new() };
        let ended = program.end();
        ended.map_err(|error| CannotJudge { what: error.to_string(), said: Vec::new() })?;
        let again = self.again_for(check, &verdict);
        let sentence = check.sentence(self.role).unwrap_or_default();
        let record = if let Verdict::Failed(fault) = &verdict { fault.record.as_ref() } else { None };
        let picture = record.map_or(String::new(), |record| Picture::new(record, &self.protocol).text());
        Ok(Outcome { check, sentence, verdict, said, again, took, picture })
    }

    fn again_for(&self, check: &Check, verdict: &Verdict) -> Option<String> {
        let Verdict::Failed(fault) = verdict else { return None };
        let cuts = fault.cuts.as_ref().map(|cuts| {
            let cuts: Vec<String> = cuts.iter().map(usize::to_string).collect();
            format!(" --cuts {}", cuts.join(","))
        });
        let (again, cuts) = (&self.again, cuts.unwrap_or_default());
        (!again.is_empty()).then(|| format!("{again} --only {}{cuts} -- {}", check.name, self.command))
    }
}

/// Adds that the program has ended, if it has: that is why it did not answer.
fn with_end(fault: Fault, program: &Program) -> Fault {
    let state = program.wait(Instant::now() + DYING).unwrap_or(State::Running);
    if state == State::Running || fault.what.contains("exited") {
        return fault;
    }
    Fault { what: format!("{}; the program {state}", fault.what), ..fault }
}

/// The last lines that the program printed, errors last.
pub(crate) fn said(program: &Program) -> Vec<u8> {
    const LINES: usize = 8;
    program.wait_for_output(Instant::now() + Duration::from_millis(50));
    let output = program.output();
    let last = |bytes: &[u8]| {
        let lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
        // A line may be as long as what is kept.
        let lines = lines[lines.len().saturating_sub(LINES)..].concat();
        lines[lines.len().saturating_sub(1000)..].to_vec()
    };
    let (mut said, errors) = (last(&output.stdout), last(&output.stderr));
    if !said.is_empty() && !said.ends_with(b"\n") && !errors.is_empty() {
        said.push(b'\n');
    }
    said.extend(errors);
    said
}

/// Why a program could not be judged.
#[derive(Debug)]
pub struct CannotJudge {
    /// What happened, and what to do.
    pub what: String,
    /// The last lines that the program printed.
    pub said: Vec<u8>,
}

impl fmt::Display for CannotJudge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if self.said.is_empty() {
            return Ok(());
        }
        write!(f, "\nits last output:\n{}", render::escaped_text(&self.said).trim_end())
    }
}

impl std::error::Error for CannotJudge {}
