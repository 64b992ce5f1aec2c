//! A case without a connection: decoders are given a stream in memory, in one way after the other. It cuts nothing and
//! decodes nothing: the lesson does.

use super::Show;
use crate::failure::Stop;
use crate::progress::Progress;
use render::Format;
use std::ops::Range;
use trace::{Case, Event, Stream};

impl Show<'_> {
    /// One stream, whose frames lie at `frames`, in many ways: `act` tells what became of each decoder. While it runs, a
    /// line on the terminal counts up. Who steps sees the decoders of a short stream one by one.
    ///
    /// # Errors
    /// When the output is gone.
    pub fn scripted(
        &mut self,
        name: &str,
        does: &str,
        bytes: &[u8],
        frames: &[Range<usize>],
        act: impl FnOnce(&mut Progress<'_>) -> Vec<Event>,
    ) -> Result<(), Stop> {
        if self.skip_case(name) {
            return Ok(());
        }
        self.announce(name, does)?;
        let (stream, mut case) = (Stream::Forward, Case::script(name));
        let begins_us = self.elapsed_us();
        case.push(begins_us, Event::Scripted { stream, data: bytes.to_vec() });
        for frame in frames {
            case.push(begins_us, Event::Framed { stream, offset: frame.start as u64, bytes: frame.len() as u64 });
        }
        let drawn = self.settings.format == Format::Text && self.draws(name);
        let mut progress = Progress::new(self.out(), drawn);
        let became = act(&mut progress);
        progress.clear();
        let ends_us = self.elapsed_us();
        became.into_iter().for_each(|event| case.push(ends_us, event));
        let steps = if drawn && self.steps.are_on() { render::one_by_one(&case) } else { vec![] };
        if steps.is_empty() {
            return self.tell(case);
        }
        for step in steps {
            step.before.map_or(Ok(()), |before| self.steps.wait(before))?;
            let fresh = if step.fresh { self.steps.fresh_screen() } else { String::new() };
            self.print(&(fresh + &step.text))?;
        }
        self.run.cases.push(case);
        Ok(())
    }
}
