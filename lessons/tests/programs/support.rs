//! What the tests of the programs share: where a program is, and one run of it. None waits for ever.

#[path = "side_by_side.rs"]
mod side_by_side;

pub(crate) use side_by_side::side_by_side;
use snapbox::cmd::Command;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

/// Every lesson's name, in order.
pub(crate) fn lessons() -> impl Iterator<Item = &'static str> {
    lessons::LESSONS.iter().map(|lesson| lesson.id)
}

/// Where a lesson's program, or the tour's, was built.
pub(crate) fn program(name: &str) -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_tour")).with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Where a lesson's plain program was built. `cargo test --test NAME` builds no example, so it is built here if need be.
pub(crate) fn plain_program(name: &str) -> PathBuf {
    static BUILT: std::sync::Once = std::sync::Once::new();
    BUILT.call_once(|| {
        let build = ["build", "--quiet", "--package", "lessons", "--examples"];
        let status = std::process::Command::new(env!("CARGO")).args(build).status().expect("cargo runs");
        assert!(status.success(), "the plain programs cannot be built");
    });
    program("tour").with_file_name("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A program with its arguments, to be given more before it runs. Colours are as on a plain terminal's pipe.
pub(crate) fn command(name: &str, args: &[&str]) -> Command {
    let command = Command::new(program(name)).args(args).timeout(Duration::from_secs(60));
    command
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("FORCE_COLOR")
        .env("TERM", "xterm-256color")
        .env("LC_ALL", "C.UTF-8")
}

/// The Rust files in a folder and in those inside it, but for what cargo has built.
pub(crate) fn sources(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("it is listed").path());
    let found = paths.flat_map(|path| match path.extension() {
        _ if path.is_dir() && !path.ends_with("target") => sources(&path),
        Some(extension) if extension == "rs" => vec![path],
        _ => vec![],
    });
    found.collect()
}

/// Runs a program to its end.
pub(crate) fn run(name: &str, args: &[&str]) -> Output {
    command(name, args).output().unwrap_or_else(|error| panic!("{name} {args:?}: {error}"))
}

/// What a program that ends well prints.
pub(crate) fn printed(name: &str, args: &[&str]) -> String {
    let output = run(name, args);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let printed = String::from_utf8(output.stdout).expect("what a lesson prints is UTF-8");
    let contradicted: Vec<&str> = printed.split('✗').skip(1).filter_map(|claim| claim.split('✓').next()).collect();
    assert!(output.status.success(), "{name} {args:?}: {}: {stderr}{contradicted:#?}", output.status);
    printed
}
