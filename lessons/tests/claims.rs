//! Every claim of every lesson, broken on purpose: real runs are altered, or another case's events put in a case's place
//! as if it had run with the opposite option, and the claim comes out contradicted. And the other way round: whatever
//! flags a learner gives, no claim is contradicted. It refuses to take a claim for tested that no alteration breaks.

#[path = "claims/breaks.rs"]
mod breaks;
#[path = "claims/breaks_hostile.rs"]
mod breaks_hostile;
#[path = "claims/every_cut.rs"]
mod every_cut;
#[path = "claims/grid.rs"]
mod grid;
#[path = "claims/many_framings.rs"]
mod many_framings;

use breaks::{ANSWER, ANSWER_AT_ONCE, BREAKS, Break, ran_as};
use breaks_hostile::HOSTILE;
use lesson::{Lesson, Settings};
use lessons::LESSONS;
use many_framings::MANY_FRAMINGS;
use std::collections::BTreeSet;
use std::io;
use std::sync::OnceLock;
use trace::{Claim, Outcome, Run};

/// One real run of every lesson, as a learner sees it.
fn runs() -> &'static [(&'static Lesson, Run)] {
    static RUNS: OnceLock<Vec<(&'static Lesson, Run)>> = OnceLock::new();
    RUNS.get_or_init(|| LESSONS.into_iter().map(|lesson| (lesson, performed(lesson, &Settings::default()).0)).collect())
}

/// The alterations of all lessons.
fn breaks() -> impl Iterator<Item = &'static Break> {
    [BREAKS, MANY_FRAMINGS, HOSTILE, every_cut::BREAKS].into_iter().flatten()
}

fn performed(lesson: &Lesson, settings: &Settings) -> (Run, Vec<Claim>) {
    match lesson::perform(lesson, settings, &mut io::sink(), false) {
        Ok(performed) => performed,
        Err(stop) => panic!("{} {settings:?}: {stop:?}", lesson.id),
    }
}

fn of_number(number: &str) -> &'static (&'static Lesson, Run) {
    runs().iter().find(|(lesson, _)| lesson.number() == number).expect("a lesson's number")
}

fn outcome(claims: &[Claim], text: &str) -> Option<Outcome> {
    claims.iter().find(|claim| claim.text == text).map(Claim::outcome)
}

#[test]
fn an_unaltered_run_holds_every_claim_or_says_what_was_not_observed() {
    for (lesson, run) in runs() {
        for claim in (lesson.claims)(run) {
            let outcome = claim.outcome();
            assert_ne!(outcome, Outcome::Contradicted, "{}: {}: {}", lesson.id, claim.text, claim.shown());
            let seen = outcome == Outcome::Held || !cfg!(target_os = "linux");
            assert!(seen, "{}: {}: {} on Linux", lesson.id, claim.text, claim.shown());
        }
    }
}

#[test]
fn every_claim_is_contradicted_by_the_events_that_belie_it() {
    for (number, text, alter) in breaks() {
        let (lesson, run) = of_number(number);
        let before = outcome(&(lesson.claims)(run), text);
        if before == Some(Outcome::NotObserved) {
            continue; // no counter here: there is nothing to alter
        }
        assert_eq!(before, Some(Outcome::Held), "{number}: {text}");
        let mut altered = run.clone();
        alter(&mut altered);
        assert_ne!(&altered, run, "{number}: {text}: the alteration alters nothing");
        let after = outcome(&(lesson.claims)(&altered), text);
        assert_eq!(after, Some(Outcome::Contradicted), "{number}: {text}");
    }
}

#[test]
fn no_claim_is_without_an_alteration_that_breaks_it_and_no_alteration_without_a_claim() {
    for (lesson, run) in runs() {
        let made: BTreeSet<String> = (lesson.claims)(run).into_iter().map(|claim| claim.text).collect();
        let of_lesson = breaks().filter(|(number, ..)| *number == lesson.number());
        let broken: BTreeSet<String> = of_lesson.map(|(_, text, _)| (*text).to_owned()).collect();
        assert_eq!(made, broken, "{}", lesson.id);
    }
}

#[test]
fn no_claim_is_made_on_cases_that_came_too_late_for_what_they_show() {
    for (lesson, run) in runs() {
        let mut late = run.clone();
        late.cases.iter_mut().for_each(|case| case.late = true);
        let claims = (lesson.claims)(&late.in_time());
        assert!(claims.is_empty(), "{}: {claims:#?}", lesson.id);
    }
}

/// Claims that need a distance, on what the cases did without one: a capture is no part of what they look at.
#[test]
fn that_quick_acks_save_no_trip_over_a_distance_is_claimed_there_alone_and_contradicted_by_two_trips() {
    let (lesson, run) = of_number("05");
    let text = "Answer in two writes, quick ACKs: over a distance they save the delay, and no trip";
    assert_eq!(outcome(&(lesson.claims)(run), text), None);
    let on_a_wire = |did: &str| {
        let mut run = Run { net: "wire".to_owned(), ..run.clone() };
        ran_as(&mut run, "answer, two writes: Nagle, quick ACKs", did);
        outcome(&(lesson.claims)(&run), text)
    };
    let seen = cfg!(target_os = "linux");
    assert_eq!(on_a_wire(ANSWER), Some(if seen { Outcome::Held } else { Outcome::NotObserved }));
    assert_eq!(on_a_wire(ANSWER_AT_ONCE), Some(if seen { Outcome::Contradicted } else { Outcome::NotObserved }));
}

#[test]
fn one_contradicted_claim_among_many_makes_the_exit_status_1() {
    for (lesson, run) in runs() {
        assert_eq!(lesson::exit_status(&(lesson.claims)(run)), 0, "{}", lesson.id);
    }
    for (number, text, alter) in breaks() {
        let (lesson, run) = of_number(number);
        let mut altered = run.clone();
        alter(&mut altered);
        let claims = (lesson.claims)(&altered);
        if outcome(&claims, text) == Some(Outcome::Contradicted) {
            assert_eq!(lesson::exit_status(&claims), 1, "{number}: {text}");
        }
    }
}

#[test]
fn a_claim_whose_numbers_no_counter_told_is_not_observed_and_no_reason_to_fail() {
    for (lesson, run) in runs() {
        let mut blind = run.clone();
        for case in &mut blind.cases {
            case.events
                .retain(|timed| !matches!(timed.event, trace::Event::Segments { .. } | trace::Event::Held { .. }));
            case.missing = vec!["quickack".to_owned()];
        }
        let claims = (lesson.claims)(&blind);
        let contradicted: Vec<_> = claims.iter().filter(|claim| claim.outcome() == Outcome::Contradicted).collect();
        assert!(contradicted.is_empty(), "{}: {contradicted:#?}", lesson.id);
        assert_eq!(lesson::exit_status(&claims), 0);
    }
}
