//! The presentation of a lesson: a session announces each case, asks for guesses, runs the case, prints what happened,
//! and keeps the trace. It opens no connection: the stage does.

mod closing;
mod plan;
mod quiz;
mod script;

use crate::case_setup::CaseSetup;
use crate::excerpt::{Source, code_of, excerpt};
use crate::flag::Flag;
use crate::in_time::tried;
use crate::lesson::{Extent, Lesson};
use crate::options::replaced;
use crate::reply::Reply;
use crate::screens::{Place, Prompt, Screens, tell};
use crate::settings::Settings;
use crate::stage::{CaseResult, Connection, Stage};
use command_line::{Failure, Stop, print_to};
use link::SocketOptions;
pub use plan::{Planned, plan_of};
use probe::{TracedDatagrams, TracedStream};
use quiz::{Guess, Score};
use render::Format;
use std::io::Write;
use trace::{About, Case, Run};

/// A run of a lesson, in front of somebody.
pub struct Session<'a> {
    settings: &'a Settings,
    out: &'a mut dyn Write,
    sources: &'static [Source],
    extent: Extent,
    screens: Screens,
    stage: Stage,
    /// The cases that are drawn, in order.
    drawn: Vec<String>,
    /// The cases so far, if they are only listed and none runs.
    plan: Option<Vec<Planned>>,
    pub(crate) run: Run,
    score: Score,
}

impl<'a> Session<'a> {
    /// A lesson that has not begun; the wire that it asks for is laid.
    pub(crate) fn new(
        lesson: &Lesson,
        extent: Extent,
        settings: &'a Settings,
        out: &'a mut dyn Write,
    ) -> Result<Self, Failure> {
        let drawn = plan::drawn(lesson, extent, settings)?;
        let stage = Stage::set(settings, drawn.len())?;
        let steps = settings.step && settings.format == Format::Text;
        let screens = Screens::new(steps, drawn.len());
        Ok(Self { drawn, screens, ..Self::on(stage, lesson, extent, settings, out) })
    }

    fn on(stage: Stage, lesson: &Lesson, extent: Extent, settings: &'a Settings, out: &'a mut dyn Write) -> Self {
        let run = Run {
            lesson: lesson.id.to_owned(),
            question: lesson.question.to_owned(),
            net: if settings.wire.is_some() { "wire" } else { "loopback" }.to_owned(),
            os: std::env::consts::OS.to_owned(),
            kernel: probe::kernel_version(),
            seed: settings.seed,
            options: settings.recorded(),
            cases: Vec::new(),
        };
        Self {
            settings,
            out,
            sources: lesson.sources,
            extent,
            screens: Screens::default(),
            stage,
            drawn: Vec::new(),
            plan: None,
            run,
            score: Score::default(),
        }
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

    /// Whether this is the tour's part of the lesson, which leaves out what takes long.
    pub fn is_tour(&self) -> bool {
        self.extent == Extent::Tour
    }

    /// Whether there is a distance between the two ends.
    pub fn is_on_a_wire(&self) -> bool {
        self.settings.wire.is_some()
    }

    /// Says what is about to be done. A note never says what happens: the trace does.
    ///
    /// # Errors
    /// If the output is gone.
    pub fn note(&mut self, sentence: &str) -> Result<(), Stop> {
        self.print(&self.settings.format.note(sentence))
    }

    pub(crate) fn open(&mut self, question: &str) -> Result<(), Stop> {
        self.print(&self.settings.format.opening(&self.run, question, self.stage.elapsed_us()))?;
        if self.draws_sequences() { self.print(&render::sequence_key()) } else { Ok(()) }
    }

    /// A case on one TCP connection: `act` writes and reads on its two ends. It may run several times: see
    /// [`CaseSetup::in_time`]. A case that is named by its options does not run if the learner's flags have made it
    /// equal to an earlier one.
    ///
    /// # Errors
    /// If the connection cannot be made, if `act` fails, or if the output is gone.
    pub fn case(
        &mut self,
        setup: CaseSetup,
        mut act: impl FnMut(&mut TracedStream, &mut TracedStream) -> CaseResult,
    ) -> Result<(), Stop> {
        let options = self.options_of(&setup);
        let name = setup.name.with_options(options).text();
        self.present(&name, &setup, |stage, nth| {
            let connection = Connection { name: &name, nth, options: &options, distance: setup.distance };
            let delay = || stage.wire_delay(setup.distance);
            tried(&*setup.in_time, delay, || stage.on_stream(&connection, &mut act))
        })
    }

    /// A case in datagrams.
    ///
    /// # Errors
    /// As [`Session::case`].
    pub fn datagrams(
        &mut self,
        setup: CaseSetup,
        mut act: impl FnMut(&TracedDatagrams, &TracedDatagrams) -> CaseResult,
    ) -> Result<(), Stop> {
        let name = setup.name.text();
        self.present(&name, &setup, |stage, _| stage.on_datagrams(&name, &mut act))
    }

    /// Announces a case, runs it, shows it, and keeps it; runs it again as often as somebody asks for that.
    fn present(
        &mut self,
        name: &str,
        setup: &CaseSetup,
        mut run: impl FnMut(&Stage, usize) -> Result<Case, Failure>,
    ) -> Result<(), Stop> {
        if let Some(plan) = &mut self.plan {
            plan.push(Planned::of(name, setup));
            return Ok(());
        }
        if self.run.case(name).is_some() || !self.settings.wants(name) {
            return Ok(());
        }
        if let Some(why) = setup.distance.and_then(|distance| self.stage.go_far(distance, self.settings)) {
            let note = format!("'{name}' needs a distance, and is left out. {why}");
            return if self.draws(name) { self.note(&note) } else { Ok(()) };
        }
        let guesses = self.announce(name, setup)?;
        loop {
            let mut case = run(&self.stage, self.run.cases.len())?;
            case.about = About {
                description: setup.description.clone(),
                code: code_of(self.sources, setup.code, &case),
                questions: setup.questions.iter().map(|question| question.asked(&case)).collect(),
            };
            let again = self.show(&case, setup, &guesses)?;
            if !again {
                if let Some(wired) = &mut self.stage.wire {
                    wired.keep(&case);
                }
                self.score.count(&case, &guesses);
                self.run.cases.push(case);
                return Ok(());
            }
        }
    }

    /// Writes the files that were asked for; returns the run as far as it came.
    pub(crate) fn end(mut self) -> Result<Run, Stop> {
        if let (Some(wired), false) = (&mut self.stage.wire, self.run.cases.is_empty()) {
            let drawn = self.run.cases.iter().filter(|case| self.drawn.contains(&case.name)).cloned().collect();
            wired.write_files(&Run { cases: drawn, ..self.run.clone() })?;
        }
        Ok(self.run)
    }

    /// Says what a case is about to do, shows its code if that is wanted, and asks what the learner expects.
    fn announce(&mut self, name: &str, setup: &CaseSetup) -> Result<Vec<Guess>, Stop> {
        if !self.draws(name) {
            return Ok(vec![]);
        }
        let format = self.settings.format;
        let opener = self.extent == Extent::Opener;
        self.print(&if opener {
            format.name(name, &setup.description)
        } else {
            format.title(&self.heading(name), &setup.description)
        })?;
        let wanted = self.settings.code || self.asks() && !opener;
        let code = setup.code.filter(|_| wanted);
        if let Some(code) = code.and_then(|anchor| excerpt(self.sources, anchor)) {
            self.print(&format.code(&code.text))?;
        }
        if self.asks() && !setup.questions.is_empty() {
            return self.ask(name, &setup.questions);
        }
        self.wait(self.place(name), Prompt { next: "run it", ..Prompt::default() })?;
        Ok(vec![])
    }

    /// Shows a case by its rulers or by its bytes, with the sentences about it. Returns whether it should run again.
    fn show(&mut self, case: &Case, setup: &CaseSetup, guesses: &[Guess]) -> Result<bool, Stop> {
        if !self.draws(&case.name) {
            return Ok(false);
        }
        let format = self.settings.format;
        if self.screens.on {
            self.print(&format.title(&self.heading(&case.name), ""))?;
        }
        let picture = match setup.draws_bytes {
            _ if self.draws_sequences() => render::sequence(case),
            true => format.bytes(case),
            false => format.case(case),
        };
        self.print(&picture)?;
        self.compare_guesses(case, guesses)?;
        if self.extent != Extent::Opener {
            self.print(&if setup.draws_bytes { format.facts(case) } else { format.verdicts(case) })?;
        }
        let last = self.drawn.last() == Some(&case.name);
        let next = if last { "the claims" } else { "the next case" };
        let reply = self.wait(self.place(&case.name), Prompt { next, again: true, ..Prompt::default() })?;
        Ok(reply == Reply::Again)
    }

    /// A case's name as its screens show it.
    fn heading(&self, name: &str) -> String {
        match self.place(name) {
            Place::Case(number) if self.screens.on => format!("{number} of {} · {name}", self.drawn.len()),
            _ => name.to_owned(),
        }
    }

    fn place(&self, name: &str) -> Place {
        let number = self.drawn.iter().position(|drawn| drawn == name);
        number.map_or(Place::Between, |nth| Place::Case(nth + 1))
    }

    fn draws(&self, name: &str) -> bool {
        self.settings.format == Format::Json || self.drawn.iter().any(|drawn| drawn == name)
    }

    fn draws_sequences(&self) -> bool {
        self.settings.sequence && self.settings.format == Format::Text
    }

    /// Ends a screen, and waits if somebody steps.
    fn wait(&mut self, place: Place, prompt: Prompt<'_>) -> Result<Reply, Stop> {
        self.screens.wait(self.out, place, prompt)
    }

    fn print(&mut self, text: &str) -> Result<(), Stop> {
        match (&self.plan, self.screens.on) {
            (Some(_), _) => Ok(()),
            (None, true) => {
                self.screens.add(text);
                Ok(())
            }
            (None, false) => print_to(self.out, text),
        }
    }
}

#[cfg(test)]
mod tests;
