//! `sticky cut`: a proxy between a client and a server that cuts what each sends, and proves that the other read it so.

mod finding;
mod log;
pub(crate) mod place;
mod search;
mod subject;

use crate::streams::{Output, say};
use crate::{any_framing, framing_options};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use command_line::{Failure, Stop, ascii, choice, choose_look, color, whole};
use cutter::{Cuts, Cutter, Direction, Event, Treatment};
use log::Log;
use render::json_line;
use std::io::ErrorKind;
use std::net::{SocketAddr, ToSocketAddrs};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

const NOTES: &str = r"
The proxy sends the next piece when the program has read the last one. Linux
tells this about programs on the same machine, and the log says 'read'.
Otherwise it says 'not observed', and the proxy waits for --pause.";

const EXAMPLES: &str = r"
Examples:
  sticky cut --to 127.0.0.1:6379 --listen 127.0.0.1:7000 --each 1
  sticky cut --to localhost:8000 --at 4,9 --up --framing length
  sticky cut --search --to 127.0.0.1:8000 -- python3 client.py {addr}
  sticky cut --search --serve 'node server.js {port}' -- ./client {addr}";

/// How long a writer must be quiet, unless it is said.
const QUIET: Duration = Duration::from_millis(20);

pub(crate) fn command() -> Command {
    let text = |name: &'static str, value| Arg::new(name).long(name).value_name(value);
    let number = |name: &'static str, value, most: u64, example: &str| {
        text(name, value).allow_hyphen_values(true).value_parser(whole::<u64>(0..=most.into(), example))
    };
    let at_least_1 = |name: &'static str, value, example: &str| {
        text(name, value).allow_hyphen_values(true).value_parser(whole::<u64>(1..=u64::MAX.into(), example))
    };
    let switch = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let ms = |name: &'static str| number(name, "MS", 3_600_000, "20");
    let format = choice("format", "text|json", ["text", "json"], "Text, or JSON lines");
    let glue = text("glue", "BYTES").num_args(0..=1).require_equals(true).default_missing_value("65536");
    let mut args = vec![
        text("to", "HOST:PORT").required_unless_present("serve").help("Server to connect to"),
        text("listen", "IP:PORT")
            .value_parser(value_parser!(SocketAddr))
            .default_value("127.0.0.1:0")
            .help("Where to listen; 0: any port"),
        at_least_1("each", "BYTES", "1").help("Cut every so many bytes"),
        number("at", "OFFSETS", u64::MAX, "4").value_delimiter(',').help("Cut each stream at these offsets: 4,9"),
        switch("random").help("Cut at random, into pieces of 1 to --longest bytes"),
        number("seed", "N", u64::MAX, "7").default_value("1").help("Seed for everything random"),
        at_least_1("longest", "BYTES", "9").requires("random").default_value("9").help("Longest random piece"),
        glue.value_parser(whole::<usize>(1..=1 << 20, "4096"))
            .help("Collect into one write, until the writer is quiet\nor BYTES have arrived [default: 65536]"),
        ms("hold")
            .help("Wait before each piece; how long a writer must be\nquiet for --glue [default: 0; with --glue 20]"),
        switch("up").help("Only what the client sends"),
        switch("down").conflicts_with("up").help("Only what the server sends"),
        at_least_1("only", "K", "1").help("Only connection K, counted from 1"),
        ms("patience").default_value("1000").help("Time for a program to read a piece"),
        ms("pause").default_value("20").help("Pause if nothing can be observed"),
        at_least_1("connections", "N", "1").help("End after N connections [default: at Ctrl-C]"),
        text("save", "FOLDER")
            .value_parser(value_parser!(PathBuf))
            .help("Write each stream to a file, for 'sticky decode'"),
        format.default_value("text"),
        color().help("Colours: auto, always or never"),
        ascii().help("ASCII only (default: without UTF-8)"),
    ];
    args[2..5].iter_mut().for_each(|arg| *arg = std::mem::take(arg).group("cuts"));
    args.extend(search::args());
    args.extend(framing_options::optional_args());
    Command::new("cut").about("Cut the bytes between a client and a server").args(args).after_help(format!(
        "{}\n{NOTES}\n{}\n{EXAMPLES}",
        framing_options::NOTES,
        search::NOTES
    ))
}

pub(crate) fn run(matches: &ArgMatches) -> Result<u8, Stop> {
    choose_look(matches);
    if matches.get_flag("search") {
        return search(matches);
    }
    let proxy = treated(matches, Times::of(matches).proxy(to(matches))?)?;
    // Two files a connection, and some for the rest.
    let at_once = program::raise_file_limit().map_or(4096, |files| (files.saturating_sub(32) / 2).clamp(1, 4096));
    let proxy = proxy.at_once(usize::try_from(at_once).unwrap_or(4096));
    let log = log(matches)?;
    let listen = number_of::<SocketAddr>(matches, "listen");
    serve(proxy, log, listen, number_of(matches, "connections"))
}

fn number_of<T: Copy + Send + Sync + 'static>(matches: &ArgMatches, option: &str) -> Option<T> {
    matches.get_one(option).copied()
}

fn ms(matches: &ArgMatches, option: &str) -> Option<Duration> {
    number_of(matches, option).map(Duration::from_millis)
}

fn to(matches: &ArgMatches) -> &str {
    matches.get_one::<String>("to").map_or("", String::as_str)
}

fn search(matches: &ArgMatches) -> Result<u8, Stop> {
    let hold = ms(matches, "hold").unwrap_or(QUIET);
    let programs = search::programs(matches, hold, Times::of(matches))?;
    let framing = matches.contains_id("framing").then(|| any_framing::framing(matches)).transpose()?;
    let max = framing_options::bytes(matches, "max");
    let options = search::Options {
        only: search::only(matches, &cuts(matches)?, matches.contains_id("glue"))?,
        json: is_json(matches),
        seed: number_of(matches, "seed").unwrap_or(1),
        full: Box::new(move || framing.as_ref().map(|framing| framing.places(max))),
    };
    search::run(matches, &programs, &options)
}

fn is_json(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("format").is_some_and(|format| format == "json")
}

/// The proxy with the cuts that the command line asks for.
fn treated(matches: &ArgMatches, mut proxy: Cutter) -> Result<Cutter, Failure> {
    if let Some(listen) = number_of(matches, "listen") {
        proxy = proxy.listen(listen);
    }
    let treatment = treatment(matches)?;
    for direction in Direction::BOTH {
        let other = if direction == Direction::Up { "down" } else { "up" };
        if !matches.get_flag(other) {
            proxy = proxy.treat(direction, treatment.clone());
        }
    }
    Ok(number_of(matches, "only").map_or(proxy.clone(), |only| proxy.only(only)))
}

/// How long programs are waited for.
#[derive(Clone, Copy)]
struct Times {
    patience: Duration,
    pause: Duration,
}

impl Times {
    fn of(matches: &ArgMatches) -> Self {
        let [patience, pause] = ["patience", "pause"].map(|option| ms(matches, option).unwrap_or_default());
        Self { patience, pause }
    }

    /// A proxy to this server, which cuts nothing yet.
    fn proxy(self, to: &str) -> Result<Cutter, Failure> {
        if to.to_socket_addrs().is_err_and(|error| error.kind() == ErrorKind::InvalidInput) {
            return Err(Failure::cannot(
                format!("--to {to}: that is no address"),
                "give host and port: 127.0.0.1:6379",
            ));
        }
        let proxy = Cutter::to(to)
            .map_err(|error| Failure::cannot(format!("--to {to}: {error}"), "check the name of the host"));
        Ok(proxy?.patience(self.patience).pause(self.pause))
    }
}

fn treatment(matches: &ArgMatches) -> Result<Treatment, Failure> {
    let glue = number_of(matches, "glue").and_then(NonZeroUsize::new);
    let hold = ms(matches, "hold").unwrap_or(if glue.is_some() { QUIET } else { Duration::ZERO });
    Ok(Treatment { cuts: cuts(matches)?, glue, hold })
}

fn cuts(matches: &ArgMatches) -> Result<Cuts, Failure> {
    let bytes = |option| number_of(matches, option).and_then(NonZeroU64::new);
    if let Some(each) = bytes("each") {
        return Ok(Cuts::Every(each));
    }
    if matches.get_flag("random") {
        let (seed, longest) = (number_of(matches, "seed").unwrap_or(1), bytes("longest").unwrap_or(NonZeroU64::MIN));
        return Ok(Cuts::Random { seed, longest });
    }
    let offsets: Option<Vec<u64>> = matches.get_many("at").map(|offsets| offsets.copied().collect());
    let Some(offsets) = offsets else { return Ok(Cuts::Nowhere) };
    crate::chunks::ascending("--at", offsets).map(Cuts::At)
}

fn log(matches: &ArgMatches) -> Result<Log, Failure> {
    let mut log = Log::new(is_json(matches));
    if matches.contains_id("framing") {
        let (framing, max) = (any_framing::framing(matches)?, framing_options::bytes(matches, "max"));
        log.places = Some(Box::new(move || framing.places(max)));
    }
    if let Some(folder) = matches.get_one::<PathBuf>("save") {
        std::fs::create_dir_all(folder).map_err(|error| {
            Failure::cannot(format!("--save {}: {error}", folder.display()), "name a folder that you may write to")
        })?;
        log.save = Some(folder.clone());
    }
    if let Cuts::At(offsets) = cuts(matches)? {
        log.cuts = offsets;
        log.ways = search::direction(matches).map_or(Direction::BOTH.to_vec(), |one| vec![one]);
        log.only = number_of(matches, "only");
    }
    Ok(log)
}

/// Runs the proxy until so many connections have ended, or for ever.
fn serve(proxy: Cutter, mut log: Log, listen: Option<SocketAddr>, connections: Option<u64>) -> Result<u8, Stop> {
    let (done, ended) = mpsc::channel();
    let json = log.json;
    let mut out = Output::new();
    let mut closed = 0;
    let proxy = proxy.start_with(move |connection, event| {
        let over = matches!(event, Event::Closed | Event::Reset(_) | Event::Unreachable(_) | Event::Full);
        closed += u64::from(over);
        let failed = log.event(connection, event, &mut out).err();
        if failed.is_some() || connections.is_some_and(|most| closed >= most) {
            // The receiver is gone when this was said before.
            let _ = done.send(failed.map_or(Ok(log.not_made), Err));
        }
    });
    let proxy = proxy.map_err(|error| cannot_listen(listen, &error))?;
    announce(proxy.address(), json)?;
    let not_made = ended.recv().map_err(|_gone| Failure::cannot("the proxy has ended", "run it again"))??;
    drop(proxy);
    if not_made {
        return Err(Failure::cannot("a stream ended before one of its cuts", "choose offsets of --at within it").into());
    }
    Ok(0)
}

fn cannot_listen(listen: Option<SocketAddr>, error: &std::io::Error) -> Failure {
    let listen = listen.map_or(String::new(), |listen| listen.to_string());
    Failure::cannot(format!("--listen {listen}: {error}"), "choose another port, or 0 for any free one")
}

/// Says where clients connect, and what that means if it is not on this machine alone.
fn announce(address: SocketAddr, json: bool) -> Result<(), Stop> {
    let mut out = Output::new();
    out.print(match json {
        true => json_line(0, "listening", vec![("address", address.to_string().into())]),
        false => format!("listening on {address}; Ctrl-C ends it\nconn way   offset      length  what is known\n"),
    })?;
    if !address.ip().to_canonical().is_loopback() {
        say("note: ", "this is not loopback: anyone who reaches this machine can reach the server through it");
    }
    out.flush()
}
