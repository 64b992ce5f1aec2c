//! One run as plain data: events over a range of bytes, the cuts they imply, verdicts on reads, and claims checked
//! against them. It does no I/O: it neither watches a socket nor prints a line.
//!
//! A connection carries bytes 0..N. Three parties cut that range, and nothing makes their cuts agree:
//!
//! | cut by | into | known from |
//! |---|---|---|
//! | the sending program | messages, its writes | [`Event::Write`] |
//! | the two kernels | segments | [`Event::Segments`] |
//! | the receiving program | reads | [`Event::Read`] |
//!
//! A read that spans a boundary between messages is **glued**; a message that spans a boundary between reads is
//! **split**. If the sender reports its frames ([`Event::Framed`]), these are the messages: an application means
//! frames, not writes.
//!
//! ```
//! use trace::{By, Case, Event, Source, Stream, Verdict};
//!
//! let stream = Stream::Forward;
//! let mut case = Case::tcp("two messages, a segment each, one read");
//! for (message, offset) in [(1, 0), (2, 4)] {
//!     case.push(0, Event::Write { stream, message, offset, asked: 4, accepted: 4, data: vec![] });
//!     case.push(0, Event::Segments { stream, count: 1, offset, bytes: 4, mss: None, source: Source::TcpInfo });
//! }
//! case.push(9, Event::Read { stream, offset: 0, asked: 1024, got: 8, data: vec![] });
//!
//! let read = &case.reads(stream)[0];
//! assert_eq!(read.verdict, Verdict::Glued);
//! assert_eq!(read.by, Some(By::Receiver), "they came apart and waited together");
//! ```

mod about;
mod capture;
mod case;
mod claim;
mod commands;
mod counts;
mod cuts;
mod early_ends;
mod event;
mod framings;
mod named;
mod run;
mod trial;
mod turns;
mod value;
mod verdict;

pub use about::{About, Asked, Code};
pub use case::{Case, Write};
pub use claim::{Claim, Measure, Outcome};
pub use commands::Cost;
pub use counts::Held;
pub use cuts::{Message, Segments};
pub use early_ends::{EarlyEnd, EarlyEnds, WrongEnd};
pub use event::{Ending, Event, Kind, Source, Stream, Timed, Transport};
pub use framings::{Encoding, FramePart};
pub use run::{Run, Tally};
pub use trial::{Decoded, Trial};
pub use value::Value;
pub use verdict::{By, Cut, JudgedRead, Verdict};
