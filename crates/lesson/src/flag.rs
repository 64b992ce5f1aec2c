//! A flag is one value: its name, its help, its default, how it is parsed and what it sets. A lesson offers those that act in
//! it, and no other.

use crate::command_line::whole;
use crate::settings::Settings;
use crate::units::time_in;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;
use trace::Run;

/// A flag of a lesson.
#[derive(Debug, Clone)]
pub struct Flag {
    /// Its name without the hyphens.
    pub name: &'static str,
    help: &'static str,
    takes: Takes,
    /// The flag without which this one means nothing.
    needs: Option<&'static str>,
    /// The flag that says the opposite.
    against: Option<&'static str>,
    /// Whether it may be given more than once.
    repeats: bool,
}

/// What a flag takes, its default, and how that is set.
#[derive(Debug, Clone)]
enum Takes {
    Nothing(fn(&mut Settings)),
    /// A whole number, with a setter where it has a place of its own among the settings.
    Number {
        range: RangeInclusive<u64>,
        default: Option<u64>,
        set: Option<fn(&mut Settings, u64)>,
    },
    /// A time; its number is in microseconds.
    Time {
        range: RangeInclusive<Duration>,
        default_us: Option<u64>,
    },
    /// A file's name, whatever its bytes.
    File(fn(&mut Settings, &Path)),
    /// A text as `shown` in help; the setter parses it, and says what is wrong with it.
    Text {
        shown: &'static str,
        default: Option<&'static str>,
        set: fn(&mut Settings, &str) -> Result<(), String>,
    },
}

impl Flag {
    /// A flag that takes nothing.
    pub const fn switch(name: &'static str, help: &'static str, set: fn(&mut Settings)) -> Self {
        Self::new(name, help, Takes::Nothing(set))
    }

    const fn new(name: &'static str, help: &'static str, takes: Takes) -> Self {
        Self { name, help, takes, needs: None, against: None, repeats: false }
    }

    /// A flag that takes a whole number; the trace records it under its name.
    pub const fn number(name: &'static str, range: RangeInclusive<u64>, help: &'static str) -> Self {
        Self::new(name, help, Takes::Number { range, default: None, set: None })
    }

    /// A flag that takes a whole number for a place of its own.
    pub(crate) const fn number_for(
        name: &'static str,
        range: RangeInclusive<u64>,
        help: &'static str,
        set: fn(&mut Settings, u64),
    ) -> Self {
        Self::new(name, help, Takes::Number { range, default: None, set: Some(set) })
    }

    /// A flag that takes a time; the trace records it in microseconds.
    pub const fn time(name: &'static str, range: RangeInclusive<Duration>, help: &'static str) -> Self {
        Self::new(name, help, Takes::Time { range, default_us: None })
    }

    /// A flag that takes the name of a file.
    pub(crate) const fn file(name: &'static str, help: &'static str, set: fn(&mut Settings, &Path)) -> Self {
        Self::new(name, help, Takes::File(set))
    }

    /// A flag that takes a text.
    pub(crate) const fn text(
        name: &'static str,
        shown: &'static str,
        help: &'static str,
        set: fn(&mut Settings, &str) -> Result<(), String>,
    ) -> Self {
        Self::new(name, help, Takes::Text { shown, default: None, set })
    }

    /// The same flag with a default number; of a time, in microseconds.
    #[must_use]
    pub const fn or(self, number: u64) -> Self {
        let takes = match self.takes {
            Takes::Number { range, set, .. } => Takes::Number { range, default: Some(number), set },
            Takes::Time { range, .. } => Takes::Time { range, default_us: Some(number) },
            takes => takes,
        };
        Self { takes, ..self }
    }

    /// The same flag with a default text.
    pub(crate) const fn or_text(self, text: &'static str) -> Self {
        let takes = match self.takes {
            Takes::Text { shown, set, .. } => Takes::Text { shown, default: Some(text), set },
            takes => takes,
        };
        Self { takes, ..self }
    }

    pub(crate) const fn needs(self, flag: &'static str) -> Self {
        Self { needs: Some(flag), ..self }
    }

    pub(crate) const fn against(self, flag: &'static str) -> Self {
        Self { against: Some(flag), ..self }
    }

    pub(crate) const fn repeated(self) -> Self {
        Self { repeats: true, ..self }
    }

    /// The number in force in `run`: what the learner chose, or the default.
    ///
    /// # Panics
    /// If the flag has no default, and the learner chose no number.
    pub fn in_run(&self, run: &Run) -> u64 {
        run.number(&self.recorded_name()).or(self.default_number()).expect("a flag with a default")
    }

    pub(crate) fn default_number(&self) -> Option<u64> {
        match self.takes {
            Takes::Number { default, .. } | Takes::Time { default_us: default, .. } => default,
            Takes::Nothing(_) | Takes::File(_) | Takes::Text { .. } => None,
        }
    }

    /// Its name in the trace.
    pub(crate) fn recorded_name(&self) -> String {
        let unit = if matches!(self.takes, Takes::Time { .. }) { "_us" } else { "" };
        self.name.replace('-', "_") + unit
    }

    /// What it is for the command line.
    pub(crate) fn arg(&self) -> Arg {
        let arg = Arg::new(self.name).long(self.name);
        let arg = self.needs.into_iter().fold(arg, Arg::requires);
        let arg = self.against.into_iter().fold(arg, Arg::conflicts_with);
        match &self.takes {
            Takes::Nothing(_) => arg.action(ArgAction::SetTrue).help(self.help),
            Takes::Number { range, default, .. } => {
                let (first, last) = (*range.start(), *range.end());
                let parse =
                    whole::<u64>(first.into()..=last.into(), default.unwrap_or(100.clamp(first, last)).to_string());
                let range = if last == u64::MAX { String::new() } else { format!(" ({first} to {last})") };
                let default = default.map(|number| format!(" [default: {number}]")).unwrap_or_default();
                // A negative one is reported as out of range.
                let arg = arg.value_name("N").value_parser(parse).allow_negative_numbers(true);
                arg.help(format!("{}{range}{default}", self.help))
            }
            Takes::Time { range, default_us } => {
                let (name, range) = (self.name, range.clone());
                let parse = move |text: &str| time_in(text, name, range.clone()).map(|time| time.as_micros() as u64);
                let default = default_us.map(|us| format!(" [default: {:?}]", Duration::from_micros(us)));
                let arg = arg.value_name("TIME").value_parser(parse).allow_hyphen_values(true);
                arg.help(format!("{}{}", self.help, default.unwrap_or_default()))
            }
            Takes::File(_) => arg.value_name("FILE").value_parser(value_parser!(PathBuf)).help(self.help),
            Takes::Text { shown, default, set } => {
                let (set, default) = (*set, default.map(|text| format!(" [default: {text}]")).unwrap_or_default());
                let parse = move |text: &str| set(&mut Settings::default(), text).map(|()| text.to_owned());
                // A negative quantity is reported as such; a flag after one that takes any text is the next flag.
                let arg = arg.value_name(*shown).value_parser(parse).allow_hyphen_values(!self.repeats);
                arg.help(format!("{}{default}", self.help)).action(if self.repeats {
                    ArgAction::Append
                } else {
                    ArgAction::Set
                })
            }
        }
    }

    /// Sets what `matches` chose with it.
    pub(crate) fn apply(&self, matches: &ArgMatches, settings: &mut Settings) {
        match &self.takes {
            Takes::Nothing(set) if matches.get_flag(self.name) => set(settings),
            Takes::Nothing(_) => {}
            Takes::Number { .. } | Takes::Time { .. } => {
                matches.get_one::<u64>(self.name).into_iter().for_each(|number| self.choose(*number, settings));
            }
            Takes::File(set) => {
                matches.get_one::<PathBuf>(self.name).into_iter().for_each(|path| set(settings, path));
            }
            Takes::Text { set, .. } => {
                let texts = matches.get_many::<String>(self.name).unwrap_or_default();
                texts.for_each(|text| set(settings, text).expect("the command line was checked"));
            }
        }
    }

    /// Sets its default, where it has one that the settings hold.
    pub(crate) fn apply_default(&self, settings: &mut Settings) {
        match self.takes {
            Takes::Number { default: Some(number), set: Some(set), .. } => set(settings, number),
            Takes::Text { default: Some(text), set, .. } => set(settings, text).expect("a default is right"),
            _ => {}
        }
    }

    pub(crate) fn choose(&self, number: u64, settings: &mut Settings) {
        match self.takes {
            Takes::Number { set: Some(set), .. } => set(settings, number),
            _ => settings.numbers.push((self.recorded_name(), number)),
        }
    }

    /// `settings` with each value that the flag can take, as a test tries them: these `numbers`, or the ends of its range; a
    /// text flag with a few words takes each of them.
    pub fn variations(&self, settings: &Settings, numbers: Option<&[u64]>) -> Vec<Settings> {
        let with = |number: &u64| settings.clone().with(self, *number);
        match &self.takes {
            Takes::Nothing(set) => {
                let mut settings = settings.clone();
                set(&mut settings);
                vec![settings]
            }
            Takes::Number { range, .. } => {
                numbers.unwrap_or(&[*range.start(), *range.end()]).iter().map(with).collect()
            }
            Takes::Time { range, .. } => {
                let ends = [range.start(), range.end()].map(|time| time.as_micros() as u64);
                numbers.unwrap_or(&ends).iter().map(with).collect()
            }
            Takes::File(_) => vec![],
            Takes::Text { shown, set, .. } => {
                let mut all = Vec::new();
                for word in shown.split('|').filter(|_| shown.contains('|')) {
                    let mut settings = settings.clone();
                    all.extend(set(&mut settings, word).is_ok().then_some(settings));
                }
                all
            }
        }
    }
}
