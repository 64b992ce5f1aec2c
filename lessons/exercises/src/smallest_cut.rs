//! Judges the exercise whose program is to be broken: makes the student's cut with a proxy, and looks for a smaller one.

use crate::exercise::Exercise;
use crate::judging::{Standing, idea};
use command_line::{Failure, Stop, print_to};
use cutter::search::{Attempt, Finding, Limits, Record, Recut, Report, Stage, Subject, Unfit, search, search_one};
use cutter::{Cutter, Direction};
use program::{Command, Program};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

/// What the client sends, each message when the last is answered.
const MESSAGES: [&str; 3] = ["I", "hi", "Lyon"];

/// The bytes of a header.
const HEADER: usize = 4;

/// How long the program may take until it listens, and to answer.
const TIMEOUT: Duration = Duration::from_secs(3);

/// How long a connection may go on when the client has ended.
const ENDING: Duration = Duration::from_millis(300);

/// How long the client must be quiet before what it wrote is glued.
const QUIET: Duration = Duration::from_millis(20);

/// The one stream that is cut: what the client sends.
const STREAM: (u64, Direction) = (1, Direction::Up);

/// The search finds every cut of such a stream; the server takes one client at a time.
const LIMITS: Limits = Limits { jobs: NonZeroUsize::MIN, tries: 1000, seed: 1, only: Some(Direction::Up) };

/// The program, which serves the clients of all tries.
struct Server {
    address: SocketAddr,
    _program: Program,
}

/// Judges the cut that the program names.
///
/// # Errors
/// If no proxy can be started, or if the output is gone.
pub(crate) fn judge(exercise: &Exercise, command: &Command, out: &mut dyn Write) -> Result<Standing, Stop> {
    let found = match start(command) {
        Ok((server, cut)) => try_out(&server, &cut),
        Err(what) => Ok(Err(what)),
    };
    let (standing, text) = match found? {
        Ok(proof) => (Standing::Solved, proof),
        Err(what) => (Standing::NotSolved, format!("{}{what}\n\n", idea(exercise))),
    };
    print_to(out, render::as_printed(&text).as_bytes())?;
    Ok(standing)
}

/// Starts the program, which prints where it listens and what the cut is: `127.0.0.1:40123 [3, 7]`.
fn start(command: &Command) -> Result<(Server, Vec<u64>), String> {
    let program = Program::start(command).map_err(|error| error.to_string())?;
    let line = program.read_line(Instant::now() + TIMEOUT).ok().flatten().unwrap_or_default();
    let line = String::from_utf8_lossy(&line).into_owned();
    let parsed = line.split_once(' ').and_then(|(address, cut)| Some((address.parse().ok()?, offsets(cut)?)));
    let (address, cut) = parsed.ok_or_else(|| {
        let (said, line) = (render::escaped_text(&program.output().stderr), render::escaped_text(line.as_bytes()));
        format!("The program printed \"{line}\" instead of its address and CUT. Change CUT alone.\n{said}")
    })?;
    Ok((Server { address, _program: program }, cut))
}

/// `[3, 7]`.
fn offsets(cut: &str) -> Option<Vec<u64>> {
    let inside = cut.trim().strip_prefix('[')?.strip_suffix(']')?;
    inside.split(',').map(str::trim).filter(|offset| !offset.is_empty()).map(|offset| offset.parse().ok()).collect()
}

/// The proof that the cut is the smallest, or what is wrong with it.
fn try_out(server: &Server, cut: &[u64]) -> Result<Result<String, String>, Failure> {
    let last = stream().len() as u64 - 1;
    if !cut.is_sorted_by(|one, next| one < next) || cut.iter().any(|offset| !(1..=last).contains(offset)) {
        return Ok(Err(format!("CUT is {cut:?}. The offsets must ascend, and be from 1 to {last}.")));
    }
    if cut.is_empty() {
        return Ok(Err("CUT is empty: uncut, the server answers all three messages correctly.".to_owned()));
    }
    let report = match search(server, LIMITS, &|_| {}) {
        Ok(report) => report,
        Err(Unfit::Cannot(failure)) => return Err(failure),
        Err(Unfit::FailsUncut(attempt) | Unfit::FailsSometimes(attempt) | Unfit::Spoilt(_, attempt)) => {
            return Ok(Err(fails_uncut(attempt)));
        }
        Err(Unfit::Silent) => return Ok(Err(fails_uncut(Attempt::default()))),
    };
    let yours = search_one(server, Recut::At(STREAM, cut.to_vec()), LIMITS);
    let yours = yours.ok().and_then(|report| report.cut);
    Ok(compare(cut, yours.as_ref(), &report))
}

fn fails_uncut(attempt: Attempt) -> String {
    let what = attempt.failed.unwrap_or_else(|| "it read nothing".to_owned());
    format!("Even uncut, {what}. Change CUT alone; `reset 10` puts the server back.")
}

fn compare(cut: &[u64], yours: Option<&Finding>, report: &Report) -> Result<String, String> {
    let Some(Recut::At(_, smallest)) = report.cut.as_ref().map(|finding| &finding.recut) else {
        return Err("No cut breaks this server. Change CUT alone; `reset 10` puts it back.".to_owned());
    };
    let picture = picture(cut);
    let Some(failed) = yours.and_then(|finding| finding.attempt.failed.as_ref()) else {
        return Err(format!("{picture}\nWith these reads, the server answers all three messages correctly."));
    };
    if cut.len() > smallest.len() {
        let enough = render::counted(smallest.len() as u64, "cut");
        return Err(format!(
            "{picture}\nThis breaks the server: {failed}.\nBut it is not the smallest: {enough} can do it."
        ));
    }
    let singles = report.tried.iter().find(|tried| tried.stage == Stage::Single).map_or(0, |tried| tried.tried);
    let proven = yours.is_some_and(|finding| finding.attempt.proven);
    let proof =
        if proven { "The kernel shows that its reads ended there" } else { "Where its reads ended was not observed" };
    let words = format!(
        "This breaks the server: {failed}. {proof}. {singles} single cuts were tried, and none of them breaks it."
    );
    Ok(format!("{picture}\n{}", render::wrap(&words, "", 0)))
}

/// The stream, and where it is cut; two columns for a byte, and a dot for a byte of a header.
fn picture(cut: &[u64]) -> String {
    let header = "·".repeat(HEADER);
    let bytes: Vec<char> = MESSAGES.iter().flat_map(|message| header.chars().chain(message.chars())).collect();
    let mut row = String::from("│");
    for (nth, byte) in bytes.iter().enumerate() {
        let end = nth as u64 + 1;
        let is_end = cut.contains(&end) || nth + 1 == bytes.len();
        row += &format!("{byte}{}", if is_end { '│' } else { ' ' });
    }
    let cuts: Vec<String> = cut.iter().map(u64::to_string).collect();
    format!("  {row}  cut at {}\n", cuts.join(", "))
}

fn frame(payload: &[u8]) -> Vec<u8> {
    [&(payload.len() as u32).to_be_bytes()[..], payload].concat()
}

fn stream() -> Vec<u8> {
    MESSAGES.iter().flat_map(|message| frame(message.as_bytes())).collect()
}

impl Subject for Server {
    type Error = Failure;

    fn attempt(&self, recut: &Recut) -> Result<Attempt, Failure> {
        let cannot = |error: io::Error| Failure::cannot(format!("the proxy cannot run: {error}"), "try again");
        let record = Record::default();
        let proxy = Cutter::to(self.address).map_err(cannot)?.recut(recut, QUIET).wait_for_server(TIMEOUT);
        let proxy = proxy.start_with(record.sink()).map_err(cannot)?;
        let failed = converse(proxy.address());
        proxy.finish_within(ENDING).map_err(cannot)?;
        Ok(record.attempt(recut, failed, String::new()))
    }
}

/// Sends the messages; returns what was wrong with an answer.
fn converse(address: SocketAddr) -> Option<String> {
    let lost = |error: io::Error| match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => format!("it gave no answer within {TIMEOUT:?}"),
        _ => format!("it closed the connection ({error})"),
    };
    let mut server = match TcpStream::connect_timeout(&address, TIMEOUT) {
        Ok(server) => server,
        Err(error) => return Some(lost(error)),
    };
    MESSAGES.iter().find_map(|message| match exchange(&mut server, message.as_bytes()) {
        Err(error) => Some(lost(error)),
        Ok(answer) if answer == message.as_bytes() => None,
        Ok(answer) => Some(format!("to \"{message}\" it answers {}", render::quoted(&[answer]))),
    })
}

fn exchange(server: &mut TcpStream, message: &[u8]) -> io::Result<Vec<u8>> {
    server.set_read_timeout(Some(TIMEOUT))?;
    server.set_write_timeout(Some(TIMEOUT))?;
    server.write_all(&frame(message))?;
    let mut header = [0; HEADER];
    server.read_exact(&mut header)?;
    // No answer is longer than the stream.
    let mut answer = vec![0; stream().len().min(u32::from_be_bytes(header) as usize)];
    server.read_exact(&mut answer)?;
    Ok(answer)
}
