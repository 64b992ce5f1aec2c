//! Where the cases of a lesson run: a stage opens their connections, lets a case use both ends, and returns what was
//! seen. It prints nothing.

use crate::hint::hint_for;
use crate::options;
use crate::settings::Settings;
use crate::wired::Wired;
use command_line::Failure;
use link::{Missing, SocketOptions};
use probe::{Recorder, TracedDatagrams, TracedStream};
use std::error::Error;
use std::io;
use std::time::{Duration, Instant};
use trace::{Case, Event, Value};
use wire::CableOptions;

/// A value, or any error: whoever shows the error says before it where it happened.
pub type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What the code of a case returns.
pub type CaseResult = Fallible<()>;

/// Loopback, or a wire between two hosts.
pub(crate) struct Stage {
    began: Instant,
    pub(crate) wire: Option<Wired>,
    /// A wire for the cases that need a distance while the lesson runs on loopback.
    far: Option<(Duration, Wired)>,
    is_lossy: bool,
}

/// A connection that a case asks for; `nth` counts the lesson's cases from 0.
pub(crate) struct Connection<'a> {
    pub(crate) name: &'a str,
    pub(crate) nth: usize,
    pub(crate) options: &'a SocketOptions,
    pub(crate) distance: Option<Duration>,
}

impl Stage {
    /// The stage that the learner chose, for so many cases; a wire is laid now.
    pub(crate) fn set(settings: &Settings, cases: usize) -> Result<Self, Failure> {
        let is_lossy = settings.wire.is_some_and(|wire| wire.loss > 0.0);
        Ok(Self { wire: Wired::lay(settings, cases)?, is_lossy, ..Self::bare() })
    }

    /// A stage on loopback, without a wire.
    pub(crate) fn bare() -> Self {
        Self { began: Instant::now(), wire: None, far: None, is_lossy: false }
    }

    /// Lays a wire of this round trip for a case that needs one, unless there is one; returns why it cannot be laid.
    pub(crate) fn go_far(&mut self, round_trip: Duration, settings: &Settings) -> Option<String> {
        if self.wire.is_some() || self.far.as_ref().is_some_and(|(known, _)| *known == round_trip) {
            return None;
        }
        let options = CableOptions { round_trip, seed: settings.seed, ..CableOptions::default() };
        match Wired::between(&options) {
            Ok(wired) => self.far = Some((round_trip, wired)),
            Err(failure) => return Some(failure.message),
        }
        None
    }

    /// The wire that a case with this distance runs on; nothing on loopback.
    fn cable(&self, distance: Option<Duration>) -> Option<&Wired> {
        self.wire.as_ref().or_else(|| distance.and(self.far.as_ref()).map(|(_, wired)| wired))
    }

    /// Microseconds since the run began.
    pub(crate) fn elapsed_us(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Runs `act` on a new TCP connection. Returns the case, and when it was connected.
    pub(crate) fn on_stream(
        &self,
        connection: &Connection<'_>,
        act: &mut dyn FnMut(&mut TracedStream, &mut TracedStream) -> CaseResult,
    ) -> Result<(Case, u64), Failure> {
        let name = connection.name;
        let failed = |error: io::Error| self.failure(name, &error, false);
        let (recorder, [mut sender, mut receiver]) = self.connect(connection).map_err(failed)?;
        let connected_us = self.elapsed_us();
        let acted = act(&mut sender, &mut receiver);
        let missing = acted.as_ref().err().and_then(|error| missing_option(&**error));
        if let (Err(error), None) = (&acted, missing) {
            return Err(self.failure(name, &**error, found_no_room(&recorder.finish())));
        }
        let mut case = match self.cable(connection.distance) {
            Some(wired) => wired.whole(&recorder, [sender, receiver], self.began).map_err(failed)?,
            None => recorder.finish(),
        };
        case.missing.extend(missing.map(str::to_owned));
        Ok((case, connected_us))
    }

    /// The longest time for which the cable of a case with this distance was kept from its work; zero on loopback, and
    /// zero if the cable has stopped for good.
    pub(crate) fn wire_delay(&self, distance: Option<Duration>) -> Duration {
        let working = self.cable(distance).filter(|wired| wired.wire.failure().is_none());
        working.map_or(Duration::ZERO, |wired| wired.wire.delay())
    }

    fn connect(&self, connection: &Connection<'_>) -> io::Result<(Recorder, [TracedStream; 2])> {
        let (options, cable) = (connection.options, self.cable(connection.distance));
        let pair = match cable {
            Some(wired) => {
                wired.wire.number_connections(connection.nth as u32);
                wired.wire.tcp_pair(options)?
            }
            None => link::tcp_pair(options)?,
        };
        let mut case = Case::tcp(connection.name);
        case.missing = pair.missing.iter().map(|&option| option.to_owned()).collect();
        case.options = options::recorded(options, &pair.missing);
        if let (None, Some(distance)) = (&self.wire, connection.distance) {
            case.options.push(("wire_us".to_owned(), Value::Number(distance.as_micros() as u64)));
        }
        let recorder = match cable {
            Some(_) => Recorder::beside_a_capture(case, self.began),
            None => Recorder::new(case, self.began),
        };
        let (sender, receiver) = recorder.watch(pair.sender, pair.receiver)?;
        Ok((recorder, [sender, receiver]))
    }

    /// Runs `act` on a new pair of datagram sockets.
    pub(crate) fn on_datagrams(
        &self,
        name: &str,
        act: &mut dyn FnMut(&TracedDatagrams, &TracedDatagrams) -> CaseResult,
    ) -> Result<Case, Failure> {
        let recorder = Recorder::new(Case::udp(name), self.began);
        let pair = link::udp_pair().and_then(|pair| recorder.watch_datagrams(pair));
        let acted = pair.map_err(Into::into).and_then(|[sender, receiver]| act(&sender, &receiver));
        acted.map_err(|error| self.failure(name, &*error, false))?;
        Ok(recorder.finish())
    }

    /// Where a case failed, and what to do; `full` if its last call was a write for which the kernel had no room.
    fn failure(&self, case: &str, error: &(dyn Error + Send + Sync + 'static), full: bool) -> Failure {
        let system = error.downcast_ref::<io::Error>();
        let waited = system.is_some_and(link::is_timeout);
        let wire = self.wire.as_ref().or(self.far.as_ref().map(|(_, wired)| wired));
        let cable = wire.and_then(|wired| wired.wire.failure());
        let text = match (waited, full) {
            _ if cable.is_some() => &format!("the wire has stopped: {}", cable.unwrap_or_default()),
            (true, true) => "the kernel's buffers are full, and the lesson reads only after it has written everything",
            (true, false) => "a call reached its time limit", // the system's word is "would block"
            (false, _) => &error.to_string(),
        };
        let hint = if waited && full {
            "choose a smaller --size, fewer --messages, or larger --sndbuf and --rcvbuf, if this lesson has them"
        } else if let Some(hint) = system.and_then(hint_for) {
            hint
        } else if self.is_lossy {
            "a lost segment is sent again after an ever longer wait, and a call gives up after 10 s: choose a lower \
             --loss, or another --seed"
        } else {
            "run it again; if it fails again, this system's sockets behave in a way that the lesson does not know"
        };
        Failure::cannot(format!("in the case '{case}': {text}"), hint)
    }
}

/// The option for lack of which a case failed, if this system does not have it.
fn missing_option(error: &(dyn Error + Send + Sync + 'static)) -> Option<&'static str> {
    let inner = error.downcast_ref::<io::Error>()?.get_ref()?;
    inner.downcast_ref::<Missing>().map(|missing| missing.0)
}

/// Whether the case's last event is a write that found no room.
fn found_no_room(case: &Case) -> bool {
    case.events.last().is_some_and(|timed| matches!(timed.event, Event::Write { asked: 1.., accepted: 0, .. }))
}
