//! The judge on programs that are right, and on programs each wrong in one way: these fail exactly the checks that they should.
//! This program plays all of them: `subject FRAMING BEHAVIOUR`.

mod clients;
mod framings;
mod refusals;
mod servers;
mod subject;

use judge::{Judge, Report, Role};
use libtest_mimic::{Arguments, Trial};
use program::Command;
use std::time::Duration;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [first, framing, behaviour] = &words[..] {
        if first == "subject" {
            return subject::run(framing, behaviour);
        }
    }
    let tests: Vec<Trial> = servers::tests().into_iter().chain(clients::tests()).chain(refusals::tests()).collect();
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(6); // they wait more than they work
    libtest_mimic::run(&arguments, tests).exit()
}

fn trial(name: impl Into<String>, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

/// Tests by the names of their functions.
macro_rules! tests {
    ($($test:ident),* $(,)?) => {
        vec![$($crate::trial(stringify!($test), $test)),*]
    };
}
pub(crate) use tests;

/// A program of ours that behaves like this.
fn subject(framing: &str, behaviour: &str) -> Command {
    let own = std::env::current_exe().expect("this program has a path");
    Command::new([own.as_os_str(), "subject".as_ref(), framing.as_ref(), behaviour.as_ref()]).expect("it has a path")
}

fn judge(role: Role, framing: &str, behaviour: &str) -> Judge {
    Judge::new(role, subject(framing, behaviour), framings::protocol(framing)).start_timeout(Duration::from_secs(60))
}

fn run(judge: &Judge) -> Report {
    judge.run().unwrap_or_else(|cannot| panic!("{cannot}"))
}

/// What a program of this kind gets wrong.
fn failed(role: Role, framing: &str, behaviour: &str) -> (Vec<&'static str>, String) {
    // A wrong program is often one that waits, and a right one answers much sooner.
    let timeout = if behaviour == "right" { Duration::from_secs(60) } else { Duration::from_secs(5) };
    let report = run(&judge(role, framing, behaviour).timeout(timeout));
    (report.failed(), report.text())
}
