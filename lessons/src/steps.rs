//! Waiting for Enter, for a live demo. Plain line input; where it ends, the lesson goes on by itself.

use std::io::{self, IsTerminal, Write};

/// Whether to wait, and for whom.
#[derive(Debug)]
pub(crate) struct Steps {
    on: bool,
}

impl Steps {
    pub(crate) fn new(on: bool) -> Self {
        Self { on }
    }

    /// What clears the screen, so that a class sees one case at a time; nothing where nobody steps or it is no terminal.
    pub(crate) fn fresh_screen(&self) -> String {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        if self.on && io::stdout().is_terminal() && !dumb { "\x1b[H\x1b[2J".to_owned() } else { String::new() }
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
