//! Commands that want too much: output, time, company. Each is ended, says so, and disturbs no other.

use crate::support::{Folder, SHELL, patient, run, shell, wait_until};
use remote_command::{HARMLESS, RunLimits, Runner};
use std::fs;
use std::thread;
use std::time::Duration;

#[test]
fn an_endless_output_is_ended_at_16_mib_with_a_notice_in_them() {
    let output = run(patient(), "yes");
    let spare = 16 * 1024 * 1024 - output.len();
    assert!(spare <= 1, "one byte is spare where a line ended just before the notice, not {spare}");
    assert!(output.starts_with("y\ny\ny\n"));
    assert!(output.ends_with("\nended: an output has at most 16777216 bytes, and this one has more. Ask for less\n"));
}

#[test]
fn an_output_of_the_limit_is_whole_and_a_byte_more_is_not() {
    let limits = RunLimits { output_bytes_max: 200, ..patient() };
    let fits = format!("{}\n", "x".repeat(199));
    assert_eq!(run(limits, format!("echo {fits}")), fits);
    let output = run(limits, format!("echo x{fits}"));
    assert!(output.starts_with("xxx") && output.contains("\nended: an output has at most 200 bytes"), "{output}");
    assert!(output.len() <= 200, "{output}");
}

#[test]
fn both_pipes_share_one_limit() {
    // 168,894 bytes on each: either alone would fit.
    let limits = RunLimits { output_bytes_max: 300_000, ..patient() };
    let output = shell(limits, "seq 1 30000; seq 1 30000 >&2");
    assert!(output.len() <= 300_000 && output.contains("\nended: an output has at most 300000 bytes"));
}

#[test]
fn a_command_is_ended_after_its_time_and_its_output_kept() {
    let limits = RunLimits { time: Duration::from_millis(50), ..patient() };
    assert_eq!(run(limits, "sleep 60"), "ended: a command has at most 50ms. Ask for less\n");
    // Under load half a second may pass before the shell prints: the first run that did print counts.
    let limits = RunLimits { time: Duration::from_millis(500), ..patient() };
    wait_until("a shell that prints before its time is up", || {
        let output = shell(limits, "echo early; echo late >&2; exec sleep 1000");
        let printed = output.strip_suffix("ended: a command has at most 500ms. Ask for less\n").expect(&output);
        printed == "early\nlate\n"
    });
}

#[test]
fn an_endless_printer_within_its_output_limit_ends_in_time() {
    let limits = RunLimits { time: Duration::from_millis(50), output_bytes_max: 1 << 30, ..patient() };
    assert!(run(limits, "yes").ends_with("ended: a command has at most 50ms. Ask for less\n"));
}

#[test]
fn a_command_that_closed_its_outputs_is_over() {
    assert_eq!(shell(patient(), "echo all; exec sleep 1000 >&- 2>&-"), "all\n");
}

#[test]
fn of_nine_commands_eight_run_at_once_and_one_after_them() {
    let (running, counts, hold) = (Folder::new("running"), Folder::new("counts"), Folder::new("hold"));
    let runner = Runner::new(SHELL, patient());
    thread::scope(|scope| {
        for number in 1..=9 {
            let [run, count, hold] = [&running, &counts, &hold].map(|folder| folder.path().display());
            // Each says that it runs, waits for the test's word, and counts those that run.
            let script = format!(
                "sh -c 'echo > {run}/{number}; echo > {count}/{number}; while test -e {hold}; do sleep 0.01; done; \
                 ls {run}; rm {run}/{number}'"
            );
            let runner = &runner;
            scope.spawn(move || {
                let together = runner.run(script.as_bytes()).as_bytes().split(|&byte| byte == b'\n').count() - 1;
                assert!((1..=8).contains(&together), "{together} at once");
            });
        }
        wait_until("eight that run", || running.files() == 8);
        drop(hold);
    });
    assert_eq!(counts.files(), 9, "all nine ran");
}

#[test]
fn a_command_that_gets_no_slot_in_time_is_refused_as_busy() {
    let folder = Folder::new("busy");
    let runner = Runner::new(SHELL, RunLimits { at_once_max: 1, slot_wait: Duration::from_millis(50), ..patient() });
    let (runs, hold) = (folder.path().join("runs"), folder.path().join("hold"));
    fs::write(&hold, "").unwrap();
    let wait = format!("sh -c 'echo > {}; while test -e {}; do sleep 0.01; done'", runs.display(), hold.display());
    thread::scope(|scope| {
        let first = scope.spawn(|| runner.run(wait.as_bytes()));
        wait_until("the first to run", || runs.exists());
        let second = runner.run(b"sh -c 'echo second'");
        fs::remove_file(&hold).unwrap();
        assert_eq!(first.join().unwrap().as_bytes(), b"");
        assert!(second.as_bytes().starts_with(b"refused: busy"), "{second:?}");
    });
    assert_eq!(runner.run(b"sh -c 'echo third'").as_bytes(), b"third\n");
}

#[test]
fn an_output_that_nobody_takes_holds_no_slot() {
    let runner = Runner::new(HARMLESS, RunLimits { at_once_max: 1, ..patient() });
    let kept: Vec<_> = (0..4).map(|_| runner.run(b"seq 1 50000")).collect();
    assert_eq!(runner.run(b"seq 1 3").as_bytes(), b"1\n2\n3\n");
    assert!(kept.iter().all(|output| output.as_bytes().ends_with(b"\n50000\n")));
}

#[test]
fn large_outputs_left_untaken_are_few_and_small_ones_go_on() {
    let limits = RunLimits { large_outputs_max: 2, large_wait: Duration::from_millis(20), ..patient() };
    let runner = Runner::new(HARMLESS, limits);
    let kept = [runner.run(b"seq 1 50000"), runner.run(b"seq 1 50000")];
    let refused = runner.run(b"seq 1 50000");
    assert!(refused.as_bytes().starts_with(b"refused: too many large outputs are waiting for their readers"));
    assert!(runner.run(b"seq 1 10000").as_bytes().ends_with(b"\n10000\n"));
    drop(kept);
    assert!(runner.run(b"seq 1 50000").as_bytes().ends_with(b"\n50000\n"));
}

#[test]
fn an_output_of_64_kib_needs_no_permit_and_a_byte_more_does() {
    let limits = RunLimits { large_outputs_max: 0, large_wait: Duration::ZERO, ..patient() };
    // 9 × 2 + 90 × 3 + 900 × 4 + 9,000 × 5 bytes up to 9,999, then 6 a line: 65,532 at 12,773.
    assert_eq!(run(limits, "seq 1 12773").len(), 65_532);
    assert!(run(limits, "seq 1 12774").starts_with("refused: too many large outputs"));
}
