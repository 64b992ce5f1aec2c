//! A run: what a query asks for, and the lines that come of it.

use crate::case;
use axum::body::Bytes;
use futures_util::stream::{self, Stream};
use lesson::{Extent, Failure, Lesson, Settings, Stop, perform};
use render::{Format, json_line};
use std::convert::Infallible;
use std::io::{self, Write};
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use trace::Value;

/// How many runs may wait for their turn.
const WAITING: usize = 8;

/// The longest query, in pairs.
const PAIRS_MAX: usize = 40;

/// How many pieces of output may wait for a browser that reads slowly.
const PIECES: usize = 16;

/// What a query asks for: a lesson with settings.
pub(crate) struct Wanted {
    lesson: &'static Lesson,
    settings: Settings,
}

impl Wanted {
    /// The settings in `pairs`, each a flag and its value, as on the command line; `lesson` names one of the lessons.
    ///
    /// # Errors
    /// What is wrong with a pair, in words.
    pub(crate) fn of(pairs: &[(String, String)]) -> Result<Self, String> {
        if pairs.len() > PAIRS_MAX {
            return Err(format!("there are more than {PAIRS_MAX} settings"));
        }
        let named = pairs.iter().find(|(name, _)| name == "lesson");
        let lesson = match named {
            None => &case::LESSON,
            Some((_, name)) => crate::presets::find(name).ok_or_else(|| format!("there is no lesson '{name}'"))?,
        };
        let mut settings = Settings { format: Format::Json, ..Settings::default() };
        for (name, value) in pairs.iter().filter(|(name, _)| name != "lesson") {
            let harmless = !["svg", "pcap", "view"].contains(&name.as_str()); // they write files, or draw text
            let flag = lesson.flag(name).filter(|_| harmless);
            let flag = flag.ok_or_else(|| format!("{} has no setting '{name}'", lesson.id))?;
            flag.set(value, &mut settings).map_err(|why| format!("{name}={value}: {why}"))?;
        }
        Ok(Self { lesson, settings })
    }
}

/// The runs of a server: one at a time, and a few that wait.
#[derive(Clone)]
pub(crate) struct Runs {
    turn: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Runs {
    pub(crate) fn new() -> Self {
        Self { turn: Arc::new(Semaphore::new(1)), places: Arc::new(Semaphore::new(1 + WAITING)) }
    }

    /// Starts a run when it is its turn; returns its output.
    ///
    /// # Errors
    /// If too many wait already.
    pub(crate) async fn start(
        &self,
        wanted: Wanted,
    ) -> Result<impl Stream<Item = Result<Bytes, Infallible>> + use<>, String> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| format!("{WAITING} runs wait already: try again in a moment"))?;
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|error| error.to_string())?;
        let (sender, receiver) = channel(PIECES);
        tokio::task::spawn_blocking(move || run(&wanted, sender, turn));
        Ok(stream::unfold((receiver, place), next))
    }
}

/// An answer that is still to be read, and the place that it takes until then.
type Unread = (Receiver<Bytes>, OwnedSemaphorePermit);

async fn next((mut receiver, place): Unread) -> Option<(Result<Bytes, Infallible>, Unread)> {
    let piece = receiver.recv().await?;
    Some((Ok(piece), (receiver, place)))
}

/// Performs the lesson; the turn ends with it. A failure is the last line.
fn run(wanted: &Wanted, sender: Sender<Bytes>, _turn: OwnedSemaphorePermit) {
    let mut out = Pieces(sender);
    if let Err(Stop::Failed(Failure { message, hint, .. })) =
        perform(wanted.lesson, &wanted.settings, &mut out, Extent::Whole)
    {
        let fields = vec![("text", Value::from(&message)), ("hint", Value::from(&hint))];
        let _ = out.write_all(json_line(0, "failure", fields).as_bytes()); // if nobody reads any more, nobody misses it
    }
}

/// Hands what is written to whoever reads the answer.
struct Pieces(Sender<Bytes>);

impl Write for Pieces {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Bytes::copy_from_slice(data));
        sent.map(|()| data.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
