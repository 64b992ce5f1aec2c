//! What other programs' reads return behind the proxy: exactly the pieces that it reports. The programs are in Python, in
//! JavaScript and in C; a test is ignored where its language is not installed.
//!
//! `PROOF_CONNECTIONS` is how many connections each test makes, one after another; 4 by default.

use cutter::{Cuts, Cutter, Direction, Piece, Proof, Treatment};
use libtest_mimic::{Arguments, Failed, Trial};
use std::io::{BufRead, BufReader, Lines, Write};
use std::net::TcpStream;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitCode, Stdio};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proof");

fn main() -> ExitCode {
    let mut trials = Vec::new();
    let c = compiled();
    for size in [1, 2, 3, 7, 64, 1024, 65_536] {
        for (ack, quick) in [("delayed", false), ("quick", true)] {
            for host in ["127.0.0.1", "::1"] {
                let family = if host == "::1" { "ipv6" } else { "ipv4" };
                let arguments = move |program: PathBuf| {
                    let mut all = vec![program.into_os_string(), host.into(), size.to_string().into()];
                    all.extend(quick.then(|| "quick".into()));
                    all
                };
                let name = |language| format!("{language}_reads_{size}_bytes_{ack}_acks_{family}");
                let python = move || arguments(Path::new(FOLDER).join("reader.py"));
                trials.push(trial(name("python"), installed("python3"), move || run("python3".into(), python(), size)));
                let program = c.clone().unwrap_or_default();
                trials.push(trial(name("c"), c.is_some(), move || {
                    run(program.clone(), arguments(PathBuf::new())[1..].to_vec(), size)
                }));
            }
        }
    }
    // It is nearly always inside a read when a piece arrives, which no blocking reader is.
    let spinning = ["127.0.0.1", "65536", "spin"].map(Into::into).to_vec();
    let program = c.clone().unwrap_or_default();
    trials.push(trial("c_reads_again_and_again".to_owned(), c.is_some(), move || run(program, spinning, 65_536)));
    for host in ["127.0.0.1", "::1"] {
        let arguments = vec![Path::new(FOLDER).join("reader.js").into_os_string(), host.into()];
        let name = format!("javascript_reads_{}", if host == "::1" { "ipv6" } else { "ipv4" });
        trials.push(trial(name, installed("node"), move || run("node".into(), arguments, 65_536)));
    }
    let conclusion = libtest_mimic::run(&Arguments { test_threads: Some(1), ..Arguments::from_args() }, trials);
    conclusion.exit_code()
}

fn trial(name: String, possible: bool, run: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::test(name, run).with_ignored_flag(!possible || cfg!(not(target_os = "linux")))
}

fn installed(program: &str) -> bool {
    let ran = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    ran.is_ok_and(|status| status.success())
}

/// The reader in C, if there is a compiler.
fn compiled() -> Option<PathBuf> {
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reader");
    let source = Path::new(FOLDER).join("reader.c");
    let time = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    if time(&program) > time(&source) {
        return Some(program); // whoever runs this now may not be able to write there
    }
    let made = Command::new("cc").arg("-O1").arg("-o").args([&program, &source]).status();
    made.is_ok_and(|status| status.success()).then_some(program)
}

/// A program that listens, and prints the lengths of its reads.
struct Reader {
    program: Child,
    lines: Lines<BufReader<ChildStdout>>,
    port: u16,
}

impl Reader {
    fn start(program: PathBuf, arguments: Vec<std::ffi::OsString>) -> Result<Self, Failed> {
        let mut program = Command::new(program).args(arguments).stdout(Stdio::piped()).spawn()?;
        let mut lines = BufReader::new(program.stdout.take().ok_or("no output")?).lines();
        let port = lines.next().ok_or("it printed no port")??.parse()?;
        Ok(Self { program, lines, port })
    }

    /// The reads of the connection that has ended.
    fn reads(&mut self) -> Result<Vec<usize>, Failed> {
        let line = self.lines.next().ok_or("the program has ended")??;
        Ok(line.split_whitespace().map(str::parse).collect::<Result<_, _>>()?)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Makes connections through proxies with different seeds; `size` is the length of the program's buffer.
fn run(program: PathBuf, arguments: Vec<std::ffi::OsString>, size: usize) -> Result<(), Failed> {
    let host = if arguments.iter().any(|argument| argument == "::1") { "::1" } else { "127.0.0.1" };
    let connections = std::env::var("PROOF_CONNECTIONS").map_or(Ok(4), |text| text.parse())?;
    let mut reader = Reader::start(program, arguments)?;
    for seed in 0..connections {
        let longest = NonZeroU64::new([1, 9, 100, 2000][seed as usize % 4]).ok_or("none")?;
        let cuts = Treatment::cut(Cuts::Random { seed, longest });
        let proxy = Cutter::to((host, reader.port))?.treat(Direction::Up, cuts).start()?;
        let mut client = TcpStream::connect(proxy.address())?;
        client.write_all(&vec![b'x'; 40 * usize::try_from(longest.get())?])?;
        drop(client);
        let reads = reader.reads()?;
        compare(&proxy.finish()?, &reads, size).map_err(|why| format!("connection {seed}: {why}"))?;
    }
    Ok(())
}

fn compare(pieces: &[Piece], reads: &[usize], size: usize) -> Result<(), String> {
    if let Some(piece) = pieces.iter().find(|piece| piece.proof != Proof::Taken) {
        return Err(format!("not proven: {piece:?}"));
    }
    // A piece longer than the buffer takes several reads.
    let reads_of = |piece: &Piece| {
        let whole = vec![size; piece.bytes / size];
        let rest = piece.bytes % size;
        whole.into_iter().chain((rest > 0).then_some(rest))
    };
    let expected: Vec<usize> = pieces.iter().flat_map(reads_of).collect();
    if pieces.len() < 20 || expected != reads {
        return Err(format!("{} pieces should be the reads {expected:?}, which are {reads:?}", pieces.len()));
    }
    Ok(())
}
