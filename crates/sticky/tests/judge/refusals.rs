//! Command lines that cannot be obeyed, and the list.

use crate::{judge, said};

pub(crate) fn a_command_line_that_asks_for_nothing_sensible_exits_with_2() {
    let refusals: [(&[&str], &str); 9] = [
        (&["--framing", "line"], "there is no program to judge"),
        (&["--", "true"], "--framing is missing"),
        (&["--framing", "line", "--", ""], "the command is empty"),
        (&["--framing", "line", "--", "no-such-program"], "there is no such program"),
        (&["--framing", "line", "--only", "one-fame", "--", "true"], "no check \"one-fame\""),
        (&["--framing", "line", "--client", "--only", "next-client", "--", "true"], "not for this kind of program"),
        (&["--framing", "line", "--cuts", "5,3", "--", "true"], "3 comes after 5"),
        (&["--framing", "line", "--timeout", "0", "--", "true"], "from 1 to 3600"),
        (&["--framing", "fixed", "--", "true"], "needs --size"),
    ];
    for (words, message) in refusals {
        let (status, stdout, stderr) = said(&judge(words));
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{words:?}: {stderr}");
        assert!(stderr.contains(message), "{words:?}: {stderr}");
    }
}

pub(crate) fn the_list_names_the_checks_of_servers_and_of_clients() {
    let names = |words: &[&str]| -> Vec<String> {
        let (status, stdout, _) = said(&judge(words));
        assert_eq!(status, Some(0));
        let names = stdout.lines().filter(|line| !line.starts_with(' '));
        names.map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect()
    };
    let (servers, clients) = (names(&["--list"]), names(&["--list", "--client"]));
    let has = |names: &[String], name: &str| names.iter().any(|other| other == name);
    assert_eq!((servers[0].as_str(), clients[0].as_str()), ("one-frame", "one-frame"));
    assert!(has(&servers, "fifty-clients") && !has(&clients, "fifty-clients"));
    assert!(has(&clients, "vanished-server") && !has(&servers, "vanished-server"));
}
