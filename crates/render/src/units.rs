//! Numbers for a person: a count with its noun, a time, a number of bytes.

/// `1 read`, `2 reads`.
pub fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// A time in microseconds for a person: `340 µs`, `50.3 ms`.
pub fn span(us: u64) -> String {
    if us < 1000 { format!("{us} µs") } else { format!("{}.{} ms", us / 1000, us % 1000 / 100) }
}

/// A time in microseconds in the unit of a longer one, which it stands beside.
pub(crate) fn span_beside(us: u64, longest_us: u64) -> String {
    if longest_us < 1000 { span(us) } else { format!("{}.{:02} ms", us / 1000, us % 1000 / 10) }
}

/// Consecutive things: `read 1`, `reads 1 and 2`, `reads 1 to 10`; a sign may stand before each number.
pub(crate) fn numbered(noun: &str, first: u64, last: u64, sign: &str) -> String {
    match last.saturating_sub(first) {
        0 => format!("{noun} {sign}{first}"),
        1 => format!("{noun}s {sign}{first} and {sign}{last}"),
        _ => format!("{noun}s {sign}{first} to {sign}{last}"),
    }
}

/// A number of bytes for a person: `14 B`, `256 MiB`, `1.1 GiB`. It is rounded down.
pub fn bytes(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = units.into_iter().find(|(shift, _)| bytes >= 1 << shift);
    let Some((shift, unit)) = unit else { return format!("{bytes} B") };
    let (whole, tenth) = (bytes >> shift, ((bytes * 10) >> shift) % 10);
    if whole >= 10 || tenth == 0 { format!("{whole} {unit}") } else { format!("{whole}.{tenth} {unit}") }
}

pub(crate) fn or_dash<T>(number: Option<T>, shown: impl Fn(T) -> String) -> String {
    number.map_or("-".to_owned(), shown)
}

/// Microseconds in milliseconds, with one decimal if all of it takes at most `columns`.
pub(crate) fn milliseconds(us: i64, columns: usize) -> String {
    let tenths = (us.abs() + 50) / 100;
    let sign = if us < 0 && tenths > 0 { "-" } else { "" };
    let whole = format!("{sign}{}", tenths / 10);
    if whole.len() + 2 > columns { whole } else { format!("{whole}.{}", tenths % 10) }
}
