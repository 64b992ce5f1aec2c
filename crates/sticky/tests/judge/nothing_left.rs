//! Whatever the program does, and whatever ends the judge, nothing of the program is left running. Needs `/proc` and `sh`.

use crate::ignorable::ignore;
use crate::{judge, said, sticky};
use std::fs;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

/// How long a process may take to start or to go, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many processes have this word in their command line.
fn processes_with(word: &str) -> usize {
    let entries = fs::read_dir("/proc").expect("it is mounted").flatten();
    let cmdlines = entries.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    cmdlines.filter(|line| line.split(|&byte| byte == 0).any(|other| other == word.as_bytes())).count()
}

fn needs_proc() {
    if !cfg!(target_os = "linux") {
        ignore("this system has no /proc to look for processes");
    }
}

pub(crate) fn a_program_that_cannot_be_judged_leaves_nothing_running() {
    needs_proc();
    let programs = [
        ("exec sleep {n}", "did not listen"),
        ("exit 3 # {n}", "exited with status 3 before it listened"),
        ("setsid sh -c 'sleep {n} & exit' & wait; exit 0", "left a process in the background"),
        ("while :; do echo flood; done; sleep {n}", "did not listen"),
        ("trap '' TERM; sleep {n}; sleep {n}; sleep {n}", "did not listen"),
        ("setsid sleep {n} & sleep {n} & wait", "did not listen"),
    ];
    for (nth, (script, message)) in programs.into_iter().enumerate() {
        let number = format!("8{:07}.{nth}", std::process::id());
        let script = script.replace("{n}", &number);
        let words = ["--framing", "line", "--start", "1", "--", "sh", "-c", &script];
        let (status, _, stderr) = said(&judge(&words));
        let flat = stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(status == Some(2) && flat.contains(message), "{script}: {status:?} {stderr}");
        assert_eq!(processes_with(&number), 0, "{script}");
    }
}

pub(crate) fn a_signal_ends_the_program_that_is_being_judged() {
    needs_proc();
    for (signal, status) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
        let number = format!("8{:07}.{signal}", std::process::id()).replace(signal, &status.to_string());
        let script = format!("trap '' TERM; setsid sleep {number} & sleep {number} & wait; sleep {number}");
        let words = ["--framing", "line", "--start", "600", "--", "sh", "-c", &script];
        let mut judge = sticky(&words).spawn().expect("it starts");
        let deadline = Instant::now() + PATIENCE;
        while processes_with(&number) < 2 {
            assert!(Instant::now() < deadline, "the program did not start");
            thread::sleep(Duration::from_millis(5));
        }
        let kill = Command::new("kill").args([&format!("-{signal}"), &judge.id().to_string()]).status();
        assert!(kill.expect("kill is installed").success());
        assert_eq!(judge.wait().expect("it is ours").code(), Some(status), "SIG{signal}");
        assert_eq!(processes_with(&number), 0, "SIG{signal}");
    }
}
