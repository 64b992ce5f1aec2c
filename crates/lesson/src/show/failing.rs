//! Why a case failed, where, and what to do about it. It decides nothing: the case has failed.

use super::Show;
use crate::failure::Failure;
use link::Missing;
use std::error::Error;
use std::io;
use trace::{Case, Event};

impl Show<'_> {
    /// Where a case failed, and what to do; `full` where the last call was a write for which the kernel had no room.
    pub(super) fn failure(&self, case: &str, error: &(dyn Error + Send + Sync + 'static), full: bool) -> Failure {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        let (mut text, mut hint) = (
            error.to_string(),
            "run it again; where it fails again, this system's sockets behave as this lesson does not know",
        );
        if kind == Some(io::ErrorKind::WouldBlock) && !full {
            text = "a call waited as long as it may, in vain".to_owned(); // the system says that it "would block"
        }
        if kind == Some(io::ErrorKind::WouldBlock) && full {
            text = "the kernel's buffers are full, and the lesson reads only when all is written".to_owned();
            hint = "a smaller --size, fewer --messages, or larger --sndbuf and --rcvbuf, where this lesson has them";
        } else if self.settings.wire.is_some_and(|wire| wire.loss > 0.0) {
            hint = "what the wire loses is sent again, later each time, and a call waits 10 s: choose a lower --loss, \
                    or another --seed";
        }
        Failure::cannot(format!("in the case '{case}': {text}"), hint)
    }
}

/// The option that an act failed for, where this system does not have it.
pub(super) fn missing_option(error: &(dyn Error + Send + Sync + 'static)) -> Option<&'static str> {
    let inner = error.downcast_ref::<io::Error>()?.get_ref()?;
    inner.downcast_ref::<Missing>().map(|missing| missing.0)
}

/// Whether the case's last event is a write that found no room.
pub(super) fn found_no_room(case: &Case) -> bool {
    case.events.last().is_some_and(|timed| matches!(timed.event, Event::Write { asked: 1.., accepted: 0, .. }))
}
