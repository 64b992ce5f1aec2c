//! A case without a connection: decoders read a stream in memory, cut in one way after another. This module cuts
//! nothing and decodes nothing: the lesson does.

use super::Session;
use crate::case_setup::CaseSetup;
use command_line::Stop;
use std::ops::Range;
use trace::{Case, Event, Stream};

impl Session<'_> {
    /// Runs `act` on one stream whose frames lie at `frames`; `act` returns what became of each decoder.
    ///
    /// # Errors
    /// If the output is gone.
    pub fn script(
        &mut self,
        setup: CaseSetup,
        bytes: &[u8],
        frames: &[Range<usize>],
        mut act: impl FnMut() -> Vec<Event>,
    ) -> Result<(), Stop> {
        let name = setup.name.text();
        self.present(&name, &setup, |stage, _| {
            let (stream, begins_us, mut case) = (Stream::Forward, stage.elapsed_us(), Case::script(&name));
            case.push(begins_us, Event::Scripted { stream, data: bytes.to_vec() });
            for Range { start, end } in frames {
                case.push(begins_us, Event::Framed { stream, offset: *start as u64, bytes: (end - start) as u64 });
            }
            let became = act();
            let ends_us = stage.elapsed_us();
            became.into_iter().for_each(|event| case.push(ends_us, event));
            Ok(case)
        })
    }
}
