//! What a lesson is going to do: it names its cases without running any.

use super::Session;
use crate::case_setup::{CaseName, CaseSetup};
use crate::lesson::{Extent, Lesson};
use crate::question::Question;
use crate::settings::Settings;
use crate::stage::Stage;
use command_line::{Failure, Stop};
use std::io::{self, Write};

/// A case that is going to run.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Its name.
    pub name: String,
    /// What is asked before it.
    pub questions: Vec<Question>,
    /// The anchor of its code in the lesson's sources.
    pub code: Option<&'static str>,
}

impl Planned {
    pub(super) fn of(name: &str, setup: &CaseSetup) -> Self {
        Self { name: name.to_owned(), questions: setup.questions.clone(), code: setup.code }
    }
}

/// The cases of `lesson` with these settings, in order: those of the whole lesson, or those of the tour.
///
/// # Errors
/// If the settings ask too much of the lesson.
pub fn plan_of(lesson: &Lesson, extent: Extent, settings: &Settings) -> Result<Vec<Planned>, Stop> {
    let mut nowhere = io::sink();
    let mut session = Session::on(Stage::bare(), lesson, extent, settings, &mut nowhere);
    session.plan = Some(Vec::new());
    (lesson.run)(&mut session)?;
    let mut plan: Vec<Planned> = Vec::new();
    for planned in session.plan.into_iter().flatten() {
        if plan.iter().all(|known| known.name != planned.name) {
            plan.push(planned);
        }
    }
    Ok(plan)
}

/// The names of the cases that are drawn. A note on stderr says what the learner asked for that this lesson does not
/// have.
///
/// # Errors
/// If the lesson has nothing of what was asked for.
pub(super) fn drawn(lesson: &Lesson, extent: Extent, settings: &Settings) -> Result<Vec<String>, Failure> {
    let plan = match plan_of(lesson, extent, settings) {
        Err(Stop::Failed(failure)) => return Err(failure),
        plan => plan.unwrap_or_default(),
    };
    let names: Vec<String> = plan.into_iter().map(|planned| planned.name).collect();
    let unknown: Vec<&str> = settings
        .cases
        .iter()
        .filter(|text| !names.iter().any(|name| is_meant(name, text)))
        .map(String::as_str)
        .collect();
    let mut wanted: Vec<String> = names.iter().filter(|name| settings.wants(name)).cloned().collect();
    if !unknown.is_empty() {
        let text = format!("no case of {} has '{}' in its name", lesson.id, unknown.join("' or '"));
        let failure = Failure::cannot(text, format!("its cases are: {}", names.join("; ")));
        if wanted.is_empty() {
            return Err(failure);
        }
        // If stderr is gone, there is nobody left to read it.
        let _ = write!(io::stderr(), "{}", render::wrap(&failure.message, "note: ", 6));
    }
    let route: &[CaseName] = match extent {
        Extent::Tour => &[lesson.headline],
        Extent::Whole if settings.short && settings.cases.is_empty() => lesson.short,
        Extent::Whole | Extent::Opener => &[],
    };
    let on_route = |name: &&String| route.iter().any(|case| case.text() == **name);
    // The learner's options may have renamed every case of the route: then all are drawn.
    if wanted.iter().any(|name| on_route(&name)) {
        wanted = wanted.iter().filter(on_route).cloned().collect();
    }
    Ok(wanted)
}

impl Settings {
    /// Whether the learner wants the case of this name to run.
    pub(super) fn wants(&self, name: &str) -> bool {
        self.cases.is_empty() || self.cases.iter().any(|text| is_meant(name, text))
    }
}

/// Whether `text` means the case of this name.
fn is_meant(name: &str, text: &str) -> bool {
    name.to_lowercase().contains(&text.to_lowercase())
}
