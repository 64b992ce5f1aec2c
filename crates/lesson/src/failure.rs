//! How a program ends early: with a message that says what happened, where, and what to do.

use std::error::Error;
use std::fmt;

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
