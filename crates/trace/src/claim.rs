//! A claim: relations between measured numbers, and whether they held in this run. A claim is never true by default: if a
//! number was not observed, the claim is *not observed*, not *held*.

use crate::named::named;
use crate::{Case, Value};

/// A number that was measured, with the name under which it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What was counted, as in "segments 2".
    pub name: String,
    /// `None` if this system does not report it.
    pub value: Option<u64>,
}

impl Measure {
    /// A number with its name; `None` for one that could not be observed.
    pub fn new(name: impl Into<String>, value: impl Into<Option<u64>>) -> Self {
        Self { name: name.into(), value: value.into() }
    }

    /// The same number under another name, for a comparison of two of a kind.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    fn shown(&self) -> String {
        let value = self.value.map_or("not observed".to_owned(), |value| value.to_string());
        if self.name.is_empty() { value } else { format!("{} {value}", self.name) }
    }
}

named! {
    /// The outcome of a claim.
    pub enum Outcome {
        /// Every relation held.
        Held = "held",
        /// A relation did not hold.
        Contradicted = "contradicted",
        /// A number was missing and nothing was contradicted, or this kernel did not do what the claim is about.
        NotObserved = "not-observed",
    }
}

/// A sentence that a run can contradict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The sentence; the same in every run.
    pub text: String,
    /// The names of the cases that it is about.
    pub cases: Vec<String>,
    /// How its evidence reads if it held; without this, the relations are listed.
    sentence: Option<&'static str>,
    relations: Vec<Relation>,
    premises: Vec<Premise>,
    /// Whether the system refused an option that the claim is about.
    refused: bool,
}

/// What must have happened before a claim can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Premise {
    measure: Measure,
    least: u64,
    advice: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Relation {
    left: Measure,
    sign: &'static str,
    right: Measure,
    holds: Option<bool>,
}

impl Claim {
    /// A claim with no relation yet. Until it is given one it counts as not observed.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            cases: Vec::new(),
            sentence: None,
            relations: Vec::new(),
            premises: Vec::new(),
            refused: false,
        }
    }

    /// The claim needs `left` < `right`.
    #[must_use]
    pub fn less(self, left: Measure, right: Measure) -> Self {
        self.relation(left, "<", right, |left, right| left < right)
    }

    /// The claim needs `left` ≤ `right`.
    #[must_use]
    pub fn at_most(self, left: Measure, right: Measure) -> Self {
        self.relation(left, "≤", right, |left, right| left <= right)
    }

    /// The claim needs `left` = `right`.
    #[must_use]
    pub fn equal(self, left: Measure, right: Measure) -> Self {
        self.relation(left, "=", right, |left, right| left == right)
    }

    /// The claim needs `left` ≠ `right`.
    #[must_use]
    pub fn differ(self, left: Measure, right: Measure) -> Self {
        self.relation(left, "≠", right, |left, right| left != right)
    }

    /// The claim needs at least one of `measure`.
    #[must_use]
    pub fn some(self, measure: Measure) -> Self {
        self.relation(Measure::new("", 0), "<", measure, |left, right| left < right)
    }

    /// The claim needs none of `measure`.
    #[must_use]
    pub fn none(self, measure: Measure) -> Self {
        self.relation(measure, "=", Measure::new("", 0), |left, right| left == right)
    }

    /// The claim can be made only if `measure` is at least `least`. If it is less, this kernel, as it is set, did not
    /// do what the claim is about. Then the claim is not observed, and `advice` says what to do, as in "look at the route".
    #[must_use]
    pub fn given(mut self, measure: Measure, least: u64, advice: &'static str) -> Self {
        self.premises.push(Premise { measure, least, advice });
        self
    }

    /// The claim is about an option, and counts as not observed if the system `refused` it.
    #[must_use]
    pub fn refused(self, refused: bool) -> Self {
        Self { refused: self.refused || refused, ..self }
    }

    /// The evidence reads as `sentence` if the claim held: `{name}` stands for the number measured under that name, and
    /// `{name:noun}` for the number and its noun, as in `{writes:write} left as {segments:segment}`.
    #[must_use]
    pub fn in_words(self, sentence: Option<&'static str>) -> Self {
        Self { sentence, ..self }
    }

    /// The claim is about the case of this name, among others.
    #[must_use]
    pub fn about(mut self, case: &Case) -> Self {
        self.cases.push(case.name.clone());
        self
    }

    fn relation(mut self, left: Measure, sign: &'static str, right: Measure, test: fn(u64, u64) -> bool) -> Self {
        let holds = left.value.zip(right.value).map(|(left, right)| test(left, right));
        self.relations.push(Relation { left, sign, right, holds });
        self
    }

    /// Whether the claim held in this run.
    pub fn outcome(&self) -> Outcome {
        if self.refused || !self.premises.iter().all(Premise::holds) {
            Outcome::NotObserved
        } else if self.relations.iter().any(|relation| relation.holds == Some(false)) {
            Outcome::Contradicted
        } else if self.relations.is_empty() || self.relations.iter().any(|relation| relation.holds.is_none()) {
            Outcome::NotObserved
        } else {
            Outcome::Held
        }
    }

    /// The numbers compared, each under its name, in order.
    pub fn evidence(&self) -> Value {
        let mut fields: Vec<(String, Value)> = Vec::new();
        for measure in self.premises.iter().map(|premise| &premise.measure).chain(self.compared()) {
            if !measure.name.is_empty() && fields.iter().all(|(name, _)| *name != measure.name) {
                fields.push((measure.name.clone(), measure.value.into()));
            }
        }
        Value::Object(fields)
    }

    /// The evidence for a person: `segments 2 < writes 10`. For a contradicted claim, only what does not hold:
    /// `not: segments 10 < writes 10`.
    pub fn shown(&self) -> String {
        if self.refused {
            return "this system cannot set the option that the claim is about".to_owned();
        }
        if let Some(unmet) = self.premises.iter().find(|premise| !premise.holds()) {
            return unmet.shown();
        }
        if let (Some(sentence), Outcome::Held) = (self.sentence, self.outcome()) {
            return self.filled(sentence);
        }
        let contradicted = self.outcome() == Outcome::Contradicted;
        let shown = self.relations.iter().filter(|relation| !contradicted || relation.holds == Some(false));
        shown.map(Relation::shown).collect::<Vec<String>>().join("; ")
    }

    /// The names of the numbers compared that its sentence does not have; none if it has no sentence.
    pub fn left_unsaid(&self) -> Vec<&str> {
        let Some(sentence) = self.sentence else { return Vec::new() };
        let says =
            |name: &str| [format!("{{{name}}}"), format!("{{{name}:")].iter().any(|place| sentence.contains(place));
        self.compared().map(|measure| &*measure.name).filter(|name| !name.is_empty() && !says(name)).collect()
    }

    fn compared(&self) -> impl Iterator<Item = &Measure> {
        self.relations.iter().flat_map(|relation| [&relation.left, &relation.right])
    }

    /// `sentence` with the claim's numbers in its braces; a name that none of them has stays as it is.
    fn filled(&self, sentence: &str) -> String {
        let mut parts = sentence.split('{');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (inside, after) = part.split_once('}').unwrap_or((part, ""));
            let (name, noun) = inside.split_once(':').map_or((inside, None), |(name, noun)| (name, Some(noun)));
            let premises = self.premises.iter().map(|premise| &premise.measure);
            let mut named = self.compared().chain(premises).filter(|measure| measure.name == name);
            match (named.find_map(|measure| measure.value), noun) {
                (Some(number), None) => out += &number.to_string(),
                (Some(1), Some(noun)) => out += &format!("1 {noun}"),
                (Some(number), Some(noun)) => out += &format!("{number} {noun}s"),
                (None, _) => out += &format!("{{{inside}}}"),
            }
            out += after;
        }
        out
    }
}

impl Premise {
    fn holds(&self) -> bool {
        self.measure.value.is_some_and(|value| value >= self.least)
    }

    fn shown(&self) -> String {
        match self.measure.value {
            Some(value) => {
                format!("{}: {value}, and the claim needs {}; {}", self.measure.name, self.least, self.advice)
            }
            None => self.measure.shown(),
        }
    }
}

impl Relation {
    fn shown(&self) -> String {
        let fails = self.holds == Some(false);
        match (self.left.name.as_str(), self.right.name.as_str()) {
            (_, "") if self.right.value == Some(0) && fails => format!("{}, not 0", self.left.shown()),
            ("", _) if fails => format!("{}, not more", self.right.shown()),
            (_, "") if self.right.value == Some(0) => self.left.shown(),
            ("", _) => self.right.shown(),
            _ if fails => format!("not: {} {} {}", self.left.shown(), self.sign, self.right.shown()),
            _ => format!("{} {} {}", self.left.shown(), self.sign, self.right.shown()),
        }
    }
}
