//! What `cargo run` starts: the opener, all lessons briefly, one of them, or their list.

use crate::flags;
use crate::lesson::{Extent, Lesson};
use crate::player::PlayerPage;
use crate::start::{exit_status, perform, start};
use command_line::{Failure, exit, print_to};
use render::Format;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

/// Runs what the command line asks for: the `opener`, all `lessons`, one of them, or their list, with the lines `after` it.
pub fn tour(opener: &'static Lesson, lessons: &'static [&'static Lesson], after: &str) -> ExitCode {
    let mut args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let named = args.first().and_then(|name| name.to_str()).filter(|name| !name.starts_with('-')).map(str::to_owned);
    match named.as_deref() {
        None => open(opener, &list(lessons, after), args),
        Some("all") => {
            args.remove(0);
            all(lessons, args)
        }
        Some("list") if args.len() == 1 => exit(print_to(&mut io::stdout(), list(lessons, after)).map(|()| 0)),
        Some("list") => exit(Err(Failure::cannot("'list' takes no arguments", "cargo run -- list").into())),
        Some("help") => open(opener, &list(lessons, after), vec!["--help".into()]),
        Some(name) => match lessons.iter().find(|lesson| lesson.is_called(name)) {
            Some(lesson) => start(lesson, args.into_iter().skip(1)),
            None => {
                let mut folders = after.split_whitespace().filter(|word| word.contains('/'));
                if let Some(folder) = folders.find(|folder| folder.contains(&format!("/{name:0>2}-"))) {
                    let message = format!("lesson {name} has no program of its own: you do it by hand");
                    return exit(Err(Failure::cannot(message, format!("begin with {folder}/README.md")).into()));
                }
                let numbers: Vec<&str> = lessons.iter().map(|lesson| lesson.digit()).collect();
                let hint = format!("choose one of {}; cargo run -- list shows what each asks", numbers.join(", "));
                exit(Err(Failure::cannot(format!("there is no lesson '{name}'"), hint).into()))
            }
        },
    }
}

/// The opener; on a terminal it asks for a guess first.
fn open(opener: &Lesson, list: &str, args: Vec<OsString>) -> ExitCode {
    let command =
        flags::command("sticky packets", "Shows why TCP glues and splits messages, and how programs separate them", [])
            .override_usage(
                "cargo run -- [OPTIONS]\n       cargo run -- LESSON [OPTIONS]\n       cargo run -- all | list",
            )
            .after_help(format!("{list}\nA lesson has options of its own: cargo run -- 1 --help"));
    command_line::run(command, args, |matches| {
        let mut settings = flags::settings(matches, &[]);
        settings.quiz |= settings.format == Format::Text && io::stdin().is_terminal() && io::stdout().is_terminal();
        let mut page = PlayerPage::find(&settings)?;
        let (run, claims) = perform(opener, &settings, &mut io::stdout(), Extent::Opener)?;
        page.add(&run, &claims);
        page.write()?;
        if settings.format == Format::Text {
            print_to(&mut io::stdout(), NEXT)?;
        }
        Ok(exit_status(&claims))
    })
}

/// What to type after the opener.
const NEXT: &str = "Next: cargo run -- 0 (a lesson), cargo run -- all (briefly), cargo run -- list\n";

/// All lessons in order, each with the one case that matters most.
fn all(lessons: &[&Lesson], args: Vec<OsString>) -> ExitCode {
    let command = flags::command("all", "Shows one case and one claim of each lesson, in order", [])
        .override_usage("cargo run -- all [OPTIONS]");
    command_line::run(command, args, |matches| {
        let (settings, mut out, mut status) = (flags::settings(matches, &[]), io::stdout(), 0);
        let is_text = settings.format == Format::Text;
        let mut page = PlayerPage::find(&settings)?;
        for lesson in lessons {
            let (run, claims) = perform(lesson, &settings, &mut out, Extent::Tour)?;
            page.add(&run, &claims);
            status = status.max(exit_status(&claims));
            if is_text {
                print_to(&mut out, format!("The whole lesson: cargo run -- {}\n\n", lesson.digit()))?;
            }
        }
        page.write()?;
        Ok(status)
    })
}

/// The lessons, each with its question and how to run it, and the lines `after` them.
fn list(lessons: &[&Lesson], after: &str) -> String {
    let line = |lesson: &&Lesson| format!("  cargo run -- {}   {}\n", lesson.digit(), lesson.question);
    let lines: String = lessons.iter().map(line).collect();
    format!(
        "Lessons:\n{lines}  cargo run -- 1 --step        one screen at a time, with questions
  cargo run -- 1 --quiz        asks for a guess before each case
  cargo run -- 1 --wire 50ms   two hosts, a real round trip apart (Linux)
  cargo run -- all             all lessons, one case of each\n{after}"
    )
}
