//! Waiting for Enter, for a live demo. Plain line input; where it ends, the lesson goes on by itself; `q` leaves it.

use command_line::{Stop, patiently};
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
        let (mut pages, mut rest): (Vec<String>, _) = (Vec::new(), text);
        while !rest.is_empty() {
            let mut ends = rest.match_indices('\n').map(|(at, _)| at + 1);
            let end = ends.find(|&end| !rest[end..].starts_with([' ', '\n'])).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            let fits = |page: &&mut String| page.lines().count() + part.lines().count() <= PAGE_LINES;
            match pages.last_mut().filter(fits) {
                Some(page) => page.push_str(part),
                None => pages.push(part.to_owned()),
            }
            rest = after;
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
