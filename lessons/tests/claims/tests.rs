//! Every claim of every lesson, broken on purpose: real runs are altered, or another case's events put in a case's place
//! as if it had run with the opposite option, and the claim comes out contradicted. And the other way round: whatever
//! flags a learner gives, no claim is contradicted. A claim is not taken for tested where no alteration breaks it.

mod grid;

use crate::alter::ran_as;
use crate::{ALTERATIONS, LESSONS, header_in_two_writes};
use lesson::{Extent, Lesson, Settings};
use std::collections::BTreeSet;
use std::io;
use std::sync::OnceLock;
use trace::{Claim, Event, Outcome, Run};

/// One real run of every lesson, as a learner sees it.
fn runs() -> &'static [(&'static Lesson, Run)] {
    static RUNS: OnceLock<Vec<(&'static Lesson, Run)>> = OnceLock::new();
    RUNS.get_or_init(|| LESSONS.iter().map(|lesson| (*lesson, performed(lesson, &Settings::default()).0)).collect())
}

fn performed(lesson: &Lesson, settings: &Settings) -> (Run, Vec<Claim>) {
    match lesson::perform(lesson, settings, &mut io::sink(), Extent::Whole) {
        Ok(performed) => performed,
        Err(stop) => panic!("{} {settings:?}: {stop:?}", lesson.id),
    }
}

/// Each lesson, its run, a claim's text, and the run altered so that the claim is false.
fn altered_runs() -> impl Iterator<Item = (&'static Lesson, &'static Run, &'static str, Run)> {
    let of_lesson = |(lesson, run): &'static (&'static Lesson, Run)| {
        let alterations = ALTERATIONS.iter().find(|(known, _)| known.id == lesson.id).expect("listed").1;
        alterations.iter().map(move |(text, alter)| {
            let mut altered = run.clone();
            alter(&mut altered);
            (*lesson, run, *text, altered)
        })
    };
    runs().iter().flat_map(of_lesson)
}

fn outcome(claims: &[Claim], text: &str) -> Option<Outcome> {
    claims.iter().find(|claim| claim.text == text).map(Claim::outcome)
}

#[test]
fn a_run_holds_every_claim_or_says_what_was_not_observed() {
    for (lesson, run) in runs() {
        for claim in lesson.claims_of(run) {
            let outcome = claim.outcome();
            assert_ne!(outcome, Outcome::Contradicted, "{}: {}: {}", lesson.id, claim.text, claim.shown());
            let seen = outcome == Outcome::Held || !cfg!(target_os = "linux");
            assert!(seen, "{}: {}: {} on Linux", lesson.id, claim.text, claim.shown());
        }
    }
}

/// A case that was renamed, or that no longer runs, takes no claim away unseen.
#[test]
fn every_claim_is_about_cases_that_run() {
    for (lesson, run) in runs() {
        let tour = lesson::perform(lesson, &Settings::default(), &mut io::sink(), Extent::Tour).expect("it runs").0;
        let wire = on_a_wire(lesson);
        let all: Vec<&Run> = [run, &tour].into_iter().chain(&wire).collect();
        let needs_a_wire = lesson.on_a_wire && wire.is_none();
        let without = lesson.claims_without_a_case(&all);
        assert!(without.is_empty() || needs_a_wire, "{}: {without:#?}", lesson.id);
    }
}

/// The lesson over a distance, where it has one and this machine can lay a wire.
fn on_a_wire(lesson: &Lesson) -> Option<Run> {
    let settings = Settings { wire: Some(wire::CableOptions::default()), ..Settings::default() };
    let performed = lesson.on_a_wire.then(|| lesson::perform(lesson, &settings, &mut io::sink(), Extent::Whole));
    performed?.ok().map(|(run, _)| run)
}

#[test]
fn a_claim_is_contradicted_by_events_that_belie_it() {
    for (lesson, run, text, altered) in altered_runs() {
        let before = outcome(&lesson.claims_of(run), text);
        if before == Some(Outcome::NotObserved) {
            continue; // no counter here: there is nothing to alter
        }
        assert_eq!(before, Some(Outcome::Held), "{}: {text}", lesson.id);
        assert_ne!(&altered, run, "{}: {text}: the alteration alters nothing", lesson.id);
        let claims = lesson.claims_of(&altered);
        assert_eq!(outcome(&claims, text), Some(Outcome::Contradicted), "{}: {text}", lesson.id);
        assert_eq!(lesson::exit_status(&claims), 1, "{}: {text}", lesson.id);
    }
}

#[test]
fn every_claim_has_an_alteration_that_breaks_it() {
    for (lesson, run) in runs() {
        let made: BTreeSet<String> = lesson.claims_of(run).into_iter().map(|claim| claim.text).collect();
        let of_lesson = altered_runs().filter(|(known, ..)| known.id == lesson.id);
        let broken: BTreeSet<String> = of_lesson.map(|(_, _, text, _)| text.to_owned()).collect();
        assert_eq!(made, broken, "{}", lesson.id);
    }
}

#[test]
fn no_claim_is_made_on_a_case_that_came_too_late() {
    for (lesson, run) in runs() {
        let mut late = run.clone();
        late.cases.iter_mut().for_each(|case| case.late = true);
        let claims = lesson.claims_of(&late);
        assert!(claims.is_empty(), "{}: {claims:#?}", lesson.id);
    }
}

/// Claims that need a distance, on what the cases did without one: a capture is no part of what they look at.
#[test]
fn quick_acks_save_no_trip_is_claimed_over_a_distance_alone() {
    use header_in_two_writes::tests::{ANSWER, ANSWER_AT_ONCE, ANSWER_QUICK};
    let (lesson, run) = runs().iter().find(|(lesson, _)| lesson.number() == "05").expect("lesson 05");
    let text = "Answer in two writes, quick ACKs: over a distance they save the delay, and no trip";
    assert_eq!(outcome(&lesson.claims_of(run), text), None);
    let on_a_wire = |did| {
        let mut run = Run { net: "wire".to_owned(), ..run.clone() };
        ran_as(&mut run, ANSWER_QUICK, did);
        outcome(&lesson.claims_of(&run), text)
    };
    let seen = cfg!(target_os = "linux");
    assert_eq!(on_a_wire(ANSWER), Some(if seen { Outcome::Held } else { Outcome::NotObserved }));
    assert_eq!(on_a_wire(ANSWER_AT_ONCE), Some(if seen { Outcome::Contradicted } else { Outcome::NotObserved }));
}

#[test]
fn a_claim_whose_numbers_nobody_counted_is_not_observed() {
    for (lesson, run) in runs() {
        let mut blind = run.clone();
        for case in &mut blind.cases {
            case.events.retain(|timed| !matches!(timed.event, Event::Segments { .. } | Event::Held { .. }));
            case.missing = vec!["quickack".to_owned()];
        }
        let claims = lesson.claims_of(&blind);
        let contradicted: Vec<_> = claims.iter().filter(|claim| claim.outcome() == Outcome::Contradicted).collect();
        assert!(contradicted.is_empty(), "{}: {contradicted:#?}", lesson.id);
        assert_eq!(lesson::exit_status(&claims), 0);
    }
}
