//! `sticky judge` as its users see it: verdicts, evidence, exit statuses, and nothing left running.

#[path = "../../../../lessons/tests/witnesses/ignorable.rs"]
mod ignorable;
mod nothing_left;
mod refusals;
mod verdicts;

use std::process::{Command, Output, Stdio};

fn main() {
    ignorable::run(ignorable::tests![
        nothing_left::{
            a_program_that_cannot_be_judged_leaves_nothing_running,
            a_signal_ends_the_program_that_is_being_judged,
        },
        refusals::{
            a_command_line_that_asks_for_nothing_sensible_exits_with_2,
            the_list_names_the_checks_of_servers_and_of_clients,
        },
        verdicts::{
            a_right_server_exits_with_0_and_a_summary,
            a_wrong_server_exits_with_1_and_the_command_fails_again,
            json_lines_have_the_fields_of_their_events,
            what_the_program_prints_is_escaped,
        },
    ])
}

/// `sticky judge` with these words.
fn sticky(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sticky"));
    command.arg("judge").args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn judge(words: &[&str]) -> Output {
    sticky(words).output().expect("it starts")
}

/// Exit status, standard output, standard error.
fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}
