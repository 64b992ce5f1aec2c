//! Programs that others wrote, over real sockets: what they send is decoded by `framing`, and they take what it encodes. A
//! test whose program is not installed is ignored.

mod databases;
#[path = "../../../../lessons/tests/witnesses/ignorable.rs"]
mod ignorable;
mod lengths;
mod web;

use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

fn main() {
    ignorable::run(ignorable::tests![
        databases::{
            psql_sends_a_query_and_prints_the_row_that_we_framed,
            redis_cli_takes_back_a_word_with_line_ends_in_it,
        },
        lengths::{
            pythons_struct_and_ours_read_each_others_lengths,
            nodes_buffer_and_ours_read_each_others_lengths,
            javas_data_streams_and_ours_read_each_others_lengths,
        },
        web::{
            curl_keeps_three_answers_on_one_connection_apart,
            the_first_tls_record_of_curl_is_as_long_as_it_says,
            dig_asks_over_tcp_and_takes_the_answer,
        },
    ])
}

/// How long either side waits for the other.
const PATIENCE: Duration = Duration::from_secs(60);

/// Ends the test as ignored unless a program is installed, which this argument asks for its version.
fn needs(program: &str, asked: &str) {
    let output = Command::new(program).arg(asked).stdin(Stdio::null()).output();
    if !output.is_ok_and(|output| output.status.success()) {
        ignorable::ignore(format!("{program} is not installed"));
    }
}

/// The client's connection, with a deadline for each call.
fn accept(listener: &TcpListener) -> TcpStream {
    let (stream, _) = listener.accept().expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_nodelay(true).expect("a socket option");
    stream
}

/// Runs a client against a server of ours: gives what the client printed and what the server saw. The client needs
/// `program`.
fn against<T: Send + 'static>(
    (program, asked): (&str, &str),
    client: impl FnOnce(u16) -> Command,
    server: impl FnOnce(TcpListener) -> T + Send + 'static,
) -> (Output, T) {
    needs(program, asked);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let serving = thread::spawn(move || server(listener));
    let output = client(port).stdin(Stdio::null()).output().expect("it is installed");
    drop(TcpStream::connect(("127.0.0.1", port))); // a server whose client never came sees the end of a stream
    let saw = serving.join().unwrap_or_else(|_| panic!("the server failed; the client said: {}", said(&output)));
    (output, saw)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}
