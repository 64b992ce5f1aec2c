//! How a program ends early: with a message that says what happened, where, and what to do.

use std::error::Error;
use std::fmt;
use std::io;

/// The exit status where a claim is contradicted, a protocol violated, a peer gone.
pub const CONTRADICTED: u8 = 1;

/// The exit status of misuse, and where this machine cannot.
pub(crate) const CANNOT: u8 = 2;

/// Something went wrong: the message, what to do, and the exit status.
#[derive(Debug)]
pub struct Failure {
    /// What happened, and where.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// The exit status.
    pub status: u8,
}

impl Failure {
    /// This machine cannot, or was asked wrongly: exit status 2.
    pub fn cannot(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into(), status: CANNOT }
    }

    /// A peer broke the protocol or went away: exit status 1.
    pub fn peer(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into(), status: CONTRADICTED }
    }
}

/// The system's codes where it has run out of descriptors, and where it has no buffer for a socket: EMFILE, ENFILE, ENOBUFS.
const NO_DESCRIPTOR: &[i32] = if cfg!(windows) { &[10_024] } else { &[24, 23] };
const NO_BUFFER: i32 = if cfg!(windows) {
    10_055
} else if cfg!(target_os = "linux") {
    105
} else {
    55
};

/// What to do about an error that says what this machine lacks.
pub(crate) fn hint_for(error: &io::Error) -> Option<&'static str> {
    use io::ErrorKind::{AddrInUse, AddrNotAvailable, NetworkDown, NetworkUnreachable, OutOfMemory};
    let code = error.raw_os_error();
    match error.kind() {
        _ if code.is_some_and(|code| NO_DESCRIPTOR.contains(&code)) => {
            Some("this process may open no more files or sockets; 'ulimit -n' says how many it may, and raises that")
        }
        NetworkUnreachable | NetworkDown => {
            Some("the loopback interface is down; 'ip link set lo up' brings it up, as root")
        }
        AddrInUse | AddrNotAvailable => Some(
            "there is no free port for one more connection, or no loopback interface; closed connections give theirs back \
             within a minute",
        ),
        _ if error.kind() == OutOfMemory || code == Some(NO_BUFFER) => {
            Some("there is not enough memory; close other programs, or raise the limit ('ulimit -v')")
        }
        _ => None,
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // They may quote what somebody else wrote, and a terminal will show it.
        let wrap = |text: &str, label: &str| render::wrap(&render::escaped_text(text.as_bytes()), label, label.len());
        write!(f, "{}", wrap(&self.message, "error: "))?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "{}", wrap(&self.hint, "hint: ")) }
    }
}

impl Error for Failure {}

/// Why a lesson stops before its end.
#[derive(Debug)]
pub enum Stop {
    /// Whoever read the output has gone, as `head` does: nothing is wrong.
    OutputGone,
    /// Whoever stepped through it has left, with `q`.
    Quit,
    /// Something is.
    Failed(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}
