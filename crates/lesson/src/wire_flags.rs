//! The flags of the wire: how far, how fast, how small, how lossy; and other times with a unit.

use crate::command_line::{choice, whole};
use clap::{Arg, ArgMatches, value_parser};
use std::num::NonZeroU64;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

/// The longest round trip: every wait of a lesson has a limit of 10 s, and a handshake and a few turns must fit.
const ROUND_TRIP_MAX: Duration = Duration::from_secs(1);

fn with(name: &'static str) -> Arg {
    Arg::new(name).long(name).requires("wire").allow_hyphen_values(true) // a negative one is told as such
}

/// The deadlines that a lesson can take: long enough to be met on a busy machine, short enough to wait for several.
const DEADLINES: RangeInclusive<Duration> = Duration::from_millis(50)..=Duration::from_secs(1);

/// How long a peer has for its turn.
pub(crate) fn deadline() -> Arg {
    let arg = Arg::new("deadline").long("deadline").value_name("TIME").value_parser(deadline_of);
    arg.allow_hyphen_values(true).help("A peer's time for a turn, as in 500ms (50ms to 1s)")
}

/// What the cable is like.
pub(crate) fn cable() -> Vec<Arg> {
    let wire = Arg::new("wire").long("wire").value_name("TIME").value_parser(round_trip).allow_hyphen_values(true);
    let mtu = whole::<u16>(576..=u16::MAX.into(), "1500");
    vec![
        wire.help("Two hosts a round trip apart, as in 50ms (Linux)"),
        with("rate").value_name("RATE").value_parser(rate).help("How fast the wire takes bits, as in 10mbit"),
        with("mtu").value_name("N").value_parser(mtu).help("Its largest packet, in bytes (576 to 65535)"),
        with("loss").value_name("P").value_parser(loss).help("How many packets it loses, as in 0.05 (0 to 1)"),
    ]
}

/// What is made of the segments that pass.
pub(crate) fn pictures() -> Vec<Arg> {
    let view = choice("view", "VIEW", &["rulers", "sequence"], "With --wire: draws rulers, or a sequence");
    let file = |name| with(name).value_name("FILE").value_parser(value_parser!(PathBuf));
    vec![
        view.requires("wire"),
        file("svg").help("With --wire: draws every segment into FILE"),
        file("pcap").help("With --wire: saves every segment, for Wireshark"),
    ]
}

/// How to draw a case, where it was said.
pub(crate) fn view(matches: &ArgMatches) -> Option<&str> {
    matches.get_one::<String>("view").map(String::as_str)
}

/// The file that was named.
pub(crate) fn file(matches: &ArgMatches, name: &str) -> Option<PathBuf> {
    matches.get_one(name).cloned()
}

/// The wire that was asked for, if one was; its lot draws from the lesson's seed.
pub(crate) fn chosen(matches: &ArgMatches) -> Option<wire::CableOptions> {
    let default = wire::CableOptions::default();
    Some(wire::CableOptions {
        round_trip: *matches.get_one("wire")?,
        rate: matches.get_one("rate").copied(),
        mtu: matches.get_one("mtu").copied().unwrap_or(default.mtu),
        loss: matches.get_one("loss").copied().unwrap_or(default.loss),
        seed: matches.try_get_one("seed").ok().flatten().copied().unwrap_or(default.seed),
    })
}

/// A number and what follows it.
fn split(text: &str) -> Result<(f64, &str), String> {
    let end = text.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    Ok((number.parse().map_err(|_| format!("'{text}' does not begin with a number"))?, unit))
}

fn round_trip(text: &str) -> Result<Duration, String> {
    let time = time(text, "a round trip")?;
    if time > ROUND_TRIP_MAX { Err(format!("a round trip is {ROUND_TRIP_MAX:?} at most")) } else { Ok(time) }
}

fn deadline_of(text: &str) -> Result<Duration, String> {
    let time = time(text, "a deadline")?;
    let (least, most) = (DEADLINES.start(), DEADLINES.end());
    if DEADLINES.contains(&time) { Ok(time) } else { Err(format!("a deadline is {least:?} to {most:?}")) }
}

/// A time with its unit; `what` it is stands in the message.
fn time(text: &str, what: &str) -> Result<Duration, String> {
    let seconds = match split(text)? {
        (number, "ms") => number / 1e3,
        (number, "us" | "µs") => number / 1e6,
        (number, "s") => number,
        _ => return Err(format!("{what} has a unit: 50ms, 200us or 1s")),
    };
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

fn rate(text: &str) -> Result<NonZeroU64, String> {
    let bits = match split(text)? {
        (number, "kbit") => number * 1e3,
        (number, "mbit") => number * 1e6,
        (number, "gbit") => number * 1e9,
        _ => return Err("a rate has a unit: 500kbit, 10mbit or 1gbit".to_owned()),
    };
    let least = 10_000.0;
    let rate = if (least..=1e12).contains(&bits) { NonZeroU64::new(bits as u64) } else { None };
    rate.ok_or_else(|| "a rate is 10kbit at least and 1000gbit at most".to_owned())
}

fn loss(text: &str) -> Result<f64, String> {
    let part = text.parse().map_err(|_| format!("'{text}' is not a number"))?;
    if (0.0..=1.0).contains(&part) { Ok(part) } else { Err("a loss lies between 0 and 1".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_trip_has_a_unit_and_a_limit() {
        assert_eq!(round_trip("50ms"), Ok(Duration::from_millis(50)));
        assert_eq!(round_trip("0.5s"), Ok(Duration::from_millis(500)));
        assert_eq!(round_trip("200us"), Ok(Duration::from_micros(200)));
        for wrong in ["50", "-5ms", "ms", "", "2s", "1e3ms", "50 ms", "1.2.3ms"] {
            assert!(round_trip(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_deadline_has_a_unit_and_two_limits() {
        assert_eq!(deadline_of("50ms"), Ok(Duration::from_millis(50)));
        assert_eq!(deadline_of("1s"), Ok(Duration::from_secs(1)));
        for wrong in ["100", "49ms", "1.1s", "-100ms", "soon"] {
            assert!(deadline_of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_rate_has_a_unit_and_is_not_nothing() {
        assert_eq!(rate("10mbit").map(NonZeroU64::get), Ok(10_000_000));
        for wrong in ["0mbit", "10", "mbit", "-1mbit", "99999999gbit"] {
            assert!(rate(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_loss_lies_between_nothing_and_everything() {
        assert_eq!(loss("0.05"), Ok(0.05));
        for wrong in ["2", "-0.1", "NaN", "inf", "", "5%"] {
            assert!(loss(wrong).is_err(), "{wrong}");
        }
    }
}
