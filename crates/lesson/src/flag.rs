//! A flag is one value: its name, its help, its default, how it is parsed and what it sets. A lesson offers the flags
//! that act in it, and no others.

use crate::settings::Settings;
use crate::units::time_in;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use command_line::whole;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;
use trace::Run;

/// A flag of a lesson.
#[derive(Debug, Clone)]
pub struct Flag {
    /// Its name without the hyphens.
    pub name: &'static str,
    help: &'static str,
    takes: Takes,
    /// A default number; of a time, in microseconds.
    default: Option<u64>,
    /// How it relates to other flags.
    beside: fn(Arg) -> Arg,
}

/// What a flag takes, and how the value is set.
#[derive(Debug, Clone)]
pub(crate) enum Takes {
    Nothing(fn(&mut Settings)),
    /// A whole number, which the trace records under the flag's name unless it has a place of its own.
    Number(RangeInclusive<u64>, Option<fn(&mut Settings, u64)>),
    /// A time, which the trace records in microseconds.
    Time(RangeInclusive<Duration>),
    /// A text, with its name in help; the setter parses it, and says what is wrong with it.
    Text(&'static str, fn(&mut Settings, &str) -> Result<(), String>),
    /// Any text, more than once if need be.
    Texts(fn(&mut Settings) -> &mut Vec<String>),
    /// A file's name, whatever its bytes.
    File(fn(&mut Settings) -> &mut Option<PathBuf>),
}

impl Flag {
    pub(crate) const fn new(name: &'static str, help: &'static str, takes: Takes) -> Self {
        Self { name, help, takes, default: None, beside: |arg| arg }
    }

    pub(crate) const fn switch(name: &'static str, help: &'static str, set: fn(&mut Settings)) -> Self {
        Self::new(name, help, Takes::Nothing(set))
    }

    /// A flag that takes a whole number; the trace records it under its name.
    pub const fn number(name: &'static str, range: RangeInclusive<u64>, help: &'static str) -> Self {
        Self::new(name, help, Takes::Number(range, None))
    }

    /// A flag that takes a time; the trace records it in microseconds.
    pub const fn time(name: &'static str, range: RangeInclusive<Duration>, help: &'static str) -> Self {
        Self::new(name, help, Takes::Time(range))
    }

    pub(crate) const fn number_for(
        name: &'static str,
        range: RangeInclusive<u64>,
        help: &'static str,
        set: fn(&mut Settings, u64),
    ) -> Self {
        Self::new(name, help, Takes::Number(range, Some(set)))
    }

    /// A flag that takes a text; `set` parses it, and says what is wrong with it.
    pub const fn text(
        name: &'static str,
        shown: &'static str,
        help: &'static str,
        set: fn(&mut Settings, &str) -> Result<(), String>,
    ) -> Self {
        Self::new(name, help, Takes::Text(shown, set))
    }

    /// The same flag with a default number; of a time, in microseconds.
    #[must_use]
    pub const fn or(self, number: u64) -> Self {
        Self { default: Some(number), ..self }
    }

    pub(crate) const fn beside(self, beside: fn(Arg) -> Arg) -> Self {
        Self { beside, ..self }
    }

    /// The number in force in `run`: what the learner chose, or the default.
    ///
    /// # Panics
    /// If the flag has no default, and the learner chose no number.
    pub fn in_run(&self, run: &Run) -> u64 {
        self.or_default(run.number(&self.recorded_name()))
    }

    pub(crate) fn or_default(&self, chosen: Option<u64>) -> u64 {
        chosen.or(self.default).expect("a flag with a default")
    }

    /// Its name in the trace.
    fn recorded_name(&self) -> String {
        let unit = if matches!(self.takes, Takes::Time(_)) { "_us" } else { "" };
        self.name.replace('-', "_") + unit
    }

    /// The flag as the command line takes it.
    pub(crate) fn arg(&self) -> Arg {
        let arg = (self.beside)(Arg::new(self.name).long(self.name));
        let mut help = self.help.to_owned();
        let arg = match &self.takes {
            Takes::Nothing(_) => return arg.action(ArgAction::SetTrue).help(help),
            Takes::File(_) => return arg.value_name("FILE").value_parser(value_parser!(PathBuf)).help(help),
            Takes::Number(range, _) => {
                if *range.end() < u64::MAX {
                    help += &format!(" ({} to {})", range.start(), range.end());
                }
                arg.value_name("N").allow_negative_numbers(true) // one is reported as out of range
            }
            Takes::Time(_) => arg.value_name("TIME").allow_hyphen_values(true),
            Takes::Text(shown, _) => arg.value_name(*shown).allow_hyphen_values(true),
            Takes::Texts(_) => arg.value_name("TEXT").action(ArgAction::Append),
        };
        help += &match (self.default, &self.takes) {
            (None, _) => String::new(),
            (Some(us), Takes::Time(_)) => format!(" [default: {:?}]", Duration::from_micros(us)),
            (Some(number), _) => format!(" [default: {number}]"),
        };
        let flag = self.clone();
        let parse = move |text: &str| flag.set(text, &mut Settings::default()).map(|()| text.to_owned());
        arg.value_parser(parse).help(help)
    }

    /// Sets the value that `matches` has for it.
    pub(crate) fn apply(&self, matches: &ArgMatches, settings: &mut Settings) {
        match self.takes {
            Takes::Nothing(set) if matches.get_flag(self.name) => set(settings),
            Takes::Nothing(_) => {}
            Takes::File(place) => *place(settings) = matches.get_one(self.name).cloned(),
            _ => {
                let texts = matches.get_many::<String>(self.name).unwrap_or_default();
                texts.for_each(|text| self.set(text, settings).expect("the command line was checked"));
            }
        }
    }

    /// Sets the value in `text`; a switch is set whatever `text` says.
    ///
    /// # Errors
    /// What is wrong with the text, in words.
    pub fn set(&self, text: &str, settings: &mut Settings) -> Result<(), String> {
        match &self.takes {
            Takes::Nothing(set) => set(settings),
            Takes::Number(range, _) => {
                let (first, last) = (*range.start(), *range.end());
                let example = self.default.unwrap_or(100.clamp(first, last)).to_string();
                self.choose(whole(first.into()..=last.into(), example)(text)?, settings);
            }
            Takes::Time(range) => {
                self.choose(time_in(text, &format!("a {}", self.name), range.clone())?.as_micros() as u64, settings)
            }
            Takes::Text(_, set) => set(settings, text)?,
            Takes::Texts(place) => place(settings).push(text.to_owned()),
            Takes::File(place) => *place(settings) = Some(text.into()),
        }
        Ok(())
    }

    fn choose(&self, number: u64, settings: &mut Settings) {
        match self.takes {
            Takes::Number(_, Some(set)) => set(settings, number),
            _ => settings.numbers.push((self.recorded_name(), number)),
        }
    }
}

/// The numbers among the settings.
impl Settings {
    /// The number that was chosen with `flag`.
    pub fn chosen(&self, flag: &Flag) -> Option<u64> {
        let name = flag.recorded_name();
        self.numbers.iter().rev().find_map(|(known, number)| (*known == name).then_some(*number))
    }

    /// Chooses a number for `flag`.
    #[must_use]
    pub fn with(mut self, flag: &Flag, number: u64) -> Self {
        flag.choose(number, &mut self);
        self
    }
}
