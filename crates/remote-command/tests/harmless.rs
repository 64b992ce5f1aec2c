//! The list of harmless programs, as an attacker reads it. Starts no process: what is asked about here would do harm as root.

use remote_command::HARMLESS;

fn let_through(command: &str) -> bool {
    let words = shlex::split(command).expect("the command splits");
    let (name, arguments) = words.split_first().expect("the command has a name");
    let allowed = HARMLESS.iter().find(|allowed| allowed.name == name).expect("the program is on the list");
    (allowed.lets)(arguments)
}

#[track_caller]
fn assert_none_let_through(commands: &[&str]) {
    for command in commands {
        assert!(!let_through(command), "{command}");
    }
}

#[test]
fn the_list_holds_no_program_that_reads_writes_or_runs_what_it_is_told_to() {
    let names: Vec<_> = HARMLESS.iter().map(|allowed| allowed.name).collect();
    let reviewed = "date echo expr factor false printf pwd seq sleep true uname whoami yes";
    assert_eq!(names.join(" "), reviewed, "review what is new as if the server ran as root, then name it here");
}

#[test]
fn arguments_that_change_the_machine_are_not_let_through() {
    assert_none_let_through(&["date -s 0", "date --set=0", "date 01010000", "date -u 01010000", "date +%F 01010000"]);
    assert_none_let_through(&["uname -S name", "uname name", "uname -sSname"]);
}

#[test]
fn arguments_that_read_files_are_not_let_through() {
    assert_none_let_through(&["date -f /etc/passwd", "date -r /etc/passwd", "date --file=/etc/passwd"]);
}

#[test]
fn arguments_that_take_memory_are_not_let_through() {
    assert_none_let_through(&[
        "seq -f %1000000000g 1",
        "seq -f%1000000000g 1",
        "seq 1e1000000000",
        "seq 1 1e-1000000000 2",
    ]);
    assert_none_let_through(&["expr aaa : a*", "expr match a a", "expr 1 : 1", "date +%1000000000d", "date +%_10000d"]);
}

#[test]
fn a_width_that_takes_memory_is_not_let_through_wherever_it_hides() {
    assert_none_let_through(&[
        "printf %1000000000d 1",
        "printf -- %1000000000d 1",
        "printf %.10000f 1",
        "printf %1$10000d 1",
    ]);
    assert_none_let_through(&[
        "printf %*d 1000000000 1",
        "printf %.*f 1000000000 1",
        "printf %I10000d 1",
        "printf \"%'10000d\" 1",
    ]);
    assert_none_let_through(&[
        "printf '%\\061\\060\\060\\060\\060\\060d' 1",
        "printf '%\\x31\\x30\\x30\\x30\\x30d' 1",
        "printf '%\\52d' 10000 1",
    ]);
}

#[test]
fn options_are_not_let_through_where_none_is_needed() {
    assert_none_let_through(&[
        "whoami x",
        "pwd -L",
        "true x",
        "false x",
        "factor x",
        "factor ''",
        "sleep infinity",
        "sleep ''",
    ]);
    assert_none_let_through(&["seq -s x 3", "seq inf", "seq --help", "seq -", "seq ''", "uname --help", "expr --help"]);
}

#[test]
fn arguments_that_do_no_harm_are_let_through() {
    for command in [
        "date",
        "date '+%F %T %3N'",
        "uname",
        "uname -sr",
        "seq -w 8 11",
        "seq 3 -1 -3",
        "seq .5 10",
        "seq 1 1000000",
        "sleep 0.01",
        "factor 12 13",
        "expr 2 '*' '(' 3 + -4 ')'",
        "printf '%5.2f|%-8s|%d%%\\n' 1 a 2",
        "printf '\\377\\000'",
        "printf %s 1000000000",
        "echo 100%",
        "echo -n",
        "yes",
        "yes y",
        "true",
        "false",
        "pwd",
        "whoami",
    ] {
        assert!(let_through(command), "{command}");
    }
}
