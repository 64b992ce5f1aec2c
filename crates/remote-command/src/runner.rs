//! Runs one command and returns what it prints, with every wait bounded: no process, no shell, no exit status.

use crate::places::Places;
use crate::printer::{Ended, Output, Printer};
use crate::{BuiltIn, RunLimits, WatchedSocket, parse};

/// Runs commands, for many threads at once.
#[derive(Debug)]
pub struct Runner {
    list: &'static [BuiltIn],
    limits: RunLimits,
    large_outputs: Places,
}

impl Runner {
    /// A runner of what is on `list` ([`HARMLESS`](crate::HARMLESS)), within `limits`.
    pub fn new(list: &'static [BuiltIn], limits: RunLimits) -> Self {
        Self { list, limits, large_outputs: Places::new(limits.large_outputs_max, 0, limits.large_tenure) }
    }

    /// Runs `command`, its bytes as a client sent them, and returns what it printed.
    ///
    /// It is split into words as a POSIX shell does it (XCU 2.2: quotes, backslashes, `#`). Nothing else of a shell is done:
    /// no patterns, no variables, no pipes.
    ///
    /// There is always an answer, since the protocols have no other place for a failure. Where nothing was run, the answer is
    /// one line: `refused: `, the reason, and what to send instead. Where the server ended the command, a last line says
    /// `ended: ` and why. The answer comes within `time`, `large_wait` and the moment that printing takes.
    pub fn run(&self, command: &[u8]) -> Output {
        self.try_run(command, None).unwrap_or_else(|why| Output::refused(&why))
    }

    /// Runs `command` for a `client`, as [`run`](Self::run) does, but no longer than that client stays. A large output is its
    /// client's: a client that does not take it is closed when others wait for its place.
    pub fn run_for(&self, client: &WatchedSocket, command: &[u8]) -> Output {
        let output = client.while_running(|| self.try_run(command, Some(client)));
        output.unwrap_or_else(|why| Output::refused(&why))
    }

    fn try_run(&self, command: &[u8], client: Option<&WatchedSocket>) -> Result<Output, String> {
        let (command, arguments) = parse::command(command, self.limits.command_bytes_max, self.list)?;
        let mut printer = Printer::new(&self.large_outputs, &self.limits, client);
        match (command.run)(&arguments, &mut printer) {
            Ok(()) => Ok(printer.finish(None)),
            Err(Ended::ByServer(notice)) => Ok(printer.finish(Some(notice))),
            Err(Ended::NoPlace) => Err(BUSY.to_owned()),
            Err(Ended::Usage) => {
                let BuiltIn { name, usage, prints, .. } = command;
                Err(format!("these arguments are not let through. Send: {name} {usage} (it prints {prints})"))
            }
        }
    }
}

const BUSY: &str = "busy: too many large outputs are waiting for their readers. \
                    Try again in a while, or ask for less than 64 KiB";
