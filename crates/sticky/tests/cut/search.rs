//! The search for the smallest cut that breaks a program.

use crate::{Trials, demand, demand_status, program, searched, sticky, text, wait_until};
use libtest_mimic::Failed;
use serde_json::Value;

pub(crate) const TRIALS: Trials = &[
    ("a_server_that_trusts_its_reads_breaks_at_its_first_byte", a_trusting_server),
    ("a_client_that_trusts_its_reads_breaks_in_the_other_direction", an_impatient_client),
    ("programs_that_read_whole_frames_break_nowhere", whole_programs),
    ("the_command_that_is_printed_finds_the_same_again", the_same_again),
    ("one_cut_alone_is_tried_if_named", one_cut_alone),
    ("a_search_that_is_ended_leaves_no_program_running", nothing_is_left_running),
];

fn events(output: &std::process::Output) -> Result<Vec<Value>, Failed> {
    Ok(text(&output.stdout).lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn found(events: &[Value]) -> Result<&Value, Failed> {
    events.iter().find(|event| event["event"] == "found").ok_or_else(|| format!("nothing found: {events:?}").into())
}

fn a_trusting_server() -> Result<(), Failed> {
    let output = searched("--framing length --width 2", "trusting", "client")?;
    demand_status(&output, 1)?;
    let said = text(&output.stdout);
    demand(&said, "The smallest cut that breaks it: connection 1 up at 1, in the header of frame 1")?;
    demand(&said, "client: wrong answer")?;
    if cfg!(target_os = "linux") {
        demand(&said, "The server had read up to the cut, as the kernel says")?;
    }
    demand(&said, "Again: sticky cut --search --at 1 --up --serve")
}

fn an_impatient_client() -> Result<(), Failed> {
    let [first, second] =
        ["", "--seed 1"].map(|options| searched(&format!("--format json {options}"), "whole", "impatient"));
    let (first, second) = (events(&first?)?, events(&second?)?);
    let cut = found(&first)?;
    assert!(cut["direction"] == "down" && cut["offsets"] == serde_json::json!([1]), "{cut}");
    assert_eq!(cut["offsets"], found(&second)?["offsets"]);
    Ok(())
}

fn whole_programs() -> Result<(), Failed> {
    let output = searched("--format json", "whole", "client")?;
    demand_status(&output, 0)?;
    let events = events(&output)?;
    let single = events.iter().find(|event| event["stage"] == "single-cuts").ok_or("no single cuts")?;
    // 15 bytes each way.
    assert!(single["tried"] == 28 && single["of"] == 28, "{single}");
    let result = events.last().ok_or("no result")?;
    assert!(result["breaks"] == false && result["not_made"] == 0, "{result}");
    if cfg!(target_os = "linux") {
        assert_eq!(result["not_proven"], 0);
    }
    Ok(())
}

fn the_same_again() -> Result<(), Failed> {
    let output = searched("", "trusting", "client")?;
    let said = text(&output.stdout);
    let (_, again) = said.split_once("Again:\n  sticky cut ").ok_or("no command")?;
    let words = shlex::split(again).ok_or("an open quote")?;
    let output = sticky("").args(words).output()?;
    demand_status(&output, 1)?;
    demand(&text(&output.stdout), "connection 1 up at 1")
}

fn one_cut_alone() -> Result<(), Failed> {
    // Between two messages a cut breaks nobody.
    let output = searched("--at 6 --up", "trusting", "client")?;
    demand_status(&output, 0)?;
    demand(&text(&output.stdout), "Nothing broke it in 1 try")?;
    demand_status(&searched("--each 1", "trusting", "client")?, 1)?;
    demand_status(&searched("--glue", "trusting", "client")?, 0)
}

/// Only Linux lists the children of a process.
fn nothing_is_left_running() -> Result<(), Failed> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let serve = program("deaf").join(" ");
    let mut search = sticky("--search --serve").arg(serve).arg("--").args(program("client")).spawn()?;
    let children = format!("/proc/{0}/task/{0}/children", search.id());
    let mut seen = Vec::new();
    wait_until("two programs", || {
        let list = std::fs::read_to_string(&children).unwrap_or_default();
        seen = list.split_whitespace().map(str::to_owned).collect();
        seen.len() == 2
    })?;
    let end = std::process::Command::new("kill").arg("-INT").arg(search.id().to_string()).status()?;
    assert!(end.success());
    assert_eq!(search.wait()?.code(), Some(130));
    let running = seen.iter().filter(|pid| {
        std::fs::read_to_string(format!("/proc/{pid}/cmdline"))
            .is_ok_and(|line| line.contains("deaf") || line.contains("client"))
    });
    assert_eq!(running.count(), 0);
    Ok(())
}
