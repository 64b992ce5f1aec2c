//! The framings of the kit by names, for the judge and for the programs that it judges.

use framing::{Cobs, Delimiter, Fixed, LengthField, Line, Netstring, Order, Varint, Width};
use judge::Protocol;
use std::num::NonZeroUsize;

/// Every framing, and the settings that change what the judge sends.
pub(crate) const ALL: [&str; 12] = [
    "length-1",
    "length-2",
    "length-4",
    "length-8",
    "little",
    "counts-itself",
    "fixed",
    "delimiter",
    "line",
    "netstring",
    "varint",
    "cobs",
];

/// Does something with the framing of this name, whatever its type is.
macro_rules! with {
    ($name:expr, $framing:ident => $act:expr) => {{
        macro_rules! act {
            ($made:expr) => {{
                let $framing = $made;
                $act
            }};
        }
        let big = |width| LengthField::new(width, Order::Big);
        match $name {
            "length-1" => act!(big(Width::One)),
            "length-2" => act!(big(Width::Two)),
            "length-4" => act!(big(Width::Four)),
            "length-8" => act!(big(Width::Eight).signed()),
            "little" => act!(LengthField::new(Width::Four, Order::Little).offset(2)),
            "counts-itself" => act!(big(Width::Four).counts_itself()),
            "fixed" => act!(Fixed::new(NonZeroUsize::new(8).expect("not 0"))),
            "delimiter" => act!(Delimiter::new(&b"\r\n--"[..]).expect("not empty")),
            "line" => act!(Line::new()),
            "netstring" => act!(Netstring),
            "varint" => act!(Varint::new()),
            "cobs" => act!(Cobs),
            other => panic!("no framing is called {other}"),
        }
    }};
}
pub(crate) use with;

pub(crate) fn protocol(name: &str) -> Protocol {
    with!(name, framing => Protocol::new(framing))
}
