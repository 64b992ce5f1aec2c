//! What a command costs: one-way trips, those of awaited ACKs included, bytes held back, time. Counts what the events
//! show, and calls nothing dear or cheap.

use crate::{Case, Event, Measure, Stream};

/// What a command of a case cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// How many commands the numbers are of.
    pub commands: u64,
    /// One-way trips of the median command; `None` where they were not observed.
    pub trips: Option<u64>,
    /// The most that either kernel held back at any look, in bytes; `None` where one of them does not tell.
    pub held: Option<u64>,
    /// From the beginning of the median command to its last read, in microseconds.
    pub median_us: u64,
}

/// A segment that could make another one wait.
struct Passed {
    stream: Stream,
    seq: u64,
    bytes: u64,
    resent: bool,
    sent_us: u64,
    arrived_us: Option<u64>,
}

impl Case {
    /// How many commands it had.
    pub fn command_count(&self) -> Measure {
        let begins = |event: &Event| matches!(event, Event::Command { .. });
        Measure::new("commands", self.events.iter().filter(|timed| begins(&timed.event)).count() as u64)
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

    /// What its commands cost; `None` where it had none.
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

    /// One-way trips, one after another, those of ACKs that were waited for included.
    ///
    /// With a capture: the longest chain of segments of which each left after the one before had arrived from the other
    /// side, up to one with data. Without: the turns of the data, as [`Case::trips`] has them, and two for each time that
    /// the kernel began to hold bytes back while an ACK was awaited, the ACK and what waited for it. Not observed where
    /// segments are not counted.
    pub fn trips_with_acks(&self) -> Measure {
        let passed = self.passed();
        let turns = || self.trips().value.map(|turns| turns + 2 * self.waits());
        let trips = if passed.is_empty() { turns() } else { longest_chain(&passed) };
        Measure::new("trips with ACKs", trips)
    }

    /// The segments of the capture that carry data or acknowledge some, in the order in which they left. One sent again is
    /// no trip of its own: it is the late arrival of what was lost.
    fn passed(&self) -> Vec<Passed> {
        let all = self.events.iter().filter_map(|timed| counts(&timed.event));
        let (again, mut passed): (Vec<Passed>, Vec<Passed>) = all.partition(|segment| segment.resent);
        for segment in &mut passed {
            let same = |other: &&Passed| (other.stream, other.seq) == (segment.stream, segment.seq);
            let came = again.iter().filter(same).filter_map(|other| other.arrived_us).min();
            segment.arrived_us = segment.arrived_us.or(came);
        }
        passed.sort_by_key(|segment| segment.sent_us);
        passed
    }

    /// How often a kernel began to hold bytes back while it awaited an ACK.
    fn waits(&self) -> u64 {
        let (mut held, mut waits) = ([0; 2], 0);
        for timed in &self.events {
            if let Event::Held { stream, bytes, in_flight_segments } = timed.event {
                let before = std::mem::replace(&mut held[stream as usize], bytes);
                waits += u64::from(before == 0 && bytes > 0 && in_flight_segments > 0);
            }
        }
        waits
    }
}

fn counts(event: &Event) -> Option<Passed> {
    let &Event::Segment { stream, seq, ack, bytes, ref flags, resent, sent_us, arrived_us, .. } = event else {
        return None;
    };
    // The SYN is acknowledged with 1, the first byte with 2.
    let carries = bytes > 0 || ack > 1;
    let plain = !flags.contains(['S', 'F', 'R']);
    (carries && plain).then_some(Passed { stream, seq, bytes, resent, sent_us, arrived_us })
}

fn longest_chain(passed: &[Passed]) -> Option<u64> {
    let mut depths: Vec<u64> = Vec::with_capacity(passed.len());
    for segment in passed {
        let came = |other: &Passed| {
            other.stream != segment.stream && other.arrived_us.is_some_and(|arrived| arrived <= segment.sent_us)
        };
        let before = passed.iter().zip(&depths).filter(|(other, _)| came(other)).map(|(_, &depth)| depth).max();
        depths.push(1 + before.unwrap_or(0));
    }
    let with_data = passed.iter().zip(&depths).filter(|(segment, _)| segment.bytes > 0);
    with_data.map(|(_, &depth)| depth).max()
}

/// The one in the middle; of two in the middle the smaller.
fn median(mut numbers: Vec<u64>) -> Option<u64> {
    numbers.sort_unstable();
    numbers.get(numbers.len().checked_sub(1)? / 2).copied()
}
