//! The framing on the command line: each flag belongs to some framings, and is refused with the others.

use super::any::Any;
use clap::builder::PossibleValuesParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};
use framing::{Delimiter, Fixed, LengthField, Order, Width};
use lesson::Failure;
use lesson::command_line::whole;
use std::num::NonZeroUsize;

/// The longest payload, in bytes, where nothing else is said: 1 MiB.
const MAX: &str = "1048576";

/// The most bytes before a length: they are kept until it comes, whatever the limit is.
const OFFSET_MAX: i128 = 65_535;

/// The most bytes of anything else: what memory could have.
const BYTES_MAX: i128 = usize::MAX as i128;

/// The framings, and the flags that belong to each.
const FRAMINGS: [(&str, &[&str]); 7] = [
    ("length", &["width", "order", "signed", "offset", "adjust", "strip", "counts-itself"]),
    ("fixed", &["size"]),
    ("delimiter", &["delimiter"]),
    ("line", &[]),
    ("netstring", &[]),
    ("varint", &[]),
    ("cobs", &[]),
];

pub(super) fn args() -> Vec<Arg> {
    let value = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    let number = |name, shown| value(name, shown).allow_negative_numbers(true); // told as out of range
    let switch = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let named = |name, shown, values: &[&'static str]| {
        value(name, shown).value_parser(PossibleValuesParser::new(values.to_vec())).hide_possible_values(true)
    };
    let framings: Vec<&'static str> = FRAMINGS.iter().map(|(name, _)| *name).collect();
    vec![
        named("framing", "FRAMING", &framings).required(true).help("How frames are marked: see below"),
        number("max", "BYTES")
            .value_parser(whole::<usize>(0..=BYTES_MAX, MAX))
            .default_value(MAX)
            .help("The longest payload"),
        value("width", "N").value_parser(width).help("length: 1, 2, 3, 4 (if not told) or 8 bytes"),
        named("order", "big|little", &["big", "little"]).help("length: which byte goes first (big)"),
        switch("signed").help("length: two's complement; -1 is malformed"),
        number("offset", "BYTES")
            .value_parser(whole::<usize>(0..=OFFSET_MAX, "3"))
            .help("length: bytes before it (0 to 65535)"),
        number("adjust", "BYTES")
            .value_parser(whole::<i64>(i64::MIN.into()..=i64::MAX.into(), "-3"))
            .help("length: what is added to it, as in -3"),
        number("strip", "BYTES")
            .value_parser(whole::<usize>(0..=BYTES_MAX, "4"))
            .help("length: bytes taken off; 0: all comes out"),
        switch("counts-itself").help("length: its own bytes are counted in it"),
        number("size", "BYTES").value_parser(size).help("fixed: bytes of every frame"),
        value("delimiter", "TEXT").value_parser(delimiter).help(r"delimiter: what ends a frame, as in '\r\n'"),
        Arg::new("file").hide(true), // it is refused, with a hint
    ]
}

/// What the help says of the framings.
pub(super) const NOTES: &str = r"Framings: length, fixed, delimiter, line, netstring, varint, cobs. --offset,
--adjust and --strip mean what Netty's LengthFieldBasedFrameDecoder documents;
without --strip the payload alone comes out. --max limits the payload.
A delimiter's escapes: \n \r \t \0 \\ \xHH.";

pub(super) fn max(matches: &ArgMatches) -> usize {
    matches.get_one("max").copied().unwrap_or(0)
}

/// The framing that was asked for.
pub(super) fn framing(matches: &ArgMatches) -> Result<Any, Failure> {
    let name = matches.get_one::<String>("framing").map_or("", String::as_str);
    refuse_others(matches, name)?;
    refuse_file(matches)?;
    let missing = |flag: &str| Failure::cannot(format!("--framing {name} needs {flag}"), "see --help");
    Ok(match name {
        "fixed" => Any::Fixed(Fixed::new(*matches.get_one("size").ok_or_else(|| missing("--size BYTES"))?)),
        "delimiter" => {
            let bytes =
                matches.get_one::<Vec<u8>>("delimiter").ok_or_else(|| missing(r"--delimiter TEXT, as in '\r\n'"))?;
            Any::Delimiter(Delimiter::new(bytes.as_slice()).ok_or_else(|| missing("a delimiter of one byte at least"))?)
        }
        "line" => Any::Line,
        "netstring" => Any::Netstring,
        "varint" => Any::Varint,
        "cobs" => Any::Cobs,
        _ => Any::Length(length_field(matches)),
    })
}

fn length_field(matches: &ArgMatches) -> LengthField {
    let order = match matches.get_one::<String>("order").map(String::as_str) {
        Some("little") => Order::Little,
        _ => Order::Big,
    };
    let width = matches.get_one("width").copied().unwrap_or(Width::Four);
    let mut field = LengthField::new(width, order).offset(matches.get_one("offset").copied().unwrap_or(0));
    if matches.get_flag("signed") {
        field = field.signed();
    }
    if matches.get_flag("counts-itself") {
        field = field.counts_itself();
    }
    if let Some(&bytes) = matches.get_one::<i64>("adjust") {
        field = field.adjust(bytes);
    }
    match matches.get_one::<usize>("strip") {
        Some(&bytes) => field.strip(bytes),
        None => field,
    }
}

/// Refuses a flag that says nothing about this framing, rather than let somebody believe that it did.
fn refuse_others(matches: &ArgMatches, name: &str) -> Result<(), Failure> {
    let said = |flag: &str| matches.value_source(flag) == Some(ValueSource::CommandLine);
    for (owner, flags) in FRAMINGS.iter().filter(|(owner, _)| *owner != name) {
        if let Some(flag) = flags.iter().find(|flag| said(flag)) {
            let hint = format!("leave it out, or choose --framing {owner}");
            return Err(Failure::cannot(format!("--{flag} does not belong to --framing {name}"), hint));
        }
    }
    Ok(())
}

fn refuse_file(matches: &ArgMatches) -> Result<(), Failure> {
    let Some(file) = matches.get_one::<String>("file") else { return Ok(()) };
    let hint = format!("give a file on standard input: < {file}");
    Err(Failure::cannot(format!("no name of a file is taken, and '{file}' stands where one would"), hint))
}

fn size(text: &str) -> Result<NonZeroUsize, String> {
    let size: usize = match text.strip_prefix('-') {
        Some(digits) => whole(0..=BYTES_MAX, "16")(digits).map(|_: usize| 0)?, // below zero is below one
        None => whole(0..=BYTES_MAX, "16")(text)?,
    };
    NonZeroUsize::new(size).ok_or_else(|| "a frame has 1 byte at least".to_owned())
}

fn width(text: &str) -> Result<Width, String> {
    let width = text.parse().ok().and_then(Width::of);
    width.ok_or_else(|| "a length has 1, 2, 3, 4 or 8 bytes".to_owned())
}

/// The bytes that a text with escapes stands for.
fn delimiter(text: &str) -> Result<Vec<u8>, String> {
    let (mut bytes, mut rest) = (Vec::new(), text);
    while let Some((before, escape)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let (byte, len) = match escape.as_bytes().first() {
            Some(b'n') => (b'\n', 1),
            Some(b'r') => (b'\r', 1),
            Some(b't') => (b'\t', 1),
            Some(b'0') => (0, 1),
            Some(b'\\') => (b'\\', 1),
            Some(b'x') => (hex(escape).ok_or_else(|| r"\x is followed by two hexadecimal digits".to_owned())?, 3),
            _ => return Err(r"the escapes are \n \r \t \0 \\ and \xHH".to_owned()),
        };
        bytes.push(byte);
        rest = &escape[len..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    if bytes.is_empty() { Err("a delimiter has one byte at least".to_owned()) } else { Ok(bytes) }
}

fn hex(escape: &str) -> Option<u8> {
    let digits = escape.get(1..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_is_text_with_escapes() {
        assert_eq!(delimiter(r"\r\n"), Ok(b"\r\n".to_vec()));
        assert_eq!(delimiter(r"\0\x00\xFf\t\\x"), Ok(b"\0\0\xff\t\\x".to_vec()));
        assert_eq!(delimiter("包"), Ok("包".as_bytes().to_vec()));
        for wrong in ["", "\\", r"\q", r"\x", r"\x1", r"\xg0", r"\x+1", r"\x1é"] {
            assert!(delimiter(wrong).is_err(), "{wrong}");
        }
    }
}
