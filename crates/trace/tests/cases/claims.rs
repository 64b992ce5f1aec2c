//! What makes a claim held, contradicted or not observed, and the evidence that is shown.

use trace::{Claim, Measure, Outcome, Value};

fn measure(value: impl Into<Option<u64>>) -> Measure {
    Measure::new("apples", value)
}

#[test]
fn a_claim_without_a_relation_is_not_held() {
    assert_eq!(Claim::new("nothing compared").outcome(), Outcome::NotObserved);
}

#[test]
fn a_number_that_was_not_observed_never_makes_a_claim_held() {
    let claim = Claim::new("").less(measure(1), measure(2)).less(measure(None), measure(2));
    assert_eq!(claim.outcome(), Outcome::NotObserved);
}

#[test]
fn one_false_relation_contradicts_whatever_is_unknown() {
    let claim = Claim::new("").less(measure(None), measure(2)).equal(measure(1), measure(2));
    assert_eq!(claim.outcome(), Outcome::Contradicted);
}

#[test]
fn every_relation_can_hold_and_be_contradicted() {
    let outcomes = |build: fn(Claim, Measure, Measure) -> Claim| {
        [(1, 2), (2, 2), (3, 2)].map(|(left, right)| build(Claim::new(""), measure(left), measure(right)).outcome())
    };
    let (held, not) = (Outcome::Held, Outcome::Contradicted);
    assert_eq!(outcomes(Claim::less), [held, not, not]);
    assert_eq!(outcomes(Claim::at_most), [held, held, not]);
    assert_eq!(outcomes(Claim::equal), [not, held, not]);
    assert_eq!(outcomes(Claim::differ), [held, not, held]);
    assert_eq!(Claim::new("").some(measure(1)).outcome(), held);
    assert_eq!(Claim::new("").some(measure(0)).outcome(), not);
    assert_eq!(Claim::new("").none(measure(0)).outcome(), held);
    assert_eq!(Claim::new("").none(measure(1)).outcome(), not);
}

#[test]
fn of_a_contradicted_claim_the_evidence_is_what_does_not_hold() {
    let claim = Claim::new("").less(measure(1), measure(2)).equal(measure(3), Measure::new("", 2));
    assert_eq!(claim.shown(), "not: apples 3 = 2");
    assert_eq!(Claim::new("").some(measure(0)).equal(measure(None), measure(2)).shown(), "apples 0, not more");
    assert_eq!(Claim::new("").none(measure(1)).shown(), "apples 1, not 0");
}

#[test]
fn the_evidence_names_each_number_once() {
    let claim = Claim::new("").less(measure(2), Measure::new("pears", 3)).some(measure(2));
    let names: Vec<_> = match claim.evidence() {
        Value::Object(fields) => fields.into_iter().map(|(name, _)| name).collect(),
        other => panic!("{other:?}"),
    };
    assert_eq!(names, ["apples", "pears"]);
    assert_eq!(claim.shown(), "apples 2 < pears 3; apples 2");
}

#[test]
fn the_evidence_of_a_claim_that_held_is_its_sentence_with_the_numbers_in_it() {
    let claim = |apples| {
        let claim =
            Claim::new("").given(Measure::new("trees", 1), 1, "").less(measure(apples), Measure::new("pears", 3));
        claim.in_words(Some("{apples:apple} and {pears:pear} grew on {trees:tree}, {pears} of them green, {plums}"))
    };
    assert_eq!(claim(1).shown(), "1 apple and 3 pears grew on 1 tree, 3 of them green, {plums}");
    assert_eq!(claim(4).shown(), "not: apples 4 < pears 3", "of what does not hold the relation is told");
    assert_eq!(claim(1).left_unsaid(), Vec::<&str>::new());
    assert_eq!(claim(1).in_words(Some("{apples} grew on {trees}")).left_unsaid(), ["pears"]);
}

#[test]
fn a_claim_whose_premise_fails_says_what_to_do() {
    let claim = |premise: Option<u64>| {
        let premise = Measure::new("pears", premise);
        Claim::new("").given(premise, 2, "look into the orchard").less(measure(3), measure(2))
    };
    let outcomes = [Some(2), Some(1), None].map(|premise| claim(premise).outcome());
    assert_eq!(outcomes, [Outcome::Contradicted, Outcome::NotObserved, Outcome::NotObserved]);
    let shown = [Some(1), None].map(|premise| claim(premise).shown());
    assert_eq!(shown, ["pears: 1, and the claim needs 2; look into the orchard", "pears not observed"]);
}
