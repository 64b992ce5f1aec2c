//! `serve` and `ask` as their user meets them, in both protocols: what is asked is what comes, and what goes wrong
//! before a command is asked is told with a hint. Peers that lie are in `failures.rs`, a terminal in `witnesses/terminal.rs`.

use crate::server::{BOTH, Server, ask, both, failed, numbers, printed};
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{self, Stdio};

#[test]
fn an_answer_is_what_the_command_printed_byte_for_byte() {
    for (lesson, server) in both() {
        for (command, answer) in [
            ("echo hi", "hi\n"),
            ("true", ""),
            ("printf ''", ""),
            ("printf hi", "hi"),
            ("printf '粘包\\r\\n\\t'", "粘包\r\n\t"),
            ("  seq   1 3  ", "1\n2\n3\n"),
        ] {
            assert_eq!(printed(&server.ask(&[command])), answer, "{lesson}: {command}");
        }
        assert_eq!(
            server.ask(&["printf '\\377\\000\\033'"]).stdout,
            [0xff, 0, 0x1b],
            "{lesson}: piped, it is as it came"
        );
    }
}

#[test]
fn an_output_of_seven_million_bytes_is_whole() {
    for lesson in BOTH {
        let answer = printed(&Server::of(lesson).ask(&["seq 1 1000000"]));
        let expected = numbers(1_000_000);
        assert!(answer == expected, "{lesson}: {} bytes of {}", answer.len(), expected.len());
    }
}

#[test]
fn quotes_are_words_and_nothing_else_of_a_shell_is_done() {
    for (lesson, server) in both() {
        let words =
            server.ask(&[r#"echo "two  spaces" 'a "quote"' \$HOME "$HOME" `whoami` * | sort > /dev/null; true"#]);
        let expected = "two  spaces a \"quote\" $HOME $HOME `whoami` * | sort > /dev/null; true\n";
        assert_eq!(printed(&words), expected, "{lesson}");
    }
}

#[test]
fn a_command_off_the_list_is_refused_with_what_is_on_it() {
    for (lesson, server) in both() {
        for command in ["cat /etc/passwd", "/bin/echo hi", "sh -c 'echo hi'", "echo 'hi", "seq -f %1000000000f 1"] {
            let answer = printed(&server.ask(&[command]));
            assert!(answer.starts_with("refused: ") && answer.ends_with('\n'), "{lesson}: {command}: {answer}");
        }
        assert!(printed(&server.ask(&["ls"])).contains("Allowed: both, echo,"), "{lesson}");
        assert_eq!(server.ask_lines("ls\necho hi\n").lines().last(), Some("hi"), "{lesson}: the connection goes on");
    }
}

#[test]
fn commands_on_standard_input_are_asked_until_exit_or_the_end() {
    for (lesson, server) in both() {
        for (input, answers) in [
            ("echo one\n\n  seq 1 3  \ntrue\necho two\nexit\necho never\n", "one\n1\n2\n3\ntwo\n"),
            ("echo one\r\necho two", "one\ntwo\n"),
            ("exit", ""),
            ("\n", ""),
            ("", ""),
        ] {
            assert_eq!(server.ask_lines(input), answers, "{lesson}: {input:?}");
        }
    }
}

#[test]
fn standard_input_that_is_no_text_or_a_line_without_end_is_told() {
    let server = Server::of(BOTH[0]);
    for (input, what) in [(&b"\xff\xfe\n"[..], "UTF-8"), (&[b'x'; 1 << 20], "a line has more than 65536 bytes")] {
        let command = crate::support::command(BOTH[0], &["ask", "--connect", &server.address]);
        let message = failed(&command.stdin(input).output().expect("it runs"), 2);
        assert!(message.contains(what), "{message}");
    }
}

#[test]
fn an_empty_command_is_told_before_it_is_waited_for() {
    for lesson in BOTH {
        let message = failed(&Server::of(lesson).ask(&[""]), 2);
        assert!(message.contains("the command is empty"), "{message}");
    }
}

#[test]
fn a_reader_that_takes_one_line_of_many_ends_ask_quietly() {
    for (lesson, server) in both() {
        let mut command = process::Command::new(crate::support::program(lesson));
        command.args(["ask", "--connect", &server.address, "seq 1 1000000"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        assert_eq!(line, "1\n", "{lesson}");
        assert_eq!(printed(&child.wait_with_output().expect("it ends")), "", "{lesson}");
    }
}

#[test]
fn a_header_in_network_order_is_understood_if_both_ends_agree() {
    let server = Server::with("04-struct-header", &["--listen", "127.0.0.1:0", "--order", "big"]);
    assert_eq!(printed(&server.ask(&["--order", "big", "echo hi"])), "hi\n");
    assert_eq!(printed(&server.ask(&["--order", "big", "seq 1 1000"])), numbers(1000));
    assert_eq!(printed(&server.ask(&["--order", "big", "true"])), "");
}

#[test]
fn an_address_that_nobody_has_is_an_error_with_a_hint() {
    for lesson in BOTH {
        let message = failed(&crate::support::run(lesson, &["serve", "--listen", "\x1b[31m\u{200B}"]), 2);
        assert!(message.contains(r"cannot listen on \x1B[31m\u{200b}: "), "{message}");
        for address in ["nonsense", "127.0.0.1", "127.0.0.1:port", "127.0.0.1:65536", "", "no-such-host.invalid:1"] {
            let message = failed(&ask(lesson, address, &["echo hi"]), 2);
            assert!(message.contains(&format!("cannot connect to {address}: ")), "{message}");
            let message = failed(&crate::support::run(lesson, &["serve", "--listen", address]), 2);
            assert!(message.contains(&format!("cannot listen on {address}: ")), "{message}");
        }
    }
}

#[test]
fn nobody_listening_is_told_with_how_to_start_the_server() {
    // A port that is taken, so that no other program gets it, and on which nobody listens.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken = TcpStream::connect(listener.local_addr().expect("bound")).expect("it listens");
    let address = taken.local_addr().expect("bound").to_string();
    for lesson in BOTH {
        let message = failed(&ask(lesson, &address, &["echo hi"]), 2);
        assert!(message.contains(&format!("cannot connect to {address}: ")), "{message}");
        assert!(
            message.contains(&format!("hint: start the server first: cargo run --bin {lesson} -- serve")),
            "{message}"
        );
    }
}

#[test]
fn a_port_that_is_taken_is_an_error_and_its_server_goes_on() {
    for (lesson, server) in both() {
        let message = failed(&crate::support::run(lesson, &["serve", "--listen", &server.address]), 2);
        assert!(message.contains(&format!("cannot listen on {}: ", server.address)), "{message}");
        assert!(message.contains("another program has this port"), "{message}");
        assert_eq!(printed(&server.ask(&["echo hi"])), "hi\n", "{lesson}");
    }
}

#[test]
fn a_server_says_where_it_listens_and_warns_if_others_reach_it() {
    for (lesson, mut server) in both() {
        server.said.wait_for("what it runs", |line| line.contains("built-in commands: both, echo"));
        let mut open = Server::with(lesson, &["--listen", "0.0.0.0:0"]);
        open.said.wait_for("the warning", |line| line.starts_with("warning: other machines"));
        let mut mapped = Server::with(lesson, &["--listen", "[::ffff:127.0.0.1]:0"]);
        let next = mapped.said.wait_for("what it runs", |_| true);
        assert!(next.starts_with("built-in "), "no warning: {next}");
    }
}

/// On a client that delays its ACKs a second write would come 40 ms after the first, so what is there first tells.
#[cfg(target_os = "linux")]
#[test]
fn header_and_body_come_together_with_nagle_and_delayed_acks() {
    let server = Server::of(BOTH[1]);
    let mut client = server.connect();
    link::set_quickack(&client, false).unwrap();
    std::io::Write::write_all(&mut client, b"echo hi").unwrap();
    let first = probe::until("an answer", || {
        let bytes = probe::queued(&client)?;
        Ok((bytes > 0).then_some(bytes))
    });
    assert_eq!(first.unwrap(), 7, "4 bytes of header and 3 of body");
}
