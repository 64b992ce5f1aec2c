//! From a command line to an exit status: one lesson, or the tour of all.

use crate::case_setup::CaseName;
use crate::lesson::{Extent, Lesson};
use crate::session::Session;
use crate::settings::Settings;
use crate::{flags, remote, wired};
use command_line::{CONTRADICTED, Failure, Stop, exit, print_to};
use render::Format;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use trace::{Claim, Outcome, Run};

/// Runs a lesson: its cases, then its claims, all printed to `out`.
///
/// # Errors
/// When a case cannot be run, or the output is gone.
pub fn perform(
    lesson: &Lesson,
    settings: &Settings,
    out: &mut dyn Write,
    extent: Extent,
) -> Result<(Run, Vec<Claim>), Stop> {
    let of_the_tour = || lesson.short.iter().map(CaseName::text).collect();
    let drawn = (extent == Extent::Tour).then(of_the_tour);
    let mut session = Session::new(lesson.id, drawn, settings, out)?;
    let shown = show_all(lesson, &mut session);
    let run = session.end()?; // files are written however far it came
    let claims = shown?;
    let could_go_farther = cfg!(target_os = "linux") && lesson.on_a_wire && settings.wire.is_none();
    if could_go_farther && extent == Extent::Whole && settings.format == Format::Text {
        print_to(out, format!("Over a real distance: cargo run -- {} --wire 50ms\n", lesson.digit()))?;
    }
    Ok((run, claims))
}

fn show_all(lesson: &Lesson, session: &mut Session<'_>) -> Result<Vec<Claim>, Stop> {
    session.open(lesson.question)?;
    (lesson.run)(session)?;
    session.ran_some()?;
    let mut claims = lesson.claims_of(&session.run);
    claims.extend(wired::claims(&session.run));
    session.claims(&claims)?;
    Ok(claims)
}

/// The exit status that claims call for: 1 where one is contradicted.
pub fn exit_status(claims: &[Claim]) -> u8 {
    let contradicted = claims.iter().any(|claim| claim.outcome() == Outcome::Contradicted);
    if contradicted { CONTRADICTED } else { 0 }
}

/// What a lesson's `main` does: take the command line, run, say by the exit status how it went.
pub fn main(lesson: &'static Lesson) -> ExitCode {
    start(lesson, std::env::args_os().skip(1))
}

/// Runs one lesson as `args` ask; they do not include the program's name.
fn start(lesson: &Lesson, args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let command = flags::command(lesson.id, lesson.question, lesson.all_flags())
        .bin_name(format!("cargo run -- {}", lesson.digit()))
        .subcommands(lesson.program.iter().flat_map(remote::subcommands))
        .args_conflicts_with_subcommands(true);
    command_line::run(command, args, |matches| {
        if let (Some(program), Some((name, matches))) = (&lesson.program, matches.subcommand()) {
            return remote::run(lesson.id, program, name, matches);
        }
        let settings = flags::settings(matches, lesson.all_flags());
        let performed = perform(lesson, &settings, &mut io::stdout(), Extent::Whole);
        performed.map(|(_, claims)| exit_status(&claims))
    })
}

/// Runs what the command line asks of the tour: all `lessons`, one of them, or their list.
pub fn tour(lessons: &'static [&'static Lesson]) -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let named = args.first().and_then(|name| name.to_str()).filter(|name| !name.starts_with('-'));
    match named {
        None => tour_of_all(lessons, args),
        Some("list") if args.len() == 1 => exit(print_to(&mut io::stdout(), list(lessons)).map(|()| 0)),
        Some("list") => exit(Err(Failure::cannot("'list' takes nothing", "cargo run -- list").into())),
        Some("help") => tour_of_all(lessons, vec!["--help".into()]),
        Some(name) => match lessons.iter().find(|lesson| lesson.is_called(name)) {
            Some(lesson) => start(lesson, args.into_iter().skip(1)),
            None => {
                let numbers: Vec<&str> = lessons.iter().map(|lesson| lesson.number()).collect();
                let hint = format!("choose one of {}; cargo run -- list tells what each asks", numbers.join(", "));
                exit(Err(Failure::cannot(format!("there is no lesson '{name}'"), hint).into()))
            }
        },
    }
}

fn tour_of_all(lessons: &[&Lesson], args: Vec<OsString>) -> ExitCode {
    let command = flags::command("tour", "All lessons in order, briefly; or one of them", [])
        .override_usage("cargo run -- [OPTIONS] [LESSON | list]")
        .after_help(format!("{}\nA lesson has options of its own: cargo run -- 1 --help", list(lessons)));
    command_line::run(command, args, |matches| {
        let (settings, mut out, mut status) = (flags::settings(matches, &[]), io::stdout(), 0);
        let is_text = settings.format == Format::Text;
        let after = |text: &str| if is_text { print_to(&mut io::stdout(), text) } else { Ok(()) };
        for lesson in lessons {
            let (_, claims) = perform(lesson, &settings, &mut out, Extent::Tour)?;
            status = status.max(exit_status(&claims));
            after("\n\n")?;
        }
        after(&list(lessons))?;
        Ok(status)
    })
}

/// The lessons, each with its question and how to run it.
fn list(lessons: &[&Lesson]) -> String {
    let line = |lesson: &&Lesson| format!("  cargo run -- {}   {}\n", lesson.digit(), lesson.question);
    let lines: String = lessons.iter().map(line).collect();
    format!(
        "Lessons:\n{lines}  cargo run -- 1 --step        stops before each case, for a class
  cargo run -- 1 --wire 50ms   two hosts, a real round trip between (Linux)\n"
    )
}
