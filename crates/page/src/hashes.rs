//! The SHA-256 of the page's style and script, in base64, by which its policy allows them. A test writes them.

/// Of the style.
pub(crate) const STYLE: &str = "W8dz37GX+xEGHtHAm9ocBsQd+NLjH19D3J++b1FGHbA=";
/// Of the script.
pub(crate) const SCRIPT: &str = "goyhpdEHzis6HK/RlagK7TPdReoOOgDJzSTbnZfwwQo=";
