//! A line that counts up while a lesson is busy. Only on a terminal, and gone when the work is done: what a lesson prints is
//! the same with it and without. It uses no escape sequence, so that any terminal is left as it was found.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often the line is drawn anew: as fast as somebody can read.
const PAUSE: Duration = Duration::from_millis(50);

/// The line, or none where nobody would see it.
pub struct Progress<'a> {
    out: Option<&'a mut dyn Write>,
    /// Columns of the line that stands there.
    columns: usize,
    due: Instant,
}

impl<'a> Progress<'a> {
    /// A line on `out` where `wanted`, and where stdout is a terminal.
    pub(crate) fn new(out: &'a mut dyn Write, wanted: bool) -> Self {
        Self::on((wanted && io::stdout().is_terminal()).then_some(out))
    }

    fn on(out: Option<&'a mut dyn Write>) -> Self {
        Self { out, columns: 0, due: Instant::now() + PAUSE }
    }

    /// Draws the line anew, if that is due; it is ASCII, and narrower than the terminal.
    pub fn tell(&mut self, line: impl FnOnce() -> String) {
        if self.out.is_some() && Instant::now() >= self.due {
            self.draw(&line());
            self.due = Instant::now() + PAUSE;
        }
    }

    /// Takes the line away.
    pub(crate) fn clear(mut self) {
        if self.columns > 0 {
            self.draw("");
        }
    }

    fn draw(&mut self, line: &str) {
        let Some(out) = &mut self.out else { return };
        let rest = " ".repeat(self.columns.saturating_sub(line.len()));
        // What is printed next notices where the output is gone.
        let back = if line.is_empty() { "\r" } else { "" };
        let _ = write!(out, "\r{line}{rest}{back}").and_then(|()| out.flush());
        self.columns = line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(tell: impl FnOnce(&mut Progress<'_>)) -> String {
        let mut out = Vec::new();
        let mut progress = Progress::on(Some(&mut out));
        tell(&mut progress);
        progress.clear();
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_line_is_drawn_over_the_one_before_and_taken_away_at_the_end() {
        let told = drawn(|progress| {
            for line in ["longer", "line"] {
                progress.due = Instant::now();
                progress.tell(|| line.to_owned());
            }
        });
        assert_eq!(told, "\rlonger\rline  \r    \r");
    }

    #[test]
    fn where_the_work_is_done_at_once_nothing_is_drawn() {
        assert_eq!(drawn(|progress| progress.tell(|| "too early".to_owned())), "");
    }

    #[test]
    fn where_nobody_would_see_it_the_line_is_not_even_made() {
        let mut progress = Progress::on(None);
        progress.due = Instant::now();
        progress.tell(|| panic!("nobody looks"));
        progress.clear();
    }
}
