//! Guesses: the session asks for them before a case runs, and compares them with its trace afterwards.

use super::{Place, Prompt, Reply, Session, tell};
use crate::lesson::Extent;
use crate::question::Question;
use crate::screens::asked;
use command_line::Stop;
use render::{Format, counted};
use trace::Case;

/// What the learner answered to a question; `None` if the learner passed.
pub(super) struct Guess {
    question: Question,
    said: Option<String>,
}

/// How well the learner has guessed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Score {
    right: u64,
    wrong: u64,
    passed: u64,
}

impl Score {
    /// Counts the guesses on `case`; what the run could not observe is neither right nor wrong.
    pub(super) fn count(&mut self, case: &Case, guesses: &[Guess]) {
        for Guess { question, said } in guesses {
            match said.as_ref().map(|said| question.judge(case, said).right) {
                None => self.passed += 1,
                Some(Some(true)) => self.right += 1,
                Some(Some(false)) => self.wrong += 1,
                Some(None) => {}
            }
        }
    }
}

impl Session<'_> {
    /// Whether the learner is asked for guesses.
    pub(super) fn asks(&self) -> bool {
        self.settings.quiz || self.settings.step
    }

    /// Asks the questions of a case, one after the other.
    pub(super) fn ask(&mut self, name: &str, questions: &[Question]) -> Result<Vec<Guess>, Stop> {
        let number = |nth: usize| if questions.len() > 1 { format!("{}. ", nth + 1) } else { String::new() };
        let text = |(nth, question): (usize, &Question)| render::wrap(question.text, &format!("  {}", number(nth)), 5);
        let texts: String = questions.iter().enumerate().map(text).collect();
        let in_the_title = self.extent == Extent::Opener;
        match self.settings.format {
            Format::Json => tell(&texts), // its output is for a program
            Format::Text if in_the_title => {}
            Format::Text => self.print(&format!("\n{texts}"))?,
        }
        let place = self.place(name);
        if self.screens.goes_past(place) {
            self.wait(place, Prompt::default())?;
            return Ok(vec![]); // nobody sees them
        }
        questions.iter().enumerate().map(|(nth, question)| self.ask_one(place, *question, &number(nth))).collect()
    }

    fn ask_one(&mut self, place: Place, question: Question, number: &str) -> Result<Guess, Stop> {
        let choices = question.choices();
        let answers = format!("{number}{choices}");
        let wrong = format!("That is not an answer here: type {choices}, or press Enter to pass.");
        let mut remark = None;
        loop {
            let reply = if self.screens.on {
                let prompt = Prompt { answers: Some(&answers), remark, ..Prompt::default() };
                self.wait(place, prompt)?
            } else {
                remark.iter().for_each(|remark| tell(remark));
                asked(&answers)?
            };
            match reply {
                Reply::Other(typed) => match question.parse(&typed) {
                    Ok(said) => return Ok(Guess { question, said: Some(said) }),
                    Err(_) => remark = Some(&wrong),
                },
                _ => return Ok(Guess { question, said: None }),
            }
        }
    }

    /// Says which guesses on a case were right.
    pub(super) fn compare_guesses(&mut self, case: &Case, guesses: &[Guess]) -> Result<(), Stop> {
        let (format, t_us) = (self.settings.format, self.stage.elapsed_us());
        for Guess { question, said } in guesses {
            let judged = said.as_ref().map(|said| question.judge(case, said));
            let text = judged.as_ref().map_or_else(|| question.reveal(case), |judged| judged.text.clone());
            let right = judged.as_ref().and_then(|judged| judged.right);
            let guess = render::Guess {
                case: &case.name,
                question: question.text,
                said: said.as_deref(),
                answer: question.answer(case),
                right,
                text: &text,
            };
            self.print(&format.guess(&guess, t_us))?;
        }
        Ok(())
    }

    /// The score, if anything was guessed.
    pub(super) fn score(&self) -> String {
        let Score { right, wrong, passed } = self.score;
        if right + wrong == 0 || self.settings.format == Format::Json {
            return String::new();
        }
        let passed = if passed > 0 { format!(" You passed {}.", counted(passed, "question")) } else { String::new() };
        format!("You guessed {right} of {} right.{passed}\n", right + wrong)
    }
}
