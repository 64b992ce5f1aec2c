//! Runs an allowed command for a client, and returns what it printed. Stages 3 and 4 carry such commands. It knows no
//! protocol, and starts no process: the commands are its own, the same on every system.
//!
//! It has two halves that do not know each other, nor how a message is framed:
//!
//! - [`Runner`] takes the bytes of a command and returns the bytes of its [`Output`], whatever the bytes are.
//! - [`Server`] holds a thread for each [`Connection`], with a deadline for each turn that no peer can stretch. When its
//!   places are all taken, the connection that has been idle longest makes way for the next.
//!
//! A protocol is the conversation between them:
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
//!                 let got = connection.read(&mut command)?; // no framing: what the lessons add
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
//! However many clients there are and whatever they leave unread, the outputs kept are at most
//! [`RunLimits::large_outputs_max`] of [`RunLimits::output_bytes_max`] (8 × 8 MiB), and 64 KiB for every other [`Output`]
//! alive: one a connection, where a conversation drops each before it runs the next. While an output grows, its `Vec` may
//! reserve twice its bytes.

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
