//! Runs one listed command and returns what it prints, with every wait bounded: no shell, no standard input, no exit status.

use crate::child::{ChildEnd, RunningChild};
use crate::collected::{Collected, Output, Overflow};
use crate::permits::Permits;
use crate::{AllowedProgram, RunLimits, parse};
use link::deadline_after;
use std::io::{self, ErrorKind};
use std::time::Duration;

/// How long the last bytes of a killed child may take from its pipes to us, on a busy machine.
const LAST_BYTES: Duration = Duration::from_secs(2);

/// Runs listed commands, for many threads at once.
#[derive(Debug)]
pub struct Runner {
    list: &'static [AllowedProgram],
    limits: RunLimits,
    slots: Permits,
    large: Permits,
}

impl Runner {
    /// A runner of what is on `list` ([`HARMLESS`](crate::HARMLESS) for strangers), within `limits`.
    pub fn new(list: &'static [AllowedProgram], limits: RunLimits) -> Self {
        let slots = Permits::new(limits.at_once_max);
        let large = Permits::new(limits.large_outputs_max);
        Self { list, limits, slots, large }
    }

    /// Runs `command`, its bytes as a client sent them, and returns what it printed.
    ///
    /// It is split into words as a POSIX shell does it (XCU 2.2: quotes, backslashes, `#`). Nothing else of a shell is done:
    /// no patterns, no variables, no pipes.
    ///
    /// There is always an answer, since the protocols have no other place for a failure. Where nothing was run, the answer is
    /// one line: `refused: `, the reason, and what to send instead. Where a limit ended the command, a last line says `ended: `
    /// and names the limit.
    ///
    /// The answer comes within `slot_wait`, `time`, `large_wait` and a few seconds; by then the child has ended and been
    /// reaped. If it left a process that holds a pipe open, two threads wait for that without end, and this call does not: no
    /// program in [`HARMLESS`](crate::HARMLESS) starts another. Children stay in the server's process group: Ctrl-C in its
    /// terminal ends them too.
    pub fn run(&self, command: &[u8]) -> Output {
        self.try_run(command).unwrap_or_else(|why| Output::refused(&why))
    }

    fn try_run(&self, command: &[u8]) -> Result<Output, String> {
        let limits = &self.limits;
        let (program, arguments) = parse::command(command, limits.command_bytes_max, self.list)?;
        let _slot = self.slots.take(deadline_after(limits.slot_wait)).ok_or_else(|| {
            format!("busy: no more than {} commands run at once. Try again in a while", limits.at_once_max)
        })?;
        let mut child =
            RunningChild::start(program.name, &arguments).map_err(|error| not_started(program.name, &error))?;
        let mut collected = Collected::new(&self.large, limits);
        let mut end = child.fill(&mut collected, deadline_after(limits.time));
        let late = end == ChildEnd::TimeUp;
        // Closed pipes are the end even of a child that lives on: nothing more can come of it.
        child.kill();
        if late {
            end = child.fill(&mut collected, deadline_after(LAST_BYTES)); // what was in its pipes
        }
        let notice = match end {
            ChildEnd::Overflow(Overflow::NoPermit) => return Err(NO_PERMIT.to_owned()),
            ChildEnd::Overflow(Overflow::Limit) => Some(format!(
                "an output has at most {} bytes, and this one has more. Ask for less",
                limits.output_bytes_max
            )),
            ChildEnd::Closed | ChildEnd::TimeUp => {
                late.then(|| format!("a command has at most {:?}. Ask for less", limits.time))
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
