//! The remote command program in two terminals: `serve` and `ask`, for whichever protocol a lesson has. Runs nothing that
//! is not on the list of harmless commands, and starts no shell.

mod ask;
mod far_host;
mod protocol;
mod serve;

use crate::flag::Flag;
use crate::flags::{CABLE, chosen};
use ask::Asking;
use clap::{Arg, ArgMatches, Command};
use command_line::{Stop, choice};
use struct_header::Order;

pub use protocol::{ANSWER_MAX, Conversation, Program};

/// Where the server is, where nothing else is said.
const ADDRESS: &str = "127.0.0.1:8080";

/// The subcommands of a lesson that has the program.
pub(crate) fn subcommands(program: &Program) -> [Command; 2] {
    let order = || {
        let help = "Byte order of the length (little), at both ends";
        program.has_order.then(|| choice("order", "little|big", ["little", "big"], help))
    };
    let listen = Arg::new("listen").long("listen").value_name("ADDRESS").default_value(ADDRESS);
    let connect = Arg::new("connect").long("connect").value_name("ADDRESS").default_value(ADDRESS);
    let text = Arg::new("command").value_name("COMMAND").help("What to run there; none: asks for one after another");
    [
        Command::new("serve")
            .about("Runs the server, in a terminal of its own")
            .arg(listen.help("Where to listen"))
            .args(order()),
        Command::new("ask")
            .about("Asks the server to run a command")
            .arg(connect.help("Where the server listens").conflicts_with("wire"))
            .args(CABLE.iter().map(Flag::arg))
            .args(order())
            .arg(text),
    ]
}

/// Runs `serve` or `ask`.
pub(crate) fn run(lesson: &str, program: &Program, name: &str, matches: &ArgMatches) -> Result<u8, Stop> {
    let text = |name| matches.get_one::<String>(name).map(String::as_str);
    let is_big = program.has_order && text("order") == Some("big");
    let order = if is_big { Order::Big } else { Order::Little };
    if name == "serve" {
        serve::serve(program, text("listen").unwrap_or(ADDRESS), order)?;
    } else if let Some(wire) = chosen(matches, CABLE).wire {
        let asking = Asking { program, address: "the far host", order, command: text("command") };
        far_host::with_server(program, order, &wire, |stream| asking.over(&stream))?;
    } else {
        let address = text("connect").unwrap_or(ADDRESS);
        Asking { program, address, order, command: text("command") }.there(lesson)?;
    }
    Ok(0)
}
