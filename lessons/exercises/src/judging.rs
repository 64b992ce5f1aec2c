//! Judges one exercise: compiles it, runs it, and says in what way it does not do yet what it should.

use crate::compile::compile;
use crate::exercise::{Exercise, Judged};
use crate::folder::{Folder, shown};
use crate::smallest_cut;
use command_line::{Failure, Stop, print_to};
use framing::{LengthField, Order, Width};
use judge::{Judge, Protocol, Verdict};
use program::Command;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// How long the program may take to answer. It needs less than a millisecond; a machine may be busy.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Checks that show nothing where the system lacks what they look at; others find most mistakes even so.
const NEED_COUNTERS: [&str; 2] = ["memory", "header-apart"];

/// How an exercise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Solved,
    NotSolved,
    /// This system cannot show what it is about.
    NotObserved,
}

/// Judges an exercise, prints what is found, and notes it.
///
/// # Errors
/// If there is no rustc, if the folder cannot be used, or if the output is gone.
pub(crate) fn judge(exercise: &Exercise, folder: &Folder, out: &mut dyn Write) -> Result<Standing, Stop> {
    let (number, file) = (exercise.number(), shown(&folder.file(exercise)));
    print_to(out, format!("Exercise {number}: {}\n{file}\n\n", exercise.title()))?;
    folder.source(exercise)?; // its error says more than rustc's
    let executable = folder.executable(exercise);
    let standing = if !compile(&folder.file(exercise), &executable)? {
        print_to(out, "Not solved: the file does not compile. The messages of rustc say why.\n")?;
        Standing::NotSolved
    } else {
        let standing = run(exercise, &executable, out)?;
        print_to(out, after(exercise, folder, standing))?;
        standing
    };
    folder.note(exercise, standing == Standing::Solved)?;
    Ok(standing)
}

fn run(exercise: &Exercise, executable: &Path, out: &mut dyn Write) -> Result<Standing, Stop> {
    let command = Command::new([executable]).map_err(|error| Failure::cannot(error.to_string(), ""))?;
    let command = command.env("RUST_BACKTRACE", "0"); // the last lines are shown: of a panic, its message
    match &exercise.judged {
        Judged::By(checks) => by_checks(exercise, checks, &command, out),
        Judged::SmallestCut => smallest_cut::judge(exercise, &command, out),
    }
}

fn by_checks(exercise: &Exercise, checks: &[&str], command: &Command, out: &mut dyn Write) -> Result<Standing, Stop> {
    let protocol = Protocol::new(LengthField::new(Width::Four, Order::Big));
    for &check in checks {
        let judge = Judge::server(command.clone(), protocol.clone()).timeout(TIMEOUT).only([check]);
        let judge = judge.map_err(|error| Failure::cannot(error.to_string(), ""))?;
        let report = match judge.run() {
            Ok(report) => report,
            Err(cannot) => {
                print_to(out, format!("Not solved: {cannot}\n"))?;
                return Ok(Standing::NotSolved);
            }
        };
        if !report.passed() {
            print_to(out, idea(exercise))?;
        }
        print_to(out, report.outcomes.iter().map(judge::Outcome::text).collect::<String>())?;
        if !report.passed() {
            return Ok(Standing::NotSolved);
        }
        let is_unknown = |verdict: &Verdict| matches!(verdict, Verdict::NotObserved(_));
        if NEED_COUNTERS.contains(&check) && report.outcomes.iter().any(|outcome| is_unknown(&outcome.verdict)) {
            return Ok(Standing::NotObserved);
        }
    }
    Ok(Standing::Solved)
}

/// What the student is told first if the program is not right.
pub(crate) fn idea(exercise: &Exercise) -> String {
    render::wrap(exercise.idea, "Not solved: ", 0) + "\n"
}

/// What the student is told last.
fn after(exercise: &Exercise, folder: &Folder, standing: Standing) -> String {
    let number = exercise.number();
    match standing {
        Standing::Solved => {
            let solution = format!("{}/solutions/{}.rs", env!("CARGO_MANIFEST_DIR"), exercise.id);
            format!("\nSolved. You can compare it with {}\n", shown(Path::new(&solution)))
        }
        Standing::NotSolved => {
            format!("A hint:     {} hint {number}\nThe lesson: lessons/{}/README.md\n", folder.run, exercise.lesson)
        }
        Standing::NotObserved => "\nThis system cannot show what the exercise is about; Linux can.\n".to_owned(),
    }
}
