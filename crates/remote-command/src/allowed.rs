//! Which commands a stranger may run, as data: what is not listed is refused.

/// One program that a client may run, and with what.
///
/// Nothing but its arguments comes from the client: standard input is empty, the environment and the folder are the server's.
#[derive(Debug, Clone, Copy)]
pub struct AllowedProgram {
    /// A bare name, looked up in the server's `PATH`.
    pub name: &'static str,
    /// What may follow the name, as a refusal shows it.
    pub usage: &'static str,
    /// What it prints, in one line.
    pub prints: &'static str,
    /// Whether it may run with these arguments; its name is not among them.
    pub accepts: fn(&[String]) -> bool,
}

/// The programs that do no harm with the arguments accepted here, even when the server runs as root: none reads or writes a
/// file, changes the machine, starts another program or takes memory by the gigabyte.
///
/// Each of these is left out because it would: `cat`, `ls`, `head`, `wc` (read files), `sort -o`, `uniq IN OUT` (write them),
/// `hostname NAME`, `date -s` (change the machine), `env`, `time`, `xargs` (start others). What remains can waste time and
/// output, which [`RunLimits`](crate::RunLimits) bounds.
pub const HARMLESS: &[AllowedProgram] = &[
    row("date", "[+FORMAT]", "the time", format),
    row("echo", "[TEXT]...", "its arguments", |_| true),
    row("expr", "INTEGER [OPERATOR INTEGER]..., without :", "a result", sums),
    row("factor", "INTEGER...", "prime factors", |arguments| arguments.iter().all(|argument| is_integer(argument))),
    row("false", "", "nothing", <[_]>::is_empty),
    row("printf", PRINTF, "bytes of your choice", |arguments| arguments.iter().all(|argument| is_narrow(argument))),
    row("pwd", "", "the server's folder", <[_]>::is_empty),
    row("seq", "[-w] [FIRST [STEP]] LAST", "a line for every number", widths_or_numbers),
    row("sleep", "SECONDS, 60 at most", "nothing, late", short_sleep),
    row("true", "", "nothing", <[_]>::is_empty),
    row("uname", "[-asnrvm]", "the system's name", letters),
    row("whoami", "", "the server's user", <[_]>::is_empty),
    row("yes", "[TEXT]...", "its arguments for ever, until the server ends it", |_| true),
];

const PRINTF: &str = "FORMAT [TEXT]..., no width over 9999, no * and no \\NNN beside a %";

const fn row(
    name: &'static str,
    usage: &'static str,
    prints: &'static str,
    accepts: fn(&[String]) -> bool,
) -> AllowedProgram {
    AllowedProgram { name, usage, prints, accepts }
}

/// A long sleep would outlive a server that is killed: it writes nothing, so no write fails.
fn short_sleep(arguments: &[String]) -> bool {
    let short = |seconds: &str| seconds.parse().is_ok_and(|seconds: f64| (0.0..=60.0).contains(&seconds));
    matches!(arguments, [seconds] if is_number(seconds) && short(seconds))
}

/// Not `-f`: `seq -f %.1000000000f 1` took 1.9 GB in 5 s.
fn widths_or_numbers(arguments: &[String]) -> bool {
    arguments.iter().all(|argument| argument == "-w" || is_number(argument))
}

/// Not `:`, which matches a backtracking regular expression: one of them took 2 GB in 5 s.
fn sums(arguments: &[String]) -> bool {
    const OPERATORS: &[&str] = &["+", "-", "*", "/", "%", "(", ")", "<", "<=", "=", "!=", ">=", ">"];
    arguments.iter().all(|argument| {
        OPERATORS.contains(&argument.as_str()) || is_integer(argument.strip_prefix('-').unwrap_or(argument))
    })
}

/// Not any letter: `uname -S NAME` sets the name on some systems.
fn letters(arguments: &[String]) -> bool {
    arguments.iter().all(|argument| {
        let letters = argument.strip_prefix('-');
        letters.is_some_and(|letters| letters.bytes().all(|letter| b"asnrvm".contains(&letter)))
    })
}

/// Not an option, and not a bare number either: `date 01010000` sets the clock.
fn format(arguments: &[String]) -> bool {
    match arguments {
        [] => true,
        [format] => format.starts_with('+') && is_narrow(format),
        _ => false,
    }
}

fn is_integer(argument: &str) -> bool {
    !argument.is_empty() && argument.bytes().all(|byte| byte.is_ascii_digit())
}

/// Never an option: a sign is followed by a digit or a point. No exponent: `1e1000000000` has a billion digits, and exact
/// arithmetic (uutils) works with all of them.
fn is_number(argument: &str) -> bool {
    let unsigned = argument.strip_prefix(['-', '+']).unwrap_or(argument);
    unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// No field wider than 9,999: `printf %1000000000d 1` builds its gigabyte in memory before it writes.
///
/// A width may hide after flags (glibc knows `%I1000000000d`), in another argument (`*`), or in escapes that become digits
/// before the directive is read (BSD's printf, which keeps an escape from becoming a `%`). So we look for digits and escapes
/// anywhere in an argument that has a `%`.
fn is_narrow(argument: &str) -> bool {
    let bytes = argument.as_bytes();
    let escape = |pair: &[u8]| pair[0] == b'\\' && (pair[1].is_ascii_digit() || b"xuU".contains(&pair[1]));
    let wide = bytes.windows(5).any(|run| run.iter().all(u8::is_ascii_digit));
    !argument.contains('%') || !(wide || argument.contains('*') || bytes.windows(2).any(escape))
}
