//! Waiting for Enter, for a live demo. Plain line input; where it ends, the lesson goes on by itself; `q` leaves it.

use crate::Stop;
use crate::patient::patiently;
use std::io::{self, IsTerminal, Write};

/// Lines of a page: a terminal of 24, less the line that waits.
pub(crate) const PAGE_LINES: usize = 22;

/// Whether somebody steps, and is waited for.
pub(crate) struct Steps {
    pub(crate) on: bool,
}

impl Steps {
    /// What clears the screen, so that a class sees one case at a time; nothing where nobody steps or it is no terminal.
    pub(crate) fn fresh_screen(&self) -> String {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        if self.on && io::stdout().is_terminal() && !dumb { "\x1b[H\x1b[2J".to_owned() } else { String::new() }
    }

    /// `text` in pieces that a screen holds, cut before a line that begins at the margin; in one where nobody steps.
    pub(crate) fn pages(&self, text: &str) -> Vec<String> {
        if !self.on {
            return vec![text.to_owned()];
        }
        let mut parts: Vec<String> = Vec::new();
        for line in text.split_inclusive('\n') {
            match parts.last_mut() {
                Some(part) if line.starts_with([' ', '\n']) => part.push_str(line),
                _ => parts.push(line.to_owned()),
            }
        }
        let mut pages: Vec<String> = Vec::new();
        for part in parts {
            let fits = |page: &String| page.lines().count() + part.lines().count() <= PAGE_LINES;
            match pages.last_mut().filter(|page| fits(page)) {
                Some(page) => page.push_str(&part),
                None => pages.push(part),
            }
        }
        pages
    }

    /// Waits for Enter; `before` says what comes then.
    ///
    /// # Errors
    /// [`Stop::Quit`] where somebody has typed `q`.
    pub(crate) fn wait(&mut self, before: &str) -> Result<(), Stop> {
        if !self.on {
            return Ok(());
        }
        // On stderr, so that a lesson's output stays what it is; nobody there to read it is no reason to stop.
        let _ = write!(io::stderr(), "[Enter: {before}] ");
        let mut line = String::new();
        self.on = matches!(patiently(|| io::stdin().read_line(&mut line)), Ok(1..));
        if !self.on {
            let _ = writeln!(io::stderr());
        }
        if line.trim().eq_ignore_ascii_case("q") { Err(Stop::Quit) } else { Ok(()) }
    }
}
