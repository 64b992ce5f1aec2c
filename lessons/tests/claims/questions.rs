//! Every case has questions, and its run answers them: a run that went otherwise would answer otherwise.

use super::{Runs, every_lesson, runs};
use lesson::{Extent, LINES_MAX, Planned, Question, Settings, excerpt, plan_of};
use std::mem::discriminant;
use trace::{Case, Run};

fn plan(lesson: &lesson::Lesson) -> Vec<Planned> {
    plan_of(lesson, Extent::Whole, &Settings::default()).expect("it names its cases")
}

#[test]
fn every_case_has_questions_and_shows_its_calls() {
    for lesson in every_lesson() {
        for Planned { name, questions, code } in plan(lesson) {
            let opener = lesson.id == "opener";
            assert!((1..=3).contains(&questions.len()) || opener, "{}: '{name}' asks {questions:?}", lesson.id);
            let anchor = code.unwrap_or_else(|| panic!("{}: '{name}' shows no code", lesson.id));
            let lines = excerpt(lesson.sources, anchor).map(|code| code.text);
            let lines = lines.unwrap_or_else(|| panic!("{}: no source has an anchor {anchor}", lesson.id));
            let count = lines.lines().count();
            assert!((1..=LINES_MAX).contains(&count), "{}: {count} lines of {anchor}:\n{lines}", lesson.id);
            assert!(lines.lines().all(|line| line.len() <= 100), "{}: too wide for a screen:\n{lines}", lesson.id);
        }
    }
}

#[test]
fn every_lesson_has_one_headline_and_a_short_route() {
    for lesson in every_lesson() {
        let names: Vec<String> = plan(lesson).into_iter().map(|planned| planned.name).collect();
        let tour = plan_of(lesson, Extent::Tour, &Settings::default()).expect("it names its cases");
        assert!(tour.iter().any(|planned| planned.name == lesson.headline.text()), "{}: no headline", lesson.id);
        assert!((1..=6).contains(&lesson.short.len()), "{}: the short route is long", lesson.id);
        for case in lesson.short {
            assert!(names.contains(&case.text()), "{}: '{}' is in no run", lesson.id, case.text());
        }
        let headlines = lesson.claims.iter().filter(|statement| statement.is_headline()).count();
        assert_eq!(headlines, 1, "{}: one claim matters most", lesson.id);
    }
}

#[test]
fn questions_are_answered_by_the_run_and_by_nothing_else() {
    for Runs { lesson, whole: run, .. } in runs() {
        for Planned { name, questions, .. } in plan(lesson) {
            let Some(case) = run.case(&name) else { continue };
            for question in questions {
                let what = format!("{}: '{name}': {}", lesson.id, question.text);
                assert!(question.parse("").is_err() && question.parse("no such answer").is_err(), "{what}");
                match question.answer(case) {
                    Some(answer) => is_answered(&what, question, case, &answer, run),
                    None => assert!(!cfg!(target_os = "linux") || case.late, "{what}: not observed on Linux"),
                }
            }
        }
    }
}

fn is_answered(what: &str, question: Question, case: &Case, answer: &str, run: &Run) {
    let said = question.parse(answer);
    assert_eq!(said.as_deref(), Ok(answer), "{what}: the answer cannot be typed");
    let judged = question.judge(case, answer);
    assert!(judged.right == Some(true) && judged.text.starts_with("Correct: "), "{what}: {judged:?}");
    assert!(judged.text.contains(|c: char| c.is_alphanumeric()) && judged.text.len() < 150, "{what}: {judged:?}");
    let wrong = question.judge(case, "another answer");
    assert!(wrong.right == Some(false) && wrong.text.starts_with("You said"), "{what}: {wrong:?}");
    let late = question.judge(&Case { late: true, ..case.clone() }, answer);
    assert_eq!(late.right, None, "{what}: nobody knows what a late case would have shown");
    let altered = altered(case, run).any(|altered| question.answer(&altered).as_deref() != Some(answer));
    assert!(altered, "{what}: whatever happens, the answer is {answer}");
}

/// The case with an event less, with one twice, without those of one kind, and as if it had gone as each other case did.
fn altered<'a>(case: &'a Case, run: &'a Run) -> impl Iterator<Item = Case> + 'a {
    let with = |events| Case { events, ..case.clone() };
    let less = (0..case.events.len()).map(move |nth| {
        let mut events = case.events.clone();
        events.remove(nth);
        with(events)
    });
    let twice = (0..case.events.len()).map(move |nth| {
        let mut events = case.events.clone();
        events.insert(nth, events[nth].clone());
        with(events)
    });
    let kinds = case.events.iter().map(|timed| discriminant(&timed.event));
    let without = kinds.map(move |kind| {
        let mut events = case.events.clone();
        events.retain(|timed| discriminant(&timed.event) != kind);
        with(events)
    });
    let as_another = run.cases.iter().map(move |other| with(other.events.clone()));
    as_another.chain(without).chain(less).chain(twice)
}
