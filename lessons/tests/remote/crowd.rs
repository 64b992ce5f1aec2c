//! Two hundred clients at once on each server, most of them rude: the polite are all answered, memory stays bounded, and
//! when all have gone no thread and no child is left. It counts in /proc, so it runs on Linux alone, and it measures no time.

use crate::server::{BOTH, PATIENCE, Server, numbers};
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::slice;
use std::thread;
use std::time::Instant;
use struct_header::Order;

/// Who comes, 200 in all: those that say nothing, that send no OK, that read nothing, that leave in a command, that reset
/// their connection, that leave a command behind; and the polite.
const RUDE: [usize; 6] = [20, 20, DEAF, 20, 20, 8];
const DEAF: usize = 32;
const POLITE: usize = 80;

/// What the deaf ask for, and leave unread: 6,888,896 bytes.
const LARGE: &[u8] = b"seq 1 1000000";
const LARGE_KIB: u64 = 6_888_896 / 1024;

/// Large outputs that the server keeps at once, as `RunLimits` has it.
const LARGE_OUTPUTS: u64 = 16;

/// For all else: the program, 200 stacks, 200 small outputs, and what the allocator keeps of memory given back.
const REST_KIB: u64 = 64 * 1024;

#[test]
fn two_hundred_clients_starve_nobody() {
    BOTH.into_iter().for_each(crowd); // one after the other: they would be in each other's way on a small machine
}

fn crowd(lesson: &'static str) {
    let server = Server::of(lesson);
    let before = threads(&server);
    let rude = RUDE.map(|count| (0..count).map(|_| server.connect()).collect());
    let polite: Vec<_> = (0..POLITE).map(|_| server.connect()).collect();
    let answered = thread::scope(|scope| {
        let converse = |(number, stream)| scope.spawn(move || converse(lesson, stream, number));
        let polite: Vec<_> = polite.into_iter().enumerate().map(converse).collect();
        let _staying = misbehave(rude, lesson);
        let answered = polite.into_iter().filter_map(|client| client.join().ok()).count();
        assert!(threads(&server) > before + RUDE[0] + RUDE[1], "those that stay are still served");
        answered
    });
    assert_eq!(answered, POLITE);
    wait_until("all its threads to be gone", || threads(&server) == before);
    wait_until("all its children to be gone", || children(&server).is_empty());
    let (peak, bound) = (peak_kib(&server), LARGE_OUTPUTS * LARGE_KIB + REST_KIB);
    let unread = DEAF as u64 * LARGE_KIB;
    assert!(peak <= bound && bound < unread, "{peak} KiB of at most {bound}");
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

/// Keeps to nothing. Returns those that stay, when each of them has what it wants of the server.
fn misbehave(rude: [Vec<TcpStream>; 6], lesson: &str) -> [Vec<TcpStream>; 3] {
    let [silent, mut without_ok, mut deaf, mut leaving, mut resetting, mut leaving_a_command_behind] = rude;
    say(&mut without_ok, b"echo hi");
    say(&mut resetting, b"seq 1 5000");
    say(&mut leaving, b"ech");
    say(&mut leaving_a_command_behind, b"sleep 1");
    drop((leaving, leaving_a_command_behind));
    // Closed with bytes unread, a connection is reset.
    await_an_answer(&mut resetting);
    drop(resetting);
    await_an_answer(&mut without_ok);
    thread::scope(|scope| {
        for stream in &mut deaf {
            scope.spawn(move || be_deaf(lesson, stream));
        }
    });
    [silent, without_ok, deaf]
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
