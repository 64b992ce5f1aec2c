//! Fuzzes lengths anywhere in a header, of every width, order and sign, adjusted and counting themselves. Only the header is
//! stripped.

#![no_main]

use framing::{LengthField, Order, Width};
use libfuzzer_sys::fuzz_target;

const WIDTHS: [Width; 5] = [Width::One, Width::Two, Width::Three, Width::Four, Width::Eight];
const ADJUSTMENTS: [i64; 4] = [0, 3, -1, i64::MIN];

fuzz_target!(|input: &[u8]| {
    framing_fuzz::check(input, |kind| {
        // From 7 bits: a width, an order, an adjustment, a sign, an offset.
        let (width, rest) = (WIDTHS[usize::from(kind % 5)], kind / 5);
        let order = if rest & 1 == 0 { Order::Big } else { Order::Little };
        let field = LengthField::new(width, order).offset(usize::from(rest >> 4) * 2);
        let field = field.adjust(ADJUSTMENTS[usize::from(rest >> 1 & 3)]);
        if rest & 8 == 0 { field } else { field.signed().counts_itself() }
    });
});
