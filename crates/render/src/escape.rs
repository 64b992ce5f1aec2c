//! Bytes from a socket made fit for a terminal: what could move its cursor or change its colours is spelt out.

use crate::glyphs::of_others;
use std::fmt::Write;

/// `bytes` as text in which every control character and every byte that is not UTF-8 is spelt out, as `\n` or `\xE5`; a
/// backslash is `\\`, so that it is never taken for one of these.
pub fn escaped(bytes: &[u8]) -> String {
    escape(bytes, |c| !c.is_control() && c != '\\')
}

/// Like [`escaped`], and all of it in ASCII where that was chosen: as it stands in pictures and sentences.
pub(crate) fn shown(bytes: &[u8]) -> String {
    of_others(escaped(bytes))
}

/// Values in quotation marks, of each as much as a sentence has room for; "nothing" if there is none.
pub fn quoted(values: &[impl AsRef<[u8]>]) -> String {
    let quote = |value: &[u8]| match value.get(..QUOTED) {
        Some(start) if value.len() > QUOTED => format!("\"{}…\"", shown(start)),
        _ => format!("\"{}\"", shown(value)),
    };
    let quotes: Vec<String> = values.iter().map(|value| quote(value.as_ref())).collect();
    if quotes.is_empty() { "nothing".to_owned() } else { quotes.join(", ") }
}

/// The most bytes of a value that is quoted.
const QUOTED: usize = 24;

/// Like [`escaped`], but line ends and tabs stay as they are: for output of several lines.
pub fn escaped_text(bytes: &[u8]) -> String {
    escape(bytes, |c| !c.is_control() || matches!(c, '\n' | '\t'))
}

fn escape(bytes: &[u8], plain: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if plain(c) && !is_invisible(c) {
                out.push(c);
            } else if c.is_ascii() && !matches!(c, '\n' | '\r' | '\t' | '\\') {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\x{:02X}", c as u32);
            } else {
                out.extend(c.escape_default());
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02X}");
        }
    }
    out
}

/// Characters that show nothing or reorder what stands beside them: a peer could hide or disguise text with them. These are
/// Unicode's formats, separators but for the space, private and unassigned characters, as `str`'s `Debug` has them, and the
/// letters and marks that are ignored by default (`Default_Ignorable_Code_Point`).
fn is_invisible(c: char) -> bool {
    let mut text = [b'x', 0, 0, 0, 0];
    // Behind another character: at the beginning, marks that combine are escaped too.
    let length = 1 + c.encode_utf8(&mut text[1..]).len();
    let escaped =
        !c.is_ascii() && std::str::from_utf8(&text[..length]).is_ok_and(|text| text.escape_debug().count() > 2);
    let ignored = matches!(c, '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}');
    escaped || ignored || matches!(c, '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

/// `bytes` in hexadecimal, two digits each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from(b"0123456789abcdef"[usize::from(four)]);
    let mut hex = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        hex.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    hex
}
