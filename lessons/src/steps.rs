//! Waiting for Enter, for a live demo. Plain line input; where it ends, the lesson goes on by itself.

use std::io::{self, Write};

/// Whether to wait, and for whom.
#[derive(Debug)]
pub(crate) struct Steps {
    on: bool,
}

impl Steps {
    pub(crate) fn new(on: bool) -> Self {
        Self { on }
    }

    /// Waits for Enter; `before` says what comes then.
    pub(crate) fn wait(&mut self, before: &str) {
        if !self.on {
            return;
        }
        // On stderr, so that a lesson's output stays what it is; nobody there to read it is no reason to stop.
        let _ = write!(io::stderr(), "[Enter: {before}] ");
        self.on = matches!(io::stdin().read_line(&mut String::new()), Ok(1..));
        if !self.on {
            let _ = writeln!(io::stderr());
        }
    }
}
