//! Every walkthrough quotes the source as it is, and its sections are those promised. Its console blocks are run in
//! `witnesses/console.rs`. With `WALKTHROUGHS=overwrite` the excerpts are taken from the source anew.

pub(crate) mod blocks;
pub(crate) mod times;

use crate::support::sources;
use blocks::{Block, anchored, blocks, documents, root, text, walkthroughs, with_excerpts};
use snapbox::Assert;
use std::fs;

/// The sections of a lesson's walkthrough, in order.
const SECTIONS: [&str; 10] = [
    "## The program",
    "## The puzzle",
    "## Predict",
    "## Run",
    "## Why",
    "## What the article says, and what the kernel did",
    "## What may differ on your machine",
    "## Try",
    "## Speaker notes",
    "## References",
];

/// A section for the lessons that show something over a distance, and the one that it follows.
const ON_A_WIRE: (&str, &str) = ("## On a wire", "## Why");

#[test]
fn every_code_excerpt_is_the_source() {
    for document in documents() {
        let shown = text(&document);
        let true_text = with_excerpts(&shown);
        if shown != true_text && std::env::var_os("WALKTHROUGHS").is_some_and(|value| value == "overwrite") {
            fs::write(&document, &true_text).unwrap();
        }
        let compared = Assert::new().normalize_paths(false).try_eq(
            None,
            text(&document).into(),
            snapbox::Data::text(true_text).raw(),
        );
        compared.unwrap_or_else(|difference| panic!("{}\n{difference}", document.display()));
    }
}

/// An anchor is quoted by the walkthrough, or named by a case, which shows it.
#[test]
fn every_rust_block_is_an_excerpt_and_every_anchor_is_shown_somewhere() {
    for lesson in walkthroughs() {
        let shown = text(&lesson);
        let mut names = Vec::new();
        for block in blocks(&shown) {
            if let Block::Rust { line, excerpt } = block {
                names.push(excerpt.unwrap_or_else(|| panic!("{}:{line} shows code of no source", lesson.display())));
            }
        }
        let sources: Vec<String> = sources(&lesson.with_file_name("")).iter().map(|source| text(source)).collect();
        for anchor in sources.iter().flat_map(|source| anchored(source)) {
            let (quoted, named) = (format!("#{anchor}"), format!("\"{anchor}\""));
            let shown =
                names.iter().any(|name| name.ends_with(&quoted)) || sources.iter().any(|text| text.contains(&named));
            assert!(shown, "{}: {anchor} is shown nowhere", lesson.display());
        }
    }
}

#[test]
fn every_lesson_quotes_its_plain_program_and_runs_it() {
    for lesson in lessons::LESSONS {
        let shown = text(&root().join("lessons").join(lesson.id).join("README.md"));
        let whole = format!("lessons/{}/plain.rs", lesson.id);
        let command = format!("cargo run -q --example {}", lesson.id);
        let quotes = |block: &Block| matches!(block, Block::Rust { excerpt: Some(place), .. } if *place == whole);
        let runs = |block: &Block| matches!(block, Block::Console { commands, .. } if commands[0].0 == command);
        assert!(blocks(&shown).first().is_some_and(quotes), "{} does not begin with plain.rs", lesson.id);
        assert!(blocks(&shown).get(1).is_some_and(runs), "{} does not run plain.rs next", lesson.id);
    }
}

#[test]
fn every_lesson_has_its_sections_in_order() {
    for lesson in walkthroughs() {
        let shown = text(&lesson);
        let headings: Vec<&str> = shown.lines().filter(|line| line.starts_with("## ")).collect();
        let always: Vec<&str> = headings.iter().copied().filter(|heading| *heading != ON_A_WIRE.0).collect();
        assert_eq!(always, SECTIONS, "{}", lesson.display());
        if let Some(at) = headings.iter().position(|heading| *heading == ON_A_WIRE.0) {
            assert_eq!(headings[at - 1], ON_A_WIRE.1, "{}", lesson.display());
        }
        assert!(shown.lines().take(5).any(|line| line.contains("minutes")), "{} tells no minutes", lesson.display());
    }
}

#[test]
fn every_link_between_the_documents_leads_somewhere() {
    let of_the_code = ["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root().join(name));
    for document in documents().chain(of_the_code) {
        for target in blocks::links(&text(&document)) {
            let path = document.with_file_name("").join(target.split('#').next().unwrap_or_default());
            assert!(path.exists(), "{} links to {target}, which is not there", document.display());
        }
    }
}
