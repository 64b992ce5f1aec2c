//! Says whether a program runs, and how it ended.

use std::fmt;

/// What became of a program. Its descendants can outlive it: see [`Program::is_gone`](crate::Program::is_gone).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has not ended yet.
    Running,
    /// It ended by itself, with this exit status.
    Exited(i32),
    /// A signal ended it.
    Signaled(i32),
}

impl State {
    /// The signal's name, if it is one that a program commonly dies of.
    fn name(signal: i32) -> Option<&'static str> {
        // The numbers are the same on Linux, macOS and the BSDs, but for SIGBUS.
        let name = match signal {
            1 => "SIGHUP",
            2 => "SIGINT",
            3 => "SIGQUIT",
            4 => "SIGILL",
            6 => "SIGABRT",
            8 => "SIGFPE",
            9 => "SIGKILL",
            11 => "SIGSEGV",
            13 => "SIGPIPE",
            15 => "SIGTERM",
            _ => return None,
        };
        Some(name)
    }
}

/// What it did, as the end of a sentence whose subject is the program.
impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Running => f.write_str("is still running"),
            Self::Exited(status) => write!(f, "exited with status {status}"),
            Self::Signaled(signal) => match Self::name(signal) {
                Some(name) => write!(f, "was ended by {name}"),
                None => write!(f, "was ended by signal {signal}"),
            },
        }
    }
}
