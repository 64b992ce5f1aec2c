//! A lesson being shown: it opens the connections, watches them, prints what happened, and keeps the trace.

mod closing;
mod failing;
mod scripted;

use crate::choices::{chosen, described, named, replaced};
use crate::failure::{Failure, Stop};
use crate::flags::{Settings, View};
use crate::in_time::in_time;
use crate::steps::Steps;
use crate::wired::Wired;
use failing::{found_no_room, missing_option};
use link::SocketOptions;
use probe::{Recorder, TracedDatagrams, TracedStream};
use render::Format;
use std::error::Error;
use std::io::{self, Write};
use std::time::{Duration, Instant};
use trace::{Case, Run};

/// A value, or any error: whoever shows it puts before it where it happened.
pub type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What an act of a lesson returns.
pub type CaseResult = Fallible<()>;

/// What makes something to be printed of a case.
type Tells = fn(Format, &Case) -> String;

/// How often a case is tried before the machine, or what the learner asked of it, is said to be too slow.
const TRIES: u64 = 20;

/// For how long: a case that reads and writes much would take as long each time.
const PATIENCE: Duration = Duration::from_secs(3);

/// A lesson on stage.
pub struct Show<'a> {
    settings: &'a Settings,
    out: &'a mut dyn Write,
    steps: Steps,
    began: Instant,
    /// Where only these cases are drawn: names, or how they begin.
    brief: Option<&'a [&'a str]>,
    /// Where the connections are made, if not on loopback.
    wire: Option<Wired>,
    run: Run,
    /// The cases that the learner did not ask for.
    passed_over: Vec<String>,
    /// What is said before the first case, where it is not known yet whether there will be one.
    held: Option<String>,
}

impl<'a> Show<'a> {
    /// A lesson that has not begun; the wire it asks for is laid.
    pub(crate) fn new(
        lesson: &str,
        settings: &'a Settings,
        out: &'a mut dyn Write,
        brief: Option<&'a [&'a str]>,
    ) -> Result<Self, Failure> {
        let began = Instant::now();
        let wire = Wired::lay(settings)?;
        let run = Run {
            lesson: lesson.to_owned(),
            net: if wire.is_some() { "wire" } else { "loopback" }.to_owned(),
            os: std::env::consts::OS.to_owned(),
            kernel: probe::kernel_version(),
            seed: settings.seed,
            options: chosen(settings),
            cases: Vec::new(),
        };
        let (steps, passed_over) = (Steps::new(settings.step), Vec::new());
        let held = (!settings.cases.is_empty()).then(String::new);
        Ok(Self { settings, out, steps, began, brief, wire, run, passed_over, held })
    }

    /// What the learner chose.
    pub fn settings(&self) -> &Settings {
        self.settings
    }

    /// Whether this is the tour's part: what takes long is left out of it.
    pub fn is_brief(&self) -> bool {
        self.brief.is_some()
    }

    /// Says what is about to be done. What happens is not for a note to say: the trace does.
    ///
    /// # Errors
    /// When the output is gone.
    pub fn note(&mut self, sentence: &str) -> Result<(), Stop> {
        self.print(&self.settings.format.note(sentence))
    }

    pub(crate) fn open(&mut self, question: &str) -> Result<(), Stop> {
        let t_us = self.elapsed_us();
        self.print(&self.settings.format.opening(&self.run, question, t_us))?;
        match (self.settings.format, self.settings.view) {
            (Format::Text, View::Sequence) => self.print(&render::sequence_key()),
            _ => Ok(()),
        }
    }

    /// One TCP connection, watched: `act` writes and reads on its two ends; `does` says beforehand what it will do.
    ///
    /// # Errors
    /// When it cannot be made, when `act` fails, when the output is gone.
    pub fn case(
        &mut self,
        name: &str,
        does: &str,
        own: SocketOptions,
        act: impl FnOnce(&mut TracedStream, &mut TracedStream) -> CaseResult,
    ) -> Result<(), Stop> {
        let options = replaced(own, self.settings.options);
        if self.skip_case(name) {
            return Ok(());
        }
        self.announce(name, does)?;
        let (case, _) = self.connection(name, options, act)?;
        self.tell(case)
    }

    /// Whether a case is not run: it ran already, or the learner asked for others.
    fn skip_case(&mut self, name: &str) -> bool {
        let asked = &self.settings.cases;
        let wanted = asked.is_empty() || asked.iter().any(|text| is_meant(name, text));
        if !wanted {
            self.passed_over.push(name.to_owned());
        }
        !wanted || self.run.case(name).is_some()
    }

    /// Tells of what the learner asked for and this lesson does not have; fails where that was all.
    pub(crate) fn ran_some(&self) -> Result<(), Failure> {
        let names = || self.run.cases.iter().map(|case| &case.name).chain(&self.passed_over);
        let is_unknown = |text: &&String| !names().any(|name| is_meant(name, text));
        let unknown: Vec<&str> = self.settings.cases.iter().filter(is_unknown).map(String::as_str).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let all: Vec<&str> = names().map(String::as_str).collect();
        let text = format!("no case of {} has '{}' in its name", self.run.lesson, unknown.join("' or '"));
        let failure = Failure::cannot(text, format!("its cases are: {}", all.join("; ")));
        if self.run.cases.is_empty() {
            return Err(failure);
        }
        // With stderr gone there is nobody left to tell.
        let _ = write!(io::stderr(), "{}", render::wrap(&failure.message, "note: ", 6));
        Ok(())
    }

    /// The same, drawn as the bytes on the wire and what they were found to be.
    ///
    /// # Errors
    /// As [`Show::case`].
    pub fn bytes(
        &mut self,
        name: &str,
        does: &str,
        own: SocketOptions,
        act: impl FnOnce(&mut TracedStream, &mut TracedStream) -> CaseResult,
    ) -> Result<(), Stop> {
        if self.skip_case(name) {
            return Ok(());
        }
        self.announce(name, does)?;
        let (case, _) = self.connection(name, replaced(own, self.settings.options), act)?;
        self.tell_by(case, Format::bytes, Format::facts, None) // what is said of bytes, they show already
    }

    /// Runs `act` on a new connection; gives what was seen of it, and when it was connected, in microseconds since the run
    /// began.
    fn connection(
        &self,
        name: &str,
        options: SocketOptions,
        act: impl FnOnce(&mut TracedStream, &mut TracedStream) -> CaseResult,
    ) -> Result<(Case, u64), Stop> {
        let failed = |error: Box<dyn Error + Send + Sync>| self.failure(name, &*error, false);
        let pair = match &self.wire {
            Some(wired) => {
                wired.wire.number_connections(self.run.cases.len() as u32);
                wired.wire.tcp_pair(&options)
            }
            None => link::tcp_pair(&options),
        };
        let pair = pair.map_err(|error| failed(error.into()))?;
        let mut case = Case::tcp(name);
        case.missing = pair.missing.iter().map(|&option| option.to_owned()).collect();
        case.options = named(&options, &pair.missing);
        let recorder = match self.wire {
            Some(_) => Recorder::beside_a_capture(case, self.began),
            None => Recorder::new(case, self.began),
        };
        let watched = recorder.watch(pair.sender, pair.receiver);
        let (mut sender, mut receiver) = watched.map_err(|error| failed(error.into()))?;
        let connected_us = self.elapsed_us();
        let acted = act(&mut sender, &mut receiver);
        let missing = acted.as_ref().err().and_then(|error| missing_option(&**error));
        match acted {
            Err(error) if missing.is_none() => {
                Err(self.failure(name, &*error, found_no_room(&recorder.finish())).into())
            }
            _ => {
                let case = match &self.wire {
                    Some(wired) => wired.whole(&recorder, [sender, receiver], self.began),
                    None => Ok(recorder.finish()),
                };
                let mut case = case.map_err(|error| failed(error.into()))?;
                case.missing.extend(missing.map(str::to_owned));
                Ok((case, connected_us))
            }
        }
    }

    /// A case that is named by its options, after the learner's flags have replaced some. One that has become equal to
    /// an earlier one does not run again.
    ///
    /// It shows what a delayed ACK does, so its writes must be made well before that ACK comes. Where this machine was
    /// too busy for that, it is tried again on a new connection, and the trace says so; where it always is, no claim is
    /// made on the case.
    ///
    /// # Errors
    /// As [`Show::case`].
    pub fn varied(
        &mut self,
        what: &str,
        does: &str,
        own: SocketOptions,
        mut act: impl FnMut(&mut TracedStream, &mut TracedStream) -> CaseResult,
    ) -> Result<(), Stop> {
        let options = replaced(own, self.settings.options);
        let name = format!("{what}: {}", described(options));
        self.tried(&name, does, options, in_time, &mut act)
    }

    /// Like [`Show::case`], for a case that shows something only if the calls were made in time, as `in_time` says. Where
    /// they were not, it is tried again as [`Show::varied`] does.
    ///
    /// # Errors
    /// As [`Show::case`].
    pub fn timed(
        &mut self,
        name: &str,
        does: &str,
        own: SocketOptions,
        in_time: impl Fn(&Case) -> bool,
        mut act: impl FnMut(&mut TracedStream, &mut TracedStream) -> CaseResult,
    ) -> Result<(), Stop> {
        let options = replaced(own, self.settings.options);
        self.tried(name, does, options, |case, _| in_time(case), &mut act)
    }

    /// Tries a case until it was `in_time`, given what was seen and when it was connected.
    fn tried(
        &mut self,
        name: &str,
        does: &str,
        options: SocketOptions,
        in_time: impl Fn(&Case, u64) -> bool,
        act: &mut dyn FnMut(&mut TracedStream, &mut TracedStream) -> CaseResult,
    ) -> Result<(), Stop> {
        if self.skip_case(name) {
            return Ok(());
        }
        self.announce(name, does)?;
        let (mut tries, began) = (0, Instant::now());
        let case = loop {
            let (case, connected_us) = self.connection(name, options, &mut *act)?;
            tries += 1;
            let late = !in_time(&case, connected_us);
            if !late || tries == TRIES || began.elapsed() > PATIENCE {
                break Case { tries, late, ..case };
            }
        };
        self.tell(case)
    }

    /// One conversation in datagrams, watched.
    ///
    /// # Errors
    /// As [`Show::case`].
    pub fn datagrams(
        &mut self,
        name: &str,
        does: &str,
        act: impl FnOnce(&TracedDatagrams, &TracedDatagrams) -> CaseResult,
    ) -> Result<(), Stop> {
        if self.skip_case(name) {
            return Ok(());
        }
        self.announce(name, does)?;
        let failed = |error: Box<dyn Error + Send + Sync>| self.failure(name, &*error, false);
        let recorder = Recorder::new(Case::udp(name), self.began);
        let pair = link::udp_pair().and_then(|pair| recorder.watch_datagrams(pair));
        let [sender, receiver] = pair.map_err(|error| failed(error.into()))?;
        act(&sender, &receiver).map_err(failed)?;
        self.tell(recorder.finish())
    }

    /// Writes the files that were asked for; gives the run as far as it came.
    pub(crate) fn end(mut self) -> Result<Run, Stop> {
        if let Some(wired) = self.wire.as_mut().filter(|_| !self.run.cases.is_empty()) {
            wired.write_files(&self.run)?;
        }
        Ok(self.run)
    }

    pub(crate) fn out(&mut self) -> &mut dyn Write {
        self.out
    }

    pub(crate) fn run(&self) -> &Run {
        &self.run
    }

    pub(crate) fn announce(&mut self, name: &str, does: &str) -> Result<(), Stop> {
        let held = self.held.take().unwrap_or_default();
        self.print(&held)?;
        if self.draws(name) {
            self.steps.wait(if self.run.cases.is_empty() { "the first case; q: leave" } else { "the next case" })?;
            self.print(&self.steps.fresh_screen())?;
            self.print(&self.settings.format.title(name, does))?;
            self.steps.wait("run it")?;
        }
        Ok(())
    }

    pub(crate) fn tell(&mut self, case: Case) -> Result<(), Stop> {
        self.tell_by(case, Format::case, Format::verdicts, Some("the verdict"))
    }

    /// Tells a case by what `draws` it, and then by what is said of it; where that has an Enter of its own, `wait` says what
    /// comes.
    fn tell_by(&mut self, case: Case, draws: Tells, says: Tells, wait: Option<&str>) -> Result<(), Stop> {
        if self.draws(&case.name) {
            self.print(&self.drawn(&case, draws))?;
            let said = says(self.settings.format, &case);
            if let Some(wait) = wait.filter(|_| !said.is_empty()) {
                self.steps.wait(wait)?;
            }
            self.print(&said)?;
        }
        if let Some(wired) = &mut self.wire {
            wired.keep(&case);
        }
        self.run.cases.push(case);
        Ok(())
    }

    fn drawn(&self, case: &Case, draws: Tells) -> String {
        match (self.settings.format, self.settings.view) {
            (Format::Text, View::Sequence) => render::sequence(case),
            (format, _) => draws(format, case),
        }
    }

    pub(crate) fn draws(&self, name: &str) -> bool {
        let all = self.settings.format == Format::Json;
        all || self.brief.is_none_or(|names| names.iter().any(|begin| name.starts_with(begin)))
    }

    pub(crate) fn elapsed_us(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn print(&mut self, text: &str) -> Result<(), Stop> {
        match &mut self.held {
            Some(held) => held.push_str(text),
            None => print_to(self.out, text)?,
        }
        Ok(())
    }
}

/// Whether `text` means the case of this name.
fn is_meant(name: &str, text: &str) -> bool {
    name.to_lowercase().contains(&text.to_lowercase())
}

/// Writes `text`; a reader that has gone away is no failure.
pub(crate) fn print_to(out: &mut dyn Write, text: &str) -> Result<(), Stop> {
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Stop::OutputGone,
        _ => Failure::cannot(format!("the output cannot be written: {error}"), "is the disk full?").into(),
    })
}

#[cfg(test)]
mod tests;
