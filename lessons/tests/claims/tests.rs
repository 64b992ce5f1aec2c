//! Every claim of every lesson, broken on purpose: real runs are altered, or another case's events put in a case's place
//! as if it had run with the opposite option, and the claim comes out contradicted. And the other way round: whatever
//! flags a learner gives, no claim is contradicted. A claim is not taken for tested where no alteration breaks it.

mod grid;
mod questions;
#[path = "../programs/side_by_side.rs"]
mod side_by_side;

use crate::alter::{Alteration, each, ran_as, set};
use crate::{ALTERATIONS, header_in_two_writes};
use lesson::{Extent, Failure, Lesson, Settings, Stop};
use side_by_side::side_by_side;
use std::collections::HashSet;
use std::io;
use std::sync::{Mutex, OnceLock};
use std::time::Duration;
use trace::{Claim, Event, Outcome, Run};
use wire::CableOptions;

/// A lesson, and its real runs: as a learner sees it, as the tour does, and over a distance where the lesson has one and this
/// machine can lay a wire.
struct Runs {
    lesson: &'static Lesson,
    whole: Run,
    tour: Run,
    wire: Option<Run>,
}

/// The lessons, and the opener.
fn every_lesson() -> impl Iterator<Item = &'static Lesson> {
    ALTERATIONS.iter().map(|(lesson, _)| *lesson)
}

fn runs() -> &'static [Runs] {
    static RUNS: OnceLock<Vec<Runs>> = OnceLock::new();
    RUNS.get_or_init(|| {
        let made = Mutex::new(Vec::new());
        side_by_side(every_lesson().collect::<Vec<_>>().into_iter().rev(), |lesson| {
            let run = |settings: &Settings, extent| performed(lesson, settings, extent).map(|(run, _)| run);
            let [whole, tour] = [Extent::Whole, Extent::Tour].map(|extent| run(&Settings::default(), extent));
            let wire = CableOptions { round_trip: Duration::from_millis(5), ..Default::default() };
            let distant = Settings { wire: Some(wire), ..Settings::default() };
            let wire = lesson.on_a_wire.then(|| run(&distant, Extent::Whole).ok()).flatten();
            let runs = Runs { lesson, whole: whole.expect("it runs"), tour: tour.expect("it runs"), wire };
            made.lock().expect("no lesson failed").push(runs);
        });
        made.into_inner().expect("no lesson failed")
    })
}

fn performed(lesson: &Lesson, settings: &Settings, extent: Extent) -> Result<(Run, Vec<Claim>), String> {
    lesson::perform(lesson, settings, &mut io::sink(), extent)
        .map_err(|stop| format!("{} {settings:?}: {stop:?}", lesson.id))
}

/// The one claim of the lesson whose text begins so.
fn claim_that_begins(lesson: &Lesson, beginning: &str) -> &'static str {
    let texts = lesson.claims.iter().map(|statement| statement.text);
    let found: Vec<&str> = texts.filter(|text| text.starts_with(beginning)).collect();
    let [text] = found[..] else {
        panic!("\"{beginning}\" in lessons/{}/tests.rs begins not one claim, but {found:#?}", lesson.id)
    };
    text
}

fn alterations(lesson: &Lesson) -> &'static [Alteration] {
    ALTERATIONS.iter().find(|(known, _)| known.id == lesson.id).expect("both are listed in lib.rs").1
}

fn outcome(claims: &[Claim], text: &str) -> Option<Outcome> {
    claims.iter().find(|claim| claim.text == text).map(Claim::outcome)
}

#[test]
fn a_run_holds_every_claim_or_says_what_was_not_observed() {
    for Runs { lesson, whole: run, .. } in runs() {
        for claim in lesson.claims_of(run) {
            let outcome = claim.outcome();
            assert_ne!(outcome, Outcome::Contradicted, "{}: {}: {}", lesson.id, claim.text, claim.shown());
            let seen = outcome == Outcome::Held || !cfg!(target_os = "linux");
            let said = claim.left_unsaid().is_empty() && !claim.shown().contains('{');
            assert!(said, "{}: {}: {}: {:?} is missing", lesson.id, claim.text, claim.shown(), claim.left_unsaid());
            assert!(seen, "{}: {}: {} on Linux", lesson.id, claim.text, claim.shown());
        }
    }
}

/// The second of two cases with one name never runs, and a claim on it is checked on the first. A lesson that is asked for a
/// case that it does not have names them all, and runs none.
#[test]
fn no_two_cases_of_a_lesson_have_one_name() {
    for lesson in every_lesson() {
        let unknown = Settings { cases: vec!["no such case".to_owned()], ..Settings::default() };
        let named = lesson::perform(lesson, &unknown, &mut io::sink(), Extent::Whole);
        let Err(Stop::Failed(Failure { hint, .. })) = named else { panic!("{} has such a case", lesson.id) };
        let mut names = HashSet::new();
        for name in hint.strip_prefix("its cases are: ").expect("that hint").split("; ") {
            assert!(names.insert(name), "lessons/{}: two cases are called '{name}': rename one", lesson.id);
        }
    }
}

/// A case that was renamed, or that no longer runs, takes no claim away unseen.
#[test]
fn every_claim_is_about_cases_that_run() {
    for Runs { lesson, whole, tour, wire } in runs() {
        let all: Vec<&Run> = [whole, tour].into_iter().chain(wire).collect();
        let mut without = lesson.claims_without_a_case(&all);
        without.retain(|missing| wire.is_some() || !missing.contains("at a distance"));
        assert!(without.is_empty(), "{}: {without:#?}", lesson.id);
    }
}

/// A claim that needs a distance is left out where no wire can be laid.
#[test]
fn a_claim_is_contradicted_by_events_that_belie_it() {
    for Runs { lesson, whole, wire, .. } in runs() {
        for (beginning, alter) in alterations(lesson) {
            let text = claim_that_begins(lesson, beginning);
            let of = |run: &Run| outcome(&lesson.claims_of(run), text);
            let Some(run) = [whole].into_iter().chain(wire).find(|run| of(run).is_some()) else { continue };
            if of(run) == Some(Outcome::NotObserved) {
                continue; // no counter here: there is nothing to alter
            }
            assert_eq!(of(run), Some(Outcome::Held), "{}: {text}", lesson.id);
            let mut altered = run.clone();
            alter(&mut altered);
            assert_ne!(altered, *run, "{}: {text}: the alteration alters nothing", lesson.id);
            assert_eq!(of(&altered), Some(Outcome::Contradicted), "{}: {text}", lesson.id);
            assert_eq!(lesson::exit_status(&lesson.claims_of(&altered)), 1, "{}: {text}", lesson.id);
        }
    }
}

#[test]
fn every_claim_has_an_alteration_that_breaks_it() {
    for lesson in every_lesson() {
        let broken: HashSet<&str> =
            alterations(lesson).iter().map(|(beginning, _)| claim_that_begins(lesson, beginning)).collect();
        let texts = lesson.claims.iter().map(|statement| statement.text);
        let unbroken: Vec<&str> = texts.filter(|text| !broken.contains(text)).collect();
        assert!(unbroken.is_empty(), "no alteration breaks {unbroken:#?}: add one in lessons/{}/tests.rs", lesson.id);
    }
}

#[test]
fn no_claim_is_made_on_a_case_that_came_too_late() {
    for Runs { lesson, whole: run, .. } in runs() {
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
    let Runs { lesson, whole: run, .. } = runs().iter().find(|runs| runs.lesson.number() == "05").expect("lesson 05");
    let text = "The answer in two writes, over a distance: quick ACKs save the delay, but no trip";
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

/// What each case whose options are `named` did in `run`, done as the case beside it that has one of these other options.
fn as_if(run: &Run, named: &str, others: &[&str], wanted: fn(&Event) -> bool) -> Run {
    let mut altered = run.clone();
    for case in &mut altered.cases {
        let Some(title) = case.name.strip_suffix(named) else { continue };
        if let Some(other) = others.iter().find_map(|other| run.case(&format!("{title}{other}"))) {
            case.events = other.events.iter().filter(|timed| wanted(&timed.event)).cloned().collect();
        }
    }
    altered
}

/// As a kernel does it that acknowledges at once, whose congestion window is small, whose ACKs come late, whose segments are
/// short, and whose receive buffer is small. Only the premises keep these claims from being contradicted.
#[test]
fn a_claim_is_not_made_where_the_kernel_did_not_do_what_it_is_about() {
    const NAGLE: &str = ": Nagle, delayed ACKs";
    const QUICK: &str = ": Nagle, quick ACKs";
    const NODELAY: &str = ": TCP_NODELAY, delayed ACKs";
    for Runs { lesson, whole, .. } in runs() {
        let all = |_: &Event| true;
        let acks_at_once = as_if(whole, NAGLE, &[QUICK, NODELAY], |event| !matches!(event, Event::Awaiting { .. }));
        let mut small_window = as_if(whole, NODELAY, &[NAGLE], all);
        small_window.cases.iter_mut().for_each(|case| case.congestion_window = Some(1));
        let late_acks = as_if(whole, QUICK, &[NAGLE], all);
        let mut short_segments = as_if(whole, "burst: Nagle, delayed ACKs", &["burst: TCP_NODELAY, delayed ACKs"], all);
        short_segments.cases.iter_mut().for_each(|case| case.segment_bytes_max = Some(1));
        let mut small_buffer = whole.clone();
        for case in small_buffer.cases.iter_mut().filter(|case| case.name == "one message, many segments") {
            set!(case, Queued.bytes = 524);
            set!(case, Read.got = 524);
        }
        let tried: [(&Run, &[&str]); 5] = [
            (&acks_at_once, &["01", "04", "05"]),
            (&small_window, &["01", "04", "05"]),
            (&late_acks, &["01"]),
            (&short_segments, &["01"]),
            (&small_buffer, &["02"]),
        ];
        for (run, differs) in tried {
            let claims = lesson.claims_of(run);
            for claim in &claims {
                assert_ne!(claim.outcome(), Outcome::Contradicted, "{}: {}: {}", lesson.id, claim.text, claim.shown());
            }
            let not_made = claims.iter().any(|claim| claim.outcome() == Outcome::NotObserved);
            assert!(not_made || !differs.contains(&lesson.number()), "{}: {claims:#?}", lesson.id);
        }
    }
}

#[test]
fn a_claim_whose_numbers_nobody_counted_is_not_observed() {
    for Runs { lesson, whole: run, .. } in runs() {
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
