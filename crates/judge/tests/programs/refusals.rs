//! Programs that do not get as far as to be judged, and checks that there are not.

use crate::{framings, judge};
use judge::{Judge, Role};
use libtest_mimic::Trial;
use program::Command;
use std::time::Duration;

pub(crate) fn tests() -> Vec<Trial> {
    crate::tests![
        a_program_that_never_listens_cannot_be_judged,
        a_program_that_exits_or_forks_cannot_be_judged,
        a_client_that_never_connects_cannot_be_judged,
        a_check_that_does_not_exist_is_refused,
    ]
}

fn refusal(judge: &Judge) -> String {
    match judge.run() {
        Ok(report) => panic!("it was judged: {}", report.text()),
        Err(cannot) => cannot.to_string(),
    }
}

fn a_program_that_never_listens_cannot_be_judged() {
    let silent = judge(Role::Server, "line", "never-listens").start_timeout(Duration::from_millis(300));
    assert!(refusal(&silent).contains("did not listen on 127.0.0.1:"));
}

fn a_program_that_exits_or_forks_cannot_be_judged() {
    let exits = refusal(&judge(Role::Server, "line", "exits"));
    assert!(exits.contains("exited with status 1 before it listened") && exits.contains("no configuration"), "{exits}");
    if cfg!(target_os = "linux") {
        let forks = Command::new(["sh", "-c", "setsid sleep 1000 & exit 0"]).expect("it has a program");
        let forks = refusal(&Judge::server(forks, framings::protocol("line")));
        assert!(forks.contains("left a process in the background"), "{forks}");
    }
}

fn a_client_that_never_connects_cannot_be_judged() {
    let silent = judge(Role::Client, "line", "client-never-connects").start_timeout(Duration::from_millis(300));
    assert!(refusal(&silent).contains("did not connect to 127.0.0.1:"));
}

fn a_check_that_does_not_exist_is_refused() {
    let refused = |role, name: &str| judge(role, "line", "right").only([name]).err().map(|error| error.to_string());
    assert!(refused(Role::Server, "one-fame").is_some_and(|error| error.contains("no check \"one-fame\"")));
    assert!(refused(Role::Client, "fifty-clients").is_some_and(|error| error.contains("not for this kind")));
}
