//! The SHA-256 of the page's style and script, in base64, by which its policy allows them. A test writes them.

/// Of the style.
pub(crate) const STYLE: &str = "1LUjvrFIQlzEW2kYXATun6QJECneK6wS42x6NM97aKM=";
/// Of the script.
pub(crate) const SCRIPT: &str = "V/AU2tRrdgncKeeoSjOT2/1lrwCJSStXhey0O+n37C0=";
