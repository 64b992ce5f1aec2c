//! The remote command program in two terminals: `serve` and `ask`, for whichever protocol a lesson has. It runs only
//! what is on the list of harmless commands, and starts no process.

mod ask;
mod far_host;
mod log;
mod other_protocol;
mod protocol;
mod serve;

use crate::flag::Flag;
use crate::flags::{CABLE, chosen};
use clap::{Arg, ArgMatches, Command};
use command_line::{Stop, choice};
use struct_header::Order;

pub use other_protocol::{as_header, read_header};
pub use protocol::{ANSWER_MAX, Conversation, Program};

/// Where the server is by default.
const ADDRESS: &str = "127.0.0.1:8080";

/// The subcommands of a lesson that has the program.
pub(crate) fn subcommands(program: &Program) -> [Command; 2] {
    let order = || {
        let help = "Byte order, the same at both ends [default: little]";
        program.has_order.then(|| choice("order", "little|big", ["little", "big"], help))
    };
    let listen = Arg::new("listen").long("listen").value_name("ADDRESS").default_value(ADDRESS);
    let connect = Arg::new("connect").long("connect").value_name("ADDRESS").default_value(ADDRESS);
    let text = Arg::new("command")
        .value_name("COMMAND")
        .help("Command to run; without one, ask reads commands from its input");
    [
        Command::new("serve")
            .about("Runs the server, in a terminal of its own")
            .arg(listen.help("Address to listen on"))
            .args(order()),
        Command::new("ask")
            .about("Asks the server to run a command")
            .arg(connect.help("Address of the server").conflicts_with("wire"))
            .args(CABLE.iter().map(Flag::arg))
            .args(order())
            .arg(text),
    ]
}

/// Runs `serve` or `ask`.
pub(crate) fn run(lesson: &str, program: &Program, name: &str, matches: &ArgMatches) -> Result<u8, Stop> {
    let text = |name| matches.get_one::<String>(name).map_or("", String::as_str);
    let order = match program.has_order && text("order") == "big" {
        true => Order::Big,
        false => Order::Little,
    };
    match name {
        "serve" => serve::serve(program, text("listen"), order),
        _ => {
            let command = matches.get_one::<String>("command").map(String::as_str);
            match chosen(matches, CABLE).wire {
                Some(wire) => ask::ask_far_host(program, &wire, order, command),
                None => ask::ask(lesson, program, text("connect"), order, command),
            }
        }
    }
}
