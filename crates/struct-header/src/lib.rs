//! Stage 4: puts a 4-byte length before every payload, and decodes such frames however the stream is cut.
//! It reserves no memory because a peer announced a length.
//!
//! TCP carries bytes, not messages (RFC 9293, section 2.2). What one `write` sent may arrive in one
//! `read`, in several, or together with its neighbours. So each message says how long it is:
//!
//! ```text
//!           LENGTH                    PAYLOAD
//!  |<----- HEADER = 4 ---->|<-- as many as announced -->|<-- the next header
//!  +-----+-----+-----+-----+-----+-----+-----+-----+-----+-----+--
//!  | 05  | 00  | 00  | 00  | 'h' | 'e' | 'l' | 'l' | 'o' | 00  |     Order::Little
//!  | 00  | 00  | 00  | 05  | 'h' | 'e' | 'l' | 'l' | 'o' | 00  |     Order::Big
//!  +-----+-----+-----+-----+-----+-----+-----+-----+-----+-----+--
//!   a signed 32-bit integer, which counts only the payload
//! ```
//!
//! This is what Python's `struct.pack('i', n)` makes: 'i' is a *signed* int in the byte order of the
//! machine that runs it, which is little-endian on nearly all of them. Both facts are traps. Two
//! machines may disagree about the order, and the length may be negative. In a protocol of your own,
//! use `struct.pack('!I', n)`: unsigned, in network byte order.
//!
//! # Two ways to use it
//!
//! - [`read_frame`] and [`write_frame`], if a thread may wait for one connection.
//! - [`Decoder`], if bytes come from anywhere else. It does no I/O, so every cut can be tested
//!   without a socket.
//!
//! ```
//! use struct_header::{Decoder, HeaderError, Order, encode};
//!
//! let mut stream = Vec::new();
//! encode(b"I'm ", Order::Little, &mut stream)?;
//! encode(b"", Order::Little, &mut stream)?; // an empty message: a header, and nothing after it
//! encode(b"Lyon", Order::Little, &mut stream)?;
//!
//! // The first read ends inside the first payload; the second returns all the rest.
//! let (first, second) = stream.split_at(6);
//! let mut decoder = Decoder::new(Order::Little, 1024);
//!
//! decoder.feed(first);
//! assert_eq!(decoder.next_frame()?, None); // not yet
//! assert_eq!(decoder.finish(), Err(HeaderError::EndInPayload { got: 2, announced: 4 }));
//!
//! decoder.feed(second);
//! assert_eq!(decoder.next_frame()?, Some(&b"I'm "[..]));
//! assert_eq!(decoder.next_frame()?, Some(&b""[..]));
//! assert_eq!(decoder.next_frame()?, Some(&b"Lyon"[..]));
//! assert_eq!(decoder.next_frame()?, None);
//! decoder.finish()?; // the stream may end here: it is between two frames
//! # Ok::<(), HeaderError>(())
//! ```

mod decoder;
mod error;
mod header;
mod stream;

pub use decoder::Decoder;
pub use error::HeaderError;
pub use framing::{Order, ReadError};
pub use header::{HEADER, encode, header, length};
pub use stream::{read_frame, write_frame};
