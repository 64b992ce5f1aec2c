//! Whether what a program took its bytes for is what the other one meant.

use crate::{Case, Kind, Measure, Stream};

impl Case {
    /// How many values of `kind` were decoded, by the way named `how`, into just what was sent, and how many were sent.
    pub fn decoded_as_sent(&self, stream: Stream, kind: Kind, how: &str) -> (Measure, Measure) {
        let (sent, decoded) = (self.sent_values(stream, kind), self.decoded_values(stream, kind, how));
        let same = sent.iter().zip(&decoded).filter(|(sent, decoded)| sent == decoded).count() as u64;
        let name = kind.name();
        (Measure::new(format!("{name} as meant"), same), Measure::new(format!("{name} meant"), sent.len() as u64))
    }
}
