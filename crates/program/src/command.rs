//! Describes what to start: words and environment variables. No shell is involved.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, ErrorKind};
use std::time::Duration;

/// How many bytes of each output are kept, unless [`Command::keep`] says otherwise.
const KEPT: usize = 64 * 1024;

/// How long a program has between SIGTERM and SIGKILL, unless [`Command::grace`] says otherwise.
const GRACE: Duration = Duration::from_millis(500);

/// A program to start, its arguments, and what it is given.
#[derive(Clone, Debug)]
pub struct Command {
    pub(crate) words: Vec<OsString>,
    pub(crate) variables: Vec<(OsString, OsString)>,
    pub(crate) has_input: bool,
    pub(crate) kept: usize,
    pub(crate) grace: Duration,
}

impl Command {
    /// The program, and then its arguments, each as it should arrive.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] if there is no program, or if a word contains a NUL byte.
    pub fn new<W: Into<OsString>>(words: impl IntoIterator<Item = W>) -> io::Result<Self> {
        let words: Vec<OsString> = words.into_iter().map(Into::into).collect();
        if words.first().is_none_or(|program| program.is_empty()) {
            return Err(invalid("the command is empty: give a program, and its arguments after it"));
        }
        if let Some(nth) = words.iter().position(|word| has_nul(word)) {
            let word = if nth == 0 { "its program".to_owned() } else { format!("its argument {nth}") };
            return Err(invalid(format!("the command cannot be started: {word} contains a NUL byte. Leave it out")));
        }
        Ok(Self { words, variables: Vec::new(), has_input: false, kept: KEPT, grace: GRACE })
    }

    /// Splits a line into words as a POSIX shell does, with its quotes and backslashes, but expands nothing.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] if the line ends inside quotes, and those of [`new`](Self::new).
    pub fn parse(line: &str) -> io::Result<Self> {
        let unfinished = || invalid("the command ends inside quotes or after a \\. Complete it");
        Self::new(shlex::split(line).ok_or_else(unfinished)?)
    }

    /// Replaces `placeholder` in every word by `value`, as in `server --port {port}`.
    pub fn replace(mut self, placeholder: &str, value: &str) -> Self {
        for word in &mut self.words {
            if let Some(text) = word.to_str() {
                *word = text.replace(placeholder, value).into();
            }
        }
        self
    }

    /// Sets an environment variable; the program inherits the others.
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Connects the program's standard input to [`Program::send`](crate::Program::send). Without it, the input is at its end.
    pub fn with_input(mut self) -> Self {
        self.has_input = true;
        self
    }

    /// Sets how many of the last bytes of each output are kept [default: 64 KiB]. No line that is read can be longer.
    pub fn keep(mut self, bytes: usize) -> Self {
        self.kept = bytes;
        self
    }

    /// Sets how long the program has to end by itself after SIGTERM, before SIGKILL [default: 500 ms].
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    pub(crate) fn program(&self) -> &OsStr {
        &self.words[0]
    }
}

/// The command as one could type it into a shell.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.words.iter().map(|word| word.to_string_lossy()).collect();
        f.write_str(&shlex::try_join(words.iter().map(AsRef::as_ref)).unwrap_or_else(|_| words.join(" ")))
    }
}

fn has_nul(word: &OsStr) -> bool {
    word.as_encoded_bytes().contains(&0)
}

fn invalid(text: impl Into<String>) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(command: io::Result<Command>) -> String {
        command.expect_err("it cannot be started").to_string()
    }

    #[test]
    fn a_line_is_split_as_a_shell_would_and_nothing_is_expanded() {
        let command = Command::parse(r#"python3 -c 'print("a b")' $HOME \; x"#).expect("it is complete");
        assert_eq!(command.words, ["python3", "-c", "print(\"a b\")", "$HOME", ";", "x"]);
        assert_eq!(command.to_string(), r#"python3 -c 'print("a b")' '$HOME' ';' x"#);
    }

    #[test]
    fn what_cannot_be_a_command_is_refused_with_a_reason() {
        assert!(refusal(Command::parse("")).contains("empty"));
        assert!(refusal(Command::parse("'' x")).contains("empty"));
        assert!(refusal(Command::parse("echo 'open")).contains("inside quotes"));
        assert!(refusal(Command::new(["echo", "a", "b\0c"])).contains("argument 2 contains a NUL byte"));
        assert!(refusal(Command::new(["\0"])).contains("its program contains a NUL byte"));
    }

    #[test]
    fn placeholders_are_replaced_wherever_they_stand() {
        let command =
            Command::parse("serve --port {port} at:{port}").expect("it is complete").replace("{port}", "7000");
        assert_eq!(command.words, ["serve", "--port", "7000", "at:7000"]);
    }
}
