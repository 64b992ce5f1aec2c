//! `sticky cut` as its users see it, between programs of these tests' own: this file run again, with a name for what it is to do.

mod log;
mod mistakes;
mod programs;
mod search;

use libtest_mimic::{Arguments, Failed, Trial};
use std::process::{Command, ExitCode, Output, Stdio};
use std::time::{Duration, Instant};

/// Long enough for a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some("as") = args.first().map(String::as_str) {
        return programs::run(&args[1..]);
    }
    let trials = [log::TRIALS, mistakes::TRIALS, search::TRIALS].concat();
    let trial = |(name, run): (&str, fn() -> Result<(), Failed>)| Trial::test(name, run);
    libtest_mimic::run(&Arguments::from_args(), trials.into_iter().map(trial).collect()).exit_code()
}

/// The tests of a module.
type Trials = &'static [(&'static str, fn() -> Result<(), Failed>)];

/// The words that run one of our programs.
fn program(what: &str) -> Vec<String> {
    let own = std::env::current_exe().expect("this program has a path").to_string_lossy().into_owned();
    [own, "as".to_owned()].into_iter().chain(what.split(' ').map(str::to_owned)).collect()
}

/// `sticky cut` with these options.
fn sticky(options: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sticky"));
    command.arg("cut").args(options.split(' ').filter(|option| !option.is_empty()));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a search says of one of our servers and one of our clients.
fn searched(options: &str, server: &str, client: &str) -> Result<Output, Failed> {
    let mut command = sticky(options);
    command.arg("--search").arg("--serve").arg(program(server).join(" ")).arg("--").args(program(client));
    Ok(command.output()?)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Fails unless `text` has `wanted` in it.
fn demand(text: &str, wanted: &str) -> Result<(), Failed> {
    // The tool breaks lines between words.
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain(text).contains(&plain(wanted)) { Ok(()) } else { Err(format!("no {wanted:?} in:\n{text}").into()) }
}

fn demand_status(output: &Output, wanted: i32) -> Result<(), Failed> {
    if output.status.code() == Some(wanted) {
        return Ok(());
    }
    Err(format!("{} instead of {wanted}:\n{}{}", output.status, text(&output.stdout), text(&output.stderr)).into())
}

/// Waits until `done`.
fn wait_until(what: &str, mut done: impl FnMut() -> bool) -> Result<(), Failed> {
    let deadline = Instant::now() + PATIENCE;
    while !done() {
        if Instant::now() > deadline {
            return Err(format!("waited too long for {what}").into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}
