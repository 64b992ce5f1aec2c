//! Runs one listed command and returns what it prints, with every wait bounded. No shell, no
//! standard input, no exit status.

use crate::child::{ChildEnd, Running};
use crate::collected::{Collected, Full, Output};
use crate::permits::Permits;
use crate::{Allowed, deadline, parse};
use std::io::{self, ErrorKind};
use std::time::Duration;

/// What commands may take.
#[derive(Debug, Clone, Copy)]
pub struct RunLimits {
    /// Bytes in a command. 1,023: a read of 1,024 that came full may be a command cut short.
    pub command_bytes_max: usize,
    /// Bytes in an output, the server's own notice counted. 16 MiB.
    pub output_bytes_max: usize,
    /// How long a command may run before it is ended. 10 s.
    pub time: Duration,
    /// Commands that run at once. 8.
    pub at_once_max: usize,
    /// How long a command waits until it is one of them. 10 s.
    pub slot_wait: Duration,
    /// Outputs over 64 KiB that exist at once, those not yet delivered counted. 16.
    pub large_outputs_max: usize,
    /// How long a command whose output grows over 64 KiB waits until it is one of them. 1 s.
    pub large_wait: Duration,
}

impl Default for RunLimits {
    fn default() -> Self {
        Self {
            command_bytes_max: 1023,
            output_bytes_max: 16 * 1024 * 1024,
            time: Duration::from_secs(10),
            at_once_max: 8,
            slot_wait: Duration::from_secs(10),
            large_outputs_max: 16,
            large_wait: Duration::from_secs(1),
        }
    }
}

/// Runs listed commands, for many threads at once.
#[derive(Debug)]
pub struct Runner {
    list: &'static [Allowed],
    limits: RunLimits,
    slots: Permits,
    large: Permits,
}

impl Runner {
    /// A runner of what is on `list` ([`HARMLESS`](crate::HARMLESS) for strangers), within `limits`.
    pub fn new(list: &'static [Allowed], limits: RunLimits) -> Self {
        let slots = Permits::new(limits.at_once_max);
        let large = Permits::new(limits.large_outputs_max);
        Self { list, limits, slots, large }
    }

    /// Runs `command`, its bytes as a client sent them, and returns what it printed.
    ///
    /// It is split into words as a POSIX shell does it (XCU 2.2: quotes, backslashes, `#`). Nothing
    /// else of a shell is done: no patterns, no variables, no pipes.
    ///
    /// There is always an answer, since the protocols have no other place for a failure. Where
    /// nothing was run it is one line: `refused: `, the reason, and what to send instead. Where a
    /// limit ended the command a last line says `ended: ` and which.
    ///
    /// It comes within `slot_wait`, `time`, `large_wait` and a few seconds. The child is ended and
    /// reaped then. If that left a process behind which holds a pipe open, two threads wait for it
    /// without end, and this does not: no program in [`HARMLESS`](crate::HARMLESS) starts another.
    /// Children stay in the server's process group: Ctrl-C in its terminal ends them too.
    pub fn run(&self, command: &[u8]) -> Output {
        self.attempt(command).unwrap_or_else(|why| Output::refused(&why))
    }

    fn attempt(&self, command: &[u8]) -> Result<Output, String> {
        let limits = &self.limits;
        let (program, arguments) = parse::command(command, limits.command_bytes_max, self.list)?;
        let _slot = self.slots.take(deadline(limits.slot_wait)).ok_or_else(|| {
            format!("busy: no more than {} commands run at once. Try again in a while", limits.at_once_max)
        })?;
        let mut running =
            Running::start(program.name, &arguments).map_err(|error| not_started(program.name, &error))?;
        self.collect(&mut running)
    }

    fn collect(&self, running: &mut Running) -> Result<Output, String> {
        let mut collected = Collected::new(&self.large, &self.limits);
        let mut ending = running.fill(&mut collected, deadline(self.limits.time));
        let late = ending == ChildEnd::TimeUp;
        // Closed pipes are the end even of a child that lives on: nothing more can come of it.
        running.kill();
        if late {
            ending = running.last_bytes(&mut collected);
        }
        let notice = match ending {
            ChildEnd::Full(Full::NoPermit) => return Err(NO_PERMIT.to_owned()),
            ChildEnd::Full(Full::Limit) => Some(format!(
                "an output has at most {} bytes, and this one has more. Ask for less",
                self.limits.output_bytes_max
            )),
            ChildEnd::Closed | ChildEnd::TimeUp => {
                late.then(|| format!("a command has at most {:?}. Ask for less", self.limits.time))
            }
        };
        Ok(collected.finish(notice))
    }
}

const NO_PERMIT: &str = "too many large outputs are waiting for their readers. \
                         Try again in a while, or ask for less than 64 KiB";

fn not_started(name: &str, error: &io::Error) -> String {
    match error.kind() {
        // execvp(3) says EACCES where it met a folder that it may not search and then found nothing.
        ErrorKind::NotFound | ErrorKind::PermissionDenied => {
            format!("{name} is not on this machine (not in the PATH of the server's user). Send another")
        }
        _ => format!("{name} could not be started: {error}. Try again in a while"),
    }
}
