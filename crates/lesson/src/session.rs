//! A lesson being presented: it announces each case, lets it run, prints what happened, and keeps the trace. It opens no
//! connection: the stage does.

mod closing;
mod script;

use crate::case_setup::CaseSetup;
use crate::flag::Flag;
use crate::in_time::tried;
use crate::options::replaced;
use crate::settings::Settings;
use crate::stage::{CaseResult, Stage};
use crate::steps::Steps;
use command_line::{Failure, Stop, print_to};
use link::SocketOptions;
use probe::{TracedDatagrams, TracedStream};
use render::Format;
use std::io::{self, Write};
use trace::{Case, Run};

/// A run of a lesson, in front of somebody.
pub struct Session<'a> {
    settings: &'a Settings,
    out: &'a mut dyn Write,
    steps: Steps,
    stage: Stage,
    /// The names of the cases that are drawn, where not all are.
    drawn: Option<Vec<String>>,
    pub(crate) run: Run,
    /// The cases that the learner did not ask for.
    skipped: Vec<String>,
    /// What is said before the first case, where it is not known yet whether there will be one.
    held: Option<String>,
}

impl<'a> Session<'a> {
    /// A lesson that has not begun; the wire that it asks for is laid.
    pub(crate) fn new(
        lesson: &str,
        drawn: Option<Vec<String>>,
        settings: &'a Settings,
        out: &'a mut dyn Write,
    ) -> Result<Self, Failure> {
        let stage = Stage::set(settings)?;
        let run = Run {
            lesson: lesson.to_owned(),
            net: if settings.wire.is_some() { "wire" } else { "loopback" }.to_owned(),
            os: std::env::consts::OS.to_owned(),
            kernel: probe::kernel_version(),
            seed: settings.seed,
            options: settings.recorded(),
            cases: Vec::new(),
        };
        let held = (!settings.cases.is_empty()).then(String::new);
        Ok(Self { settings, out, steps: Steps { on: settings.step }, stage, drawn, run, skipped: Vec::new(), held })
    }

    /// What the learner chose.
    pub fn settings(&self) -> &Settings {
        self.settings
    }

    /// The number that the learner chose with `flag`, or its default.
    pub fn number(&self, flag: &Flag) -> u64 {
        flag.or_default(self.settings.chosen(flag))
    }

    /// The options that a case will run with: its own, with the learner's in their place.
    pub fn options_of(&self, setup: &CaseSetup) -> SocketOptions {
        replaced(setup.options, self.settings.options)
    }

    /// Whether this is the tour's part: what takes long is left out of it.
    pub fn is_tour(&self) -> bool {
        self.drawn.is_some()
    }

    /// Whether there is a distance between the two ends.
    pub fn is_on_a_wire(&self) -> bool {
        self.settings.wire.is_some()
    }

    /// Says what is about to be done. What happens is not for a note to say: the trace does.
    ///
    /// # Errors
    /// When the output is gone.
    pub fn note(&mut self, sentence: &str) -> Result<(), Stop> {
        self.print(&self.settings.format.note(sentence))
    }

    pub(crate) fn open(&mut self, question: &str) -> Result<(), Stop> {
        self.print(&self.settings.format.opening(&self.run, question, self.stage.elapsed_us()))?;
        if self.draws_sequences() { self.print(&render::sequence_key()) } else { Ok(()) }
    }

    /// A case on one TCP connection: `act` writes and reads on its two ends. It may run several times: see
    /// [`CaseSetup::in_time`]. A case that is named by its options does not run where the learner's flags have made it
    /// equal to an earlier one.
    ///
    /// # Errors
    /// When the connection cannot be made, when `act` fails, when the output is gone.
    pub fn case(
        &mut self,
        setup: CaseSetup,
        mut act: impl FnMut(&mut TracedStream, &mut TracedStream) -> CaseResult,
    ) -> Result<(), Stop> {
        let options = self.options_of(&setup);
        let name = setup.name.with_options(options).text();
        if !self.begins(&name, &setup)? {
            return Ok(());
        }
        let nth = self.run.cases.len();
        let case = tried(
            &*setup.in_time,
            || self.stage.wire_delay(),
            || self.stage.on_stream(&name, nth, &options, &mut act),
        )?;
        self.show(case, setup.draws_bytes)
    }

    /// A case in datagrams.
    ///
    /// # Errors
    /// As [`Session::case`].
    pub fn datagrams(
        &mut self,
        setup: CaseSetup,
        act: impl FnOnce(&TracedDatagrams, &TracedDatagrams) -> CaseResult,
    ) -> Result<(), Stop> {
        let name = setup.name.text();
        if !self.begins(&name, &setup)? {
            return Ok(());
        }
        let case = self.stage.on_datagrams(&name, act)?;
        self.show(case, false)
    }

    /// Whether a case is not run: it ran already, or the learner asked for others.
    fn skip_case(&mut self, name: &str) -> bool {
        let asked = &self.settings.cases;
        let wanted = asked.is_empty() || asked.iter().any(|text| is_meant(name, text));
        if !wanted {
            self.skipped.push(name.to_owned());
        }
        !wanted || self.run.case(name).is_some()
    }

    /// Says what the learner asked for and this lesson does not have; fails where that was all.
    pub(crate) fn ran_some(&self) -> Result<(), Failure> {
        let ran = self.run.cases.iter().map(|case| case.name.clone());
        let names: Vec<String> = ran.chain(self.skipped.iter().cloned()).collect();
        let mut unknown = self.settings.cases.clone();
        unknown.retain(|text| !names.iter().any(|name| is_meant(name, text)));
        if unknown.is_empty() {
            return Ok(());
        }
        let text = format!("no case of {} has '{}' in its name", self.run.lesson, unknown.join("' or '"));
        let failure = Failure::cannot(text, format!("its cases are: {}", names.join("; ")));
        if self.run.cases.is_empty() {
            return Err(failure);
        }
        // With stderr gone there is nobody left to read it.
        let _ = write!(io::stderr(), "{}", render::wrap(&failure.message, "note: ", 6));
        Ok(())
    }

    /// Writes the files that were asked for; gives the run as far as it came.
    pub(crate) fn end(mut self) -> Result<Run, Stop> {
        if let (Some(wired), false) = (&mut self.stage.wire, self.run.cases.is_empty()) {
            wired.write_files(&self.run)?;
        }
        Ok(self.run)
    }

    /// Announces a case, unless it is not run.
    fn begins(&mut self, name: &str, setup: &CaseSetup) -> Result<bool, Stop> {
        if self.skip_case(name) {
            return Ok(false);
        }
        let held = self.held.take().unwrap_or_default();
        self.print(&held)?;
        if self.draws(name) {
            self.fresh(if self.run.cases.is_empty() { "the first case; q: leave" } else { "the next case" })?;
            self.print(&self.settings.format.title(name, &setup.description))?;
            self.steps.wait("run it")?;
        }
        Ok(true)
    }

    /// Shows a case, by its rulers or by its bytes, and what is to be said of it.
    fn show(&mut self, case: Case, bytes: bool) -> Result<(), Stop> {
        if self.draws(&case.name) {
            let format = self.settings.format;
            self.print(&match bytes {
                _ if self.draws_sequences() => render::sequence(&case),
                true => format.bytes(&case),
                false => format.case(&case),
            })?;
            let said = if bytes { format.facts(&case) } else { format.verdicts(&case) };
            if !bytes && !said.is_empty() {
                self.steps.wait("the verdict")?; // of bytes nothing is said that they do not show already
            }
            self.print(&said)?;
        }
        if let Some(wired) = &mut self.stage.wire {
            wired.keep(&case);
        }
        self.run.cases.push(case);
        Ok(())
    }

    /// Waits for Enter, and begins a new screen.
    fn fresh(&mut self, before: &str) -> Result<(), Stop> {
        self.steps.wait(before)?;
        self.print(&self.steps.fresh_screen())
    }

    fn draws(&self, name: &str) -> bool {
        let all = self.settings.format == Format::Json;
        all || self.drawn.as_ref().is_none_or(|names| names.iter().any(|drawn| drawn == name))
    }

    fn draws_sequences(&self) -> bool {
        self.settings.sequence && self.settings.format == Format::Text
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

#[cfg(test)]
mod tests;
