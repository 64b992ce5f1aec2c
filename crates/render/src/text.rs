//! A run for a person: what stands around the pictures.

use crate::columns::{WIDTH, padded, width, wrap};
use crate::palette::Role;
use crate::units::{counted, span};
use crate::{calls, picture};
use trace::{Case, Claim, Outcome, Run, Stream, Tally, Value};

pub(crate) fn opening(run: &Run, question: &str) -> String {
    let number = run.lesson.split('-').next().unwrap_or_default();
    let title = format!("{number} · {question}");
    let place = place(run);
    if width(&title) + 2 + width(&place) > WIDTH {
        return format!("{}\n{}\n", Role::Heading.paint(&title), Role::Frame.paint(&place));
    }
    let gap = padded("", WIDTH - width(&title) - width(&place));
    format!("{}{gap}{}\n", Role::Heading.paint(&title), Role::Frame.paint(&place))
}

/// What carries the bytes, how far, and on which system.
pub(crate) fn place(run: &Run) -> String {
    let kernel = run.kernel.as_deref().unwrap_or("");
    let release = kernel.split(|c: char| c != '.' && !c.is_ascii_digit()).next().unwrap_or("");
    let system = format!("{} {release}", system_name(&run.os));
    let distance = run.number("wire_us").map_or(String::new(), |us| format!(", round trip {}", span(us)));
    format!("{}{distance} · {}", run.net, system.trim_end())
}

/// The system's name as its makers write it.
fn system_name(os: &str) -> &str {
    match os {
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        other => other,
    }
}

pub(crate) fn note(sentence: &str) -> String {
    wrap(sentence, "", 0)
}

pub(crate) fn title(name: &str, does: &str) -> String {
    format!("\n{}\n{}", Role::Heading.paint(name), wrap(does, "  ", 2))
}

/// The three rulers of each stream that the case used, and, where both were used, the calls in their order.
pub(crate) fn case(case: &Case) -> String {
    let moved = |stream: &Stream| {
        case.uses(*stream) && (case.written(*stream).value > Some(0) || case.bytes_read(*stream).value > Some(0))
    };
    let streams: Vec<Stream> = Stream::BOTH.into_iter().filter(moved).collect();
    let mut out = String::new();
    if calls::is_conversation(case) {
        out += &calls::listing(case);
    }
    for &stream in &streams {
        if streams.len() > 1 {
            let way = match stream {
                Stream::Forward => "  client → server",
                Stream::Back => "  server → client",
            };
            out += &format!("{}\n", Role::Frame.paint(way));
        }
        out += &picture::rulers(case, stream);
    }
    if streams.is_empty() && !case.endings(Stream::Forward).is_empty() {
        out += "  (nothing was written, nothing was read)\n";
    }
    out
}

/// The claims and their tally; `options` are the learner's own, which may have taken claims away.
pub(crate) fn claims(claims: &[Claim], options: &[(String, Value)]) -> String {
    let mut out = String::from("\n");
    for claim in claims {
        let (mark, role, word) = match claim.outcome() {
            Outcome::Held => ("✓", Role::Good, ""),
            Outcome::Contradicted => ("✗", Role::Bad, "CONTRADICTED: "),
            Outcome::NotObserved => ("?", Role::Frame, "not observed: "),
        };
        let sentence = wrap(&format!("{word}{}", claim.text), "  ", 2);
        out += &sentence.replacen("  ", &format!("{} ", role.paint(mark)), 1);
        for line in wrap(&claim.shown(), "    ", 4).lines() {
            out += &format!("{}\n", Role::Frame.paint(line));
        }
    }
    if claims.is_empty() {
        return out + "(no claim is about these cases alone)\n";
    }
    if !options.is_empty() {
        let text = "With options of your own, a claim that needs others is left out: neither held nor contradicted.";
        out += &wrap(text, "", 0);
    }
    out + &tally(Tally::of(claims))
}

fn tally(tally: Tally) -> String {
    let mut parts = vec![format!("{} held", tally.held)];
    if tally.contradicted > 0 {
        parts.push(format!("{} contradicted", tally.contradicted));
    }
    if tally.not_observed > 0 {
        parts.push(format!("{} not observed", tally.not_observed));
    }
    format!("{}\n", Role::Heading.paint(&format!("{}: {}", counted(tally.claims, "claim"), parts.join(", "))))
}
