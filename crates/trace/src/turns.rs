//! How programs' turns at a stream ended, how long they waited, and what they had reserved by then. No ending is called good
//! or bad here.

use crate::case::pick;
use crate::{Case, Ending, Event, Measure, Stream};

impl Case {
    /// The endings of the turns at `stream`, each with the microseconds since its turn began.
    pub fn endings(&self, stream: Stream) -> Vec<(Ending, u64)> {
        pick!(self.on(stream), Event::Ended { how, after_us, .. } => (how, after_us)).collect()
    }

    /// Whether a turn at `stream` was still waiting when the lesson ended it: what its calls returned after that is the
    /// lesson's doing.
    pub fn given_up(&self, stream: Stream) -> bool {
        self.endings(stream).iter().any(|(how, _)| *how == Ending::Waiting)
    }

    /// How many turns, at either stream, `wanted` ended.
    pub fn ended(&self, wanted: Ending) -> Measure {
        let endings = pick!(self.events.iter(), Event::Ended { how, .. } if how == wanted => ());
        Measure::new(wanted.name(), endings.count() as u64)
    }

    /// How many microseconds the last turn at `stream` took.
    pub fn ended_after_us(&self, stream: Stream) -> Measure {
        Measure::new("ended after µs", self.endings(stream).last().map(|&(_, after_us)| after_us))
    }

    /// The most that a reader of `stream` had reserved at any look, in bytes.
    pub fn reserved_most(&self, stream: Stream) -> Measure {
        Measure::new("reserved", pick!(self.on(stream), Event::Memory { reserved, .. } => reserved).max())
    }

    /// The most that was really in memory of what a reader of `stream` had reserved, in bytes.
    pub fn resident_most(&self, stream: Stream) -> Measure {
        Measure::new("resident", pick!(self.on(stream), Event::Memory { resident, .. } => resident?).max())
    }

    /// The longest time that the reader of `stream` was without a new byte, from the first event of the case to its
    /// last read or the end of its turn, in microseconds.
    pub fn longest_wait_us(&self, stream: Stream) -> Measure {
        let ends = |event: &Event| got_bytes(event) || matches!(event, Event::Ended { .. });
        let times = self.on(stream).filter(|timed| ends(&timed.event)).map(|timed| timed.t_us);
        Measure::new("longest wait for a byte µs", self.longest_gap_us(times))
    }

    /// The longest time between two calls that wrote or read something, in microseconds; `None` if nothing was read.
    pub fn longest_pause_us(&self) -> Option<u64> {
        let call = |event: &Event| matches!(event, Event::Write { .. }) || got_bytes(event);
        let times = self.events.iter().filter(|timed| call(&timed.event)).map(|timed| timed.t_us);
        self.events.iter().find(|timed| got_bytes(&timed.event)).and_then(|_| self.longest_gap_us(times))
    }

    /// The longest time from the first event of the case to the first of `times`, or from one of them to the next.
    fn longest_gap_us(&self, times: impl Iterator<Item = u64>) -> Option<u64> {
        let mut before = self.begins_us();
        times.map(|t_us| t_us.saturating_sub(std::mem::replace(&mut before, t_us))).max()
    }
}

fn got_bytes(event: &Event) -> bool {
    matches!(event, Event::Read { got: 1.., .. })
}
