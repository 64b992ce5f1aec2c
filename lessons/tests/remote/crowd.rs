//! Two hundred clients at once on each server, most of them rude: the polite are all answered, memory stays bounded, and
//! when all have gone no thread and no child is left. It counts in /proc, so it runs on Linux alone, and it measures no time.

use crate::server::{BOTH, PATIENCE, Server, numbers};
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::slice;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;
use struct_header::Order;

/// Who comes: 200 in all.
const SILENT: usize = 20;
const WITHOUT_OK: usize = 20;
const DEAF: usize = 32;
const LEAVING: usize = 20;
const RESETTING: usize = 20;
const LEAVING_A_COMMAND_BEHIND: usize = 8;
const POLITE: usize = 80;

/// What the deaf ask for, and leave unread: 6,888,896 bytes.
const LARGE: &[u8] = b"seq 1 1000000";
const LARGE_KIB: u64 = 6_888_896 / 1024;

/// Large outputs that the server keeps at once, as `RunLimits` has it.
const LARGE_OUTPUTS: u64 = 16;

/// For all else: the program, 200 stacks, 200 small outputs, and what the allocator keeps of memory given back.
const REST_KIB: u64 = 64 * 1024;

/// One crowd at a time: two would be in each other's way on a small machine.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn two_hundred_handshake_clients_starve_nobody() {
    crowd(BOTH[0]);
}

#[test]
fn two_hundred_struct_clients_starve_nobody() {
    crowd(BOTH[1]);
}

fn crowd(lesson: &'static str) {
    let _alone = alone();
    let server = Server::of(lesson);
    let before = threads(&server);
    let rude = Rude::come(&server);
    let polite: Vec<_> = (0..POLITE).map(|_| server.connect()).collect();
    let answered = thread::scope(|scope| {
        let converse = |(number, stream)| scope.spawn(move || converse(lesson, stream, number));
        let polite: Vec<_> = polite.into_iter().enumerate().map(converse).collect();
        let _staying = rude.misbehave(lesson);
        let answered = polite.into_iter().filter_map(|client| client.join().ok()).count();
        assert!(threads(&server) > before + SILENT + WITHOUT_OK, "those that stay are still served");
        answered
    });
    assert_eq!(answered, POLITE);
    wait_until("all its threads to be gone", || threads(&server) == before);
    wait_until("all its children to be gone", || children(&server).is_empty());
    let (peak, bound) = (peak_kib(&server), LARGE_OUTPUTS * LARGE_KIB + REST_KIB);
    let unread = DEAF as u64 * LARGE_KIB;
    let threads = threads(&server);
    told(&format!(
        "{lesson}: {answered} of {POLITE} polite clients answered; threads {before} before, {threads} after; no child; \
         VmHWM {peak} KiB of at most {bound} (all outputs that nobody read: {unread})"
    ));
    assert!(peak <= bound && bound < unread, "{peak} KiB of at most {bound}");
}

#[expect(clippy::print_stdout, reason = "cargo test -- --nocapture shows what was measured")]
fn told(figures: &str) {
    println!("{figures}");
}

/// Asks as a well-behaved client does, and checks each answer. None is large: the deaf hold all places for those.
fn converse(lesson: &str, mut stream: TcpStream, number: usize) {
    for (command, answer) in [
        (format!("echo {number}"), format!("{number}\n")),
        ("true".to_owned(), String::new()),
        ("seq 1 5000".to_owned(), numbers(5000)),
        (format!("expr {number} + 1"), format!("{}\n", number + 1)),
    ] {
        let body = ask(lesson, &mut stream, command.as_bytes());
        assert!(body == answer.as_bytes(), "{command}: {:.200}", String::from_utf8_lossy(&body));
    }
}

fn ask(lesson: &str, stream: &mut TcpStream, command: &[u8]) -> Vec<u8> {
    if lesson == BOTH[0] {
        return ack_handshake::client::ask(stream, command, 1 << 20).expect("an answer");
    }
    stream.write_all(command).expect("the server is there");
    struct_header::read_frame(stream, Order::Little, 1 << 20).expect("an answer").expect("no end")
}

/// Those that hold a connection and keep to nothing.
struct Rude {
    silent: Vec<TcpStream>,
    without_ok: Vec<TcpStream>,
    deaf: Vec<TcpStream>,
    leaving: Vec<TcpStream>,
    resetting: Vec<TcpStream>,
    leaving_a_command_behind: Vec<TcpStream>,
}

impl Rude {
    fn come(server: &Server) -> Self {
        let come = |count| (0..count).map(|_| server.connect()).collect();
        Self {
            silent: come(SILENT),
            without_ok: come(WITHOUT_OK),
            deaf: come(DEAF),
            leaving: come(LEAVING),
            resetting: come(RESETTING),
            leaving_a_command_behind: come(LEAVING_A_COMMAND_BEHIND),
        }
    }

    /// Returns those that stay, when each of them has what it wants of the server.
    fn misbehave(mut self, lesson: &str) -> [Vec<TcpStream>; 3] {
        say(&mut self.without_ok, b"echo hi");
        say(&mut self.resetting, b"seq 1 5000");
        say(&mut self.leaving, b"ech");
        say(&mut self.leaving_a_command_behind, b"sleep 1");
        drop((self.leaving, self.leaving_a_command_behind));
        // Closed with bytes unread, a connection is reset.
        await_an_answer(&mut self.resetting);
        drop(self.resetting);
        await_an_answer(&mut self.without_ok);
        thread::scope(|scope| {
            for stream in &mut self.deaf {
                scope.spawn(move || be_deaf(lesson, stream));
            }
        });
        [self.silent, self.without_ok, self.deaf]
    }
}

/// Asks for more than the sockets hold, and reads nothing of it; the first byte shows that it is being sent.
///
/// It may be that of a refusal, where the server keeps as many large outputs as it may.
fn be_deaf(lesson: &str, stream: &mut TcpStream) {
    say(slice::from_mut(stream), LARGE);
    if lesson == BOTH[0] {
        ack_handshake::client::read_length(stream, usize::MAX).expect("a length");
        ack_handshake::client::send_ok(stream).expect("the server is there");
    }
    await_an_answer(slice::from_mut(stream));
}

fn say(streams: &mut [TcpStream], text: &[u8]) {
    streams.iter_mut().for_each(|stream| stream.write_all(text).expect("the server is there"));
}

fn await_an_answer(streams: &mut [TcpStream]) {
    streams.iter_mut().for_each(|stream| assert_eq!(stream.peek(&mut [0]).expect("an answer comes"), 1));
}

fn threads(server: &Server) -> usize {
    fs::read_dir(format!("/proc/{}/task", server.id())).expect("it runs").count()
}

/// Processes whose parent is the server, those that nobody has waited for included.
fn children(server: &Server) -> Vec<String> {
    let parent = server.id().to_string();
    let processes = fs::read_dir("/proc").expect("proc(5)").filter_map(Result::ok);
    // A process may end while it is looked at.
    let stats = processes.filter_map(|process| fs::read_to_string(process.path().join("stat")).ok());
    // proc_pid_stat(5): pid (name) state parent, and a name may have parentheses and spaces.
    let is_child = |stat: &String| stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1)) == Some(&parent);
    stats.filter(is_child).collect()
}

fn peak_kib(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).expect("it runs");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("proc_pid_status(5)");
    peak.trim().trim_end_matches(" kB").parse().expect("a number")
}

fn wait_until(what: &str, reached: impl Fn() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !reached() {
        assert!(Instant::now() < until, "waited {PATIENCE:?} for {what}");
        thread::yield_now();
    }
}
