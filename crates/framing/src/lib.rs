//! Finds messages in a stream: the classic framings, and one decoder for all of them that works however the stream is cut. It
//! reserves no memory because a peer announces a length.
//!
//! Here a client and a server each have one decoder for their connection, and a timeout so that no read waits forever:
//!
//! ```
//! use framing::{BigEndian, Decoder, Prefix, read_frame, write_frame};
//! use std::net::{TcpListener, TcpStream};
//! use std::{error::Error, thread, time::Duration};
//!
//! const FRAMING: Prefix<4, BigEndian> = Prefix::new();
//! const PATIENCE: Option<Duration> = Some(Duration::from_secs(10));
//!
//! fn serve(mut client: TcpStream) -> Result<(), Box<dyn Error + Send + Sync>> {
//!     client.set_read_timeout(PATIENCE)?;
//!     let mut requests = Decoder::new(FRAMING, 1024); // the longest payload to accept, whatever a header announces
//!     while let Some(request) = read_frame(&mut client, &mut requests)? {
//!         write_frame(&mut client, &FRAMING, &request.payload.to_ascii_uppercase())?;
//!     }
//!     Ok(()) // the client closed between two frames
//! }
//!
//! let listener = TcpListener::bind("127.0.0.1:0")?;
//! let mut server = TcpStream::connect(listener.local_addr()?)?;
//! let served = thread::spawn(move || serve(listener.accept()?.0));
//! server.set_read_timeout(PATIENCE)?;
//! write_frame(&mut server, &FRAMING, b"I'm Lyon")?;
//! let mut answers = Decoder::new(FRAMING, 1024);
//! assert_eq!(read_frame(&mut server, &mut answers)?.unwrap().payload, b"I'M LYON");
//! drop(server);
//! served.join().unwrap().unwrap();
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! TCP carries bytes, not messages (RFC 9293, section 2.2). A *framing* marks in the bytes where each message ends:
//!
//! | framing | the message `hello` on the wire | cannot carry |
//! |---|---|---|
//! | [`Fixed`] | `hello` | another size |
//! | [`Delimiter`] | `hello\0`, or another delimiter | the delimiter |
//! | [`Line`] | `hello\n` or `hello\r\n` | LF; CR at the end |
//! | [`Netstring`] | `5:hello,` | |
//! | [`Prefix`] | `00 00 00 05 hello`: 1, 2, 3, 4 or 8 bytes, fixed at build time | more than the width can express |
//! | [`LengthField`] | the same, chosen at run time: anywhere in a header, signed, adjusted, stripped | the same |
//! | [`Varint`] | `05 hello`, optionally with more header before the length | |
//! | [`Cobs`] | `06 hello 00` | |
//!
//! # The same interface for all
//!
//! | | |
//! |---|---|
//! | bytes in, as they arrive | [`Decoder::feed`]; without a copy, [`Decoder::read_from`], or [`Decoder::space`] and [`Decoder::filled`] |
//! | frames out, borrowed | [`Decoder::next_frame`]: a [`Frame`] with its payload, its offset in the stream, its length on the wire |
//! | not yet | `Ok(None)` |
//! | bytes between two frames | [`Framing::idle`]: dropped, such as the zeros that [`Cobs`] sends on a silent line |
//! | an error | [`FrameError`]: the frame's offset, and whether it is oversize, malformed or truncated ([`Violation`]) |
//! | a limit, always | the second argument of [`Decoder::new`] bounds the payload; [`OnOversize`] says what happens to a longer one; [`Framing::HEADER_MAX`] bounds the header of a framing of your own |
//! | the end of the stream | [`Decoder::finish`]: an error unless it is between two frames |
//! | a change of protocol | [`Decoder::waiting`]: the bytes that belong to the next one |
//! | encoding | [`Encode::encode`]: refuses what the framing cannot express ([`EncodeError`]) |
//! | blocking I/O | [`read_frame`], and [`write_frame`] with one vectored write |
//!
//! Framings differ in one pure function, [`Framing::locate`], which finds the next frame in some bytes. Write it for a framing of
//! your own, and the decoder does the rest.
//!
//! `dyn Encode` works, but `dyn Framing` does not. To choose a framing at run time, put a trait of your own in front of
//! `Decoder<F>`, as the tool `sticky` does in `crates/sticky/src/any_framing.rs`.
//!
//! # Frames over the limit
//!
//! A decoder can skip an oversize frame. It reports the frame's offset and the announced length:
//!
//! ```
//! use framing::{Decoder, FrameError, Netstring, OnOversize, Violation};
//!
//! let mut decoder = Decoder::new(Netstring, 10).on_oversize(OnOversize::Skip);
//! decoder.feed(b"0:,13:much too long,4:Lyon,");
//! assert_eq!(decoder.next_frame()?.unwrap().payload, b"");
//! let violation = Violation::Oversize { announced: Some(13), limit: 10, skipped: true };
//! let oversize = decoder.next_frame().unwrap_err();
//! assert_eq!((oversize, oversize.is_final()), (FrameError { offset: 3, violation }, false));
//! assert_eq!(decoder.next_frame()?.map(|frame| (frame.offset, frame.payload)), Some((20, &b"Lyon"[..])));
//! # Ok::<(), FrameError>(())
//! ```
//!
//! # What it costs
//!
//! A frame costs no allocation, unless [`write_frame`] sends it with COBS. The buffer holds the bytes that have arrived and were
//! not taken, and room for one read. It grows when bytes arrive, never because bytes were announced ([`Decoder`] says how far).
//! It moves fewer than twice as many bytes as arrive ([`Decoder::moved`] counts them). `cargo run --release -p
//! framing-benchmarks` compares it with tokio-util and others.

mod blocking;
mod buffer;
mod classify;
mod cobs;
mod decoder;
mod delimiter;
mod encode;
mod error;
mod fixed;
mod framing;
mod length_field;
mod line;
mod near;
mod netstring;
mod order;
mod prefix;
mod varint;

pub use blocking::{read_frame, write_frame};
pub use cobs::{Cobs, CobsProgress};
pub use decoder::{Decoder, Frame, OnOversize};
pub use delimiter::Delimiter;
pub use encode::{Encode, EncodeError, Head};
pub use error::{FrameError, Malformed, ReadError, Violation};
pub use fixed::Fixed;
pub use framing::{Extent, Framing, Located};
pub use length_field::LengthField;
pub use line::Line;
pub use netstring::Netstring;
pub use order::{BigEndian, ByteOrder, LittleEndian, Order, Width};
pub use prefix::Prefix;
pub use varint::Varint;
