//! What somebody can type at a screen.

use crate::screens::Place;

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reply {
    /// The next screen.
    Next,
    /// The screen before.
    Back,
    /// This case once more.
    Again,
    /// Another case, or the claims.
    Go(Place),
    /// What can be typed.
    Help,
    /// Leave.
    Quit,
    /// Something else: a guess, or a mistake.
    Other(String),
}

/// What can be typed at a screen, for a person.
pub(crate) const HELP: &str = "\
Type one of these, then press Enter:
  (nothing)  go on to the next screen; pass a question
  b          go back one screen
  r          run this case again, on a new connection
  g 2        go to case 2
  c          go to the claims
  q          leave the lesson
Anything else is an answer where a question is asked.
";

impl Reply {
    /// What a line means; an empty string is the end of the input.
    pub(crate) fn of(line: &str) -> Self {
        let typed = line.trim();
        let mut words = typed.split_whitespace();
        match (words.next().map(str::to_lowercase).as_deref(), words.next(), words.next()) {
            (None, ..) => Self::Next,
            (Some("b"), None, _) => Self::Back,
            (Some("r"), None, _) => Self::Again,
            (Some("c"), None, _) => Self::Go(Place::Claims),
            (Some("?"), None, _) => Self::Help,
            (Some("q"), None, _) => Self::Quit,
            (Some("g"), Some(number), None) => {
                let case = number.parse().map(|number| Self::Go(Place::Case(number)));
                case.unwrap_or_else(|_| Self::Other(typed.to_owned()))
            }
            _ => Self::Other(typed.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_command_or_an_answer_and_nothing_else_is_taken_for_enter() {
        let other = |text: &str| Reply::Other(text.to_owned());
        let lines = [
            ("\n", Reply::Next),
            (" \r\n", Reply::Next),
            ("n\n", other("n")),
            ("B\n", Reply::Back),
            ("r\n", Reply::Again),
            ("g 12\n", Reply::Go(Place::Case(12))),
            ("g x\n", other("g x")),
            ("c\n", Reply::Go(Place::Claims)),
            ("?\n", Reply::Help),
            ("q\n", Reply::Quit),
            ("\u{1b}[6~\n", other("\u{1b}[6~")),
            ("both\n", other("both")),
            ("3\n", other("3")),
        ];
        for (line, reply) in lines {
            assert_eq!(Reply::of(line), reply, "{line:?}");
        }
    }
}
