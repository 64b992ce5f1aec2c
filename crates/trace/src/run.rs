//! One run of a lesson: its cases so far, and the tally of its claims.

use crate::{Case, Claim, Outcome, Value};

/// What one run of a lesson is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// The lesson's name, as in `01-sender-nagle`.
    pub lesson: String,
    /// What it answers.
    pub question: String,
    /// What carries the bytes: `loopback`.
    pub net: String,
    /// The operating system, as in `linux`.
    pub os: String,
    /// Its version, if it is known.
    pub kernel: Option<String>,
    /// The seed for everything random in the run.
    pub seed: u64,
    /// The options that the learner set, by name.
    pub options: Vec<(String, Value)>,
    /// The cases that ran, in order.
    pub cases: Vec<Case>,
}

impl Run {
    /// The case of that name, if it ran.
    pub fn case(&self, name: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.name == name)
    }

    /// The run without the cases that were too slow to show what they are about.
    #[must_use]
    pub fn in_time(&self) -> Self {
        let mut run = self.clone();
        run.cases.retain(|case| !case.late);
        run
    }

    /// Whether the wire was set to lose nothing.
    pub fn is_lossless(&self) -> bool {
        self.number("loss_ppm").is_none()
    }

    /// A number that the learner set.
    pub fn number(&self, option: &str) -> Option<u64> {
        self.options.iter().find_map(|(name, value)| match value {
            Value::Number(number) if name == option => Some(*number),
            _ => None,
        })
    }
}

/// How many claims had each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub claims: u64,
    /// Those that held.
    pub held: u64,
    /// Those that the run contradicts.
    pub contradicted: u64,
    /// Those for which a number was missing.
    pub not_observed: u64,
}

impl Tally {
    /// Counts the outcomes of `claims`.
    pub fn of(claims: &[Claim]) -> Self {
        let count = |wanted| claims.iter().filter(|claim| claim.outcome() == wanted).count() as u64;
        Self {
            claims: claims.len() as u64,
            held: count(Outcome::Held),
            contradicted: count(Outcome::Contradicted),
            not_observed: count(Outcome::NotObserved),
        }
    }
}
