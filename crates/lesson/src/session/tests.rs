//! What a session prints of a case that this system, or this machine, cannot show; and which claims a renamed case takes away.

use super::*;
use crate::case_setup::{ByOptions, CaseName};
use crate::in_time::TRIES;
use crate::options::AS_THE_SYSTEM;
use crate::statement::claim;
use link::Missing;
use std::io;
use std::time::Duration;

const NAMED_BY_OPTIONS: CaseName = ByOptions("test").with(AS_THE_SYSTEM);

const LESSON: Lesson = Lesson {
    id: "01-test",
    question: "",
    flags: &[],
    on_a_wire: false,
    sources: &[],
    headline: CaseName::new("renamed"),
    short: &[],
    run: |session| session.case(CaseName::new("renamed").describe(""), |_, _| Ok(())),
    claims: &[claim("a claim").on(CaseName::new("as it was"), |claim, case| claim.equal(case.trips(), case.trips()))],
    program: None,
};

/// The same lesson with one case that is named by its options.
const ONE_CASE: Lesson =
    Lesson { run: |session| session.case(NAMED_BY_OPTIONS.describe(""), |_, _| Ok(())), claims: &[], ..LESSON };

/// What a session with one case prints of it.
fn shown(act: impl FnMut(&mut TracedStream, &mut TracedStream) -> CaseResult) -> (Case, String) {
    let (settings, mut out) = (Settings::default(), Vec::new());
    let mut session = Session::new(&ONE_CASE, Extent::Whole, &settings, &mut out).expect("loopback needs nothing");
    session.case(NAMED_BY_OPTIONS.describe(""), act).expect("no failure");
    let case = session.run.cases[0].clone();
    (case, String::from_utf8(out).expect("text"))
}

#[test]
fn an_option_that_a_system_lacks_is_printed_and_no_failure() {
    let (case, printed) = shown(|_, _| Err(io::Error::from(Missing("TCP_CORK")).into()));
    assert_eq!(case.missing, ["TCP_CORK"]);
    assert!(printed.contains("This system cannot set TCP_CORK"), "{printed}");
}

#[test]
fn a_case_that_is_late_in_every_try_says_so() {
    let slow = |sender: &mut TracedStream, _: &mut TracedStream| {
        sender.write_all(b"one")?;
        std::thread::sleep(Duration::from_millis(25));
        Ok(sender.write_all(b"two")?)
    };
    let (case, printed) = shown(slow);
    assert!((case.late, case.tries) == (true, TRIES), "{case:?}");
    assert!(printed.contains("20 attempts"), "{printed}");
}

#[test]
fn a_claim_on_a_case_that_does_not_run_is_found() {
    let (run, claims) = crate::perform(&LESSON, &Settings::default(), &mut io::sink(), Extent::Whole).expect("it runs");
    assert_eq!(claims, [], "nobody could see that it is missing");
    assert_eq!(LESSON.claims_without_a_case(&[&run]), ["\"a claim\" is about 'as it was'"]);
}
