//! What programs send to a terminal: one that script(1) of util-linux makes. Without it the tests are ignored.

use crate::ignorable::ignore;
use crate::server::{BOTH, PATIENCE, Server, printed};
use crate::support::program;
use snapbox::cmd::Command;

/// What a terminal is sent by a line of shell, in which `$PROGRAM` is the program, with `typed` on its keyboard.
fn on_a_terminal(name: &str, line: &str, environment: &[(&str, &str)], typed: &str) -> String {
    let version = Command::new("script").arg("--version").output();
    if !version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("util-linux")) {
        ignore("script(1) of util-linux is not on this machine");
    }
    let script = Command::new("script").args(["--quiet", "--return", "--command", line, "/dev/null"]);
    let script = script.env_remove("NO_COLOR").env("TERM", "xterm-256color").env("SHELL", "/bin/sh");
    let script = script.env("PROGRAM", program(name)).envs(environment.iter().copied());
    printed(&script.stdin(typed).timeout(PATIENCE).output().expect("it runs and ends"))
}

pub(crate) fn a_terminal_gets_colors_unless_it_is_dumb_or_no_color_is_set() {
    let shown = |environment: &[_]| on_a_terminal("00-stream-not-messages", "\"$PROGRAM\"", environment, "");
    assert!(shown(&[]).contains('\u{1b}'));
    for unwanted in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let plain = shown(&[unwanted]);
        assert!(plain.contains("UDP") && !plain.contains('\u{1b}'), "{unwanted:?}: {plain}");
    }
    assert!(shown(&[("NO_COLOR", "")]).contains('\u{1b}'), "no-color.org: an empty NO_COLOR asks for nothing");
}

/// What `ask` with `more` behind it sends to a terminal.
fn asked(lesson: &'static str, more: &str, typed: &str) -> String {
    let server = Server::of(lesson);
    on_a_terminal(lesson, &format!("\"$PROGRAM\" ask --connect {} {more}", server.address), &[], typed)
}

pub(crate) fn on_a_terminal_what_would_move_its_cursor_is_spelt_out() {
    for lesson in BOTH {
        let shown = asked(lesson, r#"'printf "\033[2J粘包\n\tx\377\n"'"#, "");
        assert_eq!(shown, "\\x1B[2J粘包\r\n\tx\\xFF\r\n", "{lesson}");
    }
}

pub(crate) fn on_a_terminal_ask_prompts_and_its_output_stays_the_answers() {
    for lesson in BOTH {
        let shown = asked(lesson, "", "echo hi\nexit\n");
        assert_eq!(shown.matches("command, or exit: ").count(), 2, "{lesson}: {shown}");
        assert!(shown.contains("hi\r\n"), "{lesson}: {shown}");
    }
}
