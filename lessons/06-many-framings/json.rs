//! Finds where a JSON document ends, and what comes after it. It checks nothing inside the document, and knows only
//! documents that are objects, arrays or strings.

/// Takes `text` for one document, as parsers do: nothing but white space may come after it.
///
/// # Errors
/// The document ends early, or something comes after it.
pub(crate) fn one_document(text: &str) -> Result<&str, String> {
    let end = end_of_document(text).ok_or("the text ends inside a document")?;
    let after = text[end..].trim_start();
    if after.is_empty() { Ok(text.trim()) } else { Err(format!("extra data at byte {}", text.len() - after.len())) }
}

fn end_of_document(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth -= 1,
            _ => {}
        }
        if depth == 0 && !in_string && matches!(byte, b'}' | b']' | b'"') {
            return Some(at + 1);
        }
    }
    None
}
