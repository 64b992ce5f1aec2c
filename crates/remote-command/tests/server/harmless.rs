//! The list of harmless programs, as an attacker reads it. Starts no process: what is asked about here would do harm as root.

use remote_command::HARMLESS;

fn accepted(command: &str) -> bool {
    let words = shlex::split(command).expect("the command splits");
    let (name, arguments) = words.split_first().expect("the command has a name");
    let program = HARMLESS.iter().find(|program| program.name == name).expect("the program is on the list");
    (program.accepts)(arguments)
}

/// A command stands between two semicolons.
#[track_caller]
fn assert_none_accepted(commands: &str) {
    for command in commands.split(';') {
        assert!(!accepted(command), "{command}");
    }
}

#[test]
fn the_list_is_the_reviewed_one() {
    let names: Vec<_> = HARMLESS.iter().map(|program| program.name).collect();
    let reviewed = "date echo expr factor false printf pwd seq sleep true uname whoami yes";
    assert_eq!(names.join(" "), reviewed, "review what is new as if the server ran as root, then name it here");
}

#[test]
fn arguments_that_change_the_machine_are_not_accepted() {
    assert_none_accepted("date -s 0; date --set=0; date 01010000; date -u 01010000; date +%F 01010000");
    assert_none_accepted("uname -S name; uname name; uname -sSname");
}

#[test]
fn arguments_that_read_files_are_not_accepted() {
    assert_none_accepted("date -f /etc/passwd; date -r /etc/passwd; date --file=/etc/passwd");
}

#[test]
fn arguments_that_take_memory_are_not_accepted() {
    assert_none_accepted("seq -f %1000000000g 1; seq -f%1000000000g 1; seq 1e1000000000; seq 1 1e-1000000000 2");
    assert_none_accepted("expr aaa : a*; expr match a a; expr 1 : 1; date +%1000000000d; date +%_10000d");
}

#[test]
fn a_width_that_takes_memory_is_found_wherever_it_hides() {
    assert_none_accepted("printf %1000000000d 1; printf -- %1000000000d 1; printf %.10000f 1; printf %1$10000d 1");
    assert_none_accepted("printf %*d 1000000000 1; printf %.*f 1000000000 1; printf %I10000d 1; printf \"%'10000d\" 1");
    assert_none_accepted(
        r"printf '%\061\060\060\060\060\060d' 1; printf '%\x31\x30\x30\x30\x30d' 1; printf '%\52d' 10000 1",
    );
}

#[test]
fn options_are_not_accepted_where_none_is_needed() {
    assert_none_accepted("whoami x; pwd -L; true x; false x; factor x; factor ''; sleep infinity; sleep ''");
    assert_none_accepted("seq -s x 3; seq inf; seq --help; seq -; seq ''; uname --help; expr --help");
}

#[test]
fn arguments_that_do_no_harm_are_accepted() {
    let harmless = r"date; date '+%F %T %3N'; uname; uname -sr; seq -w 8 11; seq 3 -1 -3; seq .5 10; seq 1 1000000;
        sleep 0.01; factor 12 13; expr 2 '*' '(' 3 + -4 ')'; printf '%5.2f|%-8s|%d%%\n' 1 a 2; printf '\377\000';
        printf %s 1000000000; echo 100%; echo -n; yes; yes y; true; false; pwd; whoami";
    for command in harmless.split(';') {
        assert!(accepted(command), "{command}");
    }
}
