//! A run as a person or a program reads it: terminal text in 80 columns (or as many as are chosen), JSON lines, or a
//! drawing. This crate returns everything as a `String`: it writes nothing anywhere, runs nothing, and says nothing that is
//! not in the trace.
//!
//! [`Format`] is the way in. A lesson chooses one at its start, and shows everything with it:
//!
//! ```
//! use render::Format;
//! use trace::{Case, Event, Source, Stream};
//!
//! let stream = Stream::Forward;
//! let mut case = Case::tcp("two messages, a segment each, one read");
//! for (message, offset, data) in [(1, 0, b"I'm "), (2, 4, b"Lyon")] {
//!     case.push(0, Event::Write { stream, message, offset, asked: 4, accepted: 4, data: data.to_vec() });
//!     case.push(0, Event::Segments { stream, count: 1, offset, bytes: 4, mss: None, source: Source::TcpInfo });
//! }
//! case.push(9, Event::Read { stream, offset: 0, asked: 1024, got: 8, data: b"I'm Lyon".to_vec() });
//!
//! render::choose_color(false);
//! let picture = r#"
//!   messages │1 "I'm " │2 "Lyon" │                               2 writes
//!   segments │1 "I'm " │2 "Lyon" │                               2 segments
//!   reads    │1 "I'm "  2 "Lyon" │                               1 read
//! "#;
//! assert_eq!(Format::Text.case(&case), picture.trim_start_matches('\n'));
//! assert!(Format::Text.verdicts(&case).contains("Read 1 is GLUED: messages 1 and 2. The receiver glued them"));
//! assert!(Format::Json.case(&case).contains(r#""messages":[1,2],"verdict":"glued","by":"receiver""#));
//! ```
//!
//! | to show | there is |
//! |---|---|
//! | messages, segments and reads over the same bytes | [`Format::case`], and in words [`Format::verdicts`] |
//! | the bytes on the wire, and what each is | [`Format::bytes`], [`Format::facts`], [`dump()`] |
//! | a captured connection over time | [`sequence()`] in the terminal, [`sequence_svg`] as a slide |
//! | decoders that were given every cut of a stream | [`Format::case`] |
//! | cases side by side, and claims | [`Format::costs`], [`Format::endings`], [`Format::claims`] |

mod calls;
mod columns;
mod decoders;
mod dump;
mod escape;
mod found;
mod frames;
mod glyphs;
mod json;
mod palette;
mod picture;
mod sentences;
mod sequence;
mod tables;
mod text;
mod units;

pub use columns::{choose_width, line_width, wrap};
pub use dump::{Part, dump, dump_with_cuts};
pub use escape::{escaped, escaped_text, quoted};
pub use found::{Found, Wrong};
pub use glyphs::{as_printed, choose_ascii};
pub use json::{Fields as JsonFields, line as json_line, lines as json_lines};
pub use palette::{choose_color, good, wrong};
pub use picture::{Ruler, rulers_of};
pub use sequence::{sequence, sequence_key, sequence_svg};
pub use units::{bytes, counted, span};

use decoders::{alone, cuts, early_ends};
use palette::Role;
use trace::{Case, Claim, Outcome, Run};

/// A guess of a learner's, and what the trace says.
#[derive(Debug, Clone)]
pub struct Guess<'a> {
    /// The case that it is about.
    pub case: &'a str,
    /// What was asked.
    pub question: &'a str,
    /// What the learner answered; `None` if the learner passed.
    pub said: Option<&'a str>,
    /// What the trace answers; `None` if that could not be observed.
    pub answer: Option<String>,
    /// Whether the guess was right; `None` if nobody knows.
    pub right: Option<bool>,
    /// The comparison as a sentence.
    pub text: &'a str,
}

/// How a run is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a person: rulers, sentences, claims.
    Text,
    /// For a program: one JSON object a line.
    Json,
}

impl Format {
    /// The lesson's question, and where it is asked.
    pub fn opening(self, run: &Run, question: &str, t_us: u64) -> String {
        self.show(|| text::opening(run, question), || json::opening(run, t_us))
    }

    /// A sentence of the lesson's own, on what it is about to do.
    pub fn note(self, sentence: &str) -> String {
        self.show(|| wrap(sentence, "", 0), String::new)
    }

    /// A case's name, and a few words beside it.
    pub fn name(self, name: &str, words: &str) -> String {
        let line = || format!("{}  {words}", Role::Heading.paint(name)).trim_end().to_owned() + "\n";
        self.show(line, String::new)
    }

    /// A case's name and what it does, before it runs.
    pub fn title(self, name: &str, does: &str) -> String {
        self.show(|| text::title(name, does), String::new)
    }

    /// The calls that a case is about to make.
    pub fn code(self, lines: &str) -> String {
        self.show(|| text::code(lines), String::new)
    }

    /// A guess beside the answer, once the case has run; `t_us` is the time of the comparison, in microseconds since the run
    /// began.
    pub fn guess(self, guess: &Guess<'_>, t_us: u64) -> String {
        self.show(|| wrap(guess.text, "  ", 4), || json::guess(guess, t_us))
    }

    /// What happened in a case: the rulers, or every event. Of a case made of commands the rulers show the first.
    pub fn case(self, case: &Case) -> String {
        self.show(
            || text::case(&text::first_command(case)) + &cuts::table(case) + &early_ends::table(case),
            || json::case(case),
        )
    }

    /// The sentences about a case.
    pub fn verdicts(self, case: &Case) -> String {
        self.show(|| sentences::sentences(case), String::new)
    }

    /// What happened in a case, as the bytes on the wire and what each of them is; or every event.
    pub fn bytes(self, case: &Case) -> String {
        self.show(|| frames::bytes(case), || json::case(case))
    }

    /// The sentences about the bytes of a case: where calls cut them, what was added, what was refused.
    pub fn facts(self, case: &Case) -> String {
        self.show(|| frames::facts(case), String::new)
    }

    /// A frame that was found in a stream. The middle of a long frame is left out, unless `full` is set.
    pub fn found(self, found: &Found<'_>, full: bool) -> String {
        self.show(|| found::text(found, full), || found::json(found))
    }

    /// A frame that is wrong.
    pub fn violation(self, wrong: &Wrong<'_>) -> String {
        self.show(|| found::violation(wrong), || found::violation_json(wrong))
    }

    /// How many frames were found, of how many bytes in all, and how many violations.
    pub fn total(self, frames: u64, bytes: u64, errors: u64) -> String {
        self.show(|| found::total(frames, bytes, errors), String::new)
    }

    /// What framings add to messages, side by side.
    pub fn overheads(self, run: &Run) -> String {
        self.show(|| tables::overheads(run), String::new)
    }

    /// Cases side by side: what each cost.
    pub fn comparison(self, cases: &[&Case]) -> String {
        self.show(|| tables::comparison(cases), String::new)
    }

    /// What a command of each case cost; `t_us` is the time of the counting, in microseconds since the run began.
    pub fn costs(self, run: &Run, t_us: u64) -> String {
        self.show(|| tables::costs(run), || json::costs(run, t_us))
    }

    /// What each case reserved, what ended it, and when, side by side.
    pub fn endings(self, run: &Run) -> String {
        self.show(|| tables::endings(run), String::new)
    }

    /// Decoders that had a case each, side by side; only for a person.
    pub fn decoders(self, run: &Run) -> String {
        self.show(|| alone::side_by_side(run), String::new)
    }

    /// The claims that are `shown`, with their outcomes, and the tally of all. `t_us` is the time of the check, in microseconds
    /// since the run began.
    pub fn claims(self, run: &Run, shown: &[Claim], claims: &[Claim], t_us: u64) -> String {
        self.show(|| text::claims(shown, claims, &run.options), || json::claims(claims, t_us))
    }

    /// The claims without their evidence if they held, and with it if not; a program gets everything. See [`Format::claims`].
    pub fn brief_claims(self, run: &Run, claims: &[Claim], t_us: u64) -> String {
        let held = |claim: &Claim| claim.outcome() == Outcome::Held;
        let text = |claim: &Claim| if held(claim) { text::sentence_of(claim) } else { text::claim(claim) };
        self.show(|| claims.iter().map(text).collect(), || self.claims(run, claims, claims, t_us))
    }

    /// What a person reads, or what a program reads instead.
    fn show(self, text: impl FnOnce() -> String, json: impl FnOnce() -> String) -> String {
        if self == Self::Text { as_printed(&text()).into_owned() } else { json() }
    }
}
