//! From a command line to an exit status: one lesson.

use crate::lesson::{Extent, Lesson};
use crate::player::PlayerPage;
use crate::session::Session;
use crate::settings::Settings;
use crate::{flags, remote, wired};
use command_line::{CONTRADICTED, Stop, print_to};
use render::Format;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use trace::{Claim, Outcome, Run};

/// Runs a lesson: its cases, then its claims, all printed to `out`.
///
/// # Errors
/// If a case cannot be run, or the output is gone.
pub fn perform(
    lesson: &Lesson,
    settings: &Settings,
    out: &mut dyn Write,
    extent: Extent,
) -> Result<(Run, Vec<Claim>), Stop> {
    let mut session = Session::new(lesson, extent, settings, out)?;
    let shown = show_all(lesson, &mut session);
    let run = session.end()?; // files are written even if the lesson did not finish
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
    let mut claims = lesson.claims_of(&session.run);
    claims.extend(wired::claims(&session.run));
    session.claims(lesson, &claims)?;
    Ok(claims)
}

/// The exit status that claims call for: 1 if one is contradicted.
pub fn exit_status(claims: &[Claim]) -> u8 {
    let contradicted = claims.iter().any(|claim| claim.outcome() == Outcome::Contradicted);
    if contradicted { CONTRADICTED } else { 0 }
}

/// What a lesson's `main` does: take the command line, run, and report by the exit status how it went.
pub fn main(lesson: &'static Lesson) -> ExitCode {
    start(lesson, std::env::args_os().skip(1))
}

/// Runs one lesson as `args` ask; they do not include the program's name.
pub(crate) fn start(lesson: &Lesson, args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let command = flags::command(lesson.id, lesson.question, lesson.all_flags())
        .bin_name(format!("cargo run -- {}", lesson.digit()))
        .subcommands(lesson.program.iter().flat_map(remote::subcommands))
        .args_conflicts_with_subcommands(true);
    command_line::run(command, args, |matches| {
        if let (Some(program), Some((name, matches))) = (&lesson.program, matches.subcommand()) {
            return remote::run(lesson.id, program, name, matches);
        }
        let settings = flags::settings(matches, lesson.all_flags());
        let mut page = PlayerPage::find(&settings)?;
        let (run, claims) = perform(lesson, &settings, &mut io::stdout(), Extent::Whole)?;
        page.add(&run, &claims);
        page.write()?;
        Ok(exit_status(&claims))
    })
}
