//! What an exercise is: a program with a mistake, the idea that mends it, hints, and how it is judged.

/// An exercise. Its program is in `tasks`, and its solution in `solutions`.
pub(crate) struct Exercise {
    /// The name of its file, without `.rs`; it begins with the exercise's number.
    pub(crate) id: &'static str,
    /// The folder of the lesson that explains it.
    pub(crate) lesson: &'static str,
    /// What the program gets wrong, in a sentence or two.
    pub(crate) idea: &'static str,
    /// The program as a student finds it.
    pub(crate) shipped: &'static str,
    pub(crate) judged: Judged,
    /// Each says a little more than the one before.
    pub(crate) hints: [&'static str; 3],
}

/// How an exercise is judged.
pub(crate) enum Judged {
    /// By these checks of the judge, until one fails.
    By(&'static [&'static str]),
    /// The student names a cut: no smaller one may break the program.
    SmallestCut,
}

impl Exercise {
    /// Its number, from 1.
    pub(crate) fn number(&self) -> usize {
        self.id.split('-').next().and_then(|digits| digits.parse().ok()).unwrap_or_default()
    }

    /// The first line of its program.
    pub(crate) fn title(&self) -> &'static str {
        let line = self.shipped.lines().next().unwrap_or_default();
        line.trim_start_matches("//! ").trim_end_matches('.')
    }

    /// The number of its lesson.
    pub(crate) fn lesson_number(&self) -> &'static str {
        self.lesson.split('-').next().unwrap_or_default()
    }
}

/// The one of this number.
pub(crate) fn find(number: usize) -> Option<&'static Exercise> {
    crate::list::EXERCISES.iter().find(|exercise| exercise.number() == number)
}
