//! What a lesson is, and how one runs. It knows no lesson by name.
//!
//! A lesson is a [`Lesson`]: a question, cases, and claims. [`Session::case`] lets a case write and read on the two
//! ends of a connection, as any program would. The session watches the two ends, prints what happened, and keeps the
//! trace. At the end every [`Statement`] is checked against the trace.
//!
//! ```
//! use lesson::{CaseName, CaseResult, Extent, Lesson, Settings, Statement, claim, read_all};
//! use probe::TracedStream;
//! use std::io::Write;
//! use trace::{Outcome, Stream};
//!
//! const GREETING: CaseName = CaseName::new("two writes");
//!
//! const LESSON: Lesson = Lesson {
//!     id: "09-greeting",
//!     question: "Two writes. How many reads?",
//!     flags: &[],
//!     on_a_wire: false,
//!     sources: &[],
//!     headline: GREETING,
//!     short: &[GREETING],
//!     run: |session| session.case(GREETING.describe("Writes \"I'm \", then \"Lyon\"."), greet),
//!     claims: &[claim("No byte is lost").on(GREETING, |claim, case| {
//!         claim.equal(case.bytes_read(Stream::Forward), case.bytes_written(Stream::Forward))
//!     })],
//!     program: None,
//! };
//!
//! fn greet(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
//!     sender.write_all(b"I'm ")?;
//!     sender.write_all(b"Lyon")?;
//!     Ok(read_all(receiver, 1024)?)
//! }
//!
//! let (_, claims) = lesson::perform(&LESSON, &Settings::default(), &mut std::io::sink(), Extent::Whole).unwrap();
//! assert_eq!(claims[0].outcome(), Outcome::Held);
//! ```

mod case_setup;
mod evidence;
mod excerpt;
mod flag;
pub mod flags;
mod hint;
mod in_time;
mod lesson;
pub mod options;
mod output_file;
mod player;
pub mod premise;
pub mod question;
mod reader;
pub mod remote;
mod reply;
mod screens;
mod session;
mod settings;
mod stage;
mod start;
mod statement;
mod tour;
mod units;
mod wired;

#[cfg(test)]
mod tests;

pub use case_setup::{ByOptions, CaseName, CaseSetup};
pub use command_line::{Failure, Stop};
pub use excerpt::{LINES_MAX, Source, excerpt};
pub use flag::Flag;
pub use lesson::{Extent, Lesson};
pub use question::Question;
pub use reader::{read_all, read_arrived};
pub use session::{Planned, Session, plan_of};
pub use settings::Settings;
pub use stage::{CaseResult, Fallible};
pub use start::{exit_status, main, perform};
pub use statement::{Statement, claim};
pub use tour::tour;
