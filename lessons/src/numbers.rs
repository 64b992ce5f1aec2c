//! Whole numbers on the command line, refused in words that say what is wanted. It knows no units.

use std::ops::RangeInclusive;

/// Takes a whole number of `range`; `example` is one that could be meant.
pub(crate) fn whole<T: TryFrom<i128>>(
    range: RangeInclusive<i128>,
    example: impl Into<String>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static {
    let example = example.into();
    move |text| {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(format!("that is not a whole number, as in {example}"));
        }
        let number = text.parse().ok().filter(|number| range.contains(number));
        let out_of_range = || format!("it must be from {} to {}", range.start(), range.end());
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(out_of_range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_and_what_is_out_of_range_are_told_apart() {
        let parse = whole::<u64>(1..=20, "7");
        assert_eq!((parse("1"), parse("+20")), (Ok(1), Ok(20)));
        for wrong in ["", "-", "x", "1MiB", "1.5", "1 ", "0x1", "--1"] {
            assert_eq!(parse(wrong), Err("that is not a whole number, as in 7".to_owned()), "{wrong}");
        }
        for wrong in ["0", "21", "-1", "99999999999999999999999999999999999999999999"] {
            assert_eq!(parse(wrong), Err("it must be from 1 to 20".to_owned()), "{wrong}");
        }
    }
}
