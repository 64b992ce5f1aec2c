//! The walkthrough's form: that of the lessons, and one section more.

use crate::blocks::{Block, anchored, blocks, links, root, text, with_excerpts};
use std::path::PathBuf;

const SECTIONS: [&str; 11] = [
    "## The program",
    "## The puzzle",
    "## Predict",
    "## Run",
    "## Why",
    "## Your own program",
    "## What the article says, and what the kernel did",
    "## What may differ on your machine",
    "## Try",
    "## Speaker notes",
    "## References",
];

fn folder() -> PathBuf {
    root().join("lessons/09-your-own-program")
}

fn readme() -> String {
    text(&folder().join("README.md"))
}

pub(crate) fn every_excerpt_is_the_source_and_every_anchor_is_quoted() {
    let readme = readme();
    assert!(with_excerpts(&readme) == readme, "an excerpt is not the source: {}", with_excerpts(&readme));
    let excerpts = blocks(&readme).into_iter().filter_map(|block| match block {
        Block::Rust { line, excerpt } => Some(excerpt.unwrap_or_else(|| panic!("line {line} shows code of no source"))),
        Block::Console { .. } => None,
    });
    let excerpts: Vec<String> = excerpts.collect();
    assert_eq!(excerpts[0], "lessons/09-your-own-program/plain.rs", "it begins with the plain program");
    for anchor in anchored(&text(&folder().join("client.rs"))) {
        assert!(excerpts.iter().any(|place| place.ends_with(&format!("client.rs#{anchor}"))), "{anchor} is not shown");
    }
}

pub(crate) fn it_has_the_sections_of_a_lesson_and_its_links_lead_somewhere() {
    let readme = readme();
    let headings: Vec<&str> = readme.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings, SECTIONS);
    assert!(readme.lines().take(5).any(|line| line.contains("minutes")), "it tells no minutes");
    for target in links(&readme) {
        let path = folder().join(target.split('#').next().unwrap_or_default());
        assert!(path.exists(), "it links to {target}, which is not there");
    }
}

pub(crate) fn the_plain_program_is_short_needs_nothing_and_says_that_it_hopes() {
    let plain = text(&folder().join("plain.rs"));
    assert!(plain.lines().count() <= 60, "{} lines", plain.lines().count());
    let uses = plain.lines().filter_map(|line| line.strip_prefix("use "));
    uses.for_each(|name| assert!(name.starts_with("std::"), "it uses {name}"));
    assert!(plain.contains("cannot know") && plain.contains("set_nodelay(true)"));
    assert_eq!(plain.matches("sleep(").count(), 1, "the pause is the hope, and there is no other");
}
