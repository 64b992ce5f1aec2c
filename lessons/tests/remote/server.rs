//! A lesson's server, and what it says, for the tests that meet it from outside. Every wait has a deadline, and no
//! process outlives the test that started it, even one that fails.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The lessons that have the remote command program.
pub(crate) const BOTH: [&str; 2] = ["03-ack-handshake", "04-struct-header"];

/// A server of each.
pub(crate) fn both() -> impl Iterator<Item = (&'static str, Server)> {
    BOTH.into_iter().map(|lesson| (lesson, Server::of(lesson)))
}

/// Far more than anything here takes on a busy machine: to reach it is a failure.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A process that is ended and reaped with this.
pub(crate) struct Started(Child);

impl Started {
    pub(crate) fn new(command: &mut Command) -> Self {
        Self(command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Its standard output, line by line.
    pub(crate) fn lines(&mut self) -> Lines {
        Lines::of(self.0.stdout.take().expect("piped, and taken once"))
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // Both fail only where it has ended and been reaped already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Lines that a thread of its own reads, so that waiting for one can have a deadline.
pub(crate) struct Lines {
    lines: Receiver<String>,
    seen: Vec<String>,
}

impl Lines {
    pub(crate) fn of(stream: impl Read + Send + 'static) -> Self {
        let (sender, lines) = channel();
        // It reads to the end even when nobody waits for a line any more: the other end would stop, or be told so.
        thread::spawn(move || {
            let lines = BufReader::new(stream).lines().map_while(Result::ok);
            lines.for_each(|line| drop(sender.send(line)));
        });
        Self { lines, seen: Vec::new() }
    }

    /// The next line that is `wanted`; those before it are passed over.
    pub(crate) fn wait_for(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else { panic!("waited for {what}, saw {:#?}", self.seen) };
            if wanted(&line) {
                return line;
            }
            self.seen.push(line);
        }
    }
}

/// A lesson's server on a port of the system's choice.
pub(crate) struct Server {
    process: Started,
    lesson: &'static str,
    pub(crate) address: String,
    /// What it says on its standard output after its first line.
    pub(crate) said: Lines,
    pub(crate) log: Lines,
}

impl Server {
    pub(crate) fn of(lesson: &'static str) -> Self {
        Self::with(lesson, &["--listen", "127.0.0.1:0"])
    }

    pub(crate) fn with(lesson: &'static str, args: &[&str]) -> Self {
        Self::start(lesson, Command::new(crate::support::program(lesson)).args(["serve"]).args(args))
    }

    /// A server in whose process a shell runs `setup` first.
    #[cfg(target_os = "linux")]
    pub(crate) fn set_up(lesson: &'static str, setup: &str) -> Self {
        let script = format!("{setup}\nexec \"$0\" serve --listen 127.0.0.1:0");
        Self::start(lesson, Command::new("sh").args(["-ec", &script]).arg(crate::support::program(lesson)))
    }

    fn start(lesson: &'static str, command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = Started::new(command);
        let log = Lines::of(process.0.stderr.take().expect("piped"));
        let mut said = process.lines();
        let ready = said.wait_for("the server's address", |line| line.starts_with("listening on "));
        let address = ready.split([' ', ';']).nth(2).expect("an address is named").to_owned();
        Self { process, lesson, address, said, log }
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        connect(&self.address)
    }

    /// What `ask` does with `more` behind its address.
    pub(crate) fn ask(&self, more: &[&str]) -> Output {
        ask(self.lesson, &self.address, more)
    }

    /// What `ask` prints of commands that stand on its standard input.
    pub(crate) fn ask_lines(&self, input: &str) -> String {
        let args = ["ask", "--connect", &self.address];
        printed(&crate::support::command(self.lesson, &args).stdin(input).output().expect("it runs and ends"))
    }
}

pub(crate) fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("no time-out of zero");
    stream.set_write_timeout(Some(PATIENCE)).expect("no time-out of zero");
    stream
}

pub(crate) fn ask(lesson: &str, address: &str, more: &[&str]) -> Output {
    crate::support::run(lesson, &[&["ask", "--connect", address], more].concat())
}

/// What a program that ends well and quietly printed.
pub(crate) fn printed(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "{}: {stderr}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The message of a program that ended with `status`: what happened, then what to do, and nothing on its output.
pub(crate) fn failed(output: &Output, status: i32) -> String {
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{message}");
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(message.starts_with("error: ") && message.contains("\nhint: "), "{message}");
    assert!(!message.chars().any(|c| c.is_control() && c != '\n'), "{message:?}");
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What `seq 1 last` prints.
pub(crate) fn numbers(last: u32) -> String {
    (1..=last).map(|number| format!("{number}\n")).collect()
}
