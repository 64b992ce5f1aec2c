//! The documents, and what they are made of: console blocks, code excerpts, links.

use std::fs;
use std::path::{Path, PathBuf};

/// The repository's folder, from that of any package in it.
pub(crate) fn root() -> PathBuf {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut roots = folders.filter(|folder| folder.join("Cargo.lock").is_file());
    roots.next().expect("a workspace has a lock file").to_owned()
}

/// Every lesson's walkthrough, in order.
pub(crate) fn walkthroughs() -> impl DoubleEndedIterator<Item = PathBuf> {
    lessons::LESSONS.iter().map(|lesson| root().join("lessons").join(lesson.id).join("README.md"))
}

/// The pages before the walkthroughs, and these.
pub(crate) fn documents() -> impl DoubleEndedIterator<Item = PathBuf> {
    let pages = ["README.md", "lessons/README.md", "lessons/framing.md", "lessons/misconceptions.md"]
        .map(|page| root().join(page));
    pages.into_iter().chain(walkthroughs())
}

pub(crate) fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Before a Rust block, the place in the source that it shows: `<!-- excerpt lessons/01-sender-nagle/main.rs#greet -->`, or
/// a whole file: `<!-- excerpt lessons/01-sender-nagle/plain.rs -->`.
const EXCERPT: &str = "<!-- excerpt ";

/// A fenced block.
pub(crate) enum Block {
    /// Commands, each with the output that it is shown to have.
    Console { line: usize, commands: Vec<(String, String)> },
    /// Code, and the place that it is taken from.
    Rust { line: usize, excerpt: Option<String> },
}

/// All blocks of a document that are run or compared.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let (mut found, mut lines, mut before) = (Vec::new(), text.lines().enumerate(), "");
    while let Some((number, line)) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            match language {
                "console" => found.push(Block::Console { line: number + 1, commands: commands(&body) }),
                "rust" => found.push(Block::Rust { line: number + 1, excerpt: excerpt(before) }),
                _ => {}
            }
        }
        before = line;
    }
    found
}

fn commands(body: &[&str]) -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    for line in body {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => *output += &format!("{line}\n"),
            (None, None) => panic!("a console block begins with '$ ', not with '{line}'"),
        }
    }
    commands
}

fn excerpt(line: &str) -> Option<String> {
    Some(line.strip_prefix(EXCERPT)?.strip_suffix(" -->")?.to_owned())
}

/// The document with every excerpt as the source has it now.
pub(crate) fn with_excerpts(text: &str) -> String {
    let (mut out, mut lines, mut before) = (String::new(), text.lines(), "");
    while let Some(line) = lines.next() {
        out += &format!("{line}\n");
        if let (true, Some(place)) = (line == "```rust", excerpt(before)) {
            out += &source(&place);
            out += "```\n";
            lines.by_ref().take_while(|line| *line != "```").for_each(drop);
        }
        before = line;
    }
    out
}

/// The whole file, or the lines between an anchor's two comments, moved to the left margin.
fn source(place: &str) -> String {
    let (file, anchor) = place.split_once('#').map_or((place, None), |(file, anchor)| (file, Some(anchor)));
    let text = text(&root().join(file));
    let Some(anchor) = anchor else { return text };
    let begin = format!("// ANCHOR: {anchor}");
    let end = format!("// ANCHOR_END: {anchor}");
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|line| line.trim() != begin)
        .skip(1)
        .take_while(|line| line.trim() != end)
        .filter(|line| !line.trim_start().starts_with("// ANCHOR"))
        .collect();
    assert!(!lines.is_empty(), "{file} has no anchor {anchor}");
    let margin = lines.iter().filter(|line| !line.is_empty()).map(|line| line.len() - line.trim_start().len()).min();
    lines.iter().map(|line| format!("{}\n", line.get(margin.unwrap_or(0)..).unwrap_or(""))).collect()
}

/// The anchors of a source file.
pub(crate) fn anchored(source: &str) -> Vec<&str> {
    source.lines().filter_map(|line| line.trim().strip_prefix("// ANCHOR: ")).collect()
}

/// The relative links of a document.
pub(crate) fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://") && !target.starts_with('#')).collect()
}
