//! The flags, each told by its consequence. A lesson offers those that act in it, and no other.

use crate::command_line::{choice, choose_color, color, whole};
use crate::failure::Failure;
use crate::wire_flags;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use render::Format;
use std::path::PathBuf;
use std::time::Duration;

/// A flag that some lessons have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// `--nodelay` and `--nagle`.
    Nagle,
    /// `--quickack`.
    QuickAck,
    /// `--sndbuf`.
    Sndbuf,
    /// `--rcvbuf`.
    Rcvbuf,
    /// `--mss`.
    Mss,
    /// `--messages`.
    Messages,
    /// `--size`.
    Size,
    /// `--read-size`.
    ReadSize,
    /// `--commands`.
    Commands,
    /// `--announce`.
    Announce,
    /// `--deadline`.
    Deadline,
    /// `--wire`, and with it `--rate`, `--mtu`, `--loss`, `--view`, `--svg` and `--pcap`.
    Wire,
}

/// What the learner chose.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// What every draw by lot comes from.
    pub seed: u64,
    /// Text or JSON lines.
    pub format: Format,
    /// Whether to wait for Enter before each case and each verdict.
    pub step: bool,
    /// Where only cases with one of these in their names are run, in capitals or not.
    pub cases: Vec<String>,
    /// Socket options that replace a case's own.
    pub options: link::SocketOptions,
    /// How many messages.
    pub messages: Option<u64>,
    /// Bytes of a message.
    pub size: Option<u64>,
    /// The most that a read asks for, in bytes.
    pub read_size: Option<u64>,
    /// How many commands on each connection.
    pub commands: Option<u64>,
    /// The length that a lying peer announces, in bytes.
    pub announce: Option<u64>,
    /// How long a peer has for a whole turn.
    pub deadline: Option<Duration>,
    /// The wire to run on, in place of loopback.
    pub wire: Option<wire::CableOptions>,
    /// How a case is drawn.
    pub view: View,
    /// The file for the sequence picture of all cases.
    pub svg: Option<PathBuf>,
    /// The file for the captured segments.
    pub pcap: Option<PathBuf>,
}

/// How a case is drawn as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// Three rulers over the same bytes.
    #[default]
    Rulers,
    /// Two hosts, and every segment between them.
    Sequence,
}

/// The seed where none is given: the same, so that two people see the same.
const SEED: u64 = 1;

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: SEED,
            format: Format::Text,
            step: false,
            cases: Vec::new(),
            options: link::SocketOptions::default(),
            messages: None,
            size: None,
            read_size: None,
            commands: None,
            announce: None,
            deadline: None,
            wire: None,
            view: View::default(),
            svg: None,
            pcap: None,
        }
    }
}

/// The most that a case carries, in bytes: it is written before it is read, and the kernel has to hold it.
const CASE_MAX: usize = 1 << 20;

/// The most reads of a case: more take long and show nothing new.
const READS_MAX: usize = 5_000;

impl Settings {
    /// Refuses what a case could not carry in reasonable time: `bytes` in reads of `read_size` bytes.
    ///
    /// # Errors
    /// A failure with a hint, for exit status 2.
    pub fn fits(&self, bytes: usize, read_size: usize) -> Result<(), Failure> {
        let reads = bytes.div_ceil(read_size);
        if bytes > CASE_MAX {
            let hint = "choose a smaller --size or fewer --messages";
            return Err(Failure::cannot(format!("{bytes} bytes a case are too many, the limit is {CASE_MAX}"), hint));
        }
        if reads > READS_MAX {
            let hint = "choose a larger --read-size, or less to read";
            return Err(Failure::cannot(format!("{reads} reads a case are too many, the limit is {READS_MAX}"), hint));
        }
        Ok(())
    }
}

/// The flags that every lesson has.
pub(crate) fn common() -> Vec<Arg> {
    let seed = Arg::new("seed").long("seed").value_name("N").value_parser(whole::<u64>(0..=u64::MAX.into(), "7"));
    let format = Arg::new("format").long("format").value_name("FORMAT").default_value("text");
    let step = Arg::new("step").long("step").action(ArgAction::SetTrue);
    vec![
        seed.default_value("1").allow_negative_numbers(true).help("The same N draws the same lots"),
        format
            .value_parser(PossibleValuesParser::new(["text", "json"]))
            .hide_possible_values(true)
            .help("text for a person, json for a program"),
        color(),
        step.help("Waits for Enter before each case and each verdict"),
    ]
}

/// `--case`, which every lesson has and the tour has not.
pub(crate) fn case() -> Arg {
    let case = Arg::new("case").long("case").value_name("TEXT").action(ArgAction::Append);
    case.help("Runs only cases with TEXT in their names; repeatable")
}

impl Flag {
    fn args(self) -> Vec<Arg> {
        match self {
            Self::Nagle => vec![
                switch("nodelay", "A small write leaves without waiting for an ACK"),
                switch("nagle", "A small write waits while an ACK is awaited").conflicts_with("nodelay"),
            ],
            Self::QuickAck => {
                vec![choice("quickack", "on|off", &["on", "off"], "ACKs come at once, or some 40 ms late (Linux)")]
            }
            Self::Sndbuf => vec![number("sndbuf", 2048..=1_048_576, "How far writes run ahead, in bytes")],
            Self::Rcvbuf => vec![number("rcvbuf", 2048..=1_048_576, "How much can wait unread, in bytes")],
            Self::Mss => vec![number("mss", 88..=32_767, "The most that a segment carries, in bytes")],
            Self::Messages => vec![number("messages", 1..=200, "How many messages a burst has")],
            Self::Size => vec![number("size", 1..=65_536, "How long a message is, in bytes")],
            Self::Commands => vec![number("commands", 1..=100, "How many commands on each connection")],
            Self::Announce => vec![number("announce", 1..=u32::MAX.into(), "The length announced, in bytes")],
            Self::Deadline => vec![wire_flags::deadline()],
            Self::Wire => wire_flags::cable().into_iter().chain(wire_flags::pictures()).collect(),
            Self::ReadSize => vec![number("read-size", 1..=65_536, "The most that a read asks for, in bytes")],
        }
    }
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn number(name: &'static str, range: std::ops::RangeInclusive<u64>, help: &'static str) -> Arg {
    let (first, last) = (*range.start(), *range.end());
    let parser = whole::<u64>(first.into()..=last.into(), 100.clamp(first, last).to_string());
    let help = format!("{help} ({first} to {last})");
    // A negative one is told as out of range.
    Arg::new(name).long(name).value_name("N").value_parser(parser).allow_negative_numbers(true).help(help)
}

/// A command with the common flags and those in `flags`.
pub(crate) fn command(name: &'static str, about: &'static str, flags: &[Flag]) -> Command {
    let args = common().into_iter().chain(flags.iter().flat_map(|flag| flag.args()));
    Command::new(name).about(about).args(args).disable_version_flag(true)
}

/// What `matches`, of a [`command`] with `flags`, chose; turns colours on or off.
pub(crate) fn settings(matches: &ArgMatches, flags: &[Flag]) -> Settings {
    let has = |flag| flags.contains(&flag);
    let of = |flag, name| has(flag).then(|| matches.get_one::<u64>(name).copied()).flatten();
    let usize_of = |flag, name| of(flag, name).map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    let text = |name| matches.get_one::<String>(name).map(String::as_str);
    choose_color(matches);
    let nodelay = match has(Flag::Nagle) {
        true if matches.get_flag("nodelay") => Some(true),
        true if matches.get_flag("nagle") => Some(false),
        _ => None,
    };
    let options = link::SocketOptions {
        nodelay,
        quickack: has(Flag::QuickAck).then(|| text("quickack").map(|on| on == "on")).flatten(),
        sndbuf: usize_of(Flag::Sndbuf, "sndbuf"),
        rcvbuf: usize_of(Flag::Rcvbuf, "rcvbuf"),
        mss: of(Flag::Mss, "mss").and_then(|bytes| u32::try_from(bytes).ok()),
    };
    let wire = has(Flag::Wire).then_some(matches);
    Settings {
        seed: matches.get_one("seed").copied().unwrap_or(SEED),
        format: if text("format") == Some("json") { Format::Json } else { Format::Text },
        step: matches.get_flag("step"),
        cases: matches.try_get_many("case").ok().flatten().unwrap_or_default().cloned().collect(),
        options,
        messages: of(Flag::Messages, "messages"),
        size: of(Flag::Size, "size"),
        read_size: of(Flag::ReadSize, "read-size"),
        commands: of(Flag::Commands, "commands"),
        announce: of(Flag::Announce, "announce"),
        deadline: has(Flag::Deadline).then(|| matches.get_one("deadline").copied()).flatten(),
        wire: wire.and_then(wire_flags::chosen),
        view: if wire.and_then(wire_flags::view) == Some("sequence") { View::Sequence } else { View::Rulers },
        svg: wire.and_then(|matches| wire_flags::file(matches, "svg")),
        pcap: wire.and_then(|matches| wire_flags::file(matches, "pcap")),
    }
}
