//! Programs that do not want to end leave nothing behind: looked for in `/proc`, by a word that only they have.

#![cfg(target_os = "linux")]

use program::{Command, Program, State};
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(60)
}

/// A number of seconds to sleep that no other process on this machine sleeps.
fn own_number() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("9{:07}.{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn processes_with(word: &str) -> Vec<String> {
    let entries = fs::read_dir("/proc").expect("/proc is mounted").flatten();
    let cmdlines = entries.filter_map(|entry| fs::read_to_string(entry.path().join("cmdline")).ok());
    cmdlines.filter(|line| line.contains(word)).collect()
}

/// Zombies that are children of this process: whatever was ended was also reaped.
fn zombies() -> Vec<String> {
    let entries = fs::read_dir("/proc").expect("/proc is mounted").flatten();
    let stats = entries.filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    let own = format!(") Z {} ", std::process::id());
    stats.filter(|stat| stat.contains(&own)).collect()
}

fn shell(script: &str, number: &str) -> Program {
    let command = Command::new(["sh", "-c", script]).expect("it has a program").replace("{n}", number);
    Program::start(&command.grace(Duration::from_millis(20))).expect("sh starts")
}

/// Waits until the last process of the script runs.
fn wait_for(count: usize, word: &str) {
    let deadline = soon();
    while processes_with(word).len() < count {
        assert!(Instant::now() < deadline, "{count} processes with {word}: {:?}", processes_with(word));
        thread::sleep(Duration::from_millis(1));
    }
}

/// Each script, how many processes it has at least when it is ended, and what became of the program itself.
const SCRIPTS: &[(&str, &str, usize)] = &[
    ("exits at once", "exit 3 # {n}", 0),
    ("never ends", "exec sleep {n}", 1),
    ("has children", "sleep {n} & sleep {n} & wait", 3),
    ("ignores SIGTERM", "trap '' TERM; sleep {n}; sleep {n}; sleep {n}", 2),
    ("leaves a child behind", "sleep {n} & exit 0", 1),
    ("daemonizes", "setsid sh -c 'sleep {n} & exit' & wait; exit 0", 1),
    ("daemonizes and stays", "setsid sh -c 'sleep {n} & exit' & exec sleep {n}", 2),
    ("daemonizes without a mark", "env -i setsid sh -c '/bin/sleep {n} & exit' & wait; exit 0", 1),
    ("daemonizes and ignores SIGTERM", "setsid sh -c \"trap '' TERM; sleep {n} & exit\" & wait; exit 0", 1),
    ("has a group of its own", "set -m; sleep {n} & exit 0", 1),
    ("floods its output", "yes {n}", 1),
    ("starts again and again", "while :; do setsid sh -c 'sleep {n} & exit'; done", 4),
];

fn leaves_nothing(what: &str, script: &str, count: usize) {
    let number = own_number();
    let mut program = shell(script, &number);
    wait_for(count, &number);
    program.end().expect("it ends");
    let left = processes_with(&number);
    assert!(left.is_empty(), "a program that {what} left {left:?}");
}

/// How often each script is run: `PROGRAM_ROUNDS=50` takes a minute.
fn rounds() -> u32 {
    std::env::var("PROGRAM_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(5)
}

/// One test, because each program is to be the only one while it is ended, in turn and then side by side.
#[test]
fn whatever_a_program_does_nothing_is_left_running() {
    for _ in 0..rounds() {
        for (what, script, count) in SCRIPTS {
            leaves_nothing(what, script, *count);
        }
    }
    assert_eq!(zombies(), Vec::<String>::new());
    side_by_side();
    assert_eq!(zombies(), Vec::<String>::new());
    dropped_and_listed();
}

fn side_by_side() {
    let marked = SCRIPTS.iter().filter(|(what, ..)| *what != "daemonizes without a mark");
    thread::scope(|scope| {
        for (what, script, count) in marked {
            scope.spawn(move || (0..rounds()).for_each(|_| leaves_nothing(what, script, *count)));
        }
    });
}

/// Ending one program does not end what another has left in the background.
fn dropped_and_listed() {
    let (first, second) = (own_number(), own_number());
    let daemon = "setsid sh -c 'sleep {n} & exit' & wait; exit 0";
    let (one, two) = (shell(daemon, &first), shell(daemon, &second));
    wait_for(1, &first);
    wait_for(1, &second);
    assert_eq!(one.wait(soon()).expect("it is ours"), State::Exited(0));
    assert!(!one.is_gone().expect("it is ours"), "its daemon runs");
    drop(one);
    assert!(processes_with(&first).is_empty() && processes_with(&second).len() == 1);
    drop(two);
    assert!(processes_with(&second).is_empty());
}
