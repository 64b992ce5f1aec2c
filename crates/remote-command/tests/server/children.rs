//! No child outlives its command, not even as a zombie, and no grandchild holds an answer back.

#[cfg(target_os = "linux")]
use crate::support::in_its_own_process;
use crate::support::{Folder, SHELL, patient, text, wait_until};
use remote_command::{RunLimits, Runner};
use std::fs;
use std::time::Duration;

#[test]
fn a_grandchild_that_keeps_a_pipe_open_hangs_no_server() {
    let folder = Folder::new("grandchild");
    let pid = folder.path().join("pid");
    let runner = Runner::new(SHELL, RunLimits { time: Duration::from_millis(200), ..patient() });
    wait_until("a shell that starts a grandchild before its time is up", || {
        let output = text(
            &runner.run(format!("sh -c 'sleep 1000 & echo $! > {0}.new; mv {0}.new {0}'", pid.display()).as_bytes()),
        );
        assert!(output.starts_with("ended: "), "{output}");
        pid.exists()
    });
    let pid = fs::read_to_string(pid).unwrap();
    assert!(std::process::Command::new("kill").arg(pid.trim()).status().unwrap().success());
}

#[cfg(target_os = "linux")]
/// proc_pid_stat(5): `pid (comm) state ppid`, and comm may hold spaces and parentheses.
fn children() -> Vec<String> {
    let own = std::process::id().to_string();
    let stats = fs::read_dir("/proc").unwrap().filter_map(|entry| fs::read(entry.ok()?.path().join("stat")).ok());
    let stats = stats.map(|stat| String::from_utf8_lossy(&stat).into_owned());
    let parent = |stat: &str| Some(stat.rsplit_once(") ")?.1.split(' ').nth(1)?.to_owned());
    stats.filter(|stat| parent(stat).as_ref() == Some(&own)).collect()
}

/// In a process of its own: other tests have children, too.
#[cfg(target_os = "linux")]
#[test]
fn a_child_is_reaped_however_it_ended() {
    in_its_own_process("children::a_child_is_reaped_however_it_ended", "true", run_commands_and_look_for_children);
}

#[cfg(target_os = "linux")]
fn run_commands_and_look_for_children() {
    let limits = RunLimits { large_outputs_max: 1, large_wait: Duration::ZERO, ..patient() };
    let runner = Runner::new(SHELL, limits);
    assert_eq!(text(&runner.run(b"sh -c 'echo fine; exit 3'")), "fine\n");
    assert_eq!(text(&runner.run(b"sh -c 'exec sleep 1000 >&- 2>&-'")), "");
    let kept = runner.run(b"sh -c 'exec yes'");
    assert!(text(&kept).contains("\nended: "));
    assert!(text(&runner.run(b"sh -c 'exec yes'")).starts_with("refused: too many large"));
    let hasty = Runner::new(SHELL, RunLimits { time: Duration::from_millis(100), ..limits });
    assert!(text(&hasty.run(b"sh -c 'exec sleep 1000'")).contains("ended: "));
    assert_eq!(children(), [""; 0]);

    let mut forgotten = std::process::Command::new("true").spawn().unwrap();
    assert_eq!(children().len(), 1, "a child that nobody waits for would have been seen");
    forgotten.wait().unwrap();
}
