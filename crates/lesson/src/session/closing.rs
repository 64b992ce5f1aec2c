//! The end of a lesson: its cases side by side, and its claims.

use super::{Place, Prompt, Session};
use crate::case_setup::ByOptions;
use crate::lesson::{Extent, Lesson};
use crate::statement::Statement;
use command_line::Stop;
use render::Format;
use trace::{Case, Claim, Outcome};

impl Session<'_> {
    /// Puts these cases side by side, whatever their options: what each cost.
    ///
    /// # Errors
    /// If the output is gone.
    pub fn compare(&mut self, names: &[ByOptions]) -> Result<(), Stop> {
        let named = |case: &&Case| names.iter().any(|known| known.names(&case.name));
        let cases: Vec<&Case> = self.run.cases.iter().filter(named).collect();
        self.side_by_side(&self.settings.format.comparison(&cases))
    }

    /// Puts all cases that had commands side by side: what one of each cost.
    ///
    /// # Errors
    /// If the output is gone.
    pub fn costs(&mut self) -> Result<(), Stop> {
        self.side_by_side(&self.settings.format.costs(&self.run, self.stage.elapsed_us()))
    }

    /// Puts all cases that report what their framing adds side by side.
    ///
    /// # Errors
    /// If the output is gone.
    pub fn overheads(&mut self) -> Result<(), Stop> {
        self.side_by_side(&self.settings.format.overheads(&self.run))
    }

    /// Puts all cases side by side: what each reserved, what ended it, and when.
    ///
    /// # Errors
    /// If the output is gone.
    pub fn endings(&mut self) -> Result<(), Stop> {
        self.side_by_side(&self.settings.format.endings(&self.run))
    }

    /// Puts all decoders that had a case of their own side by side.
    ///
    /// # Errors
    /// If the output is gone.
    pub fn decoders(&mut self) -> Result<(), Stop> {
        self.side_by_side(&self.settings.format.decoders(&self.run))
    }

    /// Prints a table, on a screen of its own, unless there is nothing in it.
    fn side_by_side(&mut self, table: &str) -> Result<(), Stop> {
        let is_brief = self.extent != Extent::Whole && self.settings.format == Format::Text;
        if is_brief || self.run.cases.is_empty() || table.is_empty() {
            return Ok(());
        }
        self.print(table)?;
        self.wait(Place::Between, Prompt { next: "go on", ..Prompt::default() })?;
        Ok(())
    }

    /// Prints the claims: all of them, or on the short route those on cases that were drawn, or in the tour the one
    /// that matters most. A contradicted claim is always printed.
    pub(crate) fn claims(&mut self, lesson: &Lesson, claims: &[Claim]) -> Result<(), Stop> {
        let shown = |claim: &&Claim| self.shows(lesson, claim) || claim.outcome() == Outcome::Contradicted;
        let shown: Vec<Claim> = claims.iter().filter(shown).cloned().collect();
        let (format, t_us) = (self.settings.format, self.stage.elapsed_us());
        if self.extent == Extent::Opener {
            self.print(&format.brief_claims(&self.run, claims, t_us))?;
        } else {
            self.print(&format.claims(&self.run, &shown, claims, t_us))?;
            self.print(&self.score())?;
        }
        self.wait(Place::Claims, Prompt { next: "leave the lesson", ..Prompt::default() })?;
        Ok(())
    }

    fn shows(&self, lesson: &Lesson, claim: &Claim) -> bool {
        let statement = lesson.claims.iter().find(|statement| statement.text == claim.text);
        match self.extent {
            _ if self.settings.format == Format::Json => true,
            Extent::Tour => statement.is_some_and(Statement::is_headline),
            Extent::Whole if self.settings.short => statement.is_none_or(|it| it.is_about(&self.drawn)),
            Extent::Whole | Extent::Opener => true,
        }
    }
}
