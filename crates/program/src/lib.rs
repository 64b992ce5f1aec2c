//! Runs a program in any language, and ends it together with everything that it started: its children, the processes that left
//! its group, and the daemons that no longer have a parent. What it prints is kept up to a limit, and never blocks it.
//!
//! ```
//! use program::{Command, Program, State};
//! use std::time::{Duration, Instant};
//!
//! # #[cfg(unix)] {
//! let mut program = Program::start(&Command::parse("sh -c 'read word; echo got $word; exit 3'")?.with_input())?;
//! program.send("粘包\n");
//! let deadline = Instant::now() + Duration::from_secs(10);
//! assert_eq!(program.read_line(deadline)?.as_deref(), Some("got 粘包".as_bytes()));
//! assert_eq!(program.wait(deadline)?, State::Exited(3));
//! program.end()?; // as dropping it does
//! # }
//! # std::io::Result::Ok(())
//! ```
//!
//! | system | what is ended |
//! |---|---|
//! | Linux | the program and all that descends from it, daemons included: this process becomes their subreaper (prctl(2)) |
//! | other Unix | the program and its process group |
//! | Windows | the program and its children, by `taskkill /T` |
//!
//! On Linux, start all your programs with this crate. [`Program::end`] takes any child of this process for a daemon if that
//! child has left this process's group and belongs to no program that still runs.
//!
//! A process that dies of SIGKILL can end nothing. For the signals that can be caught, call [`end_all_on_signals`].

mod command;
#[cfg(target_os = "linux")]
mod family;
mod files;
mod output;
mod port;
mod program;
mod registry;
mod signals;
mod state;
mod system;

pub use command::Command;
pub use files::raise_file_limit;
pub use output::Output;
pub use port::{free_port, is_listening};
pub use program::Program;
pub use signals::end_all_on_signals;
pub use state::State;
