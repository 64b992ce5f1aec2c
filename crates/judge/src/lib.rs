//! Judges a server or a client in any language: does it find its messages however the stream is cut? Each check runs the
//! program anew, talks to it over a socket, and ends it with all that it started.
//!
//! A **server** listens on 127.0.0.1, on the port in the environment variable `PORT`. It accepts any number of connections, and
//! answers every frame with the same frame until its peer ends the stream; then it closes. It may refuse a frame of more than
//! 16 MiB by closing the connection. A **client** connects there, sends each line of its standard input as one frame, prints
//! each answer as a line, and exits with 0 at the end of its input.
//!
//! ```
//! use framing::{LengthField, Order, Width};
//! use judge::{Judge, Protocol};
//! use program::Command;
//!
//! let protocol = Protocol::new(LengthField::new(Width::Four, Order::Big));
//! let judge = Judge::server(Command::parse("no-such-program")?, protocol).only(["one-frame", "every-cut"])?;
//! match judge.run() {
//!     Ok(report) => print!("{}", report.text()),
//!     Err(cannot) => assert!(cannot.to_string().contains("no such program")),
//! }
//! # std::io::Result::Ok(())
//! ```
//!
//! That a stream was cut for the program too, and not only in our writes, is proven where the kernel shows the program's socket
//! ([`cutter::Witness`]). Elsewhere a check of cuts that passes says "not observed".

mod check;
mod checks;
mod client;
mod conversation;
mod fault;
mod picture;
mod protocol;
mod report;
mod run;
mod server;

pub use check::{Check, Verdict, all};
pub use fault::Fault;
pub use protocol::Protocol;
pub use report::{Outcome, Report};
pub use run::{CannotJudge, Judge, Role};
