//! Bytes from a socket made fit for a terminal: what could move its cursor or change its colours is spelt out.

use std::fmt::Write;

/// `bytes` as text in which every control character and every byte that is not UTF-8 is spelt out, as `\n` or `\xE5`; a
/// backslash is `\\`, so that it is never taken for one of these.
pub fn escaped(bytes: &[u8]) -> String {
    escape(bytes, |c| !c.is_control() && c != '\\')
}

/// Like [`escaped`], but line ends and tabs stay as they are: for output of several lines.
pub fn escaped_text(bytes: &[u8]) -> String {
    escape(bytes, |c| !c.is_control() || matches!(c, '\n' | '\t'))
}

fn escape(bytes: &[u8], plain: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if plain(c) && !turns_text(c) {
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

/// Characters that reorder what stands beside them (Unicode's bidirectional controls): a peer could disguise text so.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
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
