//! A student with a folder of their own, who runs the runner.

use crate::exercise::Exercise;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long a watcher may take for a step, compiling included.
const PATIENCE: Duration = Duration::from_secs(120);

/// A folder for exercises, removed at the end.
pub(crate) struct Student {
    folder: PathBuf,
    rustc: Option<&'static str>,
}

/// What the runner did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Student {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("student-{}-{nth}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder can be made");
        Self { folder, rustc: None }
    }

    pub(crate) fn with_rustc(mut self, rustc: &'static str) -> Self {
        self.rustc = Some(rustc);
        self
    }

    pub(crate) fn folder(&self) -> String {
        self.folder.display().to_string()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_exercises"));
        let folder = args.contains(&"--folder").then_some(vec![]);
        command.args(folder.unwrap_or_else(|| vec!["--folder".to_owned(), self.folder()])).args(args);
        for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_CTYPE", "LANG"] {
            command.env_remove(name);
        }
        if let Some(rustc) = self.rustc {
            command.env("RUSTC", rustc);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let output = self.command(args).stdin(Stdio::null()).output().expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints UTF-8");
        // Where a student's folder is the default, its name is short.
        let stdout = text(output.stdout).replace(&format!(" --folder {}", self.folder()), "");
        let stdout = stdout.replace(&self.folder(), "exercises");
        Ran { status: output.status.code().unwrap_or(-1), stdout, stderr: text(output.stderr) }
    }

    pub(crate) fn judge(&self, exercise: &Exercise) -> Ran {
        self.run(&[&exercise.number().to_string()])
    }

    pub(crate) fn write(&self, exercise: &Exercise, source: &str) {
        fs::write(self.folder.join(format!("{}.rs", exercise.id)), source).expect("it can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).expect("it can be read")
    }

    pub(crate) fn watch(&self) -> Watcher {
        let printed = self.folder.join("printed");
        let output = fs::File::create(&printed).expect("it can be written");
        let watcher = self.command(&["watch"]).stdin(Stdio::piped()).stdout(output).spawn().expect("it runs");
        Watcher { watcher, printed, read: 0 }
    }
}

impl Drop for Student {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder); // what is left is in the folder for tests
    }
}

/// `exercises watch`, running.
pub(crate) struct Watcher {
    watcher: Child,
    printed: PathBuf,
    /// Up to where its output was looked at.
    read: usize,
}

impl Watcher {
    /// Waits until it has printed these words, after those before.
    pub(crate) fn wait_for(&mut self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let printed = fs::read_to_string(&self.printed).unwrap_or_default();
            if let Some(at) = printed[self.read..].find(words) {
                self.read += at + words.len();
                return;
            }
            assert!(Instant::now() < deadline, "it did not print \"{words}\": {printed}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Types `q`; returns the exit status.
    pub(crate) fn quit(mut self) -> i32 {
        let mut input = self.watcher.stdin.take().expect("it has an input");
        input.write_all(b"q\n").expect("it reads");
        self.watcher.wait().expect("it ends").code().unwrap_or(-1)
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // After an assertion that failed it may still run.
        let _ = self.watcher.kill();
        let _ = self.watcher.wait();
    }
}

/// A text without its line breaks.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
