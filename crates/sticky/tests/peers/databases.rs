//! psql and redis-cli: a type of one byte and then a length that counts itself; lines that contain lengths.

use super::{accept, against, next, said};
use framing::{Decoder, Encode, LengthField, Line, Order, Width, read_frame};
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::process::Command;

/// Bytes that ask whether the connection may be encrypted (PostgreSQL documentation, SSLRequest and GSSENCRequest).
const MAY_IT_BE_SECRET: [[u8; 4]; 2] = [*b"\x04\xd2\x16\x2f", *b"\x04\xd2\x16\x30"];

const FIRST: LengthField = LengthField::new(Width::Four, Order::Big).counts_itself();
const THEN: LengthField = LengthField::new(Width::Four, Order::Big).offset(1).counts_itself();

/// The first message that is not such a question. psql waits for an answer to each, so no other message can follow it.
fn startup(stream: &mut TcpStream) -> Vec<u8> {
    loop {
        let mut decoder = Decoder::new(FIRST, 10_000);
        let message = read_frame(stream, &mut decoder).expect("a message").expect("not the end").payload.to_vec();
        if !MAY_IT_BE_SECRET.iter().any(|question| message == *question) {
            return message;
        }
        stream.write_all(b"N").expect("psql reads"); // it may not
    }
}

/// A session of one query, whose answer has one column of one row.
fn session(listener: TcpListener) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut stream = accept(&listener);
    let first = startup(&mut stream);
    let mut out = Vec::new();
    let say = |kind: &[u8], payload: &[u8], out: &mut Vec<u8>| THEN.encode_behind(kind, payload, out).expect("short");
    say(b"R", b"\0\0\0\0", &mut out); // authenticated
    say(b"Z", b"I", &mut out); // ready for a query
    stream.write_all(&out).expect("psql reads");

    let (mut decoder, mut queries) = (Decoder::new(THEN.strip(0), 10_000), Vec::new());
    while let Some(frame) = read_frame(&mut stream, &mut decoder).expect("messages") {
        queries.push(frame.payload.to_vec());
        if frame.payload[0] != b'Q' {
            continue;
        }
        out.clear();
        say(b"T", b"\0\x01city\0\0\0\0\0\0\0\0\0\0\x19\xff\xff\xff\xff\xff\xff\0\0", &mut out); // one column of text
        say(b"D", b"\0\x01\0\0\0\x04Lyon", &mut out);
        say(b"C", b"SELECT 1\0", &mut out);
        say(b"Z", b"I", &mut out);
        out.chunks(3).for_each(|piece| stream.write_all(piece).expect("psql reads"));
    }
    (first, queries)
}

pub(crate) fn psql_sends_a_query_and_prints_the_row_that_we_framed() {
    let client = |psql: &mut Command, port: u16| {
        psql.args(["-X", "-A", "-t", "-h", "127.0.0.1", "-p", &port.to_string(), "-U", "lyon", "-d", "cities"]);
        psql.args(["-c", "select city"]).env("PGCONNECT_TIMEOUT", "60").env_remove("PGSSLMODE");
    };
    let (output, (first, queries)) = against(("psql", "--version"), client, session);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Lyon\n", "{}", said(&output));
    let has = |text: &[u8]| first.windows(text.len()).any(|window| window == text);
    assert!(first.starts_with(b"\0\x03\0\0") && has(b"user\0lyon\0") && has(b"database\0cities\0"), "{first:?}");
    assert_eq!(queries, [&b"Q\0\0\0\x10select city\0"[..], b"X\0\0\0\x04"]);
}

/// The words of the command that these bytes begin with, once it is whole, and how many bytes it takes.
fn command(bytes: &[u8]) -> Option<(Vec<Vec<u8>>, usize)> {
    let mut at = 0;
    let line = |at: &mut usize| {
        let mut decoder = Decoder::new(Line::crlf(), 1024);
        decoder.feed(bytes.get(*at..)?);
        let line = decoder.next_frame().expect("a line")?;
        *at += line.len;
        Some(String::from_utf8_lossy(line.payload).into_owned())
    };
    let number = |text: &str, kind: char| -> usize {
        text.strip_prefix(kind).unwrap_or_else(|| panic!("no {kind} before {text}")).parse().expect("a number")
    };
    let words = number(&line(&mut at)?, '*');
    let mut taken = Vec::new();
    for _ in 0..words {
        let length = number(&line(&mut at)?, '$');
        taken.push(bytes.get(at..at + length)?.to_vec());
        bytes.get(at + length..at + length + 2).map(|end| assert_eq!(end, b"\r\n"))?;
        at += length + 2;
    }
    Some((taken, at))
}

/// Answers one ECHO, in pieces of 2 bytes; gives its words.
fn echo(listener: TcpListener) -> Vec<Vec<u8>> {
    let mut stream = accept(&listener);
    let words = next(&mut stream, &mut Vec::new(), command).expect("not the end");
    let (word, mut answer) = (words.last().expect("a word"), Vec::new());
    Line::crlf().encode(format!("${}", word.len()).as_bytes(), &mut answer).expect("one line");
    answer.extend([word, &b"\r\n"[..]].concat());
    answer.chunks(2).for_each(|piece| stream.write_all(piece).expect("redis-cli reads"));
    words
}

pub(crate) fn redis_cli_takes_back_a_word_with_line_ends_in_it() {
    let word = "two\r\nlines, 粘包";
    let client = |redis: &mut Command, port: u16| {
        redis.args(["-h", "127.0.0.1", "-p", &port.to_string(), "ECHO", word]);
    };
    let (output, words) = against(("redis-cli", "--version"), client, echo);
    assert_eq!(words, [b"ECHO", word.as_bytes()]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{word}\n"), "{}", said(&output));
}
