//! What a learner guesses before a case runs. The trace answers it, never a text written in advance.

use trace::{Asked, By, Case, Stream};

/// A question about a case, and how its trace answers it.
///
/// ```
/// use lesson::Question;
/// use trace::{Case, Event, Stream};
///
/// const SHUTDOWNS: Question = Question::number(
///     "How often does the sender end its stream?",
///     |case| Some(case.events.iter().filter(|timed| matches!(timed.event, Event::Shutdown { .. })).count() as u64),
///     |_| "it ends it once, and every later read returns 0 bytes".to_owned(),
/// );
///
/// let mut case = Case::tcp("one end");
/// case.push(0, Event::Shutdown { stream: Stream::Forward });
/// assert!(SHUTDOWNS.judge(&case, "1").right == Some(true));
/// assert!(SHUTDOWNS.parse("many").is_err());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The question, as in "How many segments leave?".
    pub text: &'static str,
    answer: Answer,
    explanation: fn(&Case) -> String,
}

/// How a case answers; `None` if this system does not report it.
#[derive(Debug, Clone, Copy)]
enum Answer {
    Number(fn(&Case) -> Option<u64>),
    Word(&'static [&'static str], fn(&Case) -> Option<&'static str>),
}

/// A guess, compared with the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The answer; `None` if this system does not report it.
    pub answer: Option<String>,
    /// Whether the guess is right; `None` if nobody knows.
    pub right: Option<bool>,
    /// A sentence for the learner.
    pub text: String,
}

impl Question {
    /// A question whose answer is a whole number. `explanation` is the clause after "Correct: " or "You said 3; the answer
    /// is 2: "; it says why, from the case.
    pub const fn number(
        text: &'static str,
        answer: fn(&Case) -> Option<u64>,
        explanation: fn(&Case) -> String,
    ) -> Self {
        Self { text, answer: Answer::Number(answer), explanation }
    }

    /// A question whose answer is one of `words`. For `explanation` see [`Question::number`].
    pub const fn word(
        text: &'static str,
        words: &'static [&'static str],
        answer: fn(&Case) -> Option<&'static str>,
        explanation: fn(&Case) -> String,
    ) -> Self {
        Self { text, answer: Answer::Word(words, answer), explanation }
    }

    /// The possible answers, as in "a number" or "yes or no".
    pub fn choices(&self) -> String {
        match self.answer {
            Answer::Number(_) => "a number".to_owned(),
            Answer::Word(words, _) => match words.split_last() {
                Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
                _ => words.concat(),
            },
        }
    }

    /// The guess that `typed` stands for. A word may be abbreviated as long as it is unambiguous.
    ///
    /// # Errors
    /// The possible answers, if `typed` is none of them.
    pub fn parse(&self, typed: &str) -> Result<String, String> {
        let typed = typed.trim().to_lowercase();
        let guess = match self.answer {
            Answer::Number(_) => typed.parse::<u64>().ok().map(|number| number.to_string()),
            Answer::Word(words, _) => {
                let meant = || words.iter().filter(|word| word.starts_with(&typed) && !typed.is_empty());
                let exact = words.iter().find(|word| **word == typed);
                exact.or(meant().next().filter(|_| meant().count() == 1)).map(|word| (*word).to_owned())
            }
        };
        guess.ok_or_else(|| self.choices())
    }

    /// What the case answers; `None` if this system does not report it, or if the case was too slow to show it.
    pub fn answer(&self, case: &Case) -> Option<String> {
        match self.answer {
            _ if case.late => None,
            Answer::Number(answer) => answer(case).map(|number| number.to_string()),
            Answer::Word(_, answer) => answer(case).map(str::to_owned),
        }
    }

    /// The answer as a sentence, for whoever passed the question.
    pub fn reveal(&self, case: &Case) -> String {
        match self.answer(case) {
            Some(answer) => format!("The answer is {answer}: {}.", (self.explanation)(case)),
            None => "This run could not observe the answer.".to_owned(),
        }
    }

    /// The question, and what the case answers.
    pub(crate) fn asked(&self, case: &Case) -> Asked {
        let words = match self.answer {
            Answer::Number(_) => &[],
            Answer::Word(words, _) => words,
        };
        Asked { text: self.text, words, answer: self.answer(case), explanation: self.reveal(case) }
    }

    /// Compares a guess, as [`Question::parse`] returns it, with the case.
    pub fn judge(&self, case: &Case, guess: &str) -> Judged {
        let answer = self.answer(case);
        let right = answer.as_ref().map(|answer| answer == guess);
        let text = match right {
            Some(true) => format!("Correct: {}.", (self.explanation)(case)),
            Some(false) | None => format!("You said {guess}. {}", self.reveal(case)),
        };
        Judged { answer, right, text }
    }
}

/// How many segments leave.
pub const SEGMENTS: Question = Question::number(
    "How many segments leave?",
    |case| case.segment_count(Stream::Forward).value,
    |case| {
        let count = render::counted(case.segment_count(Stream::Forward).value.unwrap_or(0), "segment");
        let why = match case.most_held(Stream::Forward) {
            Some(held) => {
                let (first, last) = (held.first + 1, held.first + held.bytes);
                format!("; bytes {first} to {last} waited in the sender's kernel")
            }
            None => "; it was never seen to hold a byte back".to_owned(),
        };
        format!("the kernel sent {count}{why}")
    },
);

/// How many reads return bytes.
pub const READS: Question = Question::number(
    "How many reads does it take?",
    |case| case.read_count(Stream::Forward).value,
    |case| {
        let reads: Vec<String> = case
            .reads(Stream::Forward)
            .iter()
            .filter(|read| read.got() > 0)
            .map(|read| read.got().to_string())
            .collect();
        let sizes = if reads.len() > 8 { format!("{}, …", reads[..8].join(", ")) } else { reads.join(", ") };
        format!("{} returned {sizes} bytes", render::counted(reads.len() as u64, "read"))
    },
);

/// Who glued messages.
pub const GLUED_BY: Question = Question::word(
    "Who glues messages: nobody, the sender, the receiver, or both?",
    &["nobody", "sender", "receiver", "both"],
    |case| {
        let glued: Vec<_> = case.reads(Stream::Forward).into_iter().filter(|read| read.verdict.glued()).collect();
        let by = |wanted| glued.iter().any(|read| read.by == Some(wanted) || read.by == Some(By::Both));
        match (by(By::Sender), by(By::Receiver)) {
            _ if glued.iter().any(|read| read.by.is_none()) => None,
            (false, false) => Some("nobody"),
            (true, false) => Some("sender"),
            (false, true) => Some("receiver"),
            (true, true) => Some("both"),
        }
    },
    |case| {
        let reads = case.reads(Stream::Forward);
        let glued = reads.iter().filter(|read| read.verdict.glued());
        match glued.max_by_key(|read| read.messages.map_or(0, |(first, last)| last - first)) {
            None => {
                let count = case.read_count(Stream::Forward).value.unwrap_or(0);
                format!("of {} none returned more than one message", render::counted(count, "read"))
            }
            Some(read) => {
                let (first, last) = read.messages.unwrap_or_default();
                let how = match read.by {
                    Some(By::Sender) => "share a segment",
                    Some(By::Receiver) => "came in segments of their own and waited together",
                    _ => "partly share a segment and partly waited together",
                };
                let to = if last == first + 1 { "and" } else { "to" };
                format!("messages {first} {to} {last} {how}")
            }
        }
    },
);
