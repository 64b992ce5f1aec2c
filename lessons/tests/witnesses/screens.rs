//! Step mode on a terminal, of several sizes: script(1) makes it, and what is sent to it is read up to each prompt.

use crate::ignorable::ignore;
use crate::server::PATIENCE;
use crate::support::{lessons, program, side_by_side};
use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use unicode_width::UnicodeWidthStr;

/// Somebody at a terminal, who steps through a lesson.
struct Class {
    child: Child,
    keyboard: ChildStdin,
    sent: Receiver<Vec<u8>>,
    columns: usize,
    rows: usize,
    /// What the terminal was sent and nobody has looked at yet.
    unseen: String,
}

impl Class {
    fn begin(lesson: &str, flags: &str, (columns, rows): (usize, usize)) -> Self {
        let version = Command::new("script").arg("--version").output();
        if !version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("util-linux")) {
            ignore("script(1) of util-linux is not on this machine");
        }
        let line = format!("stty cols {columns} rows {rows}; exec \"$PROGRAM\" --step {flags}");
        let mut command = Command::new("script");
        command.args(["--quiet", "--return", "--flush", "--command", &line, "/dev/null"]);
        command.env("TERM", "xterm-256color").env("SHELL", "/bin/sh").env("LC_ALL", "C.UTF-8");
        command.env("PROGRAM", program(lesson)).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it was asked for its version");
        let (keyboard, mut screen) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        let (send, sent) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(got @ 1..) = screen.read(&mut buffer) {
                if send.send(buffer[..got].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, keyboard, sent, columns, rows, unseen: String::new() }
    }

    /// The next screen, as it stands when something is to be typed; `None` where the lesson has ended.
    fn screen(&mut self) -> Option<String> {
        while !self.unseen.ends_with("] ") {
            match self.sent.recv_timeout(PATIENCE) {
                Ok(bytes) => self.unseen += &String::from_utf8_lossy(&bytes),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return None,
                Err(error) => panic!("nothing more comes, {error}: {}", self.unseen),
            }
        }
        let sent = std::mem::take(&mut self.unseen);
        let screen = sent.rsplit("\x1b[2J").next().unwrap_or_default();
        Some(plain(screen).replace('\r', ""))
    }

    fn types(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).and_then(|()| self.keyboard.flush()).expect("it reads");
    }

    fn assert_fits(&self, screen: &str, lesson: &str) {
        let (columns, rows) = (self.columns, self.rows);
        let what = format!("lesson {lesson} at {columns}x{rows}");
        assert!(screen.lines().count() <= rows, "{what}: {} lines:\n{screen}", screen.lines().count());
        for line in screen.lines() {
            assert!(line.width() <= columns, "{what}: {} columns: {line}", line.width());
        }
        let said = screen.lines().filter(|line| !line.trim().is_empty()).count();
        assert!(said > 1, "{what}: a screen with nothing on it:\n{screen}");
    }
}

impl Drop for Class {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `text` without the sequences that set colours.
fn plain(text: &str) -> String {
    let mut parts = text.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once(['m', 'H']).map_or("", |(_, shown)| shown))
}

/// Goes through a lesson with Enter alone; gives how many screens there were. A question on a screen makes no other screen.
fn screens(lesson: &str, flags: &str, size: (usize, usize)) -> usize {
    let mut class = Class::begin(lesson, flags, size);
    let (mut count, mut last) = (0, String::new());
    while let Some(screen) = class.screen() {
        class.assert_fits(&screen, lesson);
        let body = screen.rsplit_once('\n').map_or("", |(body, _)| body).to_owned();
        count += usize::from(body != last);
        last = body;
        class.types("\n");
    }
    count
}

pub(crate) fn every_screen_fits_its_terminal_and_the_short_route_has_few() {
    side_by_side(lessons(), |lesson| {
        let count = screens(lesson, "--short", (80, 24));
        assert!((3..=15).contains(&count), "lesson {lesson}: {count} screens");
        screens(lesson, "--short", (60, 18));
        screens(lesson, "", (120, 40));
    });
}

pub(crate) fn a_class_can_go_back_repeat_jump_and_leave() {
    let mut class = Class::begin("01-sender-nagle", "", (80, 24));
    let mut at = |typed: &str| {
        class.types(typed);
        class.screen()
    };
    let first = at("").expect("the first screen");
    assert!(first.contains("1 of "), "{first}");
    let third = at("g 3\n").expect("case 3");
    assert!(third.contains("3 of ") && !third.contains("reads    │"), "announced, not run: {third}");
    let back = at("b\n").expect("the screen before");
    assert!(back.contains("2 of ") && back.contains("reads    │"), "{back}");
    let help = at("?\n").expect("help");
    assert!(help.contains("go back one screen"), "{help}");
    assert_eq!(at("\n").expect("the same screen"), back);
    let told = at("what\n").expect("the same screen");
    assert!(told.contains("\"what\" means nothing here"), "{told}");
    let claims = at("c\n").expect("the claims");
    assert!(claims.contains('✓') && !claims.contains("of 12"), "{claims}");
    assert_eq!(at("q\n"), None, "it has ended");
}

pub(crate) fn what_was_typed_ahead_starts_nothing() {
    let mut class = Class::begin("00-stream-not-messages", "", (80, 24));
    let first = class.screen().expect("the first screen");
    assert!(first.contains("1 of "), "{first}");
    class.types("g 2\n\n\n\n\n\n\n\n");
    let second = class.screen().expect("case 2");
    assert!(second.contains("2 of ") && !second.contains("reads    │"), "not run: {second}");
    class.types("q\n");
    assert_eq!(class.screen(), None);
}
