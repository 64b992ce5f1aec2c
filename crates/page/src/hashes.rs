//! The SHA-256 of the page's style and script, in base64, by which its policy allows them. A test writes them.

/// Of the style.
pub(crate) const STYLE: &str = "IA1p62QbcSK6Xswsx4ulLIL8UVQ4lNGDCoACVV1JRHs=";
/// Of the script.
pub(crate) const SCRIPT: &str = "goyhpdEHzis6HK/RlagK7TPdReoOOgDJzSTbnZfwwQo=";
