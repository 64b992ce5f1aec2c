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

#[cfg(test)]
mod tests {
    use crate::list::EXERCISES;
    use std::path::Path;

    #[test]
    fn exercises_are_numbered_from_1_in_the_order_of_their_lessons() {
        let numbers: Vec<usize> = EXERCISES.iter().map(|exercise| exercise.number()).collect();
        assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
        assert!(EXERCISES.is_sorted_by_key(|exercise| exercise.lesson));
    }

    #[test]
    fn each_names_a_lesson_that_exists_in_its_text_and_has_a_solution() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        for exercise in EXERCISES {
            assert!(folder.join("..").join(exercise.lesson).join("README.md").exists(), "{}", exercise.lesson);
            assert!(folder.join(format!("solutions/{}.rs", exercise.id)).exists(), "{}", exercise.id);
            let mention = format!("esson {}", exercise.lesson_number());
            assert!(exercise.shipped.contains(&mention), "{} does not mention l{mention}", exercise.id);
        }
    }

    #[test]
    fn a_task_is_short_and_marks_what_to_change() {
        for exercise in EXERCISES {
            let marked = ["CHANGE TH", "MOVE THIS"].iter().any(|mark| exercise.shipped.contains(mark));
            assert!(marked, "{} marks nothing", exercise.id);
            assert!(exercise.shipped.lines().count() <= 50, "{} is long", exercise.id);
        }
    }
}
