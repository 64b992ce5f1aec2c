//! Stage 3: length, OK, body: both sides, and what each turn costs. It opens no socket, runs no
//! command, and does not mend the protocol: requests stay without any framing.
//!
//! TCP may glue a length and the body behind it into one read, and then nothing says where the
//! length ends. This protocol never lets the two be on the way together: the server sends the body
//! only when the client has said that it read the length.
//!
//! ```text
//!   client                                   server
//!     |                                        |
//!     |  ---- trip 1: the command ---------->  |    raw bytes: one read is one command
//!     |  <--- trip 2: its length ------------  |    "5": decimal text without an end
//!     |  ---- trip 3: OK ------------------->  |    two bytes, which say nothing new
//!     |  <--- trip 4: the body --------------  |    5 bytes; nothing at all if it is empty
//!     |                                        |
//! ```
//!
//! # What it costs
//!
//! Trips 2 and 3 carry nothing that the client asked for. They are a round trip more for every
//! command, and no bandwidth makes a round trip shorter. A length that the reader can tell from the
//! body, a header of fixed size, makes do with trips 1 and 4.
//!
//! # What it does not repair
//!
//! A turn is a message only because the peer is silent until it is answered. Where that fails, or
//! where TCP splits a message, reads and messages part:
//!
//! - A command longer than one read, or split on its way, is two commands to the server
//!   ([`server::may_be_cut`]).
//! - The text of a length has no end. `12` and `3` in two reads are a length of 12, and a body that
//!   begins with `3` ([`client::read_length`]).
//! - An empty body is no message at all, so trip 4 does not happen: the client may send its next
//!   command right behind its `OK`. A server that takes `OKecho hi` in one read, as one that reads
//!   up to 1024 bytes there does, waits for ever. [`server::read_ok`] takes two bytes and no more.
//!
//! # Both ends from one thread
//!
//! A function is one turn of one end, so that a program can play both ends and look between the
//! turns; [`client::ask`] and [`server::answer`] put the turns of one end together.
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
mod turn;

pub use error::{HandshakeError, Turn};

/// What the client sends when it has read a length.
pub const OK: &[u8; 2] = b"OK";

/// Bytes that one read of a command asks for. A longer command is cut here.
pub const COMMAND_MAX: usize = 1024;

/// Bytes that one read of a length asks for: more than the 20 digits of the longest `u64`, so that
/// a text which is no length shows what it is.
pub const LENGTH_MAX: usize = 64;
