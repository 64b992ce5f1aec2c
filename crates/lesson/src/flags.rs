//! The flags that lessons share, each with its consequence as help. A lesson may also have flags of its own.

use crate::flag::{Flag, Takes};
use crate::settings::Settings;
use crate::units::{loss, rate, time_in};
use clap::{Arg, ArgMatches, Command};
use render::Format;
use std::ops::RangeInclusive;
use std::time::Duration;

/// The flags that every lesson and the tour have.
const COMMON: &[Flag] = &[
    Flag::number_for("seed", 0..=u64::MAX, "Seed for everything random", |settings, seed| settings.seed = seed).or(1),
    Flag::text("format", "FORMAT", "text for people, json for programs [default: text]", |settings, text| {
        one_of(text, [("text", Format::Text), ("json", Format::Json)]).map(|format| settings.format = format)
    }),
    Flag::switch("step", "Show one screen at a time, and ask for guesses", |settings| settings.step = true),
    Flag::switch("quiz", "Ask for a guess before each case", |settings| settings.quiz = true),
    Flag::new("html", "Write a page that plays the run, for a browser", Takes::File(|settings| &mut settings.html)),
];

/// The flags that every lesson has, and that the tour does not need.
pub(crate) const ROUTE: &[Flag] = &[
    Flag::switch("short", "Draw only the few cases that matter most", |settings| settings.short = true),
    Flag::switch("code", "Show the calls that each case makes", |settings| settings.code = true),
];

/// Runs a part of a lesson.
pub(crate) const CASE: Flag =
    Flag::new("case", "Run only cases with TEXT in their names; repeatable", Takes::Texts(|chosen| &mut chosen.cases));

/// `TCP_NODELAY`.
pub const NODELAY: Flag = Flag::switch("nodelay", "Send a small write without waiting for an ACK", |settings| {
    settings.options.nodelay = Some(true);
});

/// The opposite of `TCP_NODELAY`.
pub const NAGLE: Flag = Flag::switch("nagle", "Hold a small write while an ACK is outstanding", |settings| {
    settings.options.nodelay = Some(false);
})
.beside(|arg| arg.conflicts_with("nodelay"));

/// `TCP_QUICKACK`.
pub const QUICKACK: Flag =
    Flag::text("quickack", "on|off", "Set TCP_QUICKACK, which may not last (Linux)", |settings, text| {
        one_of(text, [("on", true), ("off", false)]).map(|on| settings.options.quickack = Some(on))
    });

/// `SO_SNDBUF`.
pub const SNDBUF: Flag = Flag::number_for("sndbuf", BUFFER, "Bytes that writes can run ahead", |settings, bytes| {
    settings.options.sndbuf = usize::try_from(bytes).ok();
});

/// `SO_RCVBUF`.
pub const RCVBUF: Flag = Flag::number_for("rcvbuf", BUFFER, "Bytes that can wait unread", |settings, bytes| {
    settings.options.rcvbuf = usize::try_from(bytes).ok();
});

/// Bytes of a socket's buffer.
const BUFFER: RangeInclusive<u64> = 2_048..=1_048_576;

/// `TCP_MAXSEG`.
pub const MSS: Flag =
    Flag::number_for("mss", 88..=32_767, "Largest payload of a segment, in bytes", |settings, bytes| {
        settings.options.mss = u32::try_from(bytes).ok();
    });

/// How many messages.
pub const MESSAGES: Flag = Flag::number("messages", 1..=200, "Messages to send");

/// How long each message is.
pub const SIZE: Flag = Flag::number("size", 1..=65_536, "Bytes in each message");

/// How much a read asks for.
pub const READ_SIZE: Flag = Flag::number("read-size", 1..=65_536, "Bytes a read asks for");

/// How many commands a connection carries.
pub const COMMANDS: Flag = Flag::number("commands", 1..=100, "Commands on each connection");

/// How long a peer has for its turn: long enough for a busy machine to meet it, short enough to wait for several.
pub const DEADLINE: Flag = Flag::new(
    "deadline",
    "A peer's time for a turn (50ms to 1s)",
    Takes::Time(Duration::from_millis(50)..=Duration::from_secs(1)),
);

const NEEDS_A_WIRE: fn(Arg) -> Arg = |arg| arg.requires("wire");

/// The cable of a lesson that can run on a wire: its distance, its speed, its largest packet and its loss.
pub(crate) const CABLE: &[Flag] = &[
    Flag::text("wire", "TIME", "Two hosts, a round trip of TIME apart (Linux)", |settings, text| {
        // Every wait of a lesson has a limit of 10 s, and a handshake and a few turns must fit.
        let round_trip = time_in(text, "a round trip", Duration::ZERO..=Duration::from_secs(1));
        round_trip.map(|time| settings.wire.get_or_insert_default().round_trip = time)
    }),
    Flag::text("rate", "RATE", "Bandwidth of the wire, as in 10mbit", |settings, text| {
        rate(text).map(|rate| settings.wire.get_or_insert_default().rate = Some(rate))
    })
    .beside(NEEDS_A_WIRE),
    Flag::number_for("mtu", 576..=u16::MAX as u64, "Largest packet on the wire, in bytes", |settings, bytes| {
        settings.wire.get_or_insert_default().mtu = u16::try_from(bytes).unwrap_or(u16::MAX);
    })
    .beside(NEEDS_A_WIRE),
    Flag::text("loss", "P", "Fraction of packets that the wire loses (0 to 1)", |settings, text| {
        loss(text).map(|loss| settings.wire.get_or_insert_default().loss = loss)
    })
    .beside(NEEDS_A_WIRE),
];

/// What is made from the segments that pass.
pub(crate) const PICTURES: &[Flag] = &[
    Flag::text("view", "VIEW", "With --wire: rulers, or a sequence of segments", |settings, text| {
        one_of(text, [("rulers", false), ("sequence", true)]).map(|sequence| settings.sequence = sequence)
    })
    .beside(NEEDS_A_WIRE),
    Flag::new(
        "svg",
        "With --wire: draw a slide of each case, into a folder",
        Takes::File(|settings| &mut settings.svg),
    )
    .beside(NEEDS_A_WIRE),
    Flag::new("pcap", "With --wire: save every segment, for Wireshark", Takes::File(|settings| &mut settings.pcap))
        .beside(NEEDS_A_WIRE),
];

/// The value of the two that `text` names.
fn one_of<T: Copy>(text: &str, values: [(&str, T); 2]) -> Result<T, String> {
    let found = values.iter().find(|(name, _)| *name == text);
    found.map(|(_, value)| *value).ok_or_else(|| format!("it must be {}", values.map(|(name, _)| name).join(" or ")))
}

/// A command with the common flags, and these.
pub(crate) fn command<'a>(
    name: &'static str,
    about: &'static str,
    flags: impl IntoIterator<Item = &'a Flag>,
) -> Command {
    let args = COMMON.iter().chain(flags).map(Flag::arg).chain([command_line::color(), command_line::ascii()]);
    Command::new(name).about(about).args(args).disable_version_flag(true)
}

/// The settings that `matches` chose, of a [`command`] with these flags; also chooses how the output looks.
pub(crate) fn settings<'a>(matches: &ArgMatches, flags: impl IntoIterator<Item = &'a Flag>) -> Settings {
    command_line::choose_look(matches);
    chosen(matches, COMMON.iter().chain(flags))
}

/// The settings that `matches` chose with these flags.
pub(crate) fn chosen<'a>(matches: &ArgMatches, flags: impl IntoIterator<Item = &'a Flag>) -> Settings {
    let mut settings = Settings::default();
    flags.into_iter().for_each(|flag| flag.apply(matches, &mut settings));
    if let Some(wire) = &mut settings.wire {
        wire.seed = settings.seed;
    }
    settings
}

/// The common flags whose values no claim may depend on.
pub fn varied() -> impl Iterator<Item = &'static Flag> {
    COMMON.iter().filter(|flag| flag.name == "seed")
}
