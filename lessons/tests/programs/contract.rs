//! `--format json` is as promised, line by line, for every lesson and the tour. What is said of a read is worked out
//! again from the raw events, without the trace's own code.

pub(crate) mod checker;
mod costs;
mod cuts;
mod ends;
mod fields;
mod reads;

use crate::flags::runs;
use crate::support::{lessons, printed, side_by_side};
use checker::check;

#[test]
fn every_line_of_every_lesson_is_what_the_contract_says() {
    side_by_side(runs(), |(lesson, flags)| {
        let args = [&["--format", "json"], &flags[..]].concat();
        match check(&printed(lesson, &args)) {
            Ok(names) => assert_eq!(names, [lesson]),
            Err(fault) => panic!("{lesson} {args:?}: {fault}"),
        }
    });
}

#[test]
fn the_tour_prints_the_lines_of_all_lessons_one_after_another() {
    let all = printed("tour", &["all", "--format", "json"]);
    let names = check(&all).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(names.iter().map(String::as_str).eq(lessons()), "{names:?}");
    assert!(all.contains(r#""event":"cost""#), "nothing is left out for a program");
}

#[test]
fn the_seed_and_the_flags_stand_in_the_first_line() {
    let output = printed("01-sender-nagle", &["--format", "json", "--seed", "42", "--messages", "2", "--nodelay"]);
    let first: serde_json::Value = serde_json::from_str(output.lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["seed"], 42);
    assert_eq!(first["options"]["messages"], 2);
    assert_eq!(first["options"]["nodelay"], true);
}

#[test]
fn the_same_seed_draws_the_same_cuts_and_another_draws_others() {
    let cuts = |seed: &str| -> Vec<String> {
        let output = printed("04-struct-header", &["--format", "json", "--seed", seed]);
        let in_case = output.lines().skip_while(|line| !line.contains("\"random cuts\"")).skip(1);
        let lines = in_case.take_while(|line| !line.contains("\"event\":\"case\""));
        let writes = lines.filter(|line| line.contains("\"event\":\"write\""));
        writes.filter_map(|line| Some(line.split_once(',')?.1.to_owned())).collect() // without its time
    };
    assert!(!cuts("5").is_empty());
    assert_eq!(cuts("5"), cuts("5"));
    assert_ne!(cuts("5"), cuts("6"));
}

/// A checker that finds no fault proves something only if it finds those that are there: what `lesson` prints is right, and
/// with any of these found and replaced it is not. Gives what it prints.
fn notices(lesson: &str, wrong: &[(&str, &str)]) -> String {
    let right = printed(lesson, &["--format", "json"]);
    assert!(check(&right).is_ok());
    for (found, replaced) in wrong {
        let is_there = right.contains(found);
        assert!(is_there || !cfg!(target_os = "linux"), "{found}");
        let faulty = check(&right.replacen(found, replaced, 1)).is_err();
        assert!(faulty || !is_there, "{found} replaced by {replaced}");
    }
    right
}

#[test]
fn a_line_that_is_wrong_in_any_way_is_noticed() {
    let wrong = [
        ("\"event\":\"run\"", "\"event\":\"walk\""),
        ("\"transport\":\"tcp\"", "\"transport\":\"udp\""),
        ("\"verdict\":\"split\"", "\"verdict\":\"whole\""),
        ("\"verdict\":\"glued+split\"", "\"verdict\":\"glued\""),
        ("\"by\":\"receiver\"", "\"by\":\"sender\""),
        ("\"by\":\"receiver\"", "\"by\":null"),
        ("\"cut\":\"asked\"", "\"cut\":\"arrived\""),
        ("\"messages\":[1,1]", "\"messages\":[1,2]"),
        ("\"message\":1", "\"message\":2"),
        ("\"side\":\"sender\"", "\"side\":\"wire\""),
        ("\"offset\":4", "\"offset\":5"),
        ("\"accepted\":4", "\"accepted\":5"),
        ("\"contradicted\":0", "\"contradicted\":1"),
        ("\"evidence\":{", "\"evidence\":[],\"rest\":{"),
    ];
    let right = notices("02-receiver-short-reads", &wrong);
    let lines: Vec<&str> = right.lines().collect();
    assert!(check(&lines[1..].join("\n")).is_err(), "no first line");
    assert!(check(&lines[..lines.len() - 1].join("\n")).is_err(), "no last line");
    assert!(check(&right.replacen('{', "", 1)).is_err(), "no JSON");
}

#[test]
fn a_cost_that_is_not_what_the_events_say_is_noticed() {
    let wrong = [
        ("\"commands\":3", "\"commands\":4"),
        ("\"trips\":4", "\"trips\":3"),
        ("\"held\":20", "\"held\":24"),
        ("\"event\":\"cost\",\"case\":\"", "\"event\":\"cost\",\"case\":\"no "),
        ("\"event\":\"cost\",", "\"event\":\"claim\","),
        ("\"event\":\"command\",\"stream\":\"forward\",\"number\":1", "\"event\":\"shutdown\",\"stream\":\"forward\""),
        ("\"number\":2", "\"number\":3"),
    ];
    notices("05-header-in-two-writes", &wrong);
}

#[test]
fn what_is_said_of_frames_and_cannot_be_is_noticed() {
    let wrong = [
        ("\"what\":\"payload\",\"offset\":4", "\"what\":\"payload\",\"offset\":5"),
        ("\"wire\":4,\"refused\":null", "\"wire\":5,\"refused\":null"),
        ("\"wire\":4,\"refused\":null", "\"wire\":null,\"refused\":null"),
        ("\"added\":1", "\"added\":\"one\""),
        ("\"frame\":1", "\"frame\":0"),
    ];
    notices("06-many-framings", &wrong);
}

#[test]
fn what_is_said_of_cuts_and_is_not_so_is_noticed() {
    let wrong = [
        ("\"transport\":\"script\"", "\"transport\":\"pipe\""),
        ("\"hex\":\"03", "\"hex\":\"04"),
        ("\"bytes\":16,\"hex\"", "\"bytes\":15,\"hex\""),
        ("\"tried\":32768", "\"tried\":32767"),
        ("\"failed\":32704", "\"failed\":32769"),
        ("\"failed\":32704", "\"failed\":0"),
        ("\"failed\":0", "\"failed\":1"),
        ("\"smallest\":[5,6]", "\"smallest\":[6,5]"),
        ("\"smallest\":[5,6]", "\"smallest\":[5,16]"),
        ("\"smallest\":[5,6]", "\"smallest\":[]"),
        ("\"smallest\":[5,6]", "\"smallest\":[5,7]"),
        ("\"smallest\":[1]", "\"smallest\":[3]"),
        ("\"expected\":[\"粘\"", "\"expected\":[\"包\""),
        ("\"got\":[\"粘\"],\"error\":null", "\"got\":[\"粘\",\"\",\"a\"],\"error\":null"),
        ("\"one_piece\":true", "\"one_piece\":false"),
        ("\"one_piece\":false,\"byte_by_byte\":false", "\"one_piece\":true,\"byte_by_byte\":false"),
        ("\"tried\":17", "\"tried\":16"),
        ("\"failed\":13,\"missed\":4", "\"failed\":3,\"missed\":4"),
        ("\"failed\":13,\"missed\":4", "\"failed\":18,\"missed\":4"),
        ("\"missed\":13,\"earliest\"", "\"missed\":12,\"earliest\""),
        ("\"failed\":9,\"missed\":7", "\"failed\":8,\"missed\":7"),
        ("\"earliest\":6", "\"earliest\":5"),
        ("\"earliest\":4", "\"earliest\":null"),
        ("\"earliest\":4,\"cut\":\"byte by byte\",\"expected\":[]", "\"earliest\":4,\"cut\":null,\"expected\":[\"a\"]"),
        ("\"earliest\":6,\"cut\":\"byte by byte\"", "\"earliest\":6,\"cut\":\"one piece\""),
        ("\"error_expected\":true", "\"error_expected\":false"),
        ("\"earliest\":null", "\"earliest\":16"),
    ];
    notices("08-every-cut", &wrong);
}
