//! Stepping and guessing, with what is typed coming through a pipe; a real terminal has its tests among the witnesses.

use crate::contract::checker::check;
use crate::support::{command, lessons, side_by_side};
use std::process::Output;

const NAME: &str = "00-stream-not-messages";

fn typed(name: &str, args: &[&str], input: &str) -> Output {
    command(name, args).stdin(input.to_owned()).output().unwrap_or_else(|error| panic!("{name} {args:?}: {error}"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The claims, which are the same in every run.
fn claims(output: &str) -> Vec<&str> {
    output.lines().filter(|line| line.starts_with(['✓', '✗', '?']) || line.ends_with("held")).collect()
}

#[test]
fn where_the_input_ends_a_lesson_stops_and_says_so() {
    side_by_side(lessons().chain(["tour"]), |name| {
        let output = typed(name, &["--step"], "");
        assert_eq!(output.status.code(), Some(0), "{name}");
        assert!(text(&output.stderr).contains("The input has ended, so the lesson stops here."), "{name}");
        assert_eq!(claims(&text(&output.stdout)), Vec::<&str>::new(), "{name} runs on alone");
    });
}

#[test]
fn enter_alone_goes_through_every_lesson_and_passes_every_question() {
    side_by_side(lessons(), |name| {
        let output = typed(name, &["--step"], &"\n".repeat(300));
        let shown = text(&output.stdout);
        assert!(output.status.success(), "{name}: {}", text(&output.stderr));
        let ends_well = claims(&shown).last().is_some_and(|tally| tally.ends_with(" held")) && !shown.contains('✗');
        assert!(ends_well, "{name}: {shown}");
        assert!(!shown.contains("You guessed") && !shown.contains("You said"), "{name}: nothing was guessed");
    });
}

#[test]
fn one_can_go_back_and_on_run_a_case_again_and_leave() {
    let shown = |input: &str| text(&typed(NAME, &["--step"], input).stdout);
    let titles = |input: &str| {
        let shown = shown(input);
        let titles = shown.lines().filter_map(|line| line.split_once(" of ")?.0.parse::<usize>().ok());
        titles.collect::<Vec<usize>>()
    };
    let passed = |case| titles(&"\n".repeat(case));
    assert!(passed(0) == [1] && passed(60).starts_with(&[1, 1]) && passed(60).contains(&3), "{:?}", passed(60));
    assert_eq!(titles("g 3\n").last(), Some(&3), "forward");
    assert_eq!(titles("g 3\ng 1\n").last(), Some(&1), "and back");
    assert!(titles("g 3\nb\n").ends_with(&[3, 2]), "a screen back");
    assert!(claims(&shown("c\n")).len() > 3, "the claims at once");
    let mut once = passed(60);
    once.sort_unstable();
    let questions = typed(NAME, &["--step"], &"\n".repeat(60));
    let asked = text(&questions.stderr).split("[Enter: the next case").next().unwrap_or_default().matches("] ").count();
    let again = titles(&("\n".repeat(asked) + "r\nr\n"));
    assert_eq!(again, [1, 1, 1, 1], "announced, run, and run twice more");
    assert_eq!(claims(&shown("\nq\n")), Vec::<&str>::new(), "left");
}

#[test]
fn what_is_nothing_is_not_taken_for_enter() {
    for (input, said) in [
        ("g 99\n", "There is no case 99: the cases are 1 to "),
        ("b\n", "This is the first screen."),
        ("r\n", "Only the case on the last screen can run again"),
        ("\u{1b}[6~\n", "type "),
        ("?\n\n", ""),
    ] {
        let output = typed(NAME, &["--step"], input);
        let (shown, remarks) = (text(&output.stdout), text(&output.stderr));
        assert!(remarks.contains(said), "{input:?}: {remarks}");
        assert!(!shown.contains("reads    │"), "{input:?} ran a case: {shown}");
    }
}

#[test]
fn a_guess_is_compared_and_counted() {
    let reads = |input: &str| typed("tour", &["--quiz"], input);
    let right = text(&reads("1\n").stdout);
    let wrong = text(&reads("10\n").stdout);
    let answer = right.lines().find(|line| line.contains(": 1 read returned 40 bytes")).map(str::trim);
    assert!(answer.is_some_and(|line| line.starts_with("Correct: ")), "{right}");
    assert!(wrong.contains("You said 10. The answer is 1: 1 read returned 40 bytes."), "{wrong}");
    assert!(!wrong.contains("You guessed"), "one screen has no room for a score: {wrong}");
    let nonsense = reads("many\n\n");
    assert!(text(&nonsense.stderr).contains("That is not an answer here: type a number"), "{}", text(&nonsense.stderr));
    assert!(!text(&nonsense.stdout).contains("You said"), "a pass");
    let scored = typed(NAME, &["--quiz"], &"77\n\n".repeat(60)); // a word is asked for, too: then it is passed
    assert!(text(&scored.stdout).contains("You guessed 0 of "), "{}", text(&scored.stdout));
}

#[test]
fn a_question_that_was_gone_past_is_not_counted_as_passed() {
    let output = typed("01-sender-nagle", &["--step"], &("g 6\n77\n".to_owned() + &"\n".repeat(100)));
    // Both questions of the first screen were seen, and one of them was waited for; one of all was answered.
    let asked = text(&output.stderr).matches("Your guess?").count();
    let score = text(&output.stdout);
    let score = score.lines().find(|line| line.starts_with("You guessed")).expect("a score");
    assert!(score.ends_with(&format!("You passed {asked} questions.")), "{asked} were asked: {score}");
}

#[test]
fn a_program_gets_guesses_as_events() {
    let output = typed("tour", &["--quiz", "--format", "json"], "1\n");
    assert!(text(&output.stderr).starts_with("  How many reads"), "whoever answers has to see the question");
    let output = text(&output.stdout);
    assert_eq!(check(&output), Ok(vec!["opener".to_owned()]));
    let guesses: Vec<serde_json::Value> = output
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|event: &serde_json::Value| event["event"] == "guess")
        .collect();
    let [guess] = &guesses[..] else { panic!("{guesses:?}") };
    assert_eq!(
        (&guess["guess"], &guess["answer"], &guess["right"]),
        (&"1".into(), &"1".into(), &true.into()),
        "{guess}"
    );
}
