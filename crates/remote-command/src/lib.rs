//! What stages 3 and 4 carry: run an allowed command, return what it printed. Knows no protocol and
//! starts no shell.
//!
//! Two halves that do not know each other, nor how a message is framed:
//!
//! - [`Runner`]: the bytes of a command in, the bytes of its [`Output`] out, whatever the bytes are.
//! - [`Server`]: a thread for each connection, each [`Connection`] with a deadline that no peer can stretch.
//!
//! A protocol is the conversation between them:
//!
//! ```no_run
//! use remote_command::{HARMLESS, RunLimits, Runner, ServeLimits, Server};
//! use std::io::{self, Read, Write};
//!
//! let limits = ServeLimits::default();
//! let runner = Runner::new(HARMLESS, RunLimits::default());
//! let server = Server::new(std::net::TcpListener::bind("127.0.0.1:0")?, limits)?;
//! server.run(
//!     |connection| -> io::Result<()> {
//!         let mut command = [0; 1024];
//!         connection.turn(limits.idle);
//!         let got = connection.read(&mut command)?; // no framing: what the lessons mend
//!         let output = runner.run(&command[..got]);
//!         connection.turn(limits.delivery);
//!         connection.write_all(output.as_bytes())
//!     },
//!     |event| drop(writeln!(io::stderr(), "{event}")),
//! );
//! # io::Result::Ok(())
//! ```
//!
//! # Memory
//!
//! However many clients there are and whatever they leave unread, the outputs kept are at most
//! [`RunLimits::large_outputs_max`] of [`RunLimits::output_bytes_max`] (16 × 16 MiB), and 64 KiB for
//! every other [`Output`] alive: one a connection, where a conversation drops each before it runs
//! the next. While an output grows, its `Vec` may reserve twice its bytes.

mod allowed;
mod child;
mod collected;
mod connection;
mod event;
mod parse;
mod permits;
mod runner;
mod server;

pub use allowed::{Allowed, HARMLESS};
pub use collected::Output;
pub use connection::Connection;
pub use event::ServerEvent;
pub use runner::{RunLimits, Runner};
pub use server::{ServeLimits, Server};

use std::time::{Duration, Instant};

/// `Instant + Duration` panics on overflow; a limit of `Duration::MAX` means "none", and a year is that.
fn deadline(limit: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    Instant::now() + limit.min(YEAR)
}
