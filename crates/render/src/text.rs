//! A run for a person: what stands around the pictures.

use crate::columns::{WIDTH, padded, width, wrap};
use crate::palette::Role;
use crate::{calls, picture, sentences};
use std::borrow::Cow;
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
    let distance = run.number("wire_us").map_or(String::new(), |us| format!(", round trip {}", sentences::span(us)));
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

/// Of a case that is made of commands the first alone, so that it fits a screen.
pub(crate) fn drawn(case: &Case) -> Cow<'_, Case> {
    case.commands().into_iter().next().map_or(Cow::Borrowed(case), Cow::Owned)
}

/// Says so, where more happened than is drawn.
pub(crate) fn not_drawn(case: &Case) -> String {
    match case.command_count().value {
        Some(commands @ 2..) => format!("  (command 1 of {commands} is drawn)\n"),
        _ => String::new(),
    }
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

/// Cases side by side: one-way trips, those of awaited ACKs included, what was held back, and how long they took.
pub(crate) fn comparison(cases: &[&Case]) -> String {
    if cases.is_empty() {
        return String::new();
    }
    let heading = format!("\n{} {:>8} {:>10} {:>10}", padded("Side by side", 49), "trips", "held back", "time");
    let mut out = Role::Heading.paint(&heading) + "\n";
    for case in cases {
        let trips = case.trips_with_acks().value.map_or("-".to_owned(), |trips| trips.to_string());
        let held: Option<u64> = Stream::BOTH.into_iter().map(|stream| case.held_most(stream).value).sum();
        let held = held.map_or("-".to_owned(), |bytes| format!("{bytes} B"));
        let time = sentences::span(case.took_us());
        // A µ is one column wide, but two bytes: `>10` counts characters, and that is right.
        out += &format!("{} {trips:>8} {held:>10} {time:>10}\n", padded(&case.name, 49));
    }
    out
}

fn tally(tally: Tally) -> String {
    let mut parts = vec![format!("{} held", tally.held)];
    if tally.contradicted > 0 {
        parts.push(format!("{} contradicted", tally.contradicted));
    }
    if tally.not_observed > 0 {
        parts.push(format!("{} not observed", tally.not_observed));
    }
    let noun = if tally.claims == 1 { "claim" } else { "claims" };
    format!("{}\n", Role::Heading.paint(&format!("{} {noun}: {}", tally.claims, parts.join(", "))))
}
