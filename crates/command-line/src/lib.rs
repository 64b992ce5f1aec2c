//! What the command lines of all programs of the workspace have in common: colours, whole numbers, choices of a few
//! words. And how a program ends: with an exit status, or early, with a message that says what happened, where, and
//! what to do.

mod patient;

pub use patient::{Patient, patiently};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::ops::RangeInclusive;
use std::process::ExitCode;

/// `--color`.
pub fn color() -> Arg {
    let help = "auto (on a terminal), always or never";
    choice("color", "WHEN", ["auto", "always", "never"], help).default_value("auto")
}

/// `--ascii`.
pub fn ascii() -> Arg {
    let help = "ASCII only (default: if the locale is not UTF-8)";
    Arg::new("ascii").long("ascii").action(ArgAction::SetTrue).help(help)
}

/// Turns colours on or off as `matches` of a command with [`color`] and [`ascii`] say, and chooses characters that the
/// terminal can show, and lines as wide as the terminal.
pub fn choose_look(matches: &ArgMatches) {
    render::choose_ascii(matches.get_flag("ascii") || !locale_has_utf8());
    if let Some(columns) = probe::terminal_size().map(|(columns, _)| columns) {
        render::choose_width(columns);
    }
    render::choose_color(match matches.get_one::<String>("color").map(String::as_str) {
        Some("always") => true,
        Some("never") => false,
        _ => terminal_takes_color(),
    });
}

/// A flag with a few values; the help names them, since clap's own list is too wide for 80 columns.
pub fn choice(
    name: &'static str,
    shown: &'static str,
    values: impl IntoIterator<Item = &'static str>,
    help: &'static str,
) -> Arg {
    let arg = Arg::new(name).long(name).value_name(shown).value_parser(PossibleValuesParser::new(values));
    arg.hide_possible_values(true).help(help)
}

/// A parser for a whole number within `range`; its message about anything else gives `example`.
pub fn whole<T: TryFrom<i128>>(
    range: RangeInclusive<i128>,
    example: impl Into<String>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static {
    let example = example.into();
    move |text| {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(format!("that is not a whole number, such as {example}"));
        }
        let number = text.parse().ok().filter(|number| range.contains(number));
        let out_of_range = || format!("it must be from {} to {}", range.start(), range.end());
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(out_of_range)
    }
}

/// Whether to print colours if no flag decides it. NO_COLOR (no-color.org) comes first, then FORCE_COLOR
/// (force-color.org) and CLICOLOR_FORCE, then the terminal, unless it is dumb or CLICOLOR is 0 (bixense.com/clicolors).
fn terminal_takes_color() -> bool {
    let value = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let (set, is) =
        (|name| value(name).is_some(), |name, wanted: &str| value(name).is_some_and(|value| value == wanted));
    if set("NO_COLOR") {
        return false;
    }
    if set("FORCE_COLOR") && !is("FORCE_COLOR", "0") || set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0") {
        return true;
    }
    io::stdout().is_terminal() && !is("TERM", "dumb") && !is("CLICOLOR", "0")
}

/// Whether the locale is UTF-8; assumed on Windows, and if no variable is set.
fn locale_has_utf8() -> bool {
    let set = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).map(|locale| locale.to_lowercase());
    cfg!(windows) || locale.is_none_or(|locale| locale.contains("utf-8") || locale.contains("utf8"))
}

/// Writes `text`.
///
/// # Errors
/// [`Stop::OutputGone`] if whoever read the output has gone away, which is not a failure.
pub fn print_to(out: &mut dyn Write, text: impl AsRef<[u8]>) -> Result<(), Stop> {
    let mut out = Patient(out);
    out.write_all(text.as_ref()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Stop::OutputGone,
        _ => Failure::cannot(format!("the output cannot be written: {error}"), "is the disk full?").into(),
    })
}

/// Runs a program: parses `args`, which do not include its name, as `command` describes them, and lets `act` do what
/// they ask. `act` returns the exit status.
pub fn run(
    command: Command,
    args: impl IntoIterator<Item = OsString>,
    act: impl FnOnce(&ArgMatches) -> Result<u8, Stop>,
) -> ExitCode {
    let matches = command.no_binary_name(true).try_get_matches_from(args);
    exit(matches.map_or_else(|error| explain(&error), |matches| act(&matches)))
}

/// Prints clap's own message, help to stdout; returns its exit status.
fn explain(error: &clap::Error) -> Result<u8, Stop> {
    let mut out: Box<dyn Write> = if error.use_stderr() { Box::new(io::stderr()) } else { Box::new(io::stdout()) };
    print_to(&mut *out, render::escaped_text(error.render().to_string().as_bytes()))?;
    Ok(u8::try_from(error.exit_code()).unwrap_or(CANNOT))
}

/// Ends a program: with its exit status, or with a message on stderr.
pub fn exit(result: Result<u8, Stop>) -> ExitCode {
    match result {
        Ok(status) => ExitCode::from(status),
        Err(Stop::OutputGone | Stop::Quit) => ExitCode::SUCCESS,
        Err(Stop::Failed(failure)) => {
            // If stderr is gone, there is nobody left to read it.
            let _ = write!(io::stderr(), "{failure}");
            ExitCode::from(failure.status)
        }
    }
}

/// The exit status if a claim is contradicted, a protocol is violated, or a peer has gone.
pub const CONTRADICTED: u8 = 1;

/// The exit status if the command line is wrong, or if this machine lacks something.
const CANNOT: u8 = 2;

/// Something went wrong: the message, what to do, and the exit status.
#[derive(Debug)]
pub struct Failure {
    /// What happened, and where.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// The exit status.
    pub status: u8,
}

impl Failure {
    /// This machine lacks something, or the command line is wrong: exit status 2.
    pub fn cannot(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into(), status: CANNOT }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Both texts may quote a peer, or what was typed, and a terminal will show them.
        let wrap = |text: &str, label: &str| render::wrap(&render::escaped_text(text.as_bytes()), label, label.len());
        write!(f, "{}", wrap(&self.message, "error: "))?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "{}", wrap(&self.hint, "hint: ")) }
    }
}

/// Why a program stops before its end.
#[derive(Debug)]
pub enum Stop {
    /// Whoever read the output has gone, as `head` does: this is not an error.
    OutputGone,
    /// Whoever stepped through the lesson has left, with `q`.
    Quit,
    /// Something went wrong.
    Failed(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}
