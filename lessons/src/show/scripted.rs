//! A case without a connection: decoders are given a stream in memory, in one cut after the other. It cuts nothing and
//! decodes nothing: the lesson does.

use crate::Stop;
use crate::progress::Progress;
use crate::show::Show;
use render::Format;
use std::ops::Range;
use trace::{Case, Event, Stream, Trial};

impl Show<'_> {
    /// One stream, whose frames lie at `frames`, in many cuts: `act` gives what became of each decoder. While it runs, a
    /// line on the terminal counts up.
    ///
    /// # Errors
    /// When the output is gone.
    pub fn scripted(
        &mut self,
        name: &str,
        does: &str,
        bytes: &[u8],
        frames: &[Range<usize>],
        act: impl FnOnce(&mut Progress<'_>) -> Vec<Trial>,
    ) -> Result<Vec<Trial>, Stop> {
        self.announce(name, does)?;
        let (stream, mut case) = (Stream::Forward, Case::script(name));
        let begins_us = self.elapsed_us();
        case.push(begins_us, Event::Scripted { stream, data: bytes.to_vec() });
        for frame in frames {
            case.push(begins_us, Event::Framed { stream, offset: frame.start as u64, bytes: frame.len() as u64 });
        }
        let wanted = self.settings().format == Format::Text && self.draws(name);
        let mut progress = Progress::new(self.out(), wanted);
        let trials = act(&mut progress);
        progress.clear();
        let ends_us = self.elapsed_us();
        for trial in &trials {
            case.push(ends_us, Event::Cuts { stream, trial: trial.clone() });
        }
        self.tell(case)?;
        Ok(trials)
    }
}
