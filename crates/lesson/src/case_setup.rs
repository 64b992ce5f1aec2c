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
    /// The options, if they are a part of the name.
    by: Option<SocketOptions>,
}

impl CaseName {
    /// A case that has this name whatever its options are.
    pub const fn new(title: &'static str) -> Self {
        Self { title, by: None }
    }

    /// The name as it is printed.
    pub fn text(&self) -> String {
        self.by.map_or(self.title.to_owned(), |options| format!("{}: {}", self.title, described(options)))
    }

    /// The same name with the options that the learner's flags have left.
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

/// The name of several cases that differ only in Nagle's algorithm and the ACKs; these follow the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByOptions(pub &'static str);

impl ByOptions {
    /// The case with these options.
    pub const fn with(self, options: SocketOptions) -> CaseName {
        CaseName { title: self.0, by: Some(options) }
    }

    /// The first of these cases that ran, whatever its options.
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
    /// Asks the learner a question before the case runs; a case has one to three of them.
    #[must_use]
    pub fn ask(mut self, question: Question) -> Self {
        self.questions.push(question);
        self
    }

    /// The calls that are about to run: the lines between the comments `ANCHOR: name` and `ANCHOR_END: name` in the
    /// lesson's sources, at most 14 lines.
    #[must_use]
    pub fn code(self, anchor: &'static str) -> Self {
        Self { code: Some(anchor), ..self }
    }

    /// The options of both ends.
    #[must_use]
    pub fn options(self, options: SocketOptions) -> Self {
        Self { options, ..self }
    }

    /// Runs on a private wire of this round trip, even if the lesson runs on loopback. If no wire can be laid, the case
    /// is left out, and the lesson says why.
    #[must_use]
    pub fn at_a_distance(self, round_trip: Duration) -> Self {
        Self { distance: Some(round_trip), ..self }
    }

    /// Draws the bytes and what each of them is, in place of the rulers.
    #[must_use]
    pub fn draw_bytes(self) -> Self {
        Self { draws_bytes: true, ..self }
    }

    /// Needs its first writes to come well before a delayed ACK, as every case that is named by its options does.
    #[must_use]
    pub fn before_a_delayed_ack(self) -> Self {
        Self { in_time: Box::new(before_a_delayed_ack), ..self }
    }

    /// Needs its calls to be made in time, as `in_time` judges by the trace. If they were not, the case is tried again
    /// on a new connection.
    #[must_use]
    pub fn in_time(self, in_time: impl Fn(&Case) -> bool + 'static) -> Self {
        Self { in_time: Box::new(move |case, _| in_time(case)), ..self }
    }
}
