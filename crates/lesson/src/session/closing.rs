//! What a lesson ends with: cases side by side, and its claims.

use super::Session;
use crate::case_setup::ByOptions;
use command_line::Stop;
use render::Format;
use trace::{Case, Claim};

impl Session<'_> {
    /// Puts these cases side by side, whatever their options: what each cost.
    ///
    /// # Errors
    /// When the output is gone.
    pub fn compare(&mut self, names: &[ByOptions]) -> Result<(), Stop> {
        let named = |case: &&Case| names.iter().any(|known| known.names(&case.name));
        let cases: Vec<&Case> = self.run.cases.iter().filter(named).collect();
        self.side_by_side(&self.settings.format.comparison(&cases))
    }

    /// Puts all cases that had commands side by side: what one of each cost.
    ///
    /// # Errors
    /// When the output is gone.
    pub fn costs(&mut self) -> Result<(), Stop> {
        self.side_by_side(&self.settings.format.costs(&self.run, self.stage.elapsed_us()))
    }

    /// Puts all cases that told what their framing adds side by side.
    ///
    /// # Errors
    /// When the output is gone.
    pub fn overheads(&mut self) -> Result<(), Stop> {
        self.side_by_side(&self.settings.format.overheads(&self.run))
    }

    /// Puts all cases side by side: what each reserved, what ended it, and when.
    ///
    /// # Errors
    /// When the output is gone.
    pub fn endings(&mut self) -> Result<(), Stop> {
        self.side_by_side(&self.settings.format.endings(&self.run))
    }

    /// Puts all decoders that had a case each side by side.
    ///
    /// # Errors
    /// When the output is gone.
    pub fn decoders(&mut self) -> Result<(), Stop> {
        self.side_by_side(&self.settings.format.decoders(&self.run))
    }

    /// Prints a table, on a screen of its own, unless there is nothing in it.
    fn side_by_side(&mut self, table: &str) -> Result<(), Stop> {
        if self.run.cases.is_empty() || table.is_empty() {
            return Ok(());
        }
        self.fresh("side by side")?;
        self.print(table)
    }

    /// Prints the claims.
    pub(crate) fn claims(&mut self, claims: &[Claim]) -> Result<(), Stop> {
        self.fresh("the claims")?;
        if self.drawn.is_some() && self.settings.format == Format::Text {
            let (drawn, all) =
                (self.run.cases.iter().filter(|case| self.draws(&case.name)).count(), self.run.cases.len());
            self.print(&format!("\n({drawn} of {all} cases are drawn here; the claims are on all)\n"))?;
        }
        let text = self.settings.format.claims(&self.run, claims, self.stage.elapsed_us());
        for (nth, page) in self.steps.pages(&text).into_iter().enumerate() {
            if nth > 0 {
                self.fresh("more claims")?;
            }
            self.print(&page)?;
        }
        Ok(())
    }
}
