//! Runs an allowed command for a client and returns its output. Stages 3 and 4 carry such commands. The commands are built in, the
//! same on every system: no process is started.
//!
//! Its two halves know neither each other nor how messages are framed:
//!
//! - [`Runner`] takes the bytes of a command and returns the bytes of its [`Output`].
//! - [`Server`] runs a thread for each [`Connection`], with a deadline for each turn that no peer can extend. If all places are
//!   taken, it closes the connection that has been idle longest to make room for the next.
//!
//! A protocol is a conversation that uses both:
//!
//! ```
//! use remote_command::{HARMLESS, RunLimits, Runner, ServeLimits, Server};
//! use std::io::{self, Read, Write};
//! use std::net::{TcpListener, TcpStream};
//!
//! let limits = ServeLimits::default();
//! let runner = Runner::new(HARMLESS, RunLimits::default());
//! let server = Server::new(TcpListener::bind("127.0.0.1:0")?, limits)?;
//! let answer = std::thread::scope(|scope| {
//!     scope.spawn(|| {
//!         server.run(
//!             |connection| -> io::Result<()> {
//!                 let mut command = [0; 1024];
//!                 connection.turn(limits.idle);
//!                 let got = connection.read(&mut command)?; // no framing: the lessons add it
//!                 let output = runner.run_for(connection.get_ref(), &command[..got]);
//!                 connection.turn(limits.delivery);
//!                 connection.write_all(output.as_bytes())
//!             },
//!             |event| drop(writeln!(io::stderr(), "{event}")),
//!         );
//!     });
//!     let mut client = TcpStream::connect(server.local_addr())?;
//!     client.write_all(b"rm -r /")?;
//!     let answer = io::read_to_string(client);
//!     server.stop();
//!     answer
//! })?;
//! assert!(answer.starts_with("refused: \"rm\" is not on this server's list."));
//! # io::Result::Ok(())
//! ```
//!
//! # Memory
//!
//! However many clients there are, and however much they leave unread, the outputs in memory are limited to
//! [`RunLimits::large_outputs_max`] of [`RunLimits::output_bytes_max`] each (8 × 8 MiB), and 64 KiB for each other [`Output`].
//! There is one output for each connection if a conversation drops each before it runs the next command. While an output grows,
//! its `Vec` may reserve twice its bytes.

mod commands;
mod event;
mod limits;
mod parse;
mod places;
mod printer;
mod runner;
mod server;
mod watched_socket;

pub use commands::{BuiltIn, HARMLESS};
pub use event::ServerEvent;
pub use limits::{RunLimits, ServeLimits, Tenure};
pub use printer::Output;
pub use runner::Runner;
pub use server::{Connection, Server};
pub use watched_socket::WatchedSocket;
