//! `sticky page` makes a page of a right trace, and says what is wrong with any other.

use crate::run;
use std::process::Output;

const RUN: &str = r#"{"t_us":0,"event":"run","lesson":"01-sender-nagle","version":1}"#;
const CASE: &str = r#"{"t_us":0,"event":"case","name":"a case","transport":"tcp"}"#;
const END: &str = r#"{"t_us":9,"event":"end"}"#;

fn page(lines: &[&str]) -> Output {
    run("page", lines.join("\n").as_bytes())
}

fn refused(what: &str, output: &Output, expected: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{what}: {said}");
    assert!(output.stdout.is_empty(), "{what}");
    assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(expected), "{what}: {said}");
}

#[test]
fn a_page_carries_its_trace_and_nothing_from_elsewhere() {
    let output = page(&[RUN, CASE, END]);
    let html = String::from_utf8(output.stdout).expect("it is text");
    assert_eq!(output.status.code(), Some(0));
    assert!(html.contains(CASE) && html.contains("default-src 'none'"));
    assert!(!html.contains("https://") && !html.contains("src=\""), "nothing is loaded");
}

#[test]
fn a_trace_without_its_last_line_makes_a_page_and_a_warning() {
    let output = page(&[RUN, CASE]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cut off"));
}

#[test]
fn what_is_no_trace_is_refused_with_the_line_and_the_reason() {
    refused("nothing", &page(&[]), "the trace is empty");
    refused("half a line", &page(&[RUN, CASE, r#"{"t_us":3,"ev"#]), "line 3 of the trace is not JSON");
    refused("no run first", &page(&[CASE, END]), "line 1 of the trace comes before the event 'run'");
    refused("no event", &page(&[RUN, "[1]"]), "line 2 of the trace is no event");
    refused(
        "no stream",
        &page(&[RUN, r#"{"t_us":1,"event":"write","stream":"up"}"#]),
        "line 2 of the trace is no event",
    );
    refused("a later version", &page(&[&RUN.replace("\"version\":1", "\"version\":9"), END]), "version 9");
    refused("no version", &page(&[&RUN.replace(",\"version\":1", ""), END]), "no version");
    refused("no text", &run("page", b"{\"t_us\":0}\n\xff"), "line 2 of the trace is not UTF-8");
    refused("too much", &run("page", &vec![b' '; (64 << 20) + 1]), "more than 64 MiB");
}
