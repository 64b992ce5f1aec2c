//! `sticky judge`: starts a server or a client in any language, and checks that it finds its messages however the stream is cut.

use crate::streams::{Output, say};
use crate::{any_framing, chunks, framing_options};
use ::judge::{CannotJudge, Judge, Outcome, Role};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use command_line::{CONTRADICTED, Failure, Stop, ascii, choice, choose_look, color, whole};
use std::ffi::OsString;
use std::time::Duration;

const NOTES: &str = r"
The contract of a server: it listens on 127.0.0.1:$PORT (the environment
variable), accepts any number of connections, answers every frame with the same
frame until its peer ends the stream, and then closes; it may refuse a frame of
more than 16 MiB by closing. The contract of a client: it connects to
127.0.0.1:$PORT, sends each line of its standard input as a frame, prints each
answer as a line, and exits with 0 at the end of its input.
Each check starts the program anew, and ends it with all that it started.

Exit status: 0 if no check failed, 1 if one failed, 2 if the program could not
be judged.

Examples:
  sticky judge --framing length --width 4 -- python3 server.py
  sticky judge --framing line --only every-cut --cuts 5 -- node server.js
  sticky judge --client --framing netstring -- ./client";

pub(crate) fn command() -> Command {
    let text = |name: &'static str, value| Arg::new(name).long(name).value_name(value);
    let switch = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let command =
        Arg::new("command").value_name("COMMAND").num_args(1..).last(true).value_parser(value_parser!(OsString));
    let mut args = vec![
        command.help("The program and its arguments, after --"),
        switch("client").help("Judge a client [default: a server]"),
        switch("list").help("List the checks and make none"),
        text("only", "NAMES").value_delimiter(',').help("Checks to make [default: all]: one-frame,glued"),
        text("cuts", "OFFSETS")
            .value_delimiter(',')
            .value_parser(whole::<u64>(0..=1 << 20, "5"))
            .help("Cut only here (every-cut, cut-characters), or end\nthe stream here (end-inside)"),
        text("timeout", "SECONDS")
            .value_parser(whole::<u64>(1..=3600, "5"))
            .default_value("5")
            .help("Time for an answer"),
        text("start", "SECONDS")
            .value_parser(whole::<u64>(1..=3600, "15"))
            .default_value("15")
            .help("Time until it listens or connects"),
        choice("format", "text|json", ["text", "json"], "Text, or JSON lines").default_value("text"),
        color().help("Colours: auto, always or never"),
        ascii().help("ASCII only (default: without UTF-8)"),
    ];
    args.extend(framing_options::optional_args());
    Command::new("judge")
        .about("Judge a server or a client by how it copes with cuts")
        .override_usage("sticky judge --framing FRAMING [OPTIONS] -- COMMAND...")
        .args(args)
        .after_help(format!("{}\n{NOTES}", framing_options::NOTES))
}

pub(crate) fn run(matches: &ArgMatches) -> Result<u8, Stop> {
    choose_look(matches);
    let role = if matches.get_flag("client") { Role::Client } else { Role::Server };
    let json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    let mut out = Output::new();
    if matches.get_flag("list") {
        out.print(list(role, json))?;
        out.flush()?;
        return Ok(0);
    }
    let judge = judge(role, matches)?;
    program::end_all_on_signals()
        .map_err(|error| Failure::cannot(format!("signals cannot be caught: {error}"), "try again"))?;
    let mut gone = Ok(());
    let mut print = |outcome: &Outcome| {
        let text = if json { outcome.json() } else { outcome.text() };
        gone = std::mem::replace(&mut gone, Ok(())).and_then(|()| out.print(text)).and_then(|()| out.flush());
    };
    let report = judge.run_with(&mut print).map_err(|cannot| cannot_judge(&cannot))?;
    gone?;
    out.print(if json { report.json_end() } else { report.summary() })?;
    out.flush()?;
    Ok(if report.passed() { 0 } else { CONTRADICTED })
}

/// What the program printed stays in lines of its own, unlike an error's text.
fn cannot_judge(cannot: &CannotJudge) -> Failure {
    if !cannot.said.is_empty() {
        say("", "The program's last output:");
        render::escaped_text(&cannot.said).lines().for_each(|line| say("| ", line));
    }
    Failure::cannot(cannot.what.clone(), "the contract is in sticky judge --help")
}

fn judge(role: Role, matches: &ArgMatches) -> Result<Judge, Failure> {
    let words: Vec<OsString> = matches.get_many("command").into_iter().flatten().cloned().collect();
    if words.is_empty() {
        return Err(Failure::cannot("there is no program to judge", "give it after --, as in: -- python3 server.py"));
    }
    if !matches.contains_id("framing") {
        return Err(Failure::cannot("--framing is missing", "name the framing of the program: --framing length"));
    }
    let command =
        program::Command::new(words).map_err(|error| Failure::cannot(error.to_string(), "check the words after --"))?;
    let protocol = any_framing::framing(matches)?.protocol();
    let seconds = |option| Duration::from_secs(matches.get_one(option).copied().unwrap_or_default());
    let judge = Judge::new(role, command, protocol).timeout(seconds("timeout")).start_timeout(seconds("start"));
    let mut judge = judge.again(again());
    if let Some(names) = matches.get_many::<String>("only") {
        let judged = judge.only(names.map(String::as_str));
        judge = judged.map_err(|error| Failure::cannot(format!("--only: {error}"), "--list lists the checks"))?;
    }
    if let Some(offsets) = matches.get_many::<u64>("cuts") {
        let offsets = chunks::ascending("--cuts", offsets.copied().collect())?;
        judge = judge.cuts(offsets.into_iter().map(|offset| offset as usize).collect());
    }
    Ok(judge)
}

/// The command line as it was typed, without the options that choose checks or the look, and without the program.
fn again() -> String {
    const LEFT_OUT: [&str; 4] = ["--only", "--cuts", "--format", "--color"];
    let (mut words, mut args) = (vec!["sticky".to_owned()], std::env::args().skip(1));
    while let Some(arg) = args.next().filter(|arg| arg != "--") {
        let name = arg.split_once('=').map_or(arg.as_str(), |(name, _)| name);
        if !LEFT_OUT.contains(&name) {
            words.push(arg);
        } else if name == arg {
            args.next(); // its value
        }
    }
    program::Command::new(words).map_or(String::new(), |command| command.to_string())
}

fn list(role: Role, json: bool) -> String {
    let checks = ::judge::all().iter().filter_map(|check| Some((check.name, check.sentence(role)?)));
    let line = |(name, sentence): (&'static str, &'static str)| match json {
        true => render::json_line(0, "check", vec![("name", name.into()), ("sentence", sentence.into())]),
        false => render::wrap(sentence, &format!("{name:<18}"), 18),
    };
    checks.map(line).collect()
}
