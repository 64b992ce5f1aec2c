//! How a program's turn at a stream ended, and what it had reserved by then. Counts what the events say, and calls no
//! ending good or bad.

use crate::{Case, Event, Measure, Stream};

/// What ended a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It was done, as it believes: it has read, or written, a message.
    Completed,
    /// It refused what came: too long, or no frame at all.
    Refused,
    /// It was given no memory.
    NoMemory,
    /// The deadline of the whole turn.
    Deadline,
    /// The time-out of one call.
    TimeOut,
    /// The peer's reset.
    Reset,
    /// The end of the stream, inside a message.
    Truncated,
    /// Nothing: it still waited when the lesson looked, and the lesson ended it.
    Waiting,
    /// Something else, that its text tells.
    Failed,
}

impl Ending {
    /// The name in the trace.
    pub fn name(self) -> &'static str {
        match self {
            Self::Completed => "whole",
            Self::Refused => "refused",
            Self::NoMemory => "no-memory",
            Self::Deadline => "deadline",
            Self::TimeOut => "time-out",
            Self::Reset => "reset",
            Self::Truncated => "truncated",
            Self::Waiting => "waiting",
            Self::Failed => "failed",
        }
    }
}

impl Case {
    /// The endings of the turns at `stream`, and after how many microseconds each came.
    pub fn endings(&self, stream: Stream) -> Vec<(Ending, u64)> {
        let ending = |event: &Event| match event {
            Event::Ended { stream: s, how, after_us, .. } if *s == stream => Some((*how, *after_us)),
            _ => None,
        };
        self.events.iter().filter_map(|timed| ending(&timed.event)).collect()
    }

    /// Whether a turn at `stream` still waited when the lesson ended it: what its calls returned then is the lesson's doing.
    pub fn given_up(&self, stream: Stream) -> bool {
        self.endings(stream).iter().any(|(how, _)| *how == Ending::Waiting)
    }

    /// How many turns, at either stream, ended so.
    pub fn ended(&self, wanted: Ending) -> Measure {
        let endings = Stream::BOTH.into_iter().flat_map(|stream| self.endings(stream));
        Measure::new(wanted.name(), endings.filter(|(how, _)| *how == wanted).count() as u64)
    }

    /// After how many microseconds the last turn at `stream` ended.
    pub fn ended_after_us(&self, stream: Stream) -> Measure {
        Measure::new("ended after µs", self.endings(stream).last().map(|&(_, after_us)| after_us))
    }

    /// The most that a reader of `stream` had reserved at any look, in bytes.
    pub fn reserved_most(&self, stream: Stream) -> Measure {
        Measure::new("reserved", self.memory(stream).into_iter().map(|(reserved, _)| reserved).max())
    }

    /// How much at most was in memory of what a reader of `stream` had reserved, in bytes.
    pub fn resident_most(&self, stream: Stream) -> Measure {
        Measure::new("resident", self.memory(stream).into_iter().filter_map(|(_, resident)| resident).max())
    }

    /// The longest that the reader of `stream` was without a new byte, from the first event of the case to its last read, in
    /// microseconds.
    pub fn longest_wait_us(&self, stream: Stream) -> Measure {
        let got = |event: &Event| matches!(event, Event::Read { stream: s, got: 1.., .. } if *s == stream);
        Measure::new("longest wait for a byte µs", self.longest_gap_us(got))
    }

    /// The longest time between two calls that wrote or read something, in microseconds; `None` where nothing was read.
    pub fn longest_pause_us(&self) -> Option<u64> {
        let read = |event: &Event| matches!(event, Event::Read { got: 1.., .. });
        let call = |event: &Event| matches!(event, Event::Write { .. }) || read(event);
        let any = self.events.iter().any(|timed| read(&timed.event));
        if any { self.longest_gap_us(call) } else { None }
    }

    /// The longest time from one such event to the next, and from the case's first to the first such one.
    fn longest_gap_us(&self, such: impl Fn(&Event) -> bool) -> Option<u64> {
        let mut before = self.begins_us();
        let times = self.events.iter().filter(|timed| such(&timed.event)).map(|timed| timed.t_us);
        times.map(|t_us| t_us.saturating_sub(std::mem::replace(&mut before, t_us))).max()
    }

    fn memory(&self, stream: Stream) -> Vec<(u64, Option<u64>)> {
        let memory = |event: &Event| match event {
            Event::Memory { stream: s, reserved, resident } if *s == stream => Some((*reserved, *resident)),
            _ => None,
        };
        self.events.iter().filter_map(|timed| memory(&timed.event)).collect()
    }
}
