//! One run as plain data: events over a range of bytes, the cuts they imply, verdicts on reads, and claims checked
//! against them. Refuses to do any I/O: it neither watches a socket nor prints a line.
//!
//! A connection carries bytes 0..N. Three parties cut that range, and nothing makes their cuts agree:
//!
//! | cut by | into | known from |
//! |---|---|---|
//! | the sending program | messages, its writes | [`Event::Write`] |
//! | the two kernels | segments | [`Event::Segments`] |
//! | the receiving program | reads | [`Event::Read`] |
//!
//! A read that spans a message's edge is **glued**; a message that spans a read's edge is **split**.
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

mod case;
mod claim;
mod costs;
mod cuts;
mod decoded;
mod early_ends;
mod ending;
mod event;
mod framings;
mod run;
mod trial;
mod verdict;

pub use case::Case;
pub use claim::{Claim, Measure, Outcome};
pub use costs::Cost;
pub use cuts::{Message, Segments};
pub use early_ends::{EarlyEnd, EarlyEnds, WrongEnd};
pub use ending::Ending;
pub use event::{Event, Kind, Source, Stream, Timed, Transport, Value};
pub use framings::{Encoding, FramePart};
pub use run::{Run, Tally};
pub use trial::{Decoded, Trial};
pub use verdict::{By, Cut, JudgedRead, Verdict};
