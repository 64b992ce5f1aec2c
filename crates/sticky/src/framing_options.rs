//! Defines the options of framings, and which framings have them.

use clap::{Arg, ArgAction, ArgMatches};
use command_line::{choice, whole};
use framing::Width;
use std::num::NonZeroUsize;

/// The longest payload by default: 1 MiB.
const MAX: &str = "1048576";

/// The most bytes before a length. They are kept until the length arrives, whatever the limit is.
const OFFSET_MAX: i128 = 65_535;

/// The most bytes of anything else: as many as a program can address.
const BYTES_MAX: i128 = usize::MAX as i128;

/// The framings, and the options that belong to each.
pub(crate) const FRAMINGS: [(&str, &[&str]); 7] = [
    ("length", &["width", "order", "signed", "offset", "adjust", "strip", "counts-itself"]),
    ("fixed", &["size"]),
    ("delimiter", &["delimiter"]),
    ("line", &[]),
    ("netstring", &[]),
    ("varint", &["offset"]),
    ("cobs", &[]),
];

/// The help text about framings.
pub(crate) const NOTES: &str = r"Framings:
  length     a binary length of --width bytes, then the payload
  fixed      every frame has --size bytes
  delimiter  --delimiter ends a frame; it may contain \n \r \t \0 \\ and \xHH
  line       LF or CR LF ends a frame
  netstring  a length in decimal digits: 5:hello,
  varint     a length as a LEB128 number, as in Protocol Buffers
  cobs       a zero byte ends a frame; more zeros between frames are skipped
--offset, --adjust and --strip work as in Netty's LengthFieldBasedFrameDecoder,
except that by default only the payload comes out.";

/// The options of a command that works without knowing the framing too.
pub(crate) fn optional_args() -> Vec<Arg> {
    let optional = |arg: Arg| if arg.get_id() == "framing" { arg.required(false) } else { arg.requires("framing") };
    args().into_iter().map(optional).collect()
}

pub(crate) fn args() -> Vec<Arg> {
    // A value may begin with a hyphen: a delimiter, a negative number, or something that is refused with a reason.
    let value = |name: &'static str, value| Arg::new(name).long(name).value_name(value).allow_hyphen_values(true);
    let switch = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let bytes = |name, example: &str| value(name, "BYTES").value_parser(whole::<usize>(0..=BYTES_MAX, example));
    let offset = whole::<usize>(0..=OFFSET_MAX, "3");
    let adjust = whole::<i64>(i64::MIN.into()..=i64::MAX.into(), "-3");
    let length = [
        value("width", "N").value_parser(width).default_value("4").help("Bytes in the length: 1, 2, 3, 4 or 8"),
        choice("order", "big|little", ["big", "little"], "Byte order of the length")
            .default_value("big")
            .allow_hyphen_values(true),
        switch("signed").help("Signed length: -1 is malformed rather than huge"),
        value("offset", "BYTES").value_parser(offset).default_value("0").help("Bytes before the length, up to 65535"),
        value("adjust", "BYTES")
            .value_parser(adjust)
            .default_value("0")
            .help("Number to add to the length, such as -3"),
        bytes("strip", "4").help("Bytes to remove from the front of each frame\n[default: the header]"),
        switch("counts-itself").help("Length that includes its own bytes"),
    ];
    let mut args = vec![
        choice("framing", "FRAMING", FRAMINGS.map(|(name, _)| name), "How frames are marked; see below")
            .required(true)
            .allow_hyphen_values(true),
        bytes("max", MAX).default_value(MAX).help("Longest payload to accept"),
        value("size", "BYTES").value_parser(size).help("Bytes in each frame (--framing fixed)"),
        value("delimiter", "TEXT").value_parser(delimiter).help(r"Bytes that end a frame, such as '\r\n'"),
    ];
    args.extend(length.map(|arg| arg.help_heading("Options of --framing length (--offset also of varint)")));
    args
}

/// The value of an option that is a number of bytes and has a default.
pub(crate) fn bytes(matches: &ArgMatches, option: &str) -> usize {
    matches.get_one(option).copied().unwrap_or(0)
}

/// The name of the framing that the command line asks for.
pub(crate) fn name(matches: &ArgMatches) -> &str {
    matches.get_one::<String>("framing").map_or("", String::as_str)
}

fn size(text: &str) -> Result<NonZeroUsize, String> {
    let size = whole::<i128>(i128::MIN..=BYTES_MAX, "16")(text)?;
    let size = usize::try_from(size).ok().and_then(NonZeroUsize::new);
    size.ok_or_else(|| "a frame must have at least 1 byte".to_owned())
}

fn width(text: &str) -> Result<Width, String> {
    text.parse().ok().and_then(Width::of).ok_or_else(|| "a length must have 1, 2, 3, 4 or 8 bytes".to_owned())
}

/// The escapes of one character, and the bytes that they stand for.
const ESCAPES: [(char, u8); 5] = [('n', b'\n'), ('r', b'\r'), ('t', b'\t'), ('0', 0), ('\\', b'\\')];

/// The bytes that a text with escapes stands for.
fn delimiter(text: &str) -> Result<Vec<u8>, String> {
    let (mut bytes, mut rest) = (Vec::new(), text);
    while let Some((before, escape)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let (byte, len) = match ESCAPES.iter().find(|(letter, _)| escape.starts_with(*letter)) {
            Some((_, byte)) => (*byte, 1),
            None if escape.starts_with('x') => {
                (hex(escape).ok_or(r"\x must be followed by two hexadecimal digits")?, 3)
            }
            None => return Err(r"unknown escape: use \n \r \t \0 \\ or \xHH".to_owned()),
        };
        bytes.push(byte);
        rest = &escape[len..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    if bytes.is_empty() { Err("a delimiter must have at least 1 byte".to_owned()) } else { Ok(bytes) }
}

fn hex(escape: &str) -> Option<u8> {
    let digits = escape.get(1..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}
