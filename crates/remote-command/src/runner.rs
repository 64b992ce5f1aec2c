//! Runs a command and returns what it printed, with every wait bounded. There is no process, no shell and no exit status.

use crate::places::Places;
use crate::printer::{Ended, Output, Printer};
use crate::{BuiltIn, RunLimits, WatchedSocket, parse};

/// Runs commands for any number of threads at once.
#[derive(Debug)]
pub struct Runner {
    list: &'static [BuiltIn],
    limits: RunLimits,
    large_outputs: Places,
}

impl Runner {
    /// A runner for the commands on `list`, such as [`HARMLESS`](crate::HARMLESS), within `limits`.
    pub fn new(list: &'static [BuiltIn], limits: RunLimits) -> Self {
        Self { list, limits, large_outputs: Places::new(limits.large_outputs_max, 0, limits.large_tenure) }
    }

    /// Runs `command`, its bytes as a client sent them, and returns what it printed.
    ///
    /// It splits the command into words as a POSIX shell does (XCU 2.2: quotes, backslashes, `#`), and does nothing else that a
    /// shell does: no patterns, no variables, no pipes.
    ///
    /// There is always an answer, since the protocols have no other way to report a failure. If nothing was run, the answer is
    /// one line: `refused: `, the reason, and what to send instead. If the server stopped the command, the last line is
    /// `ended: ` and the reason. The answer comes within `time`, `large_wait` and the time that printing takes.
    pub fn run(&self, command: &[u8]) -> Output {
        self.try_run(command, None).unwrap_or_else(|why| Output::refused(&why))
    }

    /// Runs `command` for a `client`, as [`run`](Self::run) does, but only while that client stays. If others wait for the place of
    /// its large output and the client does not read it, the client's connection is closed.
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
                Err(format!("these arguments are not allowed. Send: {name} {usage} (it prints {prints})"))
            }
        }
    }
}

const BUSY: &str = "busy: too many large outputs are waiting to be read. \
                    Try again later, or ask for less than 64 KiB";
