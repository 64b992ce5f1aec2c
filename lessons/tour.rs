//! What `cargo run` starts: the opener; all lessons, briefly; or one of them, by its number.

use std::process::ExitCode;

fn main() -> ExitCode {
    lesson::tour(&lessons::opener::LESSON, lessons::LESSONS)
}
