//! What makes a lesson.

use crate::case_setup::CaseName;
use crate::excerpt::Source;
use crate::flag::Flag;
use crate::flags::{CABLE, CASE, PICTURES, ROUTE};
use crate::remote::Program;
use crate::session::Session;
use crate::statement::Statement;
use command_line::Stop;
use trace::{Claim, Run};

/// A numbered lesson.
#[derive(Debug)]
pub struct Lesson {
    /// Its number and name, as in `01-sender-nagle`: its folder and its program.
    pub id: &'static str,
    /// What it answers.
    pub question: &'static str,
    /// The flags that it has besides those that every lesson has.
    pub flags: &'static [Flag],
    /// Whether it runs on a wire, too: then it has the flags of a wire.
    pub on_a_wire: bool,
    /// The sources that contain the code of its cases: `source!("main.rs")`, and others if it has helpers.
    pub sources: &'static [Source],
    /// The one case that the tour of all lessons draws, although it runs all cases.
    pub headline: CaseName,
    /// The cases that the short route draws, at most six, although it runs all cases.
    pub short: &'static [CaseName],
    /// Runs its cases.
    pub run: fn(&mut Session<'_>) -> Result<(), Stop>,
    /// What it claims.
    pub claims: &'static [Statement],
    /// The remote command program in the lesson's protocol, for subcommands.
    pub program: Option<Program>,
}

/// How much of a lesson is presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// All of it on one screen, with no more words than needed.
    Opener,
    /// The tour's part: all cases except those that take long, with one of them drawn.
    Tour,
}

impl Lesson {
    /// The two digits of its number.
    pub fn number(&self) -> &'static str {
        &self.id[..2]
    }

    /// Its number without a leading zero: `1`.
    pub fn digit(&self) -> &'static str {
        self.number().strip_prefix('0').unwrap_or(self.number())
    }

    /// Whether `name` means this lesson: `1`, `01`, `01-sender-nagle`, `sender-nagle`.
    pub fn is_called(&self, name: &str) -> bool {
        [self.number(), self.digit(), self.id, &self.id[3..]].contains(&name)
    }

    /// All its flags except those that the tour has, too.
    pub(crate) fn all_flags(&self) -> impl Iterator<Item = &Flag> {
        let wire = [CABLE, PICTURES].into_iter().filter(|_| self.on_a_wire).flatten();
        self.flags.iter().chain(wire).chain(ROUTE).chain([&CASE])
    }

    /// The flag of this name, if it has one.
    pub fn flag(&self, name: &str) -> Option<&Flag> {
        self.all_flags().find(|flag| flag.name == name)
    }

    /// What it claims about `run`. No claim is made on a case that was too slow to show what it is about.
    pub fn claims_of(&self, run: &Run) -> Vec<Claim> {
        let run = run.in_time();
        self.claims.iter().filter_map(|statement| statement.check(&run)).collect()
    }

    /// The claims that no run can make, because a case that they name is in none of `runs`: each claim, and the case.
    pub fn claims_without_a_case(&self, runs: &[&Run]) -> Vec<String> {
        let missing = |statement: &Statement| {
            let cases = statement.cases_that_never_ran(runs);
            (!cases.is_empty()).then(|| format!("\"{}\" is about '{}'", statement.text, cases.join("', '")))
        };
        self.claims.iter().filter_map(missing).collect()
    }
}
