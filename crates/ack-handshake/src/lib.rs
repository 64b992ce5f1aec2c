//! Stage 3: implements both ends of a protocol that waits: length, OK, body. It opens no socket and runs no command. It keeps the
//! protocol's faults: requests have no framing.
//!
//! TCP may glue a length and the body after it into one read, and then nothing says where the length ends. In this protocol the
//! two are never in flight together: the server sends the body only after the client has confirmed that it read the length.
//!
//! ```text
//!   client                                   server
//!     |                                        |
//!     |  ---- trip 1: the command ---------->  |    raw bytes: one read is one command
//!     |  <--- trip 2: its length ------------  |    "5": decimal text, with no end mark
//!     |  ---- trip 3: OK ------------------->  |    two bytes, which carry no information
//!     |  <--- trip 4: the body --------------  |    5 bytes; nothing at all if it is empty
//!     |                                        |
//! ```
//!
//! # What it costs
//!
//! Trips 2 and 3 carry nothing that the client asked for. They add a round trip to every command, and more bandwidth does not make
//! a round trip shorter. If the reader can tell the length from the body, for example by a header of fixed size, trips 1 and 4 are
//! enough.
//!
//! # What it does not fix
//!
//! A trip is a message only as long as the peer stays silent until it gets an answer. If it does not, or if TCP splits a message,
//! reads are no longer messages:
//!
//! - A command that is longer than one read, or that was split, is two commands to the server ([`server::may_be_cut`]).
//! - The text of a length has no end mark. If `12` and `3` arrive in two reads, the client takes 12 for the length, and `3` for the
//!   start of the body ([`client::read_length`]).
//! - An empty body is no message, so trip 4 does not happen, and the client may send its next command right after its `OK`. A
//!   server that reads up to 1024 bytes there gets `OKecho hi` at once, and waits forever. [`server::read_ok`] reads exactly two
//!   bytes.
//!
//! # Both ends in one thread
//!
//! Each function is one trip of one end, so one thread can play both ends and look between the trips. [`client::ask`] and
//! [`server::answer`] combine the trips of one end.
//!
//! ```
//! use ack_handshake::{HandshakeError, client, server};
//! use std::collections::VecDeque;
//!
//! let (mut forward, mut back) = (VecDeque::new(), VecDeque::new()); // or a connected pair
//!
//! client::send_command(&mut forward, b"greet")?;
//! let command = server::read_command(&mut forward)?;
//! assert_eq!(command.as_deref(), Some(&b"greet"[..]));
//!
//! server::send_length(&mut back, 5)?;
//! let length = client::read_length(&mut back, 1024)?;
//!
//! client::send_ok(&mut forward)?;
//! server::read_ok(&mut forward)?;
//!
//! server::send_body(&mut back, b"hello")?;
//! assert_eq!(client::read_body(&mut back, length)?, b"hello");
//! # Ok::<(), HandshakeError>(())
//! ```

pub mod client;
mod error;
pub mod server;
mod transfer;
mod trip;

pub use error::HandshakeError;
pub use trip::Trip;

/// What the client sends after it has read a length.
pub const OK: &[u8; 2] = b"OK";

/// How many bytes a read of a command asks for. A longer command is cut.
pub const COMMAND_MAX: usize = 1024;

/// How many bytes a read of a length asks for: more than the 20 digits of the largest `u64`, so that an error can show text that is
/// not a length.
pub const LENGTH_MAX: usize = 64;
