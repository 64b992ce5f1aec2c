//! `cargo run -p live`: the page with switches. Each change runs on real sockets, and plays.

mod case;
mod guard;
mod presets;
mod run;
mod server;
mod texts;

use clap::{Arg, Command};
use command_line::{Failure, Stop, print_to};
use guard::Allowed;
use run::Runs;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use tokio::net::TcpListener;

/// Where it listens unless told otherwise.
const ADDRESS: &str = "127.0.0.1:8642";

fn main() -> ExitCode {
    let listen = Arg::new("listen").long("listen").value_name("ADDRESS").default_value(ADDRESS);
    let listen =
        listen.value_parser(|text: &str| text.parse::<SocketAddr>().map_err(|_| format!("it must be like {ADDRESS}")));
    let command = Command::new("live")
        .bin_name("cargo run -p live --")
        .about("Serves a page with switches: each change runs on real sockets, and plays")
        .arg(listen.help("Where to listen; port 0 takes any that is free"));
    command_line::run(command, std::env::args_os().skip(1), |matches| {
        let address = *matches.get_one::<SocketAddr>("listen").expect("it has a default");
        let is_default = matches.value_source("listen") == Some(clap::parser::ValueSource::DefaultValue);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.map_err(|error| failed("the server cannot start", &error))?.block_on(serve(address, is_default))?;
        Ok(0)
    })
}

/// Serves until the process ends.
async fn serve(address: SocketAddr, is_default: bool) -> Result<(), Stop> {
    let listener = match TcpListener::bind(address).await {
        // The default port may be taken by another class's server: any other is as good.
        Err(error) if is_default && error.kind() == io::ErrorKind::AddrInUse => {
            TcpListener::bind((address.ip(), 0)).await
        }
        bound => bound,
    };
    let listener = listener.map_err(|error| failed(&format!("cannot listen on {address}"), &error))?;
    let address = listener.local_addr().map_err(|error| failed("cannot listen", &error))?;
    print_to(&mut io::stdout(), format!("Open http://{address} in a browser. Ctrl-C ends the server.\n"))?;
    if !guard::is_loopback(address.ip()) {
        let warning = "Everyone who can reach this address can run the lessons here, one at a time. The lessons' sockets stay on this machine.\n";
        print_to(&mut io::stdout(), warning)?;
    }
    std::sync::LazyLock::force(&presets::JSON);
    let router = server::router(Runs::new(), Allowed::on(address));
    axum::serve(listener, router).await.map_err(|error| failed("the server has failed", &error))?;
    Ok(())
}

fn failed(what: &str, error: &io::Error) -> Failure {
    Failure::cannot(format!("{what}: {error}"), "choose another address: cargo run -p live -- --listen 127.0.0.1:0")
}

/// The page's script for the switches: it uses what the page's own script defines.
fn script() -> String {
    include_str!("../web/live.js")
        .lines()
        .filter(|line| !line.starts_with("import "))
        .map(|line| format!("{line}\n"))
        .collect()
}
