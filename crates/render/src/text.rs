//! A run for a person: the text around the pictures.

use crate::columns::{line_width, width, wrap};
use crate::glyphs::{self, as_printed};
use crate::palette::Role;
use crate::units::{counted, span};
use crate::{calls, picture};
use std::borrow::Cow;
use trace::{Case, Claim, Outcome, Run, Stream, Tally, Value};

pub(crate) fn opening(run: &Run, question: &str) -> String {
    let number = run.lesson.split_once('-').map(|(number, _)| format!("{number} · "));
    let title = number.unwrap_or_default() + question;
    let place = place(run);
    let free = line_width().saturating_sub(width(&title) + width(&place));
    if free < 2 {
        return Role::Heading.paint_lines(&wrap(&title, "", 5)) + &wrap(&place, "", 0);
    }
    format!("{}{}{}\n", Role::Heading.paint(&title), " ".repeat(free), Role::Frame.paint(&place))
}

/// What carries the bytes, how far, and on which system.
pub(crate) fn place(run: &Run) -> String {
    let kernel = run.kernel.as_deref().unwrap_or("");
    let release = kernel.split(|c: char| c != '.' && !c.is_ascii_digit()).next().unwrap_or("");
    let name = match run.os.as_str() {
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        other => other,
    };
    let system = format!("{name} {release}");
    let distance = run.number("wire_us").map_or(String::new(), |us| format!(", round trip {}", span(us)));
    format!("{}{distance} · {}", run.net, system.trim_end())
}

/// The three rulers of each stream that the case used, and, if both were used, the calls in their order.
pub(crate) fn case(case: &Case) -> String {
    let moved = |stream: &Stream| {
        case.uses(*stream) && (case.written(*stream).value > Some(0) || case.bytes_read(*stream).value > Some(0))
    };
    let streams: Vec<Stream> = Stream::BOTH.into_iter().filter(moved).collect();
    let mut out = if calls::is_conversation(case) { calls::listing(case) } else { String::new() };
    for &stream in &streams {
        if streams.len() > 1 {
            let way = ["  client → server", "  server → client"][stream as usize];
            out += &format!("{}\n", Role::Frame.paint(way));
        }
        out += &picture::rulers(case, stream);
    }
    if streams.is_empty() && !case.endings(Stream::Forward).is_empty() {
        out += "  (Nothing was written, and nothing was read.)\n";
    }
    out
}

/// The first command of a case, or the whole case if it is not made of commands.
pub(crate) fn first_command(case: &Case) -> Cow<'_, Case> {
    case.commands().into_iter().next().map_or(Cow::Borrowed(case), Cow::Owned)
}

/// A remark, if more happened than is drawn.
pub(crate) fn other_commands(case: &Case) -> String {
    match case.command_count().value {
        Some(commands @ 2..) => format!("  (Command 1 of {commands} is drawn.)\n"),
        _ => String::new(),
    }
}

/// A case's name, and what it does, unless `does` is empty.
pub(crate) fn title(name: &str, does: &str) -> String {
    let does = if does.is_empty() { String::new() } else { wrap(does, "  ", 2) };
    format!("\n{}{does}", Role::Heading.paint_lines(&wrap(name, "", 0)))
}

/// The lines of a case's code, set off from the rest.
pub(crate) fn code(lines: &str) -> String {
    let line = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        wrap(line, &format!("  │ {}", " ".repeat(indent)), indent + 12)
    };
    lines.lines().map(line).collect()
}

/// A claim with its evidence.
pub(crate) fn claim(claim: &Claim) -> String {
    sentence_of(claim) + &Role::Frame.paint_lines(&wrap(&claim.shown(), "    ", 4))
}

/// A claim and its outcome.
pub(crate) fn sentence_of(claim: &Claim) -> String {
    let (mark, role, word) = match claim.outcome() {
        Outcome::Held => ("✓", Role::Good, ""),
        Outcome::Contradicted => ("✗", Role::Bad, "CONTRADICTED: "),
        Outcome::NotObserved => (glyphs::unknown(), Role::Frame, "not observed: "),
    };
    let sentence = wrap(&format!("{word}{}", claim.text), &format!("{mark} "), 2);
    let mark = as_printed(mark);
    sentence.replacen(&*mark, &role.paint(&mark), 1)
}

/// The claims that are `shown`, and the tally of all; `options` are the learner's own, for which claims may have been
/// skipped.
pub(crate) fn claims(shown: &[Claim], claims: &[Claim], options: &[(String, Value)]) -> String {
    let mut out = String::from("\n");
    shown.iter().for_each(|shown| out += &claim(shown));
    if claims.is_empty() {
        return out + "(No claim is about these cases only.)\n";
    }
    if !options.is_empty() {
        let only_cases = options.iter().all(|(name, _)| name == "case");
        let options = "You changed options, so claims that need the defaults were skipped.";
        out += &wrap(if only_cases { "Claims on other cases were skipped." } else { options }, "", 0);
    }
    let tally = Tally::of(claims);
    let mut line = format!("{}: {} held", counted(tally.claims, "claim"), tally.held);
    for (count, outcome) in [(tally.contradicted, "contradicted"), (tally.not_observed, "not observed")] {
        if count > 0 {
            line += &format!(", {count} {outcome}");
        }
    }
    if shown.len() < claims.len() {
        line += &format!("; {} shown", shown.len());
    }
    out + &Role::Heading.paint(&line) + "\n"
}
