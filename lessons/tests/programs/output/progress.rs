//! The line that counts up while lesson 08 is busy: seen on a terminal alone, gone afterwards, and no part of what is printed.

use crate::support::{printed, program};
use std::process::{Command, Stdio};

const LESSON: &str = "08-every-cut";

/// What lesson 08 sends to a terminal that script(1) of util-linux makes; `None` where there is none.
fn on_a_terminal(args: &str) -> Option<String> {
    let mut script = Command::new("script");
    script.args(["-q", "-e", "-c", &format!("{} {args}", program(LESSON).display()), "/dev/null"]);
    let output = script.env("TERM", "dumb").stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok())?
}

/// What a terminal shows in the end: what a carriage return goes back to is written over.
fn shown(sent: &str) -> String {
    let line = |sent: &str| {
        let mut cells: Vec<char> = Vec::new();
        for part in sent.split('\r') {
            let over: Vec<char> = part.chars().collect();
            let kept = cells.get(over.len()..).unwrap_or_default().to_vec();
            cells = [over, kept].concat();
        }
        cells.into_iter().collect::<String>().trim_end().to_owned()
    };
    sent.lines().map(|sent| line(sent) + "\n").collect()
}

/// The lines without a number in them: those are the run's own.
fn fixed(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.contains(|c: char| c.is_ascii_digit())).collect()
}

#[test]
fn a_line_counts_up_on_a_terminal_and_leaves_it_as_it_was() {
    let Some(sent) = on_a_terminal("").filter(|_| cfg!(target_os = "linux")) else {
        return eprintln!("skipped: script(1) of util-linux makes no terminal here");
    };
    let drawn = sent.matches(" of 32768 cuts: naive decoders failed ").count();
    assert!(drawn > 1, "it counts up: {drawn}");
    assert!(!sent.contains('\u{1b}'), "any terminal understands it");
    let shown = shown(&sent);
    assert!(!shown.contains("cuts: naive"), "{shown}");
    assert_eq!(fixed(&shown), fixed(&printed(LESSON, &[])));
}

#[test]
fn nothing_counts_up_in_a_pipe_nor_in_json() {
    assert!(!printed(LESSON, &[]).contains('\r'));
    if let Some(sent) = on_a_terminal("--format json").filter(|_| cfg!(target_os = "linux")) {
        assert!(!sent.contains("cuts: naive"), "{sent}");
    }
}
