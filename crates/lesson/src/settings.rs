//! What the learner chose, and how the trace records it.

use crate::options;
use command_line::Failure;
use link::SocketOptions;
use render::Format;
use std::path::PathBuf;
use trace::Value;
use wire::CableOptions;

/// What the learner chose.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The seed for everything random.
    pub seed: u64,
    /// Text or JSON lines.
    pub format: Format,
    /// Whether one screen is shown at a time, and somebody asks for the next.
    pub step: bool,
    /// Whether guesses are asked for.
    pub quiz: bool,
    /// Whether only the lesson's short route is drawn.
    pub short: bool,
    /// Whether the calls of each case are shown.
    pub code: bool,
    /// If not empty: only cases with one of these texts in their names run, whatever the case of the letters.
    pub cases: Vec<String>,
    /// Socket options that replace a case's own.
    pub options: SocketOptions,
    /// Whole numbers, under the names that they have in the trace.
    pub numbers: Vec<(String, u64)>,
    /// Texts, under the names that they have in the trace.
    pub words: Vec<(String, String)>,
    /// The wire to run on, if not on loopback.
    pub wire: Option<CableOptions>,
    /// Whether text draws two hosts and every segment between them, in place of rulers over the same bytes.
    pub sequence: bool,
    /// The file for a page that plays the run.
    pub html: Option<PathBuf>,
    /// The folder for slides of all cases, or the file for one.
    pub svg: Option<PathBuf>,
    /// The file for the captured segments.
    pub pcap: Option<PathBuf>,
}

impl Default for Settings {
    /// The settings of a learner who gives no flag.
    fn default() -> Self {
        Self {
            seed: 1,
            format: Format::Text,
            step: false,
            quiz: false,
            short: false,
            code: false,
            cases: Vec::new(),
            options: SocketOptions::default(),
            numbers: Vec::new(),
            words: Vec::new(),
            wire: None,
            sequence: false,
            html: None,
            svg: None,
            pcap: None,
        }
    }
}

/// The most that a case carries, in bytes: everything is written before it is read, and the kernel has to hold it.
const CASE_MAX: u64 = 1 << 20;

/// The most reads of a case: more would take long and show nothing new.
const READS_MAX: u64 = 5_000;

impl Settings {
    /// Refuses what a case could not carry in reasonable time: `bytes` in reads of `read_size` bytes.
    ///
    /// # Errors
    /// A failure with a hint, for exit status 2.
    pub fn fits(&self, bytes: u64, read_size: u64) -> Result<(), Failure> {
        let reads = bytes.div_ceil(read_size);
        if bytes > CASE_MAX {
            let hint = "choose a smaller --size or fewer --messages";
            return Err(Failure::cannot(
                format!("{bytes} bytes in a case are too many: the limit is {CASE_MAX}"),
                hint,
            ));
        }
        if reads > READS_MAX {
            let hint = "choose a larger --read-size, or less to read";
            return Err(Failure::cannot(
                format!("{reads} reads in a case are too many: the limit is {READS_MAX}"),
                hint,
            ));
        }
        Ok(())
    }

    /// The learner's own choices for the trace.
    pub(crate) fn recorded(&self) -> Vec<(String, Value)> {
        let number = |name: &str, number: u64| (name.to_owned(), Value::Number(number));
        let mut recorded = options::recorded(&self.options, &[]);
        match self.cases.as_slice() {
            [] => {}
            [text] => recorded.push(("case".to_owned(), Value::Text(text.clone()))),
            texts => recorded.push(("case".to_owned(), Value::Texts(texts.to_vec()))),
        }
        recorded.extend(self.numbers.iter().map(|(name, value)| number(name, *value)));
        recorded.extend(self.words.iter().map(|(name, text)| (name.clone(), Value::Text(text.clone()))));
        if let Some(wire) = &self.wire {
            recorded.push(number("wire_us", wire.round_trip.as_micros() as u64));
            recorded.push(number("mtu", wire.mtu.into()));
            recorded.extend((wire.loss > 0.0).then(|| number("loss_ppm", (wire.loss * 1e6) as u64)));
        }
        recorded
    }
}
