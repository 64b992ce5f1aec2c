//! Commands that want too much: output, time, company. Each is ended, says so, and disturbs no other.

use crate::support::{Folder, SHELL, patient, text, wait_until};
use remote_command::{HARMLESS, RunLimits, Runner};
use std::fs;
use std::thread;
use std::time::Duration;

#[test]
fn an_endless_output_is_ended_at_16_mib_with_a_notice_in_them() {
    let output = Runner::new(HARMLESS, patient()).run(b"yes");
    let spare = 16 * 1024 * 1024 - output.as_bytes().len();
    assert!(spare <= 1, "one byte is spare where a line ended just before the notice, not {spare}");
    assert!(output.as_bytes().starts_with(b"y\ny\ny\n"));
    assert!(
        output
            .as_bytes()
            .ends_with(b"\nended: an output has at most 16777216 bytes, and this one has more. Ask for less\n")
    );
}

#[test]
fn an_output_of_the_limit_is_whole_and_a_byte_more_is_not() {
    let runner = Runner::new(HARMLESS, RunLimits { output_bytes_max: 200, ..patient() });
    let fits = format!("{}\n", "x".repeat(199));
    assert_eq!(text(&runner.run(format!("echo {fits}").as_bytes())), fits);
    let output = text(&runner.run(format!("echo x{fits}").as_bytes()));
    assert!(output.starts_with("xxx") && output.contains("\nended: an output has at most 200 bytes"), "{output}");
    assert!(output.len() <= 200, "{output}");
}

#[test]
fn both_pipes_share_one_limit() {
    // 168,894 bytes on each: either alone would fit.
    let runner = Runner::new(SHELL, RunLimits { output_bytes_max: 300_000, ..patient() });
    let output = runner.run(b"sh -c 'seq 1 30000; seq 1 30000 >&2'");
    assert!(output.as_bytes().len() <= 300_000);
    assert!(text(&output).contains("\nended: an output has at most 300000 bytes"));
}

#[test]
fn a_command_is_ended_after_its_time_and_its_output_kept() {
    let hasty = RunLimits { time: Duration::from_millis(50), ..patient() };
    let output = Runner::new(HARMLESS, hasty).run(b"sleep 60");
    assert_eq!(text(&output), "ended: a command has at most 50ms. Ask for less\n");

    // Under load half a second may pass before the shell prints: the first run that did print counts.
    let runner = Runner::new(SHELL, RunLimits { time: Duration::from_millis(500), ..patient() });
    wait_until("a shell that prints before its time is up", || {
        let output = text(&runner.run(b"sh -c 'echo early; echo late >&2; exec sleep 1000'"));
        assert!(output.ends_with("ended: a command has at most 500ms. Ask for less\n"), "{output}");
        output == "early\nlate\nended: a command has at most 500ms. Ask for less\n"
    });
}

#[test]
fn an_endless_printer_within_its_output_limit_ends_in_time() {
    let limits = RunLimits { time: Duration::from_millis(50), output_bytes_max: 1 << 30, ..patient() };
    let output = Runner::new(HARMLESS, limits).run(b"yes");
    assert!(output.as_bytes().ends_with(b"ended: a command has at most 50ms. Ask for less\n"));
}

#[test]
fn a_command_that_closed_its_outputs_is_over() {
    let output = Runner::new(SHELL, patient()).run(b"sh -c 'echo all; exec sleep 1000 >&- 2>&-'");
    assert_eq!(text(&output), "all\n");
}

#[test]
fn of_nine_commands_eight_run_at_once_and_one_after_them() {
    let running = Folder::new("nine-running");
    let counts = Folder::new("nine-counts");
    let hold = Folder::new("nine-hold");
    let runner = Runner::new(SHELL, patient());
    thread::scope(|scope| {
        for number in 1..=9 {
            let (run, count, hold) = (running.path().display(), counts.path().display(), hold.path().display());
            // Each says that it runs, counts those that do, waits for the test's word, and counts again.
            let script = format!(
                "echo > {run}/{number}; echo > {count}/{number}; while test -e {hold}; do sleep 0.01; done; ls {run}; rm {run}/{number}"
            );
            let runner = &runner;
            scope.spawn(move || {
                let output = text(&runner.run(format!("sh -c '{script}'").as_bytes()));
                let together = output.lines().count();
                assert!((1..=8).contains(&together), "{together} at once: {output}");
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
    thread::scope(|scope| {
        let first = scope.spawn(|| {
            let script =
                format!("echo > {}; while test -e {}; do sleep 0.01; done; echo first", runs.display(), hold.display());
            text(&runner.run(format!("sh -c '{script}'").as_bytes()))
        });
        wait_until("the first to run", || runs.exists());
        let second = text(&runner.run(b"sh -c 'echo second'"));
        fs::remove_file(&hold).unwrap();
        assert_eq!(first.join().unwrap(), "first\n");
        assert!(second.starts_with("refused: busy"), "{second}");
    });
    assert_eq!(text(&runner.run(b"sh -c 'echo third'")), "third\n");
}

#[test]
fn an_output_that_nobody_takes_holds_no_slot() {
    let runner = Runner::new(HARMLESS, RunLimits { at_once_max: 1, ..patient() });
    let kept: Vec<_> = (0..4).map(|_| runner.run(b"seq 1 50000")).collect();
    assert_eq!(text(&runner.run(b"seq 1 3")), "1\n2\n3\n");
    assert!(kept.iter().all(|output| output.as_bytes().ends_with(b"\n50000\n")));
}

#[test]
fn large_outputs_left_untaken_are_few_and_small_ones_go_on() {
    let runner =
        Runner::new(HARMLESS, RunLimits { large_outputs_max: 2, large_wait: Duration::from_millis(20), ..patient() });
    let kept = [runner.run(b"seq 1 50000"), runner.run(b"seq 1 50000")];
    let refused = text(&runner.run(b"seq 1 50000"));
    assert!(refused.starts_with("refused: too many large outputs are waiting for their readers"), "{refused}");
    let small = runner.run(b"seq 1 10000");
    assert!(small.as_bytes().ends_with(b"\n10000\n"));
    drop(kept);
    assert!(runner.run(b"seq 1 50000").as_bytes().ends_with(b"\n50000\n"));
}

#[test]
fn an_output_of_64_kib_needs_no_permit_and_a_byte_more_does() {
    let runner = Runner::new(HARMLESS, RunLimits { large_outputs_max: 0, large_wait: Duration::ZERO, ..patient() });
    // 9 × 2 + 90 × 3 + 900 × 4 + 9,000 × 5 bytes up to 9,999, then 6 a line: 65,532 at 12,773.
    assert_eq!(runner.run(b"seq 1 12773").as_bytes().len(), 65_532);
    assert!(runner.run(b"seq 1 12774").as_bytes().starts_with(b"refused: too many large outputs"));
}
