//! No child outlives its command, not even as a zombie, and no grandchild holds an answer back.

use crate::support::{Folder, patient, shell, wait_until};
use remote_command::RunLimits;
use std::fs;
use std::process::Command;
use std::time::Duration;

#[test]
fn a_grandchild_that_keeps_a_pipe_open_hangs_no_server() {
    let folder = Folder::new("grandchild");
    let pid = folder.path().join("pid");
    let script = format!("sleep 1000 & echo $! > {0}.new; mv {0}.new {0}", pid.display());
    wait_until("a shell that starts a grandchild before its time is up", || {
        let output = shell(RunLimits { time: Duration::from_millis(200), ..patient() }, &script);
        assert!(output.starts_with("ended: "), "{output}");
        pid.exists()
    });
    let pid = fs::read_to_string(pid).unwrap();
    assert!(Command::new("kill").arg(pid.trim()).status().unwrap().success());
}

/// In a process of its own: other tests have children, too.
#[cfg(target_os = "linux")]
#[test]
fn a_child_is_reaped_however_it_ended() {
    crate::support::in_its_own_process("children::a_child_is_reaped_however_it_ended", "true", || {
        let limits = RunLimits { large_outputs_max: 0, large_wait: Duration::ZERO, ..patient() };
        let too_long = RunLimits { output_bytes_max: 100, ..limits };
        assert_eq!(shell(limits, "echo fine; exit 3"), "fine\n");
        assert_eq!(shell(limits, "exec sleep 1000 >&- 2>&-"), "");
        assert!(shell(too_long, "exec yes").contains("\nended: "));
        assert!(shell(limits, "exec yes").starts_with("refused: too many large"));
        let hasty = RunLimits { time: Duration::from_millis(100), ..limits };
        assert!(shell(hasty, "exec sleep 1000").contains("ended: "));
        assert_eq!(children(), [""; 0]);

        let mut forgotten = Command::new("true").spawn().unwrap();
        assert_eq!(children().len(), 1, "a child that nobody waits for would have been seen");
        forgotten.wait().unwrap();
    });
}

/// proc_pid_stat(5): `pid (comm) state ppid`, and comm may hold spaces and parentheses.
#[cfg(target_os = "linux")]
fn children() -> Vec<String> {
    let own = std::process::id().to_string();
    let stats = fs::read_dir("/proc").unwrap().filter_map(|entry| fs::read(entry.ok()?.path().join("stat")).ok());
    let stats = stats.map(|stat| String::from_utf8_lossy(&stat).into_owned());
    let parent = |stat: &str| Some(stat.rsplit_once(") ")?.1.split(' ').nth(1)?.to_owned());
    stats.filter(|stat| parent(stat).as_ref() == Some(&own)).collect()
}
