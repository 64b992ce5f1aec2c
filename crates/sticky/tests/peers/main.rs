//! Runs other people's programs over real sockets: `framing` decodes what they send, and they accept what it encodes. A test whose
//! program is not installed is ignored.

mod databases;
#[path = "../../../../lessons/tests/witnesses/ignorable.rs"]
mod ignorable;
mod lengths;
mod web;

use std::io::Read;
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

/// The client's connection, with a deadline for each call.
fn accept(listener: &TcpListener) -> TcpStream {
    let (stream, _) = listener.accept().expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_nodelay(true).expect("a socket option");
    stream
}

/// Runs a program against a server of ours: gives what the program printed and what the server saw. Ends the test as ignored
/// where the program is not installed: `asked` makes it say that it is.
fn against<T: Send + 'static>(
    (program, asked): (&str, &str),
    arguments: impl FnOnce(&mut Command, u16),
    server: impl FnOnce(TcpListener) -> T + Send + 'static,
) -> (Output, T) {
    let version = Command::new(program).arg(asked).stdin(Stdio::null()).output();
    if !version.is_ok_and(|output| output.status.success()) {
        ignorable::ignore(format!("{program} is not installed"));
    }
    let mut client = Command::new(program);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let serving = thread::spawn(move || server(listener));
    arguments(&mut client, port);
    let output = client.stdin(Stdio::null()).output().expect("it is installed");
    drop(TcpStream::connect(("127.0.0.1", port))); // a server whose client never came sees the end of a stream
    let saw = serving.join().unwrap_or_else(|_| panic!("the server failed; the client said: {}", said(&output)));
    (output, saw)
}

/// The next message, which `whole` finds in what came, with its length; the peer's bytes come a few at a time. `None` at the end
/// of the stream.
fn next<T>(stream: &mut TcpStream, came: &mut Vec<u8>, whole: fn(&[u8]) -> Option<(T, usize)>) -> Option<T> {
    loop {
        if let Some((message, len)) = whole(came) {
            came.drain(..len);
            return Some(message);
        }
        let mut buffer = [0; 7];
        match stream.read(&mut buffer).expect("bytes or an end") {
            0 => return None,
            got => came.extend_from_slice(&buffer[..got]),
        }
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}
