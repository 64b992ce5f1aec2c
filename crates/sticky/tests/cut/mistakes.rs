//! What cannot be done is refused with a reason, and with exit status 2.

use crate::{Trials, demand, demand_status, program, searched, sticky, text};
use libtest_mimic::Failed;
use std::net::TcpListener;

pub(crate) const TRIALS: Trials = &[
    ("a_wrong_option_of_cut_is_refused_with_a_reason", a_wrong_option),
    ("a_port_in_use_is_named", a_port_in_use),
    ("a_program_that_cannot_be_judged_is_not_judged", a_program_that_cannot_be_judged),
    ("a_program_that_does_not_exist_is_named", a_program_that_does_not_exist),
    ("a_server_that_does_not_listen_is_told_with_what_it_printed", a_server_that_does_not_listen),
];

fn refused(options: &str, wanted: &str) -> Result<(), Failed> {
    let output = sticky(options).output()?;
    demand_status(&output, 2)
        .and_then(|()| demand(&text(&output.stderr), wanted))
        .map_err(|why| format!("sticky cut {options}: {}", why.message().unwrap_or_default()).into())
}

fn a_wrong_option() -> Result<(), Failed> {
    for (options, wanted) in [
        ("", "--to <HOST:PORT>"),
        ("--to 127.0.0.1", "that is no address"),
        ("--to nobody.invalid:80", "--to nobody.invalid:80: "),
        ("--to localhost:1 --at 9,4", "--at: 4 comes after 9"),
        ("--to localhost:1 --at 0", "cannot be cut at 0"),
        ("--to localhost:1 --each 0", "it must be from 1"),
        ("--to localhost:1 --each 1 --random", "cannot be used with"),
        ("--to localhost:1 --up --down", "cannot be used with"),
        ("--to localhost:1 --listen here", "invalid"),
        ("--to localhost:1 --longest 5", "--random"),
        ("--to localhost:1 --width 2", "--framing"),
        ("--to localhost:1 --search", "COMMAND"),
        ("--to localhost:1 --search --at 4 -- true", "add --up or --down"),
        ("--to localhost:1 --search --random -- true", "does not go with this cut"),
        ("--serve x -- true", "--search"),
    ] {
        refused(options, wanted)?;
    }
    Ok(())
}

fn a_port_in_use() -> Result<(), Failed> {
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?;
    refused(&format!("--to localhost:1 --listen {address}"), &format!("--listen {address}: "))
}

fn a_program_that_cannot_be_judged() -> Result<(), Failed> {
    let mark = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("mark");
    let _ = std::fs::remove_file(&mark);
    for (client, wanted) in [
        ("fails", "it fails without any cut, too: the program exited with status 1; it printed: client: as ever"),
        ("idle", "no byte passed through the proxy"),
        (&format!("sometimes {}", mark.display()), "it fails sometimes without any cut"),
    ] {
        let output = searched("", "whole", client)?;
        demand_status(&output, 2)?;
        demand(&text(&output.stderr), wanted)?;
    }
    let output = searched("--limit 200", "deaf", "client")?;
    demand_status(&output, 2)?;
    demand(&text(&output.stderr), "hung: for 200.0 ms nothing passed, and it did not end")
}

fn a_program_that_does_not_exist() -> Result<(), Failed> {
    refused("--to localhost:1 --search -- no-such-program", "no-such-program: there is no such program")?;
    let output = sticky("--search --serve no-such-server --").args(program("client")).output()?;
    demand_status(&output, 2)?;
    demand(&text(&output.stderr), "no-such-server: there is no such program")
}

fn a_server_that_does_not_listen() -> Result<(), Failed> {
    let output = searched("", "fails", "client")?;
    demand_status(&output, 2)?;
    demand(&text(&output.stderr), "exited with status 1, and does not listen")?;
    demand(&text(&output.stderr), "it printed: as ever")
}
