//! All colours, by the role that they play. Nothing depends on them: whatever a colour says, a word or a number says too.

use crate::glyphs::as_printed;
use colored::{Color, ColoredString, Colorize};

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A heading.
    Heading,
    /// What frames the rest: rulers' names, options, times.
    Frame,
    /// Bytes of the message with this number.
    Message(u64),
    /// Bytes of that message's frame which are not the message: its header, its trailer.
    Around(u64),
    /// A claim that held, a decoder that survived.
    Good,
    /// What went wrong: a claim that was contradicted, a value decoded wrongly, a call that failed, a stall.
    Bad,
}

/// Grounds for white letters, from the 256 colours of xterm: readable on a light and on a dark projector, neighbours far
/// apart also for eyes that see red and green alike.
const MESSAGES: [u8; 6] = [25, 130, 29, 90, 58, 59];
const LETTERS: Color = Color::AnsiColor(231);
/// No colour reaches a contrast of 4.5 both on dark grey and on white (the best has 4.1 on each), so what is good or bad has
/// a ground of its own too.
const GOOD: u8 = 28;
const BAD: u8 = 160;

impl Role {
    /// `text` in this role, if colours are on: see [`choose_color`].
    pub(crate) fn paint(self, text: &str) -> String {
        let painted: ColoredString = match self {
            Self::Heading => text.bold(),
            Self::Frame => text.normal(), // dimmed, it cannot be read where a projector is weak
            Self::Message(number) => text.color(LETTERS).on_color(Color::AnsiColor(color_of(number))),
            // Turned round the contrast is the same; the line under it shows it on a ground that is white, too.
            Self::Around(number) => text.color(Color::AnsiColor(color_of(number))).on_color(LETTERS).bold().underline(),
            Self::Good => text.color(LETTERS).on_color(Color::AnsiColor(GOOD)).bold(),
            Self::Bad => text.color(LETTERS).on_color(Color::AnsiColor(BAD)).bold(),
        };
        painted.to_string()
    }

    /// Each line of `text` in this role.
    pub(crate) fn paint_lines(self, text: &str) -> String {
        text.lines().map(|line| self.paint(line) + "\n").collect()
    }
}

/// What went wrong is printed in capitals, so that it stands out without colour, too.
const CAPITALS: [&str; 9] =
    ["FAILED", "STILL WAITED", "NOTHING", "WRONG", "GLUED and SPLIT", "GLUED", "SPLIT", "TRUNCATED", "SHORT"];

/// `text` with the first of [`CAPITALS`] that it contains in `role`.
pub(crate) fn emphasized(text: &str, role: Role) -> String {
    let found = CAPITALS.iter().find(|word| text.contains(**word));
    found.map_or(text.to_owned(), |word| text.replacen(word, &role.paint(word), 1))
}

/// `text` in the colour of what is good, as the lessons' ✓.
pub fn good(text: &str) -> String {
    Role::Good.paint(&as_printed(text))
}

/// `text` with what went wrong in the colour of what is bad: the first word in capitals that says so, such as FAILED, or else
/// all of it.
pub fn wrong(text: &str) -> String {
    let text = as_printed(text);
    if CAPITALS.iter().any(|word| text.contains(word)) { emphasized(&text, Role::Bad) } else { Role::Bad.paint(&text) }
}

fn color_of(number: u64) -> u8 {
    MESSAGES[(number as usize + 5) % MESSAGES.len()]
}

/// The ground of the message with this number, as in `#005faf`.
pub(crate) fn ground(number: u64) -> String {
    // From 16 on the 256 colours are a cube: six levels each of red, green and blue.
    let at = color_of(number) - 16;
    let level = |digit: u8| if digit == 0 { 0 } else { 55 + 40 * digit };
    format!("#{:02x}{:02x}{:02x}", level(at / 36), level(at / 6 % 6), level(at % 6))
}

/// Turns colours on or off for the whole process.
pub fn choose_color(on: bool) {
    // A console window of Windows prints escape sequences as text unless it is asked not to; other terminals do not need this.
    #[cfg(windows)]
    if on {
        let _ = colored::control::set_virtual_terminal(true); // it never fails
    }
    colored::control::set_override(on);
}
