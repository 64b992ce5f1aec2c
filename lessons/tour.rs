//! What `cargo run` starts: the opener; all lessons, briefly; or one of them, by its number.

use std::process::ExitCode;

/// What is no program of this package, for the list.
const AFTER: &str = "After them, with a first build of the tool sticky:
  lessons/09-your-own-program  Does your own program survive every cut?
  cargo run -p exercises       ten programs to mend, each judged by running it\n";

fn main() -> ExitCode {
    lesson::tour(&lessons::opener::LESSON, lessons::LESSONS, AFTER)
}
