//! The layout is as the README promises: dependencies have one home, stages do not know each other, files say what they
//! are for, unsafe code stands in one place.

use crate::support::sources;
use crate::walkthroughs::blocks::{self, root};
use std::fs;
use std::path::Path;

/// Each dependency from outside, and the member that may have it: one, but for libc, which the two that talk to the kernel
/// have, for socket2, whose calls the plain programs teach, for rand, which two draw from, and for shlex, as two take commands.
const HOMES: &[(&str, &str)] = &[
    ("memchr", "benchmarks/framing"),
    ("cobs", "benchmarks/framing"),
    ("prost", "benchmarks/framing"),
    ("unsigned-varint", "benchmarks/framing"),
    ("socket2", "crates/link"),
    ("socket2", "crates/cutter"),
    ("tokio", "crates/cutter"),
    ("tokio", "crates/live"),
    ("axum", "crates/live"),
    ("futures-util", "crates/live"),
    ("pulldown-cmark", "crates/live"),
    ("clap", "crates/live"),
    ("serde_json", "crates/sticky"),
    ("rand", "crates/cutter"),
    ("socket2", "lessons"),
    ("rand", "crates/sender-nagle"),
    ("rand", "crates/wire"),
    ("libc", "crates/probe"),
    ("libc", "crates/wire"),
    ("windows-sys", "crates/probe"),
    ("colored", "crates/render"),
    ("unicode-width", "crates/render"),
    ("json-writer", "crates/render"),
    ("clap", "crates/command-line"),
    ("clap", "crates/lesson"),
    ("clap", "crates/sticky"),
    ("clap", "lessons/exercises"),
    ("shlex", "crates/remote-command"),
    ("shlex", "crates/program"),
    ("rustix", "crates/program"),
    ("signal-hook", "crates/program"),
    ("memchr", "crates/framing"),
    ("bytes", "benchmarks/framing"),
    ("tokio-util", "benchmarks/framing"),
];

/// What `cargo run` does not build, besides the benchmarks.
const LEFT_OUT: [&str; 7] = [
    "crates/cutter",
    "crates/judge",
    "crates/live",
    "crates/program",
    "crates/sticky",
    "lessons/09-your-own-program",
    "lessons/exercises",
];

const STAGES: [&str; 4] = ["sender-nagle", "receiver-short-reads", "ack-handshake", "struct-header"];

fn text(path: impl AsRef<Path>) -> String {
    blocks::text(&root().join(path))
}

fn members() -> Vec<String> {
    let lessons = ["lessons", "lessons/09-your-own-program", "lessons/exercises"].map(str::to_owned);
    ["crates", "benchmarks"].into_iter().flat_map(members_in).chain(lessons).collect()
}

fn members_in(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    entries.map(|entry| format!("{folder}/{}", entry.unwrap().file_name().into_string().unwrap())).collect()
}

/// What a member's crate is called: as its folder, without a lesson's number; and a crate's benchmarks after that crate.
fn crate_name(member: &str) -> String {
    match member.split_once('/') {
        Some(("benchmarks", measured)) => format!("{measured}-benchmarks"),
        Some((_, name)) => name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned(),
        None => member.to_owned(),
    }
}

/// What a member needs to be built, for whatever system; what only its tests need is left out.
fn dependencies(member: &str) -> Vec<String> {
    let (mut counts, mut names) = (false, Vec::new());
    for line in text(format!("{member}/Cargo.toml")).lines() {
        if line.starts_with('[') {
            counts = line.ends_with("dependencies]") && !line.contains("dev-");
        } else if let (true, Some((name, _))) = (counts, line.split_once(['.', ' ', '='])) {
            names.push(name.to_owned());
        }
    }
    names
}

#[test]
fn every_dependency_from_outside_has_one_home() {
    let own: Vec<String> = members().iter().map(|member| crate_name(member)).collect();
    for member in members() {
        for name in dependencies(&member).into_iter().filter(|name| !own.contains(name)) {
            let homes: Vec<&str> = HOMES.iter().filter(|(known, _)| *known == name).map(|(_, home)| *home).collect();
            assert!(homes.contains(&member.as_str()), "{name} is used by {member}, its home is {homes:?}");
        }
    }
}

#[test]
fn no_stage_knows_another_and_the_trace_knows_nobody() {
    for stage in STAGES {
        let others =
            dependencies(&format!("crates/{stage}")).into_iter().filter(|name| STAGES.contains(&name.as_str()));
        assert_eq!(others.collect::<Vec<_>>(), Vec::<String>::new(), "{stage} depends on another stage");
    }
    assert_eq!(dependencies("crates/trace"), Vec::<String>::new());
}

#[test]
fn a_lesson_or_a_test_builds_neither_the_tool_nor_a_benchmark() {
    let manifest = text("Cargo.toml");
    let (_, default) = manifest.split_once("\ndefault-members = [").unwrap();
    let (default, _) = default.split_once(']').unwrap();
    for member in members() {
        let left_out = LEFT_OUT.contains(&member.as_str()) || member.starts_with("benchmarks/");
        assert_eq!(default.contains(&format!("\"{member}\"")), !left_out, "{member} among the default members");
    }
    for member in members_in("crates").into_iter().chain(["lessons".to_owned()]) {
        assert!(!text(format!("{member}/Cargo.toml")).contains("benchmarks"), "{member} depends on benchmarks");
    }
}

#[test]
fn a_folder_has_its_crates_name() {
    for member in members() {
        let name = crate_name(&member);
        assert!(text(format!("{member}/Cargo.toml")).contains(&format!("\nname = \"{name}\"\n")), "{member}");
    }
}

#[test]
fn every_file_says_first_what_it_is_for_and_stays_short() {
    for path in ["crates", "benchmarks", "lessons"].iter().flat_map(|folder| sources(&root().join(folder))) {
        let source = text(&path);
        assert!(source.starts_with("//! "), "{} does not open with //!", path.display());
        assert!(source.lines().count() <= 450, "{} has {} lines", path.display(), source.lines().count());
    }
}

#[test]
fn unsafe_code_stands_where_the_kernel_is_called() {
    // The last of them is a test, and its allocator counts.
    let homes = ["crates/probe/src/sys", "crates/wire/src/sys.rs", "crates/framing/tests/framings/allocations.rs"];
    let homes = homes.map(|home| root().join(home));
    for path in ["crates", "benchmarks", "lessons"].iter().flat_map(|folder| sources(&root().join(folder))) {
        let block = ["unsafe ".to_owned() + "{", "unsafe ".to_owned() + "fn"]
            .iter()
            .any(|word| text(&path).contains(word.as_str()));
        let at_home = homes.iter().any(|home| path.starts_with(home));
        assert!(!block || at_home, "{} has unsafe code", path.display());
    }
}

/// Both pages are written by hand, and may leave out a lesson that is still being written.
#[test]
fn a_page_that_links_a_lesson_asks_its_question() {
    for page in ["README.md", "lessons/README.md"].map(text) {
        let linked: Vec<_> =
            lessons::LESSONS.iter().filter(|lesson| page.contains(&format!("{}/README.md", lesson.id))).collect();
        assert!(linked.len() >= 9, "{} lessons are linked", linked.len());
        linked.iter().for_each(|lesson| assert!(page.contains(lesson.question), "{}", lesson.question));
    }
}
