//! The tour: all lessons in order, in this one process; or one of them, by its number.

use std::process::ExitCode;

fn main() -> ExitCode {
    lesson::tour(lessons::LESSONS)
}
