//! Quantities on the command line: times, rates, losses. A message about a wrong one says what is wanted.

use std::num::NonZeroU64;
use std::ops::RangeInclusive;
use std::time::Duration;

/// A number and what follows it.
fn split(text: &str) -> Result<(f64, &str), String> {
    let end = text.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    Ok((number.parse().map_err(|_| format!("'{text}' does not begin with a number"))?, unit))
}

/// A time with its unit, within `range`; `what` names it in the message.
pub(crate) fn time_in(text: &str, what: &str, range: RangeInclusive<Duration>) -> Result<Duration, String> {
    let seconds = match split(text)? {
        (number, "ms") => number / 1e3,
        (number, "us" | "µs") => number / 1e6,
        (number, "s") => number,
        _ => return Err(format!("{what} needs a unit, as in 50ms, 200us or 1s")),
    };
    let time = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    let (least, most) = (range.start(), range.end());
    let limits = if least.is_zero() { format!("at most {most:?}") } else { format!("from {least:?} to {most:?}") };
    if range.contains(&time) { Ok(time) } else { Err(format!("{what} must be {limits}")) }
}

pub(crate) fn rate(text: &str) -> Result<NonZeroU64, String> {
    let bits = match split(text)? {
        (number, "kbit") => number * 1e3,
        (number, "mbit") => number * 1e6,
        (number, "gbit") => number * 1e9,
        _ => return Err("a rate needs a unit, as in 500kbit, 10mbit or 1gbit".to_owned()),
    };
    let rate = NonZeroU64::new(bits as u64).filter(|_| (1e4..=1e12).contains(&bits));
    rate.ok_or_else(|| "a rate must be from 10kbit to 1000gbit".to_owned())
}

pub(crate) fn loss(text: &str) -> Result<f64, String> {
    let part = text.parse().map_err(|_| format!("'{text}' is not a number"))?;
    if (0.0..=1.0).contains(&part) { Ok(part) } else { Err("a loss must be from 0 to 1".to_owned()) }
}
