//! Screens, for a class: output is collected, cut into screens that fit the terminal, and shown one at a time. All
//! screens so far are kept, so that you can go back.

use crate::reply::{HELP, Reply};
use command_line::{Stop, patiently, print_to};
use std::io::{self, BufRead, IsTerminal, Write};

/// Columns and rows if standard output is not a terminal.
const COLUMNS: usize = 80;
const ROWS: usize = 24;

/// Rows that no screen fills: one for a remark on wrong input, one to type in.
const RESERVED: usize = 2;

/// A place that a screen belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// What is printed before the first case, or between two.
    Between,
    /// The case of this number, counted from 1.
    Case(usize),
    /// The claims.
    Claims,
}

struct Screen {
    place: Place,
    text: String,
}

/// The screens of a lesson that somebody steps through; empty if nobody does.
#[derive(Default)]
pub(crate) struct Screens {
    /// Whether somebody steps, so that each screen waits.
    pub(crate) on: bool,
    /// How many cases the lesson has.
    cases: usize,
    shown: Vec<Screen>,
    pending: String,
    /// Where somebody wants to go, if that is still to come: no screen waits until then.
    ahead: Option<Place>,
}

/// What you can do at a screen besides turning screens.
#[derive(Clone, Copy, Default)]
pub(crate) struct Prompt<'a> {
    /// What Enter brings.
    pub(crate) next: &'a str,
    /// Whether the case on the screen can run again.
    pub(crate) again: bool,
    /// If a question is asked, its possible answers.
    pub(crate) answers: Option<&'a str>,
    /// What was wrong with the last answer.
    pub(crate) remark: Option<&'a str>,
}

impl Prompt<'_> {
    /// Whether `reply` says what comes after the last screen.
    fn accepts(&self, reply: &Reply) -> bool {
        match reply {
            Reply::Next => true,
            Reply::Again => self.again,
            Reply::Other(_) => self.answers.is_some(),
            _ => false,
        }
    }
}

impl Screens {
    /// No screen yet, for a lesson with this many cases; `on` if somebody steps.
    pub(crate) fn new(on: bool, cases: usize) -> Self {
        Self { on, cases, ..Self::default() }
    }

    /// Whether somebody is on the way to another place, and no screen of this one waits.
    pub(crate) fn goes_past(&self, place: Place) -> bool {
        self.ahead.is_some_and(|wanted| wanted != place)
    }

    /// Adds text to the screen that is being made.
    pub(crate) fn add(&mut self, text: &str) {
        self.pending += text;
    }

    /// Ends the screen that is being made, shows it, and waits until somebody types something. Returns [`Reply::Next`],
    /// or [`Reply::Again`] or [`Reply::Other`] if `prompt` accepts these.
    ///
    /// # Errors
    /// [`Stop::Quit`] if somebody leaves, or the input ends; [`Stop::OutputGone`] if the output is gone.
    pub(crate) fn wait(&mut self, out: &mut dyn Write, place: Place, prompt: Prompt<'_>) -> Result<Reply, Stop> {
        if !self.on {
            return Ok(Reply::Next);
        }
        let first = self.shown.len();
        let pending = std::mem::take(&mut self.pending);
        self.shown.extend(pages(&pending, rows() - RESERVED).into_iter().map(|text| Screen { place, text }));
        if place != Place::Claims && self.goes_past(place) {
            return Ok(Reply::Next);
        }
        self.ahead = None;
        let mut at = first.min(self.shown.len().saturating_sub(1));
        let mut remark = prompt.remark.map(str::to_owned);
        loop {
            self.show(out, at)?;
            remark.take().iter().for_each(|remark| tell(remark));
            let last = at + 1 >= self.shown.len();
            let reply = typed(&label(prompt, last))?;
            if last && prompt.accepts(&reply) {
                return Ok(reply);
            }
            match reply {
                Reply::Next => at += 1,
                Reply::Back if at > 0 => at -= 1,
                Reply::Go(Place::Case(number)) if !(1..=self.cases).contains(&number) => {
                    remark = Some(format!("There is no case {number}: the cases are 1 to {}.", self.cases));
                }
                Reply::Go(place) => match self.shown.iter().position(|screen| screen.place == place) {
                    Some(known) => at = known,
                    None => {
                        self.ahead = Some(place);
                        return Ok(Reply::Next);
                    }
                },
                Reply::Help => help(out, prompt)?,
                Reply::Quit => return Err(Stop::Quit),
                Reply::Back | Reply::Again | Reply::Other(_) => remark = Some(refusal(&reply)),
            }
        }
    }

    fn show(&self, out: &mut dyn Write, at: usize) -> Result<(), Stop> {
        clear(out)?;
        self.shown.get(at).map_or(Ok(()), |screen| print_to(out, &screen.text))
    }
}

/// Why nothing comes of a reply.
fn refusal(reply: &Reply) -> String {
    match reply {
        Reply::Back => "This is the first screen.".to_owned(),
        Reply::Other(text) => format!("\"{}\" means nothing here; ? lists what you can type.", shortened(text)),
        _ => "Only the case on the last screen can run again, once it has run.".to_owned(),
    }
}

/// Shows what can be typed, until Enter.
fn help(out: &mut dyn Write, prompt: Prompt<'_>) -> Result<(), Stop> {
    clear(out)?;
    let answers = prompt.answers.map(|answers| render::wrap(answers, "Here you can answer ", 2));
    print_to(out, HELP.to_owned() + &answers.unwrap_or_default())?;
    typed("[Enter: back to the screen] ").map(drop)
}

/// Reads a line that was typed after `label` was shown.
///
/// # Errors
/// [`Stop::Quit`] if the input ends: a lesson that runs on without its reader would be no lesson.
fn typed(label: &str) -> Result<Reply, Stop> {
    probe::discard_typed_ahead();
    tell_on_the_line(label);
    let mut line = Vec::new();
    let read = patiently(|| io::stdin().lock().read_until(b'\n', &mut line));
    if read.is_err() || line.is_empty() {
        tell("");
        tell("The input has ended, so the lesson stops here.");
        return Err(Stop::Quit);
    }
    Ok(Reply::of(&String::from_utf8_lossy(&line))) // no terminal is bound to type UTF-8
}

/// Asks on one line, for somebody who does not step: returns [`Reply::Next`] or [`Reply::Other`].
///
/// # Errors
/// [`Stop::Quit`] if somebody leaves, or the input ends.
pub(crate) fn asked(answers: &str) -> Result<Reply, Stop> {
    loop {
        match typed(&guess_label(answers))? {
            Reply::Quit => return Err(Stop::Quit),
            Reply::Help => tell(&format!("You can answer {answers}, press Enter to pass, or type q to leave.")),
            reply @ (Reply::Next | Reply::Other(_)) => return Ok(reply),
            _ => tell("Only --step has screens to turn. Here, answer or press Enter."),
        }
    }
}

/// Says something that is not part of the lesson's output. If stderr is gone, there is nobody left to read it.
pub(crate) fn tell(remark: &str) {
    let _ = writeln!(io::stderr(), "{remark}");
}

fn tell_on_the_line(label: &str) {
    let _ = write!(io::stderr(), "{label}");
}

fn label(prompt: Prompt<'_>, last: bool) -> String {
    match prompt.answers {
        _ if !last => "[Enter: go on; ? help] ".to_owned(),
        Some(answers) => guess_label(answers),
        None => format!("[Enter: {}; ? help] ", prompt.next),
    }
}

/// Asks for a guess, and lists the possible answers if they fit one line: the question lists them, too.
fn guess_label(answers: &str) -> String {
    let label = format!("Your guess? [{answers}; Enter: pass] ");
    let columns = probe::terminal_size().map_or(COLUMNS, |(columns, _)| columns);
    if label.chars().count() < columns { label } else { "Your guess? [?: possible answers; Enter: pass] ".to_owned() }
}

/// The beginning of what was typed, without anything that moves a cursor.
fn shortened(text: &str) -> String {
    let start: String = text.chars().take(20).collect();
    render::escaped(start.as_bytes())
}

fn rows() -> usize {
    probe::terminal_size().map_or(ROWS, |(_, rows)| rows).max(RESERVED + 4)
}

/// Clears the screen if the output is a terminal, so that a class sees one screen at a time.
fn clear(out: &mut dyn Write) -> Result<(), Stop> {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    if io::stdout().is_terminal() && !dumb { print_to(out, "\x1b[H\x1b[2J") } else { Ok(()) }
}

/// `text` in pieces of at most `rows` lines: cut before a blank line if that leaves a piece at least half full, else
/// before a line at the margin, else anywhere. A piece begins and ends with no blank line.
fn pages(text: &str, rows: usize) -> Vec<String> {
    let mut rest: Vec<&str> = text.lines().collect();
    let mut pages = Vec::new();
    loop {
        let blank = rest.iter().take_while(|line| line.is_empty()).count();
        rest.drain(..blank);
        if rest.is_empty() {
            return pages;
        }
        let end = if rest.len() <= rows { rest.len() } else { cut(&rest, rows) };
        let page: Vec<&str> = rest.drain(..end).collect();
        pages.push(page.join("\n").trim_end_matches('\n').to_owned() + "\n");
    }
}

/// Where to cut `lines`, which are more than `rows`.
fn cut(lines: &[&str], rows: usize) -> usize {
    let last = |wanted: fn(&str) -> bool, from: usize| (from..=rows).rev().find(|&at| wanted(lines[at]));
    let at_margin = |line: &str| !line.starts_with(' ');
    last(str::is_empty, rows / 2).or_else(|| last(at_margin, rows / 3)).unwrap_or(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_no_longer_than_the_screen_and_loses_no_line() {
        let text: String =
            (0..40).map(|n| if n % 7 == 6 { "\n".to_owned() } else { format!("  line {n}\n") }).collect();
        for rows in 4..45 {
            let pages = pages(&text, rows);
            assert!(pages.iter().all(|page| page.lines().count() <= rows), "{rows}: {pages:?}");
            let filled =
                |text: &str| text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(pages.iter().flat_map(|page| filled(page)).collect::<Vec<_>>(), filled(&text));
        }
        assert_eq!(pages("\n\n", 10), Vec::<String>::new());
    }
}
