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
    let lines = module.lines().filter(|line| !line.starts_with("import "));
    let body: String = lines.map(|line| line.strip_prefix("export ").unwrap_or(line).to_owned() + "\n").collect();
    format!("const {{ {names} }} = (() => {{\n{body}return {{ {names} }};\n}})();\n")
}

/// The name that a line exports.
fn exported(line: &str) -> Option<&str> {
    let mut words = line.strip_prefix("export ")?.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.find(|word| !["function", "class", "const"].contains(word))
}

/// JSON in which nothing can end the element that it stands in, or begin a comment there.
fn harmless(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests;
