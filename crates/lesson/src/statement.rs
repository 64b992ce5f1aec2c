//! What a lesson claims: a sentence, the cases that it is about, and the check of its numbers.

use crate::case_setup::{ByOptions, CaseName};
use trace::{Case, Claim, Run};

/// A claim before the run that it is checked against.
///
/// ```
/// use lesson::{CaseName, Statement, claim};
/// use trace::{Case, Outcome, Run, Stream};
///
/// const TWO_WRITES: CaseName = CaseName::new("two writes");
/// const GLUED: Statement = claim("Two writes come as one read")
///     .on(TWO_WRITES, |claim, case| claim.less(case.read_count(Stream::Forward), case.written(Stream::Forward)));
///
/// let mut run = Run::default();
/// assert!(GLUED.check(&run).is_none(), "the case did not run");
/// run.cases.push(Case::tcp("two writes"));
/// assert_eq!(GLUED.check(&run).unwrap().outcome(), Outcome::Contradicted);
/// ```
#[derive(Debug)]
pub struct Statement {
    /// The sentence; the same in every run.
    pub text: &'static str,
    cases: Cases,
    only: Option<fn(&Run) -> bool>,
    needed_option: Option<&'static str>,
    evidence: Option<&'static str>,
    /// Whether it is the one claim of its lesson that matters most, which the tour shows.
    is_headline: bool,
}

/// The cases that a statement is about, and how it is checked on them.
#[derive(Debug)]
enum Cases {
    One(CaseName, fn(Claim, &Case) -> Claim),
    Any(ByOptions, fn(Claim, &Case) -> Claim),
    Either(&'static [CaseName], fn(Claim, &Case, &Run) -> Claim),
    Both([CaseName; 2], fn(Claim, &Case, &Case) -> Claim),
    All(&'static [CaseName], fn(Claim, &[&Case]) -> Claim),
}

/// A statement about nothing yet.
pub const fn claim(text: &'static str) -> Statement {
    Statement {
        text,
        cases: Cases::All(&[], |claim, _| claim),
        only: None,
        needed_option: None,
        evidence: None,
        is_headline: false,
    }
}

impl Statement {
    /// It is about this case.
    #[must_use]
    pub const fn on(self, case: CaseName, check: fn(Claim, &Case) -> Claim) -> Self {
        Self { cases: Cases::One(case, check), ..self }
    }

    /// It is about the first of these cases that ran, whatever its options.
    #[must_use]
    pub const fn on_any(self, cases: ByOptions, check: fn(Claim, &Case) -> Claim) -> Self {
        Self { cases: Cases::Any(cases, check), ..self }
    }

    /// It is about the first of these cases that ran, and the check may look at the rest of the run.
    #[must_use]
    pub const fn on_either(self, cases: &'static [CaseName], check: fn(Claim, &Case, &Run) -> Claim) -> Self {
        Self { cases: Cases::Either(cases, check), ..self }
    }

    /// It compares these two cases.
    #[must_use]
    pub const fn on_both(self, first: CaseName, second: CaseName, check: fn(Claim, &Case, &Case) -> Claim) -> Self {
        Self { cases: Cases::Both([first, second], check), ..self }
    }

    /// It is about all of these cases together.
    #[must_use]
    pub const fn on_all(self, cases: &'static [CaseName], check: fn(Claim, &[&Case]) -> Claim) -> Self {
        Self { cases: Cases::All(cases, check), ..self }
    }

    /// It is made only if `condition` holds; otherwise the learner's flags have taken away what it needs.
    #[must_use]
    pub const fn only(self, condition: fn(&Run) -> bool) -> Self {
        assert!(self.only.is_none(), "a second condition would replace the first");
        Self { only: Some(condition), ..self }
    }

    /// It is about a socket option, by its name in the trace: if the system refused that option, the claim is not
    /// observed.
    #[must_use]
    pub const fn needs(self, option: &'static str) -> Self {
        Self { needed_option: Some(option), ..self }
    }

    /// The evidence as a sentence, if the claim held: `{name}` is the number measured under that name, `{name:noun}`
    /// the number and its noun, as in `{writes:write} left as {segments:segment}`. Every number that the check compares
    /// stands in it.
    #[must_use]
    pub const fn evidence(self, sentence: &'static str) -> Self {
        Self { evidence: Some(sentence), ..self }
    }

    /// It is the one claim of its lesson that matters most, which the tour of all lessons shows.
    #[must_use]
    pub const fn headline(self) -> Self {
        Self { is_headline: true, ..self }
    }

    /// The claim on `run`; `None` if one of its cases did not run, or its condition does not hold.
    pub fn check(&self, run: &Run) -> Option<Claim> {
        if !self.only.is_none_or(|condition| condition(run)) {
            return None;
        }
        let claim = Claim::new(self.text).in_words(self.evidence);
        let on = |case: &Case, claim: Claim, check: &fn(Claim, &Case) -> Claim| check(claim.about(case), case);
        let checked = match &self.cases {
            Cases::One(name, check) => on(name.in_run(run)?, claim, check),
            Cases::Any(names, check) => on(names.in_run(run)?, claim, check),
            Cases::Either(names, check) => {
                let case = names.iter().find_map(|name| name.in_run(run))?;
                check(claim.about(case), case, run)
            }
            Cases::Both([first, second], check) => {
                let (first, second) = (first.in_run(run)?, second.in_run(run)?);
                check(claim.about(first).about(second), first, second)
            }
            Cases::All(names, check) => {
                let cases: Option<Vec<&Case>> = names.iter().map(|name| name.in_run(run)).collect();
                let cases = cases?;
                check(cases.iter().fold(claim, |claim, case| claim.about(case)), &cases)
            }
        };
        let refused = |option| run.cases.iter().any(|case| case.missing.iter().any(|missing| missing == option));
        Some(checked.refused(self.needed_option.is_some_and(refused)))
    }

    /// Whether it is the one claim that the tour shows.
    pub const fn is_headline(&self) -> bool {
        self.is_headline
    }

    /// Whether it is about one of the cases of these names, or about several of which all are among them.
    pub(crate) fn is_about(&self, names: &[String]) -> bool {
        let has = |name: &CaseName| names.contains(&name.text());
        match &self.cases {
            Cases::One(name, _) => has(name),
            Cases::Any(any, _) => names.iter().any(|name| any.names(name)),
            Cases::Either(cases, _) => cases.iter().any(has),
            Cases::Both(cases, _) => cases.iter().all(has),
            Cases::All(cases, _) => cases.iter().all(has),
        }
    }

    /// The printed names of its cases that are in none of `runs`: no claim on these can ever be made.
    pub(crate) fn cases_that_never_ran(&self, runs: &[&Run]) -> Vec<String> {
        let ran = |name: &CaseName| runs.iter().any(|run| name.in_run(run).is_some());
        let missing = |names: &[CaseName]| names.iter().filter(|name| !ran(name)).map(CaseName::text).collect();
        match &self.cases {
            Cases::One(name, _) => missing(&[*name]),
            Cases::Any(names, _) if runs.iter().any(|run| names.in_run(run).is_some()) => vec![],
            Cases::Any(names, _) => vec![names.0.to_owned()],
            Cases::Either(names, _) | Cases::All(names, _) => missing(names),
            Cases::Both(names, _) => missing(names),
        }
    }
}
