//! Says what the proxy does, as it does it: text, or JSON lines. And keeps the streams in files, if asked.

use crate::cut::place::Places;
use crate::streams::Output;
use command_line::{Failure, Stop};
use cutter::{Direction, Event, NotObserved, Proof};
use render::{JsonFields, counted, json_line};
use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;
use trace::Value;

/// One direction of one connection.
type Stream = (u64, Direction);

/// Characters of direction, offset and length of a piece.
const COLUMNS: usize = 26;

/// What is logged, and how.
pub(crate) struct Log {
    pub(crate) json: bool,
    /// Makes what follows a stream of frames, if the framing is known.
    pub(crate) places: Option<Box<dyn Fn() -> Box<dyn Places> + Send>>,
    /// The folder for the streams.
    pub(crate) save: Option<PathBuf>,
    /// The offsets at which streams are to be cut, in which directions, and of which connection alone.
    pub(crate) cuts: Vec<u64>,
    pub(crate) ways: Vec<Direction>,
    pub(crate) only: Option<u64>,
    began: Instant,
    followed: HashMap<Stream, Box<dyn Places>>,
    files: HashMap<Stream, File>,
    /// Cuts past the end of a stream.
    pub(crate) not_made: bool,
}

impl Log {
    pub(crate) fn new(json: bool) -> Self {
        let (places, save, cuts, began, not_made) = (None, None, Vec::new(), Instant::now(), false);
        let (ways, only) = (Direction::BOTH.to_vec(), None);
        Self { json, places, save, cuts, ways, only, began, followed: HashMap::new(), files: HashMap::new(), not_made }
    }

    /// Writes a line about `event`.
    pub(crate) fn event(&mut self, connection: u64, event: &Event<'_>, out: &mut Output) -> Result<(), Stop> {
        let (name, words, fields) = match event {
            Event::Piece { direction, offset, bytes, proof } => {
                self.keep((connection, *direction), bytes)?;
                return self.piece((connection, *direction), *offset, bytes, proof, out);
            }
            Event::Ended { direction, bytes } => {
                // A stream without a byte was not meant.
                let meant =
                    *bytes > 0 && self.ways.contains(direction) && self.only.is_none_or(|only| only == connection);
                let not_made = if meant { self.past(*bytes) } else { Vec::new() };
                let name = direction.name();
                let mut words = format!("{name:<4} ended after {}", counted(*bytes, "byte"));
                if !not_made.is_empty() {
                    words += &format!(": no cut at {}", listed(&not_made));
                    self.not_made = true;
                }
                self.forget((connection, *direction));
                (
                    "ended",
                    words,
                    fields([("direction", name.into()), ("bytes", (*bytes).into()), ("not_made", not_made.into())]),
                )
            }
            Event::Opened(from) => {
                ("opened", format!("opened by {from}"), fields([("client", from.to_string().into())]))
            }
            Event::Closed => ("closed", "closed".to_owned(), Vec::new()),
            Event::Reset(error) => self.failed(connection, "reset", "reset", error),
            Event::Unreachable(error) => self.failed(connection, "unreachable", "the server cannot be reached", error),
            Event::Full => ("full", "reset: too many connections are open".to_owned(), Vec::new()),
            Event::NotAccepted(error) => self.failed(connection, "not-accepted", "the next was not accepted", error),
        };
        self.line(connection, name, &words, fields, out)
    }

    fn piece(
        &mut self,
        stream: Stream,
        offset: u64,
        bytes: &[u8],
        proof: &Proof,
        out: &mut Output,
    ) -> Result<(), Stop> {
        let (known, why) = match proof {
            Proof::Taken => ("read", None),
            Proof::NotObserved(NotObserved::NotAsked) => ("not cut", None),
            Proof::NotObserved(why) => ("not observed", Some(why.to_string())),
        };
        let place = self.place(stream, bytes);
        let (connection, direction) = (stream.0, stream.1.name());
        let mut words = format!("{direction:<4} {offset:>7} {:>11}  {known}", counted(bytes.len() as u64, "byte"));
        for more in [&why, &place].into_iter().flatten() {
            words += &format!(", {more}");
        }
        let fields = fields([
            ("direction", direction.into()),
            ("offset", offset.into()),
            ("bytes", bytes.len().into()),
            ("known", known.replace(' ', "-").into()),
            ("why", why.into()),
            ("place", place.into()),
        ]);
        self.line(connection, "piece", &words, fields, out)
    }

    fn failed(
        &mut self,
        connection: u64,
        name: &'static str,
        words: &str,
        error: &std::io::Error,
    ) -> (&'static str, String, JsonFields) {
        Direction::BOTH.iter().for_each(|direction| self.forget((connection, *direction)));
        (name, format!("{words}: {error}"), fields([("error", error.to_string().into())]))
    }

    fn line(
        &self,
        connection: u64,
        event: &str,
        words: &str,
        mut fields: JsonFields,
        out: &mut Output,
    ) -> Result<(), Stop> {
        if self.json {
            fields.insert(0, ("connection", connection.into()));
            out.print(json_line(self.began.elapsed().as_micros() as u64, event, fields))?;
        } else {
            // The columns of a piece keep their width.
            let columns = words.len().min(if event == "piece" { COLUMNS } else { 0 });
            out.print(render::wrap(&words[columns..], &format!("{connection:>4} {}", &words[..columns]), 7))?;
        }
        out.flush()
    }

    /// The place of a cut after `bytes`, if the framing is known.
    fn place(&mut self, stream: Stream, bytes: &[u8]) -> Option<String> {
        let follow = self.places.as_ref()?;
        let followed = self.followed.entry(stream).or_insert_with(follow);
        followed.feed(bytes);
        Some(followed.here())
    }

    fn past(&self, end: u64) -> Vec<u64> {
        self.cuts[self.cuts.partition_point(|&cut| cut < end)..].to_vec()
    }

    /// Appends to the stream's file.
    fn keep(&mut self, stream: Stream, bytes: &[u8]) -> Result<(), Stop> {
        let Some(folder) = &self.save else { return Ok(()) };
        let path = folder.join(format!("{:04}-{}.bin", stream.0, stream.1.name()));
        let file = match self.files.remove(&stream) {
            Some(file) => Ok(file),
            None => File::create(&path),
        };
        let written = file.and_then(|mut file| file.write_all(bytes).map(|()| file));
        let file = written.map_err(|error| {
            Failure::cannot(format!("cannot write {}: {error}", path.display()), "is it a folder of yours, with room?")
        })?;
        self.files.insert(stream, file);
        Ok(())
    }

    fn forget(&mut self, stream: Stream) {
        self.followed.remove(&stream);
        self.files.remove(&stream);
    }
}

fn fields<const N: usize>(fields: [(&'static str, Value); N]) -> JsonFields {
    fields.into()
}

fn listed(offsets: &[u64]) -> String {
    offsets.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
}
