//! The outcomes as text and as JSON lines: what a failing program did, the picture, its output, and how to see it again.

use crate::check::{Check, Verdict};
use crate::fault::Fault;
use render::{JsonFields, json_line, wrap};
use std::time::Duration;
use trace::Value;

/// What one check found.
pub struct Outcome {
    /// The check.
    pub check: &'static Check,
    /// What such a program must do.
    pub sentence: &'static str,
    /// What it did.
    pub verdict: Verdict,
    /// The last lines that it printed, if it failed.
    pub said: Vec<u8>,
    /// The command that makes the check again, if it failed and the command is known.
    pub again: Option<String>,
    /// How long the check took.
    pub took: Duration,
    /// The conversation as rulers and bytes, if it failed and the conversation is known.
    pub(crate) picture: String,
}

impl Outcome {
    /// For a person: a line, and where the program failed all that is known.
    pub fn text(&self) -> String {
        let mark = match self.verdict {
            Verdict::Passed(_) => "✓",
            Verdict::Failed(_) => "✗",
            Verdict::NotObserved(_) | Verdict::NotApplicable(_) => "–",
        };
        let name = format!("{mark} {:<18}", self.check.name);
        let (note, fault) = match &self.verdict {
            Verdict::Passed(note) if note.is_empty() => (String::new(), None),
            Verdict::Passed(note) => (format!(" ({note})"), None),
            Verdict::NotObserved(why) => (format!(" NOT OBSERVED: {why}"), None),
            Verdict::NotApplicable(why) => (format!(" Not applicable: {why}."), None),
            Verdict::Failed(fault) => (String::new(), Some(fault)),
        };
        let line = wrap(&format!("{}{note}", self.sentence), &name, 20);
        let line = match mark {
            "✓" => painted(&line, mark, render::good),
            "✗" => painted(&line, mark, render::wrong),
            _ => line,
        };
        render::as_printed(&(line + &fault.map_or(String::new(), |fault| self.evidence(fault)))).into_owned()
    }

    fn evidence(&self, fault: &Fault) -> String {
        let what = wrap(&format!("{}.", on_the_program(&fault.what)), "    FAILED: ", 4);
        let mut out = what.replacen("FAILED", &render::wrong("FAILED"), 1) + &self.picture;
        if !self.said.is_empty() {
            out += &format!("\n    The program's last output:\n{}", output(&self.said));
        }
        if let Some(again) = &self.again {
            out += &format!("\n    See it again:\n      {again}\n");
        }
        out + "\n"
    }

    /// For a program: one line.
    pub fn json(&self) -> String {
        let note = match &self.verdict {
            Verdict::Passed(note) | Verdict::NotObserved(note) | Verdict::NotApplicable(note) => note.clone(),
            Verdict::Failed(fault) => fault.what.clone(),
        };
        let text = |text: String| if text.is_empty() { Value::Null } else { Value::from(text) };
        let mut fields: JsonFields = vec![
            ("name", self.check.name.into()),
            ("sentence", self.sentence.into()),
            ("verdict", self.verdict.name().into()),
            ("note", text(note)),
        ];
        if let Verdict::Failed(fault) = &self.verdict {
            let cuts = fault.cuts.iter().flatten().map(usize::to_string).collect::<Vec<_>>().join(",");
            let sent = fault.record.as_ref().map_or(&[][..], |record| &record.sent);
            let hex: String = sent.iter().map(|byte| format!("{byte:02x}")).collect();
            fields.extend([
                ("cuts", text(cuts)),
                ("sent", text(hex)),
                ("output", text(render::escaped_text(&self.said))),
                ("again", text(self.again.clone().unwrap_or_default())),
            ]);
        }
        json_line(self.took.as_micros() as u64, "check", fields)
    }
}

/// What all checks found.
pub struct Report {
    /// Each, in the order in which they were made.
    pub outcomes: Vec<Outcome>,
}

impl Report {
    pub(crate) fn new(outcomes: Vec<Outcome>) -> Self {
        Self { outcomes }
    }

    /// Whether no check failed.
    pub fn passed(&self) -> bool {
        self.count("failed") == 0
    }

    /// The names of the checks that failed.
    pub fn failed(&self) -> Vec<&'static str> {
        let failed = self.outcomes.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Failed(_)));
        failed.map(|outcome| outcome.check.name).collect()
    }

    fn count(&self, verdict: &str) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.verdict.name() == verdict).count()
    }

    /// For a person: every outcome, and the summary.
    pub fn text(&self) -> String {
        self.outcomes.iter().map(Outcome::text).collect::<String>() + &self.summary()
    }

    /// One line for a person.
    pub fn summary(&self) -> String {
        let mut line =
            format!("{}: {} passed", render::counted(self.outcomes.len() as u64, "check"), self.count("passed"));
        for verdict in ["failed", "not observed", "not applicable"] {
            let count = self.count(verdict);
            if count > 0 {
                line += &format!(", {count} {verdict}");
            }
        }
        line + "\n"
    }

    /// For a program: the last line.
    pub fn json_end(&self) -> String {
        let count = |verdict| Value::from(self.count(verdict) as u64);
        let fields = vec![
            ("checks", Value::from(self.outcomes.len() as u64)),
            ("passed", count("passed")),
            ("failed", count("failed")),
            ("not_observed", count("not observed")),
            ("not_applicable", count("not applicable")),
        ];
        let took: Duration = self.outcomes.iter().map(|outcome| outcome.took).sum();
        json_line(took.as_micros() as u64, "end", fields)
    }
}

/// A line with its mark in colour.
fn painted(line: &str, mark: &str, paint: fn(&str) -> String) -> String {
    line.replacen(&*render::as_printed(mark), &paint(mark), 1)
}

/// A sentence whose subject, if it is "it", is the program.
fn on_the_program(what: &str) -> String {
    what.strip_prefix("it ").map_or(capitalized(what), |what| format!("The program {what}"))
}

/// A program's output, no line wider than the terminal.
fn output(said: &[u8]) -> String {
    const BAR: &str = "    | ";
    const LINES: usize = 4; // of the terminal, for each of the program's
    const INDENT: usize = 20; // the deepest that is kept, in columns
    let text = render::escaped_text(said).replace('\t', "    ");
    let line = |line: &str| {
        let text = line.trim_start();
        let indent = BAR.len() + (line.len() - text.len()).min(INDENT);
        let wrapped = render::wrap(text, &" ".repeat(indent), indent);
        let more = if wrapped.lines().count() > LINES { format!("{BAR}…\n") } else { String::new() };
        let shown = wrapped.lines().take(LINES).map(|line| line.get(BAR.len()..).unwrap_or_default());
        shown.map(|line| format!("{BAR}{line}\n")).collect::<String>() + &more
    };
    text.lines().map(line).collect()
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
