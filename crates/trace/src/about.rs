//! What a case is about, for whoever shows it: what it does, its code, and what it asks.

/// What is known of a case besides its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// What it does, in a sentence or two.
    pub description: String,
    /// The code that makes its calls.
    pub code: Vec<Code>,
    /// What it asks, with the answers of this run.
    pub questions: Vec<Asked>,
}

/// Some lines of a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The file's path in the workspace, with `/` between its parts.
    pub file: String,
    /// The number of the first line, from 1.
    pub line: u64,
    /// The lines, without the indentation that they share.
    pub text: String,
}

impl Code {
    /// Whether it has this line of its file, counted from 1.
    pub fn has(&self, line: u64) -> bool {
        (self.line..self.line + self.text.lines().count() as u64).contains(&line)
    }
}

/// A question, and what this run answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub text: &'static str,
    /// The words among which to choose; none if a number is asked for.
    pub words: &'static [&'static str],
    /// The answer; `None` if the run could not observe it.
    pub answer: Option<String>,
    /// A sentence that says what the answer is, and why.
    pub explanation: String,
}
