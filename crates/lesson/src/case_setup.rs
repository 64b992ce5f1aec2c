//! What a case is before it runs: its name, what is about to be done, what to guess, and the options it runs with.

use crate::in_time::{InTime, before_a_delayed_ack};
use crate::options::{AS_THE_SYSTEM, described};
use crate::question::Question;
use link::SocketOptions;
use std::time::Duration;
use trace::{Case, Run};

/// The name of a case: a constant that both the case and the claims on it use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseName {
    title: &'static str,
    /// Where the case is named by its options, which these are.
    by: Option<SocketOptions>,
}

impl CaseName {
    /// A case that is called so whatever its options.
    pub const fn new(title: &'static str) -> Self {
        Self { title, by: None }
    }

    /// The name as it is printed.
    pub fn text(&self) -> String {
        self.by.map_or(self.title.to_owned(), |options| format!("{}: {}", self.title, described(options)))
    }

    /// The same name where the learner's flags have left these options.
    pub(crate) fn with_options(self, options: SocketOptions) -> Self {
        Self { by: self.by.map(|_| options), ..self }
    }

    /// The case of this name, if it ran.
    pub fn in_run<'a>(&self, run: &'a Run) -> Option<&'a Case> {
        run.case(&self.text())
    }

    /// The case, and what it is about to do.
    pub fn describe(self, description: impl Into<String>) -> CaseSetup {
        CaseSetup {
            name: self,
            options: self.by.unwrap_or(AS_THE_SYSTEM),
            description: description.into(),
            in_time: if self.by.is_some() { Box::new(before_a_delayed_ack) } else { Box::new(|_, _| true) },
            draws_bytes: false,
            questions: Vec::new(),
            code: None,
            distance: None,
        }
    }
}

/// What several cases are called that differ in Nagle's algorithm and the ACKs alone; these follow the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByOptions(pub &'static str);

impl ByOptions {
    /// The case with these options.
    pub const fn with(self, options: SocketOptions) -> CaseName {
        CaseName { title: self.0, by: Some(options) }
    }

    /// The first of these cases that ran, with whatever options.
    pub fn in_run<'a>(&self, run: &'a Run) -> Option<&'a Case> {
        run.cases.iter().find(|case| self.names(&case.name))
    }

    /// Whether `name` is that of one of these cases.
    pub(crate) fn names(&self, name: &str) -> bool {
        name.strip_prefix(self.0).is_some_and(|options| options.starts_with(": "))
    }
}

/// A case that can run.
pub struct CaseSetup {
    pub(crate) name: CaseName,
    pub(crate) options: SocketOptions,
    pub(crate) description: String,
    pub(crate) in_time: Box<InTime>,
    pub(crate) draws_bytes: bool,
    pub(crate) questions: Vec<Question>,
    pub(crate) code: Option<&'static str>,
    pub(crate) distance: Option<Duration>,
}

impl CaseSetup {
    /// What a learner is to guess before it runs; one to three times.
    #[must_use]
    pub fn ask(mut self, question: Question) -> Self {
        self.questions.push(question);
        self
    }

    /// The calls that are about to run: what stands between the comments `ANCHOR: name` and `ANCHOR_END: name` in the lesson's
    /// sources, at most 14 lines.
    #[must_use]
    pub fn code(self, anchor: &'static str) -> Self {
        Self { code: Some(anchor), ..self }
    }

    /// The options of both ends.
    #[must_use]
    pub fn options(self, options: SocketOptions) -> Self {
        Self { options, ..self }
    }

    /// Runs on a private wire of this round trip, even where the lesson runs on loopback. Where no wire can be laid, the case is
    /// left out, and the lesson says why.
    #[must_use]
    pub fn at_a_distance(self, round_trip: Duration) -> Self {
        Self { distance: Some(round_trip), ..self }
    }

    /// Draws the bytes and what they were found to be, in place of the rulers.
    #[must_use]
    pub fn draw_bytes(self) -> Self {
        Self { draws_bytes: true, ..self }
    }

    /// Shows something only if its first writes come well before a delayed ACK, as every case that is named by its options does.
    #[must_use]
    pub fn before_a_delayed_ack(self) -> Self {
        Self { in_time: Box::new(before_a_delayed_ack), ..self }
    }

    /// Shows something only if its calls were made in time, as `in_time` judges by the trace. Where they were not, it is
    /// tried again on a new connection.
    #[must_use]
    pub fn in_time(self, in_time: impl Fn(&Case) -> bool + 'static) -> Self {
        Self { in_time: Box::new(move |case, _| in_time(case)), ..self }
    }
}
