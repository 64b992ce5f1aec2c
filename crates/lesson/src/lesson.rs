//! What makes a lesson.

use crate::remote::{self, Program};
use crate::{Flag, Show, Stop};
use clap::{ArgMatches, Command};
use trace::{Claim, Run};

/// A numbered lesson.
#[derive(Debug)]
pub struct Lesson {
    /// Its number and name, as in `01-sender-nagle`: its folder and its program.
    pub id: &'static str,
    /// What it answers.
    pub question: &'static str,
    /// The flags that act in it, beside those that every lesson has.
    pub flags: &'static [Flag],
    /// Names of the cases that the tour draws, or how they begin; it runs them all.
    pub brief: &'static [&'static str],
    /// Runs its cases.
    pub run: fn(&mut Show<'_>) -> Result<(), Stop>,
    /// What it claims, checked against a run.
    pub claims: fn(&Run) -> Vec<Claim>,
    /// What its program does besides, as subcommands.
    pub program: Option<Subcommands>,
}

/// What a lesson's program does besides the lesson.
#[derive(Debug)]
pub enum Subcommands {
    /// The remote command program in this lesson's protocol.
    RemoteCommand(Program),
}

impl Subcommands {
    pub(crate) fn commands(&self) -> Vec<Command> {
        match self {
            Self::RemoteCommand(program) => remote::subcommands(program).into(),
        }
    }

    /// Runs the one called `name`; gives its exit status.
    pub(crate) fn run(&self, lesson: &Lesson, name: &str, matches: &ArgMatches) -> Result<u8, Stop> {
        match self {
            Self::RemoteCommand(program) => remote::run(lesson, program, name, matches),
        }
    }
}

impl Lesson {
    /// The two digits of its number.
    pub fn number(&self) -> &'static str {
        &self.id[..2]
    }

    /// Its number as one says it: `1`.
    pub fn digit(&self) -> &'static str {
        let number = self.number();
        number.strip_prefix('0').unwrap_or(number)
    }

    /// Whether `name` means this lesson: `1`, `01`, `01-sender-nagle`, `sender-nagle`.
    pub fn is_called(&self, name: &str) -> bool {
        [self.number(), self.digit(), self.id, &self.id[3..]].contains(&name)
    }
}
