//! Implements the commands that a stranger may run. They are functions of this program, the same on every system. None of them
//! starts a process, reads or writes a file, changes the machine or opens a connection.

use crate::printer::{Ended, Printer, StandardStream};
use std::env;
use std::mem;
use std::time::Duration;

/// How many bytes of a long output are printed at a time.
const PIECE_BYTES: usize = 4096;

/// A command that clients may run.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// The name that a client sends.
    pub name: &'static str,
    /// The arguments that it accepts, as a refusal shows them.
    pub usage: &'static str,
    /// A short description of its output.
    pub prints: &'static str,
    pub(crate) run: fn(&[String], &mut Printer<'_>) -> Result<(), Ended>,
}

/// All commands. They can waste time and memory, which [`RunLimits`](crate::RunLimits) bounds.
pub const HARMLESS: &[BuiltIn] = &[
    built_in("both", "", "one line to standard error, then one to standard output", both),
    built_in("echo", "[-n] [TEXT]...", "its arguments", echo),
    built_in("false", "", "nothing", nothing),
    built_in(
        "printf",
        r"TEXT, with \n, \r, \t, \\ and \NNN for a byte, and no %",
        "the bytes that TEXT stands for",
        printf,
    ),
    built_in("pwd", "", "the server's folder", pwd),
    built_in("seq", "[FIRST [STEP]] LAST, whole numbers", "one number on each line", seq),
    built_in("sleep", "SECONDS, 60 at most", "nothing, after a while", sleep),
    built_in("true", "", "nothing", nothing),
    built_in("uname", "", "the server's operating system and processor", uname),
    built_in("whoami", "", "the server's user", whoami),
    built_in("yes", "[TEXT]...", "its arguments again and again, until the server stops it", yes),
];

const fn built_in(
    name: &'static str,
    usage: &'static str,
    prints: &'static str,
    run: fn(&[String], &mut Printer<'_>) -> Result<(), Ended>,
) -> BuiltIn {
    BuiltIn { name, usage, prints, run }
}

fn both(arguments: &[String], to: &mut Printer<'_>) -> Result<(), Ended> {
    none(arguments)?;
    to.print(StandardStream::Error, b"printed first, on standard error\n")?;
    to.print(StandardStream::Output, b"printed second, on standard output\n")
}

fn echo(arguments: &[String], to: &mut Printer<'_>) -> Result<(), Ended> {
    match arguments.split_first() {
        Some((first, rest)) if first == "-n" => to.print(StandardStream::Output, rest.join(" ").as_bytes()),
        _ => line(to, &arguments.join(" ")),
    }
}

fn nothing(arguments: &[String], _: &mut Printer<'_>) -> Result<(), Ended> {
    none(arguments)
}

fn printf(arguments: &[String], to: &mut Printer<'_>) -> Result<(), Ended> {
    let [text] = arguments else { return Err(Ended::Usage) };
    to.print(StandardStream::Output, &unescaped(text).ok_or(Ended::Usage)?)
}

/// The bytes that `text` stands for; `None` if it contains `%` or an unknown escape.
fn unescaped(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.bytes().peekable();
    while let Some(byte) = rest.next() {
        out.push(match byte {
            b'%' => return None,
            b'\\' => match rest.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'\\' => b'\\',
                first @ b'0'..=b'7' => {
                    let mut value = u32::from(first - b'0');
                    for _ in 0..2 {
                        let Some(digit) = rest.next_if(|byte| matches!(byte, b'0'..=b'7')) else { break };
                        value = 8 * value + u32::from(digit - b'0');
                    }
                    u8::try_from(value).ok()?
                }
                _ => return None,
            },
            plain => plain,
        });
    }
    Some(out)
}

fn pwd(arguments: &[String], to: &mut Printer<'_>) -> Result<(), Ended> {
    none(arguments)?;
    line(to, &env::current_dir().map_or("unknown".to_owned(), |folder| folder.to_string_lossy().into_owned()))
}

fn seq(arguments: &[String], to: &mut Printer<'_>) -> Result<(), Ended> {
    let numbers: Result<Vec<i64>, _> = arguments.iter().map(|argument| argument.parse()).collect();
    let (first, step, last) = match *numbers.map_err(|_| Ended::Usage)? {
        [last] => (1, 1, last),
        [first, last] => (first, 1, last),
        [first, step, last] if step != 0 => (first, step, last),
        _ => return Err(Ended::Usage),
    };
    let mut next = Some(first);
    let mut lines = String::new();
    while let Some(number) = next.filter(|&number| if step > 0 { number <= last } else { number >= last }) {
        lines += &number.to_string();
        lines.push('\n');
        if lines.len() >= PIECE_BYTES {
            to.print(StandardStream::Output, mem::take(&mut lines).as_bytes())?;
        }
        next = number.checked_add(step);
    }
    to.print(StandardStream::Output, lines.as_bytes())
}

fn sleep(arguments: &[String], to: &mut Printer<'_>) -> Result<(), Ended> {
    let [seconds] = arguments else { return Err(Ended::Usage) };
    let seconds = seconds.parse().ok().filter(|seconds: &f64| (0.0..=60.0).contains(seconds));
    to.sleep(Duration::from_secs_f64(seconds.ok_or(Ended::Usage)?))
}

fn uname(arguments: &[String], to: &mut Printer<'_>) -> Result<(), Ended> {
    none(arguments)?;
    line(to, &format!("{} {}", env::consts::OS, env::consts::ARCH))
}

fn whoami(arguments: &[String], to: &mut Printer<'_>) -> Result<(), Ended> {
    none(arguments)?;
    let user = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(env::var_os);
    line(to, &user.map_or("unknown".to_owned(), |user| user.to_string_lossy().into_owned()))
}

fn yes(arguments: &[String], to: &mut Printer<'_>) -> Result<(), Ended> {
    let text = if arguments.is_empty() { "y".to_owned() } else { arguments.join(" ") };
    let lines = format!("{text}\n").repeat(PIECE_BYTES / (text.len() + 1) + 1);
    loop {
        to.print(StandardStream::Output, lines.as_bytes())?;
    }
}

fn line(to: &mut Printer<'_>, text: &str) -> Result<(), Ended> {
    to.print(StandardStream::Output, format!("{text}\n").as_bytes())
}

fn none(arguments: &[String]) -> Result<(), Ended> {
    if arguments.is_empty() { Ok(()) } else { Err(Ended::Usage) }
}
