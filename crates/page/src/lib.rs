//! A trace as one HTML file that plays it. The file needs no network: its style, its script and the trace are in it, and its
//! Content-Security-Policy allows nothing else.
//!
//! The script is written as modules in `web`, which node and the TypeScript compiler read as they are. The page has them in one
//! element, without their imports and exports.
//!
//! ```
//! let trace = r#"{"t_us":0,"event":"run","lesson":"01-sender-nagle","version":1}"#;
//! let html = page::html(trace);
//! assert!(html.starts_with("<!DOCTYPE html>") && html.contains("01-sender-nagle"));
//! ```

mod hashes;

/// The modules, each after those that it imports.
const MODULES: &[&str] = &[
    include_str!("../web/trace.js"),
    include_str!("../web/words.js"),
    include_str!("../web/story.js"),
    include_str!("../web/scale.js"),
    include_str!("../web/draw.js"),
    include_str!("../web/stage.js"),
    include_str!("../web/cuts.js"),
    include_str!("../web/rulers.js"),
    include_str!("../web/axis.js"),
    include_str!("../web/panels.js"),
    include_str!("../web/player.js"),
    include_str!("../web/main.js"),
];

const STYLE: &str = include_str!("../web/page.css");

const PAGE: &str = include_str!("../web/page.html");

/// The page that plays `trace`: the JSON lines of a lesson, or of several.
pub fn html(trace: &str) -> String {
    document(trace, "default-src 'none'; base-uri 'none'; form-action 'none'", "", ["", ""])
}

/// The page for a server: without a trace, with `head` at the end of its head, and `side` first beside the stage. It may load the
/// server's own styles, scripts and icon, ask it for runs, and show its pages in frames.
pub fn served(head: &str, side: &str) -> String {
    document(
        "",
        "default-src 'none'; connect-src 'self'; frame-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
        " 'self'",
        [head, side],
    )
}

fn document(trace: &str, policy: &str, own: &str, [head, side]: [&str; 2]) -> String {
    let policy =
        format!("{policy}; style-src 'sha256-{}'{own}; script-src 'sha256-{}'{own}", hashes::STYLE, hashes::SCRIPT);
    let (trace, script) = (harmless(trace), script());
    let parts = [
        ("{policy}", &*policy),
        ("{style}", STYLE),
        ("{head}", head),
        ("{side}", side),
        ("{trace}", &trace),
        ("{script}", &script),
    ];
    let (mut page, mut rest) = (String::new(), PAGE);
    for (place, part) in parts {
        let (before, after) = rest.split_once(place).expect("page.html has each place once, in this order");
        page += before;
        page += part;
        rest = after;
    }
    page + rest
}

/// The modules as one script: each is a function that returns what it exports, so that what it keeps for itself stays its own.
fn script() -> String {
    MODULES.iter().map(|module| as_function(module)).collect()
}

fn as_function(module: &str) -> String {
    let names: Vec<&str> = module.lines().filter_map(exported).collect();
    let names = names.join(", ");
    let mut is_comment = false;
    let mut body = String::new();
    for line in module.lines().map(str::trim) {
        let begins = line.starts_with("/**") && (line.ends_with("*/") || !line.contains("*/"));
        let left_out = is_comment || begins || line.is_empty() || line.starts_with("//") || line.starts_with("import ");
        is_comment = (is_comment || begins) && !line.ends_with("*/");
        if !left_out {
            body += line.strip_prefix("export ").unwrap_or(line);
            body += "\n";
        }
    }
    format!("const {{ {names} }} = (() => {{\n{body}return {{ {names} }};\n}})();\n")
}

/// The name that a line exports.
fn exported(line: &str) -> Option<&str> {
    let mut words = line.strip_prefix("export ")?.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.find(|word| !["function", "class", "const"].contains(word))
}

/// Fields of numbers, words and nulls that the page does not look at, and that would make it larger.
const UNUSED: [&str; 8] =
    ["window", "side", "mss", "source", "cut", "tries", "congestion_window", "retransmission_timeout_us"];

/// Fields that say no more than their absence.
const NO: [&str; 4] = [",\"stream\":\"forward\"", ",\"by\":null", ",\"resent\":false", ",\"late\":false"];

/// JSON in which nothing can end the element that it stands in, or begin a comment there; without what is not used.
fn harmless(json: &str) -> String {
    let json = json.replace('<', "\\u003c");
    let json = NO.iter().fold(json, |json, field| json.replace(field, ""));
    UNUSED.iter().fold(json, |json, name| without(&json, name))
}

/// JSON without a field. In a text its name cannot stand like this: the quotes would be escaped.
fn without(json: &str, name: &str) -> String {
    let begin = format!(",\"{name}\":");
    let mut parts = json.split(&begin);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out += part.find([',', '}']).map_or("", |end| &part[end..]);
    }
    out
}

#[cfg(test)]
mod tests;
