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

/// Each lesson, a claim's text, a run that makes the claim, and that run altered so that the claim is false. A claim that
/// needs a distance is left out where no wire can be laid.
fn altered_runs() -> impl Iterator<Item = (&'static Lesson, &'static str, Run, Run)> {
    ALTERATIONS.iter().flat_map(|(lesson, alterations)| {
        let (_, loopback) = runs().iter().find(|(known, _)| known.id == lesson.id).expect("every lesson ran");
        let wire = on_a_wire(lesson);
        alterations.iter().filter_map(move |(text, alter)| {
            let makes = |run: &&Run| lesson.claims_of(run).iter().any(|claim| claim.text == *text);
            let run = Some(loopback).filter(makes).or(wire.as_ref().filter(makes))?;
            let mut altered = run.clone();
            alter(&mut altered);
            Some((*lesson, *text, run.clone(), altered))
        })
    })
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
        let mut without = lesson.claims_without_a_case(&all);
        without.retain(|missing| wire.is_some() || !missing.ends_with(ON_A_WIRE_ALONE));
        assert!(without.is_empty(), "{}: {without:#?}", lesson.id);
    }
}

/// The one case that runs only over a distance, as a claim without it is reported.
const ON_A_WIRE_ALONE: &str = "is about 'longer than the first window'";

/// The lesson over a distance, where it has one and this machine can lay a wire.
fn on_a_wire(lesson: &Lesson) -> Option<Run> {
    let round_trip = std::time::Duration::from_millis(5);
    let settings =
        Settings { wire: Some(wire::CableOptions { round_trip, ..Default::default() }), ..Settings::default() };
    let performed = lesson.on_a_wire.then(|| lesson::perform(lesson, &settings, &mut io::sink(), Extent::Whole));
    performed?.ok().map(|(run, _)| run)
}

#[test]
fn a_claim_is_contradicted_by_events_that_belie_it() {
    for (lesson, text, run, altered) in altered_runs() {
        let before = outcome(&lesson.claims_of(&run), text);
        if before == Some(Outcome::NotObserved) {
            continue; // no counter here: there is nothing to alter
        }
        assert_eq!(before, Some(Outcome::Held), "{}: {text}", lesson.id);
        assert_ne!(altered, run, "{}: {text}: the alteration alters nothing", lesson.id);
        let claims = lesson.claims_of(&altered);
        assert_eq!(outcome(&claims, text), Some(Outcome::Contradicted), "{}: {text}", lesson.id);
        assert_eq!(lesson::exit_status(&claims), 1, "{}: {text}", lesson.id);
    }
}

#[test]
fn every_claim_has_an_alteration_that_breaks_it() {
    for (lesson, alterations) in ALTERATIONS {
        let claimed: BTreeSet<&str> = lesson.claims.iter().map(|statement| statement.text).collect();
        let broken: BTreeSet<&str> = alterations.iter().map(|(text, _)| *text).collect();
        assert_eq!(claimed, broken, "{}", lesson.id);
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
