//! The framing on the command line. Every option belongs to some framings and is refused with the others.

use crate::any_framing::AnyFraming;
use clap::builder::PossibleValuesParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};
use command_line::{Failure, whole};
use framing::{Cobs, Delimiter, Fixed, LengthField, Line, Netstring, Order, Varint, Width};
use std::num::NonZeroUsize;

/// The longest payload by default: 1 MiB.
const MAX: &str = "1048576";

/// The most bytes before a length. They are kept until the length comes, whatever the limit is.
const OFFSET_MAX: i128 = 65_535;

/// The most bytes of anything else: as many as memory could have.
const BYTES_MAX: i128 = usize::MAX as i128;

/// The framings, and the options that belong to each.
const FRAMINGS: [(&str, &[&str]); 7] = [
    ("length", &["width", "order", "signed", "offset", "adjust", "strip", "counts-itself"]),
    ("fixed", &["size"]),
    ("delimiter", &["delimiter"]),
    ("line", &[]),
    ("netstring", &[]),
    ("varint", &["offset"]),
    ("cobs", &[]),
];

/// What the help says about framings.
pub(crate) const NOTES: &str = r"Framings:
  length     a number of bytes, as wide as --width says, then the payload
  fixed      every frame has --size bytes
  delimiter  --delimiter ends a frame; it may have \n \r \t \0 \\ and \xHH in it
  line       LF or CR LF ends a frame
  netstring  the length in digits: 5:hello,
  varint     the length as a LEB128 number, as in Protocol Buffers
  cobs       a zero byte ends a frame; more zeros between frames are skipped
--offset, --adjust and --strip mean what they mean in Netty's
LengthFieldBasedFrameDecoder, but by default only the payload comes out.";

pub(crate) fn args() -> Vec<Arg> {
    // A value may begin with a hyphen: it is a delimiter, a negative number, or refused with a reason.
    let value = |name: &'static str, value| Arg::new(name).long(name).value_name(value).allow_hyphen_values(true);
    let switch = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let named = |name, shown, values: &[&'static str]| {
        value(name, shown).value_parser(PossibleValuesParser::new(values.to_vec())).hide_possible_values(true)
    };
    let bytes = |name, example: &str| value(name, "BYTES").value_parser(whole::<usize>(0..=BYTES_MAX, example));
    let offset = whole::<usize>(0..=OFFSET_MAX, "3");
    let adjust = whole::<i64>(i64::MIN.into()..=i64::MAX.into(), "-3");
    let length = [
        value("width", "N").value_parser(width).default_value("4").help("Bytes in the length: 1, 2, 3, 4 or 8"),
        named("order", "big|little", &["big", "little"]).default_value("big").help("Byte order of the length"),
        switch("signed").help("Two's complement: -1 is malformed, not huge"),
        value("offset", "BYTES").value_parser(offset).default_value("0").help("Bytes before it, up to 65535"),
        value("adjust", "BYTES").value_parser(adjust).default_value("0").help("Number to add to it, as in -3"),
        bytes("strip", "4").help("Bytes to remove from the front of a frame\n[default: the header]"),
        switch("counts-itself").help("The length counts its own bytes too"),
    ];
    let names = FRAMINGS.map(|(name, _)| name);
    let mut args = vec![
        named("framing", "FRAMING", &names).required(true).help("How frames are marked: see below"),
        bytes("max", MAX).default_value(MAX).help("Longest payload to accept"),
        value("size", "BYTES").value_parser(size).help("Bytes in every frame of --framing fixed"),
        value("delimiter", "TEXT").value_parser(delimiter).help(r"What ends a frame, as in '\r\n'"),
    ];
    args.extend(length.map(|arg| arg.help_heading("Options of --framing length (--offset also of varint)")));
    args
}

/// The value of an option that is a number of bytes and has a default.
pub(crate) fn bytes(matches: &ArgMatches, option: &str) -> usize {
    matches.get_one(option).copied().unwrap_or(0)
}

/// The framing that was asked for.
pub(crate) fn framing(matches: &ArgMatches) -> Result<AnyFraming, Failure> {
    let name = matches.get_one::<String>("framing").map_or("", String::as_str);
    refuse_others(matches, name)?;
    let missing =
        |option: &str| Failure::cannot(format!("--framing {name} needs {option}"), "--help lists the options");
    Ok(match name {
        "fixed" => {
            let size = matches.get_one("size").ok_or_else(|| missing("--size BYTES"))?;
            AnyFraming::new("fixed", Fixed::new(*size))
        }
        "delimiter" => {
            let bytes = matches.get_one::<Vec<u8>>("delimiter").and_then(|bytes| Delimiter::new(bytes.as_slice()));
            AnyFraming::new("delimiter", bytes.ok_or_else(|| missing(r"--delimiter TEXT, as in '\r\n'"))?)
        }
        "line" => AnyFraming::new("line", Line::new()),
        "netstring" => AnyFraming::new("netstring", Netstring),
        "varint" => AnyFraming::new("varint", Varint::new().offset(bytes(matches, "offset"))),
        "cobs" => AnyFraming::new("cobs", Cobs),
        _ => AnyFraming::new("length", length_field(matches)),
    })
}

fn length_field(matches: &ArgMatches) -> LengthField {
    let little = matches.get_one::<String>("order").is_some_and(|order| order == "little");
    let order = if little { Order::Little } else { Order::Big };
    let width = matches.get_one("width").copied().unwrap_or(Width::Four);
    let mut field = LengthField::new(width, order).offset(bytes(matches, "offset"));
    if matches.get_flag("signed") {
        field = field.signed();
    }
    if matches.get_flag("counts-itself") {
        field = field.counts_itself();
    }
    field = field.adjust(matches.get_one("adjust").copied().unwrap_or(0));
    match matches.get_one("strip") {
        Some(&bytes) => field.strip(bytes),
        None => field,
    }
}

/// Refuses an option that changes nothing with this framing, so that nobody believes it did.
fn refuse_others(matches: &ArgMatches, name: &str) -> Result<(), Failure> {
    let given = |option: &str| matches.value_source(option) == Some(ValueSource::CommandLine);
    let own = FRAMINGS.iter().find(|(owner, _)| *owner == name).map_or(&[][..], |(_, options)| options);
    for (owner, options) in FRAMINGS {
        if let Some(option) = options.iter().find(|option| given(option) && !own.contains(option)) {
            let hint = format!("leave it out, or choose --framing {owner}");
            return Err(Failure::cannot(format!("--{option} has no meaning with --framing {name}"), hint));
        }
    }
    Ok(())
}

fn size(text: &str) -> Result<NonZeroUsize, String> {
    let size = whole::<i128>(i128::MIN..=BYTES_MAX, "16")(text)?;
    let size = usize::try_from(size).ok().and_then(NonZeroUsize::new);
    size.ok_or_else(|| "a frame has at least 1 byte".to_owned())
}

fn width(text: &str) -> Result<Width, String> {
    text.parse().ok().and_then(Width::of).ok_or_else(|| "a length is 1, 2, 3, 4 or 8 bytes wide".to_owned())
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
            Some(b'x') => (hex(escape).ok_or_else(|| r"\x needs two hexadecimal digits after it".to_owned())?, 3),
            _ => return Err(r"the escapes are \n \r \t \0 \\ and \xHH".to_owned()),
        };
        bytes.push(byte);
        rest = &escape[len..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    if bytes.is_empty() { Err("a delimiter has at least 1 byte".to_owned()) } else { Ok(bytes) }
}

fn hex(escape: &str) -> Option<u8> {
    let digits = escape.get(1..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}
