//! The commands that a stranger may run: what each prints, and which arguments it refuses.

use crate::support::{patient, run};
use remote_command::{HARMLESS, Runner};

#[test]
fn the_list_is_the_reviewed_one() {
    let names: Vec<_> = HARMLESS.iter().map(|command| command.name).collect();
    let reviewed = "both echo false printf pwd seq sleep true uname whoami yes";
    assert_eq!(names.join(" "), reviewed, "review what is new as if the server ran as root, then name it here");
}

#[test]
fn each_command_prints_the_same_on_every_system() {
    for (command, printed) in [
        ("echo a  b", "a b\n"),
        ("echo", "\n"),
        ("echo -n 5", "5"),
        ("true", ""),
        ("false", ""), // an exit status is not reported
        ("printf ''", ""),
        (r"printf 'a\tb\\\r\n\101'", "a\tb\\\r\nA"),
        ("seq 3", "1\n2\n3\n"),
        ("seq 2 4", "2\n3\n4\n"),
        ("seq 3 -2 -2", "3\n1\n-1\n"),
        ("seq 4 2", ""),
        ("seq 9223372036854775807 9223372036854775807", "9223372036854775807\n"),
        ("sleep 0", ""),
        ("sleep 0.001", ""),
    ] {
        assert_eq!(run(patient(), command), printed, "{command}");
    }
    for command in ["pwd", "uname", "whoami"] {
        let printed = run(patient(), command);
        assert!(
            printed.len() > 1 && printed.ends_with('\n') && !printed.starts_with("refused"),
            "{command}: {printed}"
        );
    }
}

#[test]
fn standard_error_comes_after_standard_output_though_it_was_printed_first() {
    let printed = "printed second, on standard output\nprinted first, on standard error\n";
    assert_eq!(run(patient(), "both"), printed);
}

#[test]
fn a_million_lines_come_back_whole() {
    let expected: String = (1..=1_000_000).map(|number| format!("{number}\n")).collect();
    assert!(run(patient(), "seq 1 1000000") == expected);
}

#[test]
fn an_output_that_is_not_text_comes_back_byte_for_byte() {
    let output = Runner::new(HARMLESS, patient()).run(br"printf '\377\000\012\2001'");
    assert_eq!(output.as_bytes(), b"\xff\0\n\x801");
}

#[test]
fn words_are_split_as_by_a_shell_and_nothing_else_is_done() {
    let output = run(patient(), "echo 'a  b' \"c d\" * $HOME ; `pwd` | cat && ~ 粘包\r\n");
    assert_eq!(output, "a  b c d * $HOME ; `pwd` | cat && ~ 粘包\n");
}

/// A command stands between two semicolons.
#[test]
fn other_arguments_are_refused_with_the_usage() {
    let refused = r"both x; true x; false x; pwd -L; uname -a; whoami x; seq; seq 1.5; seq 1 0 2; seq 1 2 3 4; seq -w 3;
        seq 1e9; seq 9223372036854775808; sleep; sleep 61; sleep -1; sleep inf; sleep NaN; sleep 1 1; printf; printf a b;
        printf %s; printf %1000000000d; printf '\x41'; printf '\400'; printf 'a\'";
    for command in refused.split(';').map(str::trim) {
        let output = run(patient(), command);
        let name = command.split(' ').next().expect("split gives one part at least");
        let usage = format!("refused: these arguments are not allowed. Send: {name} ");
        assert!(output.starts_with(&usage) && output.matches('\n').count() == 1, "{command}: {output}");
    }
}
