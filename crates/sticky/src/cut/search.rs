//! `sticky cut --search`: runs a program again and again behind the proxy, and reports the smallest cut that breaks it.

use crate::cut::subject::{Programs, Server};
use crate::cut::{Times, finding};
use crate::streams::Output;
use clap::{Arg, ArgAction, ArgMatches};
use command_line::{CONTRADICTED, Failure, Patient, Stop, whole};
use cutter::Direction;
use cutter::search::{Finding, Limits, Recut, Report, Stage, Tried, Unfit, search, search_one};
use program::Command;
use render::{counted, json_line};
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicU64;
use std::thread;
use std::time::{Duration, Instant};
use trace::Value;

pub(crate) fn args() -> Vec<Arg> {
    let number = |name: &'static str, value, most: i128, example: &str| {
        let arg = Arg::new(name).long(name).value_name(value).allow_hyphen_values(true).requires("search");
        arg.value_parser(whole::<u64>(1..=most, example))
    };
    let heading = "Options of --search";
    let args = [
        Arg::new("search")
            .long("search")
            .action(ArgAction::SetTrue)
            .requires("command")
            .help("Find the smallest cut that breaks a program"),
        Arg::new("serve")
            .long("serve")
            .value_name("COMMAND")
            .requires("search")
            .conflicts_with("to")
            .help("Start this server for each try, instead of --to"),
        number("jobs", "N", 64, "2")
            .help("Tries at once, if a server is started for each\n[default: as many as there are cores]"),
        number("tries", "N", 1_000_000, "1000").default_value("2000").help("Most single cuts to try"),
        number("limit", "MS", 3_600_000, "5000")
            .help("Time without a byte after which a try has hung\n[default: 20 times an uncut try, at least 3000]"),
        Arg::new("command")
            .value_name("COMMAND")
            .num_args(1..)
            .last(true)
            .requires("search")
            .value_parser(clap::value_parser!(OsString))
            .help("The program to try; {addr} stands for where to connect"),
    ];
    args.map(|arg| arg.help_heading(heading)).into()
}

pub(crate) const NOTES: &str = r"
--search runs COMMAND once for each cut. COMMAND connects to {addr}, which is
also in the variable STICKY_ADDR ({host} and {port} are its parts), and exits
with 0 if all went well. The server is --to, or --serve: a command that listens
on 127.0.0.1 at {port}, which is also in PORT. The search first makes two tries
without a cut. Then it glues everything, sends every byte alone, makes each
single cut, and tries pairs of cuts in the first 8 bytes of each message. With
--at, --each 1 or --glue it tries only that; with --up or --down it cuts only
that direction. The smallest cut has the fewest places; of several, the search
reports the first, up before down. The exit status is 1 if a cut breaks the
program, 0 if none does, and 2 if the search proves nothing.";

/// What the search is told besides its programs.
pub(crate) struct Options {
    /// Only this is tried.
    pub(crate) only: Option<Recut>,
    pub(crate) json: bool,
    pub(crate) seed: u64,
    pub(crate) full: Box<dyn Fn() -> Option<Box<dyn crate::cut::place::Places>>>,
}

/// The programs that the command line names.
pub(crate) fn programs(matches: &ArgMatches, hold: Duration, times: Times) -> Result<Programs, Failure> {
    let bad = |option: &'static str| move |error: io::Error| Failure::cannot(format!("{option}{error}"), "");
    let words = matches.get_many::<OsString>("command").unwrap_or_default().cloned();
    let client = Command::new(words).map_err(bad(""))?.grace(Duration::ZERO);
    let server = match matches.get_one::<String>("serve") {
        Some(line) => Server::Started(Command::parse(line).map_err(bad("--serve: "))?.grace(Duration::ZERO)),
        None => Server::At(matches.get_one::<String>("to").cloned().unwrap_or_default()),
    };
    if let Server::At(address) = &server {
        let _ = times.proxy(address)?; // an address that is none is told before anything runs
    }
    let limit = matches.get_one("limit").copied().map(Duration::from_millis);
    Ok(Programs { client, server, times, hold, limit, uncut_ms: AtomicU64::new(0) })
}

/// Searches, and reports; returns the exit status.
pub(crate) fn run(matches: &ArgMatches, programs: &Programs, options: &Options) -> Result<u8, Stop> {
    program::end_all_on_signals().map_err(|error| Failure::cannot(format!("no signals: {error}"), "try again"))?;
    let number = |option| matches.get_one::<u64>(option).and_then(|&number| usize::try_from(number).ok());
    let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    // One server for all tries may serve one client at a time.
    let default = if matches!(programs.server, Server::At(_)) { NonZeroUsize::MIN } else { cores };
    let jobs = number("jobs").and_then(NonZeroUsize::new).unwrap_or(default);
    let limits = Limits { jobs, tries: number("tries").unwrap_or(2000), seed: options.seed, only: direction(matches) };
    let progress = Progress::new(options.json);
    let found = match &options.only {
        Some(recut) => search_one(programs, recut.clone(), limits),
        None => search(programs, limits, &|tried| progress.show(tried)),
    };
    progress.clear();
    let report = found.map_err(unfit)?;
    let mut out = Output::new();
    out.print(if options.json { json(&report, progress.began) } else { text(&report, matches, options) })?;
    out.flush()?;
    if proves_nothing(&report) {
        return Err(Failure::cannot(
            "no cut is known to have reached the program, so nothing is known of it",
            "does it read before all has arrived? Is it on this machine? Are the offsets within the stream?",
        )
        .into());
    }
    Ok(if report.glued.is_some() || report.cut.is_some() { CONTRADICTED } else { 0 })
}

/// Whether nothing broke, and no cut was proven: then the program may never have been put to the test.
fn proves_nothing(report: &Report) -> bool {
    let is_cut = |tried: &&Tried| matches!(tried.stage, Stage::ByteByByte | Stage::Single | Stage::Pair);
    let cuts: usize = report.tried.iter().filter(is_cut).map(|tried| tried.tried).sum();
    let glued = report.tried.iter().all(|tried| matches!(tried.stage, Stage::Uncut | Stage::Glued));
    report.glued.is_none() && report.cut.is_none() && !glued && report.not_made + report.not_proven >= cuts
}

fn unfit(unfit: Unfit<Failure>) -> Failure {
    let cannot = |what: &str, attempt: &cutter::search::Attempt, hint: &str| {
        let how = attempt.failed.as_deref().unwrap_or("it failed");
        let printed =
            if attempt.output.is_empty() { String::new() } else { format!("; it printed: {}", attempt.output) };
        Failure::cannot(format!("{what}: the program {how}{printed}"), hint)
    };
    match unfit {
        Unfit::Cannot(failure) => failure,
        Unfit::FailsUncut(attempt) => cannot(
            "it fails without any cut, too",
            &attempt,
            "without a cut the command must exit with 0; try it without the proxy",
        ),
        Unfit::FailsSometimes(attempt) => cannot(
            "it fails sometimes without any cut",
            &attempt,
            "a cut cannot be blamed then; make the command reliable first",
        ),
        Unfit::Spoilt(recut, attempt) => {
            let what = format!("after this cut it fails without any, too ({})", finding::name(&recut));
            cannot(
                &what,
                &attempt,
                "the cut may have ended the server: look there, or use --serve, which starts one for each try",
            )
        }
        Unfit::Silent => {
            Failure::cannot("no byte passed through the proxy", "the command must connect to {addr}, or $STICKY_ADDR")
        }
    }
}

/// A line on a terminal that says how far the search is.
struct Progress {
    shown: bool,
    began: Instant,
}

impl Progress {
    fn new(json: bool) -> Self {
        Self { shown: !json && io::stderr().is_terminal(), began: Instant::now() }
    }

    fn show(&self, tried: Tried) {
        if self.shown {
            let seconds = self.began.elapsed().as_secs();
            let line = format!("\r{}: {} of {} ({seconds} s)\x1b[K", words(tried.stage), tried.tried, tried.of);
            // If nobody sees it, nobody misses it.
            let _ = Patient(io::stderr()).write_all(line.as_bytes());
        }
    }

    fn clear(&self) {
        if self.shown {
            let _ = Patient(io::stderr()).write_all(b"\r\x1b[K");
        }
    }
}

/// The name of a stage.
const fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Uncut => "uncut",
        Stage::Glued => "glued",
        Stage::ByteByByte => "byte by byte",
        Stage::Single => "single cuts",
        Stage::Pair => "pairs of cuts",
        Stage::Smaller => "fewer cuts",
    }
}

fn text(report: &Report, matches: &ArgMatches, options: &Options) -> String {
    let mut out = String::new();
    for (stream, passed) in &report.uncut.streams {
        let way = finding::way(*stream);
        out += &format!("{way}: {}\n", counted(passed.len, "byte"));
    }
    for Tried { stage, tried, of, broke } in &report.tried {
        let all = if tried == of { String::new() } else { format!(" of {of}") };
        let broke = if *broke { ", the last breaks it" } else { "" };
        out += &format!("{:<14} {:>5}{all} tried{broke}\n", words(*stage), tried);
    }
    for (count, what) in [
        (report.sometimes.len(), "failed once, and not again"),
        (report.not_made, "came to nothing: the stream ended before the cut"),
        (report.not_proven, "not proven: the program was not seen to read up to the cut"),
    ] {
        if count > 0 {
            out += &render::wrap(&format!("{} {what}", tries(count)), "", 0);
        }
    }
    let findings: Vec<&Finding> = [&report.glued, &report.cut].into_iter().flatten().collect();
    for found in &findings {
        out += &finding::text(found, report, matches, options);
    }
    if findings.is_empty() {
        let all = report.tried.iter().map(|tried| tried.tried).sum();
        let known =
            if proves_nothing(report) { "Nothing is known: no cut was proven in" } else { "Nothing broke it in" };
        out += &format!("\n{known} {}.\n", tries(all));
    }
    out
}

fn tries(count: usize) -> String {
    counted(count as u64, "try").replace("trys", "tries")
}

fn json(report: &Report, began: Instant) -> String {
    let line = |event: &str, fields| json_line(began.elapsed().as_micros() as u64, event, fields);
    let stage = |tried: &Tried| {
        let stage = words(tried.stage).replace(' ', "-");
        line(
            "tried",
            vec![
                ("stage", stage.into()),
                ("tried", tried.tried.into()),
                ("of", tried.of.into()),
                ("broke", tried.broke.into()),
            ],
        )
    };
    let mut out: String = report.tried.iter().map(stage).collect();
    let found = [&report.glued, &report.cut].into_iter().flatten();
    out += &found.clone().map(|found| line("found", finding::fields(found))).collect::<String>();
    let sometimes = report.sometimes.iter().map(finding::name).collect::<Vec<_>>();
    out + &line(
        "result",
        vec![
            ("breaks", Value::Bool(found.count() > 0)),
            ("sometimes", sometimes.into()),
            ("not_made", report.not_made.into()),
            ("not_proven", report.not_proven.into()),
        ],
    )
}

/// The one direction to cut, if the command line names one.
pub(crate) fn direction(matches: &ArgMatches) -> Option<Direction> {
    let named = |direction: &Direction| matches.get_flag(direction.name());
    Direction::BOTH.into_iter().find(named)
}

/// The one thing that the command line wants tried, if it names one.
pub(crate) fn only(matches: &ArgMatches, cuts: &cutter::Cuts, glue: bool) -> Result<Option<Recut>, Failure> {
    let one = direction(matches);
    let ways = || one.map_or(Direction::BOTH.to_vec(), |one| vec![one]);
    let connection = matches.get_one("only").copied();
    match cuts {
        cutter::Cuts::At(offsets) => match one {
            Some(direction) => Ok(Some(Recut::At((connection.unwrap_or(1), direction), offsets.clone()))),
            None => Err(Failure::cannot("--search --at: in which direction?", "add --up or --down")),
        },
        _ if connection.is_some() => Err(Failure::cannot(
            "--search --only: every connection is cut, but with --at",
            "leave out --only, or add --at",
        )),
        cutter::Cuts::Nowhere => Ok(glue.then(|| Recut::Glued(ways()))),
        cutter::Cuts::Every(bytes) if bytes.get() == 1 => Ok(Some(Recut::ByteByByte(ways()))),
        _ => Err(Failure::cannot("--search does not go with this cut", "use --at, --each 1 or --glue, or none")),
    }
}
