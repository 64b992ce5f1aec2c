//! What a lesson is, and how one runs: flags, cases, steps, claims, exit status. It knows no lesson by name.

mod choices;
pub mod command_line;
mod failure;
mod far_host;
mod flags;
mod in_time;
mod lesson;
mod progress;
mod reader;
pub mod remote;
mod show;
mod start;
mod steps;
mod wire_flags;
mod wired;

pub use failure::{CONTRADICTED, Failure, Stop};
pub use flags::{Flag, Settings, View};
pub use lesson::{Lesson, Subcommands};
pub use progress::Progress;
pub use reader::{read_all, read_arrived};
pub use show::{CaseResult, Fallible, Show};
pub use start::{exit_status, main, perform, tour};
