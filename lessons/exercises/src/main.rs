//! Ten exercises: lists them, judges one, gives hints, and puts a file back as it was shipped.

mod compile;
mod exercise;
mod folder;
mod judging;
mod list;
mod smallest_cut;
mod watch;

use clap::{Arg, ArgMatches, Command, value_parser};
use command_line::{CONTRADICTED, Failure, Stop, ascii, choose_look, color, print_to};
use exercise::{Exercise, find};
use folder::{Folder, shown};
use judging::{Standing, judge};
use list::EXERCISES;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

const RUN: &str = "cargo run -p exercises --";

const NOTES: &str = "\
Exit status: 0 if the exercise is solved, 1 if it is not, 2 if it could not be
judged.";

fn main() -> ExitCode {
    command_line::run(command(), std::env::args_os().skip(1), |matches| {
        choose_look(matches);
        let signals = program::end_all_on_signals();
        signals.map_err(|error| Failure::cannot(format!("signals cannot be caught: {error}"), "try again"))?;
        start(matches, &Folder::open(matches.get_one("folder"))?, &mut stdout())
    })
}

fn command() -> Command {
    let number = || Arg::new("N").value_parser(parse).help("The exercise's number, from 1 to 10");
    let folder = Arg::new("folder").long("folder").value_name("FOLDER").value_parser(value_parser!(PathBuf));
    let stronger = Arg::new("M").value_parser(value_parser!(u8).range(1..=3)).default_value("1");
    let subcommands = [
        Command::new("list").about("List the exercises [default]"),
        Command::new("hint")
            .about("Give a hint")
            .args([number().required(true), stronger.help("Which hint, from 1 to 3; each says more")]),
        Command::new("reset").about("Put the file back, and keep yours beside it").arg(number().required(true)),
        Command::new("watch").about("Judge the next unsolved exercise whenever you save it"),
    ];
    Command::new("exercises")
        .about("Ten small programs that lose their messages until you mend them")
        .bin_name(RUN)
        .args([
            number().help("Judge this exercise, from 1 to 10"),
            folder.global(true).help("Where your files are [default: exercises, beside lessons]"),
            color().global(true),
            ascii().global(true),
        ])
        .subcommands(subcommands)
        .disable_help_subcommand(true)
        .after_help(NOTES)
}

/// An exercise by its number, as `3` or `03`.
fn parse(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|&number| find(number).is_some());
    number.ok_or_else(|| format!("the exercises are numbered from 1 to {}", EXERCISES.len()))
}

fn start(matches: &ArgMatches, folder: &Folder, out: &mut dyn Write) -> Result<u8, Stop> {
    match matches.subcommand() {
        Some((name, _)) if matches.contains_id("N") => {
            let message = format!("{name} was asked for, and also an exercise to judge");
            return Err(Failure::cannot(message, format!("give the number last, as in: {RUN} hint 3")).into());
        }
        Some(("hint", matches)) => hint(chosen(matches)?, matches.get_one("M").copied().unwrap_or(1), folder, out)?,
        Some(("reset", matches)) => reset(chosen(matches)?, folder, out)?,
        Some(("watch", _)) => watch::watch(folder, out)?,
        None if matches.contains_id("N") => return judge_one(chosen(matches)?, folder, out),
        _ => print_to(out, overview(folder))?,
    }
    Ok(0)
}

fn chosen(matches: &ArgMatches) -> Result<&'static Exercise, Failure> {
    let found = matches.get_one("N").copied().and_then(find);
    found.ok_or_else(|| Failure::cannot("no exercise was named", format!("name one, as in: {RUN} 3")))
}

fn judge_one(exercise: &Exercise, folder: &Folder, out: &mut dyn Write) -> Result<u8, Stop> {
    let standing = judge(exercise, folder, out)?;
    if standing == Standing::Solved {
        print_to(out, next_steps(folder))?;
    }
    Ok(match standing {
        Standing::Solved => 0,
        Standing::NotSolved => CONTRADICTED,
        Standing::NotObserved => 2,
    })
}

/// The first exercise that is not solved.
fn next(folder: &Folder) -> Option<&'static Exercise> {
    let solved = folder.solved();
    EXERCISES.iter().find(|exercise| !solved.contains(exercise.id))
}

fn next_steps(folder: &Folder) -> String {
    next(folder).map_or_else(
        || "\nAll exercises are solved.\n".to_owned(),
        |next| format!("\nNext: change {}, then\n  {} {}\n", shown(&folder.file(next)), folder.run, next.number()),
    )
}

fn overview(folder: &Folder) -> String {
    let solved = folder.solved();
    let count = EXERCISES.iter().filter(|exercise| solved.contains(exercise.id)).count();
    let mut text =
        format!("{} exercises, {count} solved. Each is a small program with one mistake.\n\n", EXERCISES.len());
    for exercise in EXERCISES {
        let mark = if solved.contains(exercise.id) { '✓' } else { '·' };
        let (number, lesson) = (exercise.number(), exercise.lesson_number());
        text += &format!("  {mark} {number:2}  {:<55} lesson {lesson}\n", exercise.title());
    }
    text += &next_steps(folder);
    let run = &folder.run;
    text += &format!("\n  {run} watch    judges it whenever you save it\n  {run} --help   lists what else there is\n");
    render::as_printed(&text).into_owned()
}

fn hint(exercise: &Exercise, nth: u8, folder: &Folder, out: &mut dyn Write) -> Result<(), Stop> {
    let (number, all) = (exercise.number(), exercise.hints.len());
    let hint = exercise.hints[usize::from(nth) - 1];
    print_to(out, render::as_printed(&render::wrap(hint, &format!("Hint {nth} of {all}: "), 0)).as_bytes())?;
    if usize::from(nth) < all {
        return print_to(out, format!("More: {} hint {number} {}\n", folder.run, nth + 1));
    }
    print_to(out, format!("The solution: lessons/exercises/solutions/{}.rs\n", exercise.id))
}

fn reset(exercise: &Exercise, folder: &Folder, out: &mut dyn Write) -> Result<(), Stop> {
    let file = shown(&folder.file(exercise));
    print_to(
        out,
        match folder.reset(exercise)? {
            None => format!("{file} is the original already.\n"),
            Some(kept) => format!("{file} is the original again. What you had written is in\n{}\n", shown(&kept)),
        },
    )
}
