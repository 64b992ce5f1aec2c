//! The page that plays what was shown: one HTML file, for a run or for several.

use crate::output_file::OutputFile;
use crate::settings::Settings;
use command_line::Failure;
use trace::{Claim, Run};

/// The page that was asked for, and its trace so far.
pub(crate) struct PlayerPage {
    file: Option<OutputFile>,
    trace: String,
}

impl PlayerPage {
    /// The page that `settings` ask for. A file that cannot be written is reported now, not after the run.
    pub(crate) fn find(settings: &Settings) -> Result<Self, Failure> {
        let file = settings.html.as_deref().map(OutputFile::find).transpose()?;
        Ok(Self { file, trace: String::new() })
    }

    /// Adds a run and what it claims.
    pub(crate) fn add(&mut self, run: &Run, claims: &[Claim]) {
        if self.file.is_some() {
            self.trace += &render::json_lines(run, claims);
        }
    }

    /// Writes the file, if one was asked for.
    pub(crate) fn write(self) -> Result<(), Failure> {
        self.file.map_or(Ok(()), |file| file.write(page::html(&self.trace).as_bytes()))
    }
}
