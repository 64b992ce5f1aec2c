//! A case cut into its commands, and what a command costs: one-way trips, bytes held back, time.

use crate::case::pick;
use crate::{Case, Event, Measure, Stream};

/// What a command of a case cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// How many commands the numbers are of.
    pub commands: u64,
    /// One-way trips of the median command; `None` if they were not observed.
    pub trips: Option<u64>,
    /// The most that either kernel held back at any look, in bytes; `None` if one of them does not report it.
    pub held: Option<u64>,
    /// From the beginning of the median command to its last read, in microseconds.
    pub median_us: u64,
}

impl Case {
    /// How many commands it had.
    pub fn command_count(&self) -> Measure {
        Measure::new("commands", pick!(self.events.iter(), Event::Command { .. } => ()).count() as u64)
    }

    /// The case cut into its commands: each with the events from its beginning to that of the next.
    pub fn commands(&self) -> Vec<Self> {
        let mut commands: Vec<Self> = Vec::new();
        for timed in &self.events {
            if let Event::Command { number, .. } = timed.event {
                commands.push(Self { events: Vec::new(), name: format!("{}, {number}", self.name), ..self.clone() });
            }
            if let Some(command) = commands.last_mut() {
                command.events.push(timed.clone());
            }
        }
        commands
    }

    /// What its commands cost; `None` if it had none.
    pub fn cost(&self) -> Option<Cost> {
        let commands = self.commands();
        let trips: Option<Vec<u64>> = commands.iter().map(|command| command.trips_with_acks().value).collect();
        let took = |command: &Self| {
            let ends = command.events.iter().rev().find(|timed| matches!(timed.event, Event::Read { .. }));
            ends.map_or(0, |end| end.t_us.saturating_sub(command.begins_us()))
        };
        let [held_there, held_back] = Stream::BOTH.map(|stream| self.held_most(stream).value);
        Some(Cost {
            commands: commands.len() as u64,
            trips: trips.and_then(median),
            held: held_there.zip(held_back).map(|(there, back)| there.max(back)),
            median_us: median(commands.iter().map(took).collect())?,
        })
    }
}

/// The one in the middle; of two in the middle the smaller.
fn median(mut numbers: Vec<u64>) -> Option<u64> {
    numbers.sort_unstable();
    numbers.get(numbers.len().checked_sub(1)? / 2).copied()
}
