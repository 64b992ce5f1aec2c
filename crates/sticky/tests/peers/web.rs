//! curl and dig: HTTP/1.1 by lines and an announced body, TLS records, DNS over TCP.

use super::{accept, against, next, said};
use framing::{BigEndian, Decoder, LengthField, Line, Order, Prefix, Width, read_frame, write_frame};
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::process::Command;

/// What every curl here is told.
const QUIET: [&str; 6] = ["--silent", "--show-error", "--max-time", "60", "--noproxy", "*"];

/// A request as it was found: its first line, and its body.
type Request = (String, Vec<u8>);

/// The request that these bytes begin with, and how many it takes; `None` where it is not whole.
fn request(bytes: &[u8]) -> Option<(Request, usize)> {
    let mut lines = Decoder::new(Line::crlf(), 8192);
    lines.feed(bytes);
    let (mut first, mut body) = (None, 0);
    while let Some(line) = lines.next_frame().expect("lines") {
        let (text, end) = (String::from_utf8_lossy(line.payload).into_owned(), line.offset as usize + line.len);
        if text.is_empty() {
            let whole = bytes.get(end..end + body)?;
            return Some(((first?, whole.to_vec()), end + body));
        }
        if let Some(("content-length", length)) = text.to_ascii_lowercase().split_once(": ") {
            body = length.parse().expect("a number");
        }
        first.get_or_insert(text);
    }
    None
}

/// Answers requests on one connection, a byte in each write, until the client ends it.
fn serve(listener: TcpListener) -> Vec<Request> {
    let mut stream = accept(&listener);
    let (mut came, mut requests) = (Vec::new(), Vec::new());
    while let Some(asked) = next(&mut stream, &mut came, request) {
        let answer = format!("{}\n", asked.1.len());
        let wire = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{answer}", answer.len());
        wire.bytes().for_each(|byte| stream.write_all(&[byte]).expect("curl reads"));
        requests.push(asked);
    }
    requests
}

pub(crate) fn curl_keeps_three_answers_on_one_connection_apart() {
    let client = |curl: &mut Command, port: u16| {
        let url = |path: &str| format!("http://127.0.0.1:{port}/{path}");
        curl.args(QUIET).args(["--http1.1", &url("one"), &url("two"), "--next"]).args(QUIET).arg("--http1.1");
        curl.args(["--data-binary", "a body\r\n\r\nwith lines", &url("three")]);
    };
    let (output, requests) = against(("curl", "--version"), client, serve);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "0\n0\n20\n");
    let expected: [(&str, &[u8]); 3] =
        [("GET /one HTTP/1.1", b""), ("GET /two HTTP/1.1", b""), ("POST /three HTTP/1.1", b"a body\r\n\r\nwith lines")];
    assert_eq!(requests, expected.map(|(line, body)| (line.to_owned(), body.to_vec())));
}

/// The first TLS record of a connection, whole.
fn first_record(listener: TcpListener) -> Vec<u8> {
    let record = LengthField::new(Width::Two, Order::Big).offset(3).strip(0);
    let (mut stream, mut decoder) = (accept(&listener), Decoder::new(record, 1 << 14));
    read_frame(&mut stream, &mut decoder).expect("a record").expect("not the end").payload.to_vec()
}

pub(crate) fn the_first_tls_record_of_curl_is_as_long_as_it_says() {
    let client = |curl: &mut Command, port: u16| {
        curl.args(QUIET).args(["--insecure", &format!("https://127.0.0.1:{port}/")]);
    };
    let (_, record) = against(("curl", "--version"), client, first_record);
    assert_eq!(record[..2], [22, 3], "a handshake record (RFC 8446, section 5.1): {record:?}");
    assert_eq!(record[5], 1, "a ClientHello (section 4)");
    let inside = usize::from(record[6]) << 16 | usize::from(record[7]) << 8 | usize::from(record[8]);
    assert_eq!(inside, record.len() - 9, "its own length, 3 bytes, ends where the record does");
}

/// Answers one query with the address 192.0.2.7; gives the query.
fn name_server(listener: TcpListener) -> Vec<u8> {
    let framing = Prefix::<2, BigEndian>::new();
    let mut stream: TcpStream = accept(&listener);
    let mut decoder = Decoder::new(framing, 65_535);
    let query = read_frame(&mut stream, &mut decoder).expect("a query").expect("not the end").payload.to_vec();
    let question = &query[12..12 + QUESTION.len()];
    let header = [query[0], query[1], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]; // one question, one answer
    let record = b"\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\xc0\0\x02\x07"; // the same name, A, IN, 60 s
    write_frame(&mut stream, &framing, &[&header[..], question, record].concat()).expect("dig reads");
    query
}

/// lyon.example, A, IN.
const QUESTION: &[u8] = b"\x04lyon\x07example\0\0\x01\0\x01";

pub(crate) fn dig_asks_over_tcp_and_takes_the_answer() {
    let client = |dig: &mut Command, port: u16| {
        dig.args("+tcp +short +tries=1 +time=60 @127.0.0.1 lyon.example A -p".split(' ')).arg(port.to_string());
    };
    let (output, query) = against(("dig", "-v"), client, name_server);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "192.0.2.7\n", "{}", said(&output));
    assert_eq!(&query[12..12 + QUESTION.len()], QUESTION);
}
