//! Makes the framing that the command line asks for. It refuses options that the framing does not have.

use crate::cut::place::{Following, Places};
use crate::decode;
use crate::framing_options::{FRAMINGS, bytes, name};
use clap::ArgMatches;
use clap::parser::ValueSource;
use command_line::{Failure, Stop};
use framing::{Cobs, Delimiter, Encode, Fixed, Framing, LengthField, Line, Netstring, Order, Varint, Width};

/// Stands in for `dyn Framing`, which is not possible.
pub(crate) trait AnyFraming: Encode + Send {
    /// The framing as the judge takes it.
    fn protocol(&self) -> ::judge::Protocol;

    /// Decodes as the command line asks; returns the exit status.
    fn decode(&self, matches: &ArgMatches) -> Result<u8, Stop>;

    /// Follows a stream, and says in which frame it is; `max` is the longest payload to accept.
    fn places(&self, max: usize) -> Box<dyn Places>;
}

impl<F: Framing<Progress: Send> + Encode + Clone + Send + Sync + 'static> AnyFraming for F {
    fn protocol(&self) -> ::judge::Protocol {
        ::judge::Protocol::new(self.clone())
    }

    fn decode(&self, matches: &ArgMatches) -> Result<u8, Stop> {
        decode::with(self.clone(), matches)
    }

    fn places(&self, max: usize) -> Box<dyn Places> {
        Box::new(Following::new(self.clone(), max))
    }
}

/// The framing that the command line asks for.
pub(crate) fn framing(matches: &ArgMatches) -> Result<Box<dyn AnyFraming>, Failure> {
    let name = name(matches);
    refuse_others(matches, name)?;
    let missing =
        |option: &str| Failure::cannot(format!("--framing {name} needs {option}"), "add it; --help lists the options");
    let framing: Box<dyn AnyFraming> = match name {
        "fixed" => Box::new(Fixed::new(*matches.get_one("size").ok_or_else(|| missing("--size BYTES"))?)),
        "delimiter" => {
            let bytes = matches.get_one::<Vec<u8>>("delimiter").and_then(|bytes| Delimiter::new(bytes.as_slice()));
            Box::new(bytes.ok_or_else(|| missing(r"--delimiter TEXT, such as '\r\n'"))?)
        }
        "line" => Box::new(Line::new()),
        "netstring" => Box::new(Netstring),
        "varint" => Box::new(Varint::new().offset(bytes(matches, "offset"))),
        "cobs" => Box::new(Cobs),
        _ => Box::new(length_field(matches)),
    };
    Ok(framing)
}

fn length_field(matches: &ArgMatches) -> LengthField {
    let little = matches.get_one::<String>("order").is_some_and(|order| order == "little");
    let order = if little { Order::Little } else { Order::Big };
    let width = matches.get_one("width").copied().unwrap_or(Width::Four);
    let field = LengthField::new(width, order).offset(bytes(matches, "offset"));
    let field = if matches.get_flag("signed") { field.signed() } else { field };
    let field = if matches.get_flag("counts-itself") { field.counts_itself() } else { field };
    let field = field.adjust(matches.get_one("adjust").copied().unwrap_or(0));
    matches.get_one("strip").map_or(field, |bytes| field.strip(*bytes))
}

/// Refuses an option that would have no effect with this framing.
fn refuse_others(matches: &ArgMatches, name: &str) -> Result<(), Failure> {
    let given = |option: &str| matches.value_source(option) == Some(ValueSource::CommandLine);
    let own = FRAMINGS.iter().find(|(owner, _)| *owner == name).map_or(&[][..], |(_, options)| options);
    for (owner, options) in FRAMINGS {
        if let Some(option) = options.iter().find(|option| given(option) && !own.contains(option)) {
            let hint = format!("leave it out, or choose --framing {owner}");
            return Err(Failure::cannot(format!("--{option} has no effect with --framing {name}"), hint));
        }
    }
    Ok(())
}
