//! The lessons and their cases, for the page's list of presets.

use lesson::{Extent, Lesson, Settings, plan_of};
use lessons::{LESSONS, opener};
use std::sync::LazyLock;
use trace::Value;
use wire::{CableOptions, Wire};

/// The lesson of this name, or the opener.
pub(crate) fn find(name: &str) -> Option<&'static Lesson> {
    let opener = (name == opener::LESSON.id).then_some(&opener::LESSON);
    opener.or_else(|| LESSONS.iter().copied().find(|lesson| lesson.is_called(name)))
}

/// What [`json`] returns, once known: it needs a wire for a moment, which would disturb a run.
pub(crate) static JSON: LazyLock<String> = LazyLock::new(json);

/// A line for each lesson, and first one that says whether there can be a wire.
fn json() -> String {
    let wire = Wire::lay(&CableOptions::default());
    let why = wire.err().map(|why| format!("{why}: {}", why.hint()));
    let all = [&opener::LESSON].into_iter().chain(LESSONS.iter().copied());
    let line = |lesson: &Lesson| {
        let plan = plan_of(lesson, Extent::Whole, &Settings::default()).unwrap_or_default();
        let cases: Vec<String> = plan.into_iter().map(|planned| planned.name).collect();
        render::json_line(
            0,
            "lesson",
            vec![("id", lesson.id.into()), ("question", lesson.question.into()), ("cases", cases.into())],
        )
    };
    render::json_line(0, "wire", vec![("missing", Value::from(why.as_ref()))]) + &all.map(line).collect::<String>()
}
