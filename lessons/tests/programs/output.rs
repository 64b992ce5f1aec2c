//! What stands on the screen: 80 columns, colours only where they are wanted, rulers that stand in line, messages that
//! help, an end without noise. It refuses to compare words: those are the walkthroughs' affair.

mod ends;
mod misuse;
mod steps;

use crate::flags::runs;
use crate::support::{lessons, printed, side_by_side};
use unicode_width::UnicodeWidthStr;

const COLUMNS: usize = 80;
const ESCAPE: char = '\u{1b}';

fn assert_fits(text: &str, what: &str) {
    for line in text.lines() {
        assert!(line.width() <= COLUMNS, "{what}: {} columns: {line}", line.width());
    }
}

/// `text` as a terminal shows it: without the sequences that set colours.
fn without_colors(text: &str) -> String {
    let mut parts = text.split(ESCAPE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        let (code, shown) = part.split_once('m').expect("a colour ends with m");
        assert!(code.chars().all(|c| matches!(c, '[' | ';' | '0'..='9')), "no colour: {code:?}");
        out + shown
    })
}

#[test]
fn no_line_is_wider_than_80_columns_whatever_the_flags() {
    side_by_side(runs(), |(lesson, flags)| {
        let text = printed(lesson, &flags);
        assert_fits(&text, &format!("{lesson} {flags:?}"));
        assert!(!text.contains(ESCAPE), "{lesson}: piped, it gets no colours");
    });
}

#[test]
fn a_part_of_a_lesson_makes_claims_on_that_part_alone() {
    let some = [
        ("00-stream-not-messages", "UDP", 3),
        ("04-struct-header", "random cuts", 1),
        ("08-every-cut", "every end", 1),
        ("08-every-cut", "on sockets, byte", 1),
    ];
    for (lesson, text, cases) in some {
        let printed = printed(lesson, &["--case", text, "--format", "json"]);
        let lines = || printed.lines().filter(|line| line.contains(r#""event":"case""#));
        assert_eq!(lines().count(), cases, "{printed}");
        assert!(lines().all(|line| line.contains(text)), "{printed}");
        assert!(printed.contains(r#""event":"claim""#) && printed.contains(r#""contradicted":0"#), "{printed}");
    }
}

#[test]
fn a_socket_case_of_a_smallest_cut_needs_no_table_before_it() {
    let written = |args: &[&str]| -> Vec<String> {
        let printed = printed("08-every-cut", args);
        let (_, case) = printed.split_once(r#""name":"on sockets: adds up its buffer""#).expect("the case");
        let lines = case.lines().skip(1).take_while(|line| !line.contains(r#""event":"case""#));
        let writes = lines.filter(|line| line.contains(r#""event":"write""#));
        writes.filter_map(|line| Some(line.split_once(',')?.1.to_owned())).collect()
    };
    let alone = written(&["--format", "json", "--case", "sockets: adds up"]);
    assert_eq!(alone.len(), 3, "two places make three pieces");
    assert_eq!(alone, written(&["--format", "json"]));
}

#[test]
fn colors_take_no_columns_and_appear_only_when_asked_for() {
    side_by_side(lessons().chain(["tour"]), |name| {
        let never = printed(name, &["--color", "never"]);
        assert!(!never.contains(ESCAPE), "{name}: never");
        assert_fits(&never, name);
        let colored = printed(name, &["--color", "always"]);
        assert!(colored.contains(ESCAPE), "{name}: always");
        let plain = without_colors(&colored);
        assert!(!plain.contains(ESCAPE), "{name}: {plain}");
        assert_fits(&plain, &format!("{name} in colours"));
    });
}

#[test]
fn a_pipe_gets_no_colors_whatever_the_environment_says() {
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb"), ("CLICOLOR", "1"), ("COLORTERM", "truecolor")] {
        let output = crate::support::command("00-stream-not-messages", &[]).env(name, value).output().expect("it runs");
        assert!(output.status.success());
        assert!(!output.stdout.contains(&0x1b), "{name}={value}");
    }
}

#[test]
fn colors_are_forced_or_forbidden_as_the_conventions_say() {
    let colored = |variables: &[(&str, &str)]| {
        let command = crate::support::command("00-stream-not-messages", &[]).envs(variables.iter().copied());
        command.output().expect("it runs").stdout.contains(&0x1b)
    };
    for forced in [("FORCE_COLOR", "1"), ("CLICOLOR_FORCE", "1")] {
        assert!(colored(&[forced]) && !colored(&[forced, ("NO_COLOR", "1")]), "{forced:?}");
    }
    assert!(!colored(&[("FORCE_COLOR", "0")]) && !colored(&[("CLICOLOR_FORCE", "0")]));
}

#[test]
fn in_a_locale_without_utf8_everything_is_ascii_and_rulers_stand_in_line() {
    for (args, locale) in [(&[][..], "C"), (&["--ascii"], "C.UTF-8")] {
        let command = crate::support::command("01-sender-nagle", args).env("LC_ALL", locale);
        let text = String::from_utf8(command.output().expect("it runs").stdout).expect("text");
        assert!(text.is_ascii() && text.contains('|'), "{args:?} {locale}: {text}");
        assert_fits(&text, locale);
    }
}

/// The columns in which `line` has a bar.
fn bars(line: &str) -> Vec<usize> {
    line.match_indices('│').map(|(at, _)| line[..at].width()).collect()
}

#[test]
fn the_rulers_around_a_cut_character_share_their_columns() {
    for color in ["never", "always"] {
        let text = without_colors(&printed("02-receiver-short-reads", &["--color", color]));
        let case = text.split("粘包 cut inside a character\n").nth(1).expect("the case");
        let rulers: Vec<&str> =
            case.lines().skip_while(|line| !line.contains('│')).take_while(|line| line.contains('│')).collect();
        let [messages, reads] = [rulers[0], rulers[rulers.len() - 1]].map(bars);
        assert!(messages.len() == 2 && reads.len() == 3, "{rulers:#?}");
        for ruler in &rulers {
            let bars = bars(ruler);
            assert_eq!([bars[0], bars[bars.len() - 1]], [messages[0], messages[1]], "{rulers:#?}");
            // The counts stand in line too: behind the area that all rulers share.
            assert_eq!(count_column(ruler), count_column(rulers[0]), "{rulers:#?}");
        }
        let blank = |ruler: &&str| ruler.contains("粘\\xE5\" ") && columns(ruler, reads[1]) == ' ';
        assert!(rulers[..rulers.len() - 1].iter().all(blank), "where the read ends, the message goes on: {rulers:#?}");
    }
}

/// Where the last two words begin: `1 message`.
fn count_column(ruler: &str) -> usize {
    let noun = ruler.rfind(' ').expect("a count");
    let number = ruler[..noun].rfind(' ').expect("a count");
    ruler[..number].width()
}

/// What stands in a column.
fn columns(ruler: &str, column: usize) -> char {
    let mut width = 0;
    let at = ruler.chars().find(|c| {
        let here = width == column;
        width += c.to_string().width();
        here
    });
    at.unwrap_or_else(|| panic!("no column {column} in {ruler}"))
}

#[test]
fn the_rulers_of_a_stream_read_whole_end_in_one_column() {
    for lesson in ["01-sender-nagle", "03-ack-handshake", "04-struct-header", "05-header-in-two-writes"] {
        let text = printed(lesson, &[]);
        let mut last = None;
        for line in text.lines() {
            let name =
                ["  messages ", "  writes ", "  segments ", "  reads "].iter().position(|name| line.starts_with(name));
            let Some(name) = name.filter(|_| !line.contains('·')) else { continue };
            let end = bars(line).last().copied();
            assert!(name < 2 || end == last, "{lesson}: {line}\n{text}");
            last = end;
        }
    }
}

#[test]
fn what_went_wrong_is_in_colour() {
    let printed = printed("07-hostile-peer", &["--case", "reset", "--case", "silence", "--color", "always"]);
    let coloured = |text: &str| {
        let before = printed.split(text).next().filter(|before| before.len() < printed.len());
        before.is_some_and(|before| before.ends_with('m') && before.rfind(ESCAPE) > before.rfind('\n'))
    };
    for text in ["FAILED", "STILL WAITED", "NOTHING", "WRONG"] {
        assert!(coloured(text), "{text} in {printed}");
    }
    assert!(!coloured("Decoded as sent: "), "{printed}");
}
