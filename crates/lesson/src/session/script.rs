//! A case without a connection: decoders are given a stream in memory, in one way after the other. It cuts nothing and
//! decodes nothing: the lesson does.

use super::Session;
use crate::case_setup::CaseSetup;
use command_line::Stop;
use render::Format;
use std::ops::Range;
use trace::{Case, Event, Stream};

impl Session<'_> {
    /// One stream, whose frames lie at `frames`, in many ways: `act` gives what became of each decoder. Who steps sees the
    /// decoders of a short stream one by one.
    ///
    /// # Errors
    /// When the output is gone.
    pub fn script(
        &mut self,
        setup: CaseSetup,
        bytes: &[u8],
        frames: &[Range<usize>],
        act: impl FnOnce() -> Vec<Event>,
    ) -> Result<(), Stop> {
        let name = setup.name.text();
        if !self.begins(&name, &setup)? {
            return Ok(());
        }
        let drawn = self.settings.format == Format::Text && self.draws(&name);
        let (stream, begins_us, mut case) = (Stream::Forward, self.stage.elapsed_us(), Case::script(name));
        case.push(begins_us, Event::Scripted { stream, data: bytes.to_vec() });
        for Range { start, end } in frames {
            case.push(begins_us, Event::Framed { stream, offset: *start as u64, bytes: (end - start) as u64 });
        }
        let became = act();
        let ends_us = self.stage.elapsed_us();
        became.into_iter().for_each(|event| case.push(ends_us, event));
        let steps = if drawn && self.steps.on { render::one_by_one(&case) } else { vec![] };
        if steps.is_empty() {
            return self.show(case, false);
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
