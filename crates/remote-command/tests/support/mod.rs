//! What the tests share: waiting for a state, a list that allows a shell, a folder. Tests nothing.
#![allow(clippy::unwrap_used, reason = "in a test it says enough")]
#![allow(dead_code, reason = "each test binary uses some of it")]

use remote_command::{Allowed, Output, Server};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than any test needs, on any machine: reaching it is a failure.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// For tests alone: it lets everything happen.
pub(crate) const SHELL: &[Allowed] = &[Allowed { name: "sh", usage: "-c SCRIPT", prints: "anything", lets: |_| true }];

#[track_caller]
pub(crate) fn wait_until(what: &str, mut state: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !state() {
        assert!(Instant::now() < until, "waited {PATIENCE:?} in vain for {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

/// Whether the programs that a test needs are there; says so where they are not.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
pub(crate) fn have(programs: &[&str]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = |name: &&&str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    let missing: Vec<_> = programs.iter().filter(|name| !found(name)).collect();
    if !missing.is_empty() {
        eprintln!("skipped: {missing:?} are not on this machine");
    }
    missing.is_empty()
}

pub(crate) fn text(output: &Output) -> String {
    String::from_utf8_lossy(output.as_bytes()).into_owned()
}

/// A folder of this test's own, removed with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("remote-command-{}-{test}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn files(&self) -> usize {
        fs::read_dir(&self.0).unwrap().count()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Stops the server also where a test fails beside it: its scope would wait for it without end.
pub(crate) struct Stop<'a>(pub(crate) &'a Server);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}
