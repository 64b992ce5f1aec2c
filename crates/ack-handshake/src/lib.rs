//! Stage 3, a protocol that waits: length, OK, body. Both its sides, and what each trip costs. It opens no socket, runs no
//! command, and leaves the protocol as it is: requests have no framing at all.
//!
//! TCP may glue a length and the body after it into one read, and then nothing says where the length ends. This protocol never
//! lets the two be in flight together: the server sends the body only when the client has said that it read the length.
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
//! Trips 2 and 3 carry nothing that the client asked for. They are one more round trip for every command, and no bandwidth
//! makes a round trip shorter. With a length that the reader can tell from the body, such as a header of fixed size, trips 1
//! and 4 are enough.
//!
//! # What it does not repair
//!
//! A trip is a message only because the peer is silent until it is answered. Where that fails, or where TCP splits a message,
//! reads are no longer messages:
//!
//! - A command longer than one read, or split on its way, is two commands to the server ([`server::may_be_cut`]).
//! - The text of a length has no end. `12` and `3` in two reads are a length of 12, and a body that begins with `3`
//!   ([`client::read_length`]).
//! - An empty body is no message at all, so trip 4 does not happen: the client may send its next command right after its `OK`.
//!   A server that reads `OKecho hi` at once, as one does that reads up to 1024 bytes there, waits for ever.
//!   [`server::read_ok`] reads two bytes and no more.
//!
//! # Both ends from one thread
//!
//! Each function is one trip of one end, so that a program can play both ends and look between the trips; [`client::ask`] and
//! [`server::answer`] put the trips of one end together.
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

/// What the client sends when it has read a length.
pub const OK: &[u8; 2] = b"OK";

/// Bytes that one read of a command asks for, which cuts a longer command.
pub const COMMAND_MAX: usize = 1024;

/// Bytes that one read of a length asks for: more than the 20 digits of the longest `u64`, so that a text which is no length
/// shows what it is.
pub const LENGTH_MAX: usize = 64;
